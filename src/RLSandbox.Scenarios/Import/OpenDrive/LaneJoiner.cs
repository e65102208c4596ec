using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Finds which ends of lanes meet. A pair has no direction yet: files say it from either side, or from one only.</summary>
internal sealed class LaneJoiner(SourceReader reader, Network network)
{
    private const double Touching = 0.05;                                // m between edges of lanes that go on as each other
    private const int MostJoined = 8;                                    // at one end of a lane that is too short for a map

    private const long MostTried = 10_000;                               // pairs of lanes where two roads meet

    private readonly HashSet<(LaneStrip, bool, LaneStrip, bool)> _pairs = [];

    /// <summary>Joins all lanes of the network.</summary>
    public void JoinAll()
    {
        foreach (var road in network.Roads)
        {
            for (var i = 0; i + 1 < road.Sections.Count; i++) JoinSections(road, i);
            JoinRoad(road, atEnd: false);
            JoinRoad(road, atEnd: true);
        }
        foreach (var junction in network.Junctions)
            foreach (var connection in junction.Connections) Join(junction, connection);
        foreach (var road in network.Roads)
        {
            if (road.Junction is null) continue;
            JoinForgotten(road, atEnd: false);
            JoinForgotten(road, atEnd: true);
        }
        foreach (var road in network.Roads)
            for (var i = 0; i < road.Sections.Count; i++)
                foreach (var strip in network.Strips(road, i))
                    if (strip.Built is null) HandOn(strip);
    }

    private void JoinSections(SourceRoad road, int index)
    {
        List<LaneStrip> before = network.Strips(road, index), after = network.Strips(road, index + 1);
        foreach (var strip in before)
        {
            if (Network.Find(after, strip.Lane.Id) is { } same && same.Lane == strip.Lane) Join(strip, true, same, false);
            else
                foreach (var id in strip.Lane.Links[1]) Join(strip, true, after, id, false);
        }
        foreach (var strip in after)
            if (Network.Find(before, strip.Lane.Id)?.Lane != strip.Lane)
                foreach (var id in strip.Lane.Links[0]) Join(strip, false, before, id, true);
    }

    private void JoinRoad(SourceRoad road, bool atEnd)
    {
        if (road.Links[atEnd ? 1 : 0] is not { IsJunction: false } link) return;
        if (network.Road(link.Id) is not { } other)
        {
            reader.Warn(link.Element, $"there is no road {SourceReader.Short(link.Id)}; the link was dropped");
            return;
        }
        if (double.IsFinite(link.Place))
        {
            JoinMiddle(network.StripsAt(road, atEnd), atEnd, other, link.Place, strip => strip.Lane.Links[atEnd ? 1 : 0]);
            return;
        }
        var contact = link.AtEnd ?? NearEnd(road, atEnd, other, link.Element);
        foreach (var strip in network.StripsAt(road, atEnd))
            foreach (var id in strip.Lane.Links[atEnd ? 1 : 0]) Join(strip, atEnd, network.StripsAt(other, contact), id, contact);
    }

    /// <summary>Lanes that begin or end in the middle of another road, which was cut there: traffic leaves before the cut, and arrives behind it.</summary>
    private void JoinMiddle(List<LaneStrip> strips, bool atEnd, SourceRoad main, double place, Func<LaneStrip, IEnumerable<int>> lanes)
    {
        var behind = Starts.LastUpTo(main.Sections, place + SourceSection.Shortest, section => section.Start);
        foreach (var strip in strips)
            foreach (var id in lanes(strip))
            {
                if (behind > 0 && Network.Find(network.Strips(main, behind - 1), id) is { } before && before.LeavesAt(true) != strip.LeavesAt(atEnd)) Join(strip, atEnd, before, true);
                if (Network.Find(network.Strips(main, behind), id) is { } after && after.LeavesAt(false) != strip.LeavesAt(atEnd)) Join(strip, atEnd, after, false);
            }
    }

    private void Join(SourceJunction junction, SourceConnection connection)
    {
        if (network.Road(connection.Incoming) is not { } incoming || network.Road(connection.Connecting) is not { } connecting)
        {
            var missing = network.Road(connection.Incoming) is null ? connection.Incoming : connection.Connecting;
            reader.Warn(connection.Element, $"there is no road {SourceReader.Short(missing)}; the connection was dropped");
            return;
        }
        if (connecting.Links.FirstOrDefault(link => link is { IsJunction: false } && link.Id == incoming.Id && double.IsFinite(link.Place)) is { } middle)
        {
            var end = connecting.Links[1] == middle;
            var lanes = connection.Lanes.ToLookup(pair => pair.To, pair => pair.From);
            JoinMiddle(network.StripsAt(connecting, end), end, incoming, middle.Place, strip => lanes[strip.Lane.Id]);
            return;
        }
        var contact = connection.AtEnd ?? NearEnd(incoming, JunctionEnd(incoming, junction.Id) ?? true, connecting, connection.Element);
        var from = JunctionEnd(incoming, junction.Id) ?? NearEnd(connecting, contact, incoming, null);
        foreach (var (lane, to) in connection.Lanes)
        {
            if (Network.Find(network.StripsAt(incoming, from), lane) is { } strip) Join(strip, from, network.StripsAt(connecting, contact), to, contact);
            else if (lane != 0) reader.Warn(connection.Element, FormattableString.Invariant($"road {SourceReader.Short(incoming.Id)} has no lane {lane} there; the link was dropped"));
        }
    }

    /// <summary>At which end a road touches a junction; null if at both or neither.</summary>
    private static bool? JunctionEnd(SourceRoad road, string junction)
    {
        bool atStart = road.Links[0] is { IsJunction: true } before && before.Id == junction, atEnd = road.Links[1] is { IsJunction: true } after && after.Id == junction;
        return atStart == atEnd ? null : atEnd;
    }

    /// <summary>Which end of another road is nearer; said in a warning where the file should have said it.</summary>
    private bool NearEnd(SourceRoad road, bool atEnd, SourceRoad other, XElement? element)
    {
        var here = road.Line.At(atEnd ? road.Line.Length : 0);
        var isEnd = Distance(here, other.Line.At(other.Line.Length)) < Distance(here, other.Line.At(0));
        if (element is not null) reader.Warn(element, $"expected a contactPoint of start or end, found none; taken as {(isEnd ? "end" : "start")}, which is nearer");
        return isEnd;

        static double Distance(PlanPose a, PlanPose b) => (a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y);
    }

    /// <summary>Lanes through a junction whose way out the file forgot: lanes of the road that it names there are joined if both their edges meet.</summary>
    private void JoinForgotten(SourceRoad road, bool atEnd)
    {
        if (road.Links[atEnd ? 1 : 0] is not { IsJunction: false } link || double.IsFinite(link.Place) || network.Road(link.Id) is not { } other) return;
        var contact = link.AtEnd ?? NearEnd(road, atEnd, other, null);
        if ((long)network.StripsAt(road, atEnd).Count * network.StripsAt(other, contact).Count > MostTried) return;
        foreach (var strip in network.StripsAt(road, atEnd))
        {
            if (strip.Built is null || !strip.Built.IsDrivable() || strip.Joined(atEnd).Count > 0) continue;
            foreach (var candidate in network.StripsAt(other, contact))
            {
                if (candidate.Built is null || !candidate.Built.IsDrivable() || candidate.LeavesAt(contact) == strip.LeavesAt(atEnd)) continue;
                if (!Meet(strip.EndAt(atEnd)!.Value, candidate.EndAt(contact)!.Value)) continue;
                reader.Warn(strip.Lane.Element, FormattableString.Invariant($"has no link to road {SourceReader.Short(other.Id)}, though its edges meet those of lane {candidate.Lane.Id} there; linked to it"));
                Join(strip, atEnd, candidate, contact);
                break;
            }
        }
    }

    private static bool Meet(CrossSection a, CrossSection b) =>
        Math.Abs(a.LeftX - b.LeftX) + Math.Abs(a.LeftY - b.LeftY) < Touching && Math.Abs(a.RightX - b.RightX) + Math.Abs(a.RightY - b.RightY) < Touching;

    private void Join(LaneStrip strip, bool atEnd, List<LaneStrip> others, int id, bool otherEnd)
    {
        if (Network.Find(others, id) is { } other) Join(strip, atEnd, other, otherEnd);
        else if (id != 0) reader.Warn(strip.Lane.Element, FormattableString.Invariant($"goes on as lane {id}{(others.Count > 0 ? $" of road {SourceReader.Short(others[0].Road.Id)}" : "")}, which does not exist; the link was dropped"));
    }

    private void Join(LaneStrip a, bool aEnd, LaneStrip b, bool bEnd)
    {
        if (!_pairs.Add((a, aEnd, b, bEnd)) || !_pairs.Add((b, bEnd, a, aEnd))) return;
        a.Joined(aEnd).Add((b, bEnd));
        b.Joined(bEnd).Add((a, aEnd));
    }

    /// <summary>Joins what meets at both ends of a lane that is not built, so that a section without length does not cut a road.</summary>
    private void HandOn(LaneStrip strip)
    {
        if (strip.Section.HasLength) return;                             // a lane without width leads nowhere
        var (before, after) = (strip.Joined(false).ToArray(), strip.Joined(true).ToArray());
        if (before.Length > MostJoined || after.Length > MostJoined) return;
        foreach (var (a, aEnd) in before)
            foreach (var (b, bEnd) in after) Join(a, aEnd, b, bEnd);
    }
}
