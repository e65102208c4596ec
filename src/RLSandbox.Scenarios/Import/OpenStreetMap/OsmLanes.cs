using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>Lanes on both sides of the line of each piece.</summary>
internal static class OsmLanes
{
    private const int MostSections = 3_000_000;                           // 200 MB of places; a large city has 500,000
    private const double Same = 1e-3;                                     // m along a piece
    private const double Bend = 1;                                        // m before a cut end: a bend there would fold the inner edge

    public static void Add(OsmNetwork network)
    {
        var left = MostSections;
        foreach (var piece in network.Pieces)
        {
            var street = piece.Street;
            left -= piece.Points.Count * (street.Forward + street.Backward);
            if (left < 0) break;
            var across = Across(piece);
            foreach (var isForward in new[] { true, false })
                for (var lane = 0; lane < street.Count(isForward); lane++) network.Draft.Add(Lane(network, piece, across, isForward, lane), street.Way.Line);
        }
        if (left < 0) network.Draft.Warn("way", $"expected at most {MostSections} places along all lanes, found more; the other streets were left out");
    }

    /// <summary>Sections of 1 m across the line of a piece, with the bend to the next piece at ends that go on.</summary>
    private static CrossSection[] Across(OsmPiece piece)
    {
        var points = new List<MapPoint>();
        if (piece.Before is { } before) points.Add(before);
        double first = piece.CutFirst, last = piece.Length - piece.CutLast;
        points.Add(piece.At(first).Place);
        for (var i = 0; i < piece.Arcs.Length; i++)
            if (piece.Arcs[i] > first + (piece.CutFirst > 0 ? Bend : Same) && piece.Arcs[i] < last - (piece.CutLast > 0 ? Bend : Same)) points.Add(piece.Points[i]);
        points.Add(piece.At(last).Place);
        if (piece.After is { } after) points.Add(after);
        var sections = LaneShape.FromCentreLine(points, 1);
        return sections[(piece.Before is null ? 0 : 1)..(piece.After is null ? sections.Length : sections.Length - 1)];
    }

    private static Lane Lane(OsmNetwork network, OsmPiece piece, CrossSection[] across, bool isForward, int lane)
    {
        var (street, onLeft) = (piece.Street, network.DrivesOnLeft);
        double inner = street.Edge(isForward, lane), outer = street.Edge(isForward, lane + 1);
        var sections = across.Select(s => Section(s, inner, outer, onLeft)).ToArray();
        if (!isForward) Array.Reverse(sections);
        NeighbourLane? inside = lane > 0 ? new(piece.Lane(isForward, lane - 1), false) : !street.IsShared && street.Count(!isForward) > 0 ? new(piece.Lane(!isForward, 0), true) : null;
        NeighbourLane? outside = lane + 1 < street.Count(isForward) ? new(piece.Lane(isForward, lane + 1), false) : null;
        Marking[] between = street.HasLines ? [new(0, MarkingKind.Broken)] : [];
        Marking[] insideLine = lane > 0 ? between : [], outsideLine = outside is not null ? between : [];
        return new()
        {
            Id = piece.Lane(isForward, lane), Sections = sections, Type = street.Type, Users = street.Users,
            SpeedLimits = (isForward ? street.ForwardLimit : street.BackwardLimit) is { } limit ? [new(0, limit)] : [],
            Left = onLeft ? outside : inside, Right = onLeft ? inside : outside,
            LeftMarkings = onLeft ? outsideLine : insideLine, RightMarkings = onLeft ? insideLine : outsideLine,
        };
    }

    /// <summary>Driven either way, the inner edge is the left one where traffic keeps to the right.</summary>
    private static CrossSection Section(CrossSection across, double inner, double outer, bool onLeft)
    {
        if (onLeft) (inner, outer) = (-outer, -inner);                    // left edge first, as seen along the way
        double dx = across.LeftX - across.RightX, dy = across.LeftY - across.RightY;
        return new(across.X + dx * inner, across.Y + dy * inner, across.X + dx * outer, across.Y + dy * outer, across.Z);
    }
}
