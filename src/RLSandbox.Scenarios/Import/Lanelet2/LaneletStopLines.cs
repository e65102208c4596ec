using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import.OpenStreetMap;

namespace RLSandbox.Scenarios.Import.Lanelet2;

/// <summary>Stop lines, once each: lights and signs often share one.</summary>
internal sealed class LaneletStopLines(LaneletMap map)
{
    private readonly Dictionary<long, (StopKind Kind, List<string> Lanes)> _lines = [];

    public void Add(OsmRelation relation, IReadOnlyList<string> lanes, StopKind kind)
    {
        foreach (var member in relation.Members.Where(member => member is { Kind: "way", Role: "ref_line" }).Take(LaneletSigns.Most))
        {
            var line = _lines.GetValueOrDefault(member.Id, (StopKind.Unknown, []));
            line.Lanes.AddRange(lanes);
            _lines[member.Id] = (Rank(kind) > Rank(line.Kind) ? kind : line.Kind, line.Lanes);            // a light comes before a sign that holds while it is off
        }
    }

    /// <summary>All stop lines of the map, those that nothing refers to without lanes.</summary>
    public void Finish()
    {
        foreach (var way in map.Document.Ways.Values)
        {
            var isReferred = _lines.TryGetValue(way.Id, out var line);
            if (!isReferred && way["type"] != "stop_line" || map.Points(way) is not { Count: > 1 } points) continue;
            var lanes = (line.Lanes ?? []).Distinct(StringComparer.Ordinal).Where(id => map.Draft.Find(id) is not null).ToList();
            if (lanes.Count > 0 && IsBackward(points, map.Draft.Find(lanes[0])!.Sections[^1])) points.Reverse();
            map.Draft.StopLines.Add(new() { Kind = line.Kind, Lanes = lanes, From = points[0], To = points[^1] });
        }
    }

    private static int Rank(StopKind kind) => kind switch { StopKind.Light => 3, StopKind.Stop => 2, StopKind.Yield => 1, _ => 0 };

    private static bool IsBackward(List<MapPoint> points, CrossSection end) =>
        (points[^1].X - points[0].X) * (end.RightX - end.LeftX) + (points[^1].Y - points[0].Y) * (end.RightY - end.LeftY) < 0;
}
