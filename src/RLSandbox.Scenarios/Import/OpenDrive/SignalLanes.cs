using System.Xml.Linq;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Finds the lanes that a signal, or a reference to one, holds for.</summary>
internal sealed class SignalLanes(SourceReader reader, Network network)
{
    private const int MostSections = 1000;                               // between a light and where its road begins

    /// <summary>Lanes at the element's place, by its validity and orientation.</summary>
    /// <param name="type">Code of the signal.</param>
    public List<LaneStrip> At(SourceRoad road, XElement element, string type)
    {
        var s = reader.Number(element, "s", double.NaN);
        if (!double.IsFinite(s) || road.Sections.Count == 0) return [];
        var strips = network.Strips(road, Network.SectionAt(road, s)).Where(strip => strip.Built is not null && SignCodes.IsFor(type, strip.Lane.Type)).ToList();
        var validities = SourceReader.Children(element, "validity").Take(64).Select(Range).ToList();
        if (validities.Count > 0) strips.RemoveAll(strip => !validities.Any(range => strip.Lane.Id >= range.From && strip.Lane.Id <= range.To));
        // Whole towns say the opposite of what they mean here: an orientation that no valid lane has is not believed.
        var facing = SourceReader.Text(element, "orientation") switch
        {
            "+" => strips.Where(strip => strip.IsForward).ToList(),
            "-" => strips.Where(strip => !strip.IsForward).ToList(),
            _ => strips,
        };
        return facing.Count > 0 ? facing : strips;
    }

    /// <summary>For a road through a junction: where the lane enters it. Several short sections may lie before the signal.</summary>
    public static LaneStrip Entry(LaneStrip strip)
    {
        if (strip.Road.Junction is null) return strip;
        for (var step = 0; step < MostSections; step++)
        {
            var before = strip.Joined(!strip.LeavesAt(true)).Where(item => item.Strip.Road == strip.Road && item.Strip.Built is not null && item.Strip.LeavesAt(item.AtEnd)).Take(2).ToList();
            if (before.Count != 1) return strip;
            strip = before[0].Strip;
        }
        return strip;
    }

    private (int From, int To) Range(XElement validity)
    {
        if (reader.Whole(validity, "fromLane") is not { } from || reader.Whole(validity, "toLane") is not { } to) return (1, 0);
        return (Math.Min(from, to), Math.Max(from, to));
    }
}
