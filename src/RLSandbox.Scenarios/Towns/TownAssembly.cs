using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Towns;

/// <summary>Makes one map of the blocks of a town.</summary>
internal static class TownAssembly
{
    /// <summary>All parts in order, in whole millimetres: what a map file keeps, so a map that was written and read is the same.</summary>
    public static RoadMap Assemble(string name, string source, IReadOnlyList<BlockDraft> blocks)
    {
        var lanes = blocks.SelectMany(block => block.Lanes).ToArray();
        var places = lanes.Select((lane, i) => (lane.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        var sections = lanes.Select(lane => lane.Sections.ToArray()).ToArray();
        var next = lanes.Select(_ => new List<string>()).ToArray();
        var links = blocks.SelectMany(block => block.Links).Select(link => (From: places[link.From], To: places[link.To])).ToArray();
        foreach (var (from, to) in links) next[from].Add(lanes[to].Id);
        // The last bits of two lanes that meet may differ and be rounded apart: roads first, then junctions take over from roads.
        foreach (var (from, to) in links.Where(link => lanes[link.From].Junction is null && lanes[link.To].Junction is null)) sections[to][0] = sections[from][^1];
        foreach (var (from, to) in links.Where(link => lanes[link.To].Junction is not null)) sections[to][0] = sections[from][^1];
        foreach (var (from, to) in links.Where(link => lanes[link.From].Junction is not null)) sections[from][^1] = sections[to][0];
        return new(name, [.. lanes.Select((lane, i) => lane with { Next = next[i], Sections = [.. sections[i].Select(Rounded)] })])
        {
            Source = source,
            Junctions = [.. blocks.SelectMany(block => block.Junctions).Select(junction => junction with { Outline = Rounded(junction.Outline) })],
            Lights = [.. blocks.SelectMany(block => block.Lights).Select(light => light with { Position = Rounded(light.Position) })],
            Signs = [.. blocks.SelectMany(block => block.Signs).Select(sign => sign with { Position = Rounded(sign.Position) })],
            StopLines = [.. blocks.SelectMany(block => block.StopLines).Select(line => line with { From = Rounded(line.From), To = Rounded(line.To) })],
            Areas = [.. blocks.SelectMany(block => block.Areas).Select(area => area with { Outline = Rounded(area.Outline) })],
            Lines = [.. blocks.SelectMany(block => block.Lines).Select(line => line with { Points = Rounded(line.Points) })],
        };
    }

    private static CrossSection Rounded(CrossSection s) => new(Rounded(s.LeftX), Rounded(s.LeftY), Rounded(s.RightX), Rounded(s.RightY), 0);

    private static MapPoint[] Rounded(IReadOnlyList<MapPoint> points) => [.. points.Select(Rounded)];

    private static MapPoint Rounded(MapPoint point) => new(Rounded(point.X), Rounded(point.Y));

    /// <summary>Adding 0 turns −0 into 0, which a file does not keep apart.</summary>
    private static double Rounded(double metres) => Math.Round(metres * 1000) / 1000 + 0.0;
}
