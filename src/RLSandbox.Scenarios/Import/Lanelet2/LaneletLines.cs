using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Lanelet2;

/// <summary>Lines, walls and kerbs that are the edge of no lanelet.</summary>
internal static class LaneletLines
{
    public static void Read(LaneletMap map)
    {
        foreach (var way in map.Document.Ways.Values)
        {
            if (map.Edges.Contains(way.Id) || LaneletMarkings.KindOf(way, isReversed: false) is not { } kind) continue;
            var points = map.Points(way);
            if (points.Count >= 2) map.Draft.Lines.Add(new() { Kind = kind, Colour = LaneletMarkings.ColourOf(way), Points = points });
        }
    }
}
