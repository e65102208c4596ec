using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;
using RLSandbox.Scenarios.Towns;

namespace RLSandbox.Scenarios.Tests.Towns;

/// <summary>What tests want to know of a town, measured on its lanes alone: nothing here knows how it was made.</summary>
internal sealed record MeasuredTown
{
    public required RoadMap Map { get; init; }
    public double LargestJump { get; private set; }
    public double LargestTurnAtLinks { get; private set; }
    public double LargestSlant { get; private set; }
    public double Sharpest { get; private set; }
    public double Between { get; private set; }
    public double Extent { get; private set; }
    public int DeadEnds { get; private set; }
    public bool IsKeptByFile { get; private set; }
    public required IReadOnlyList<string> Overlaps { get; init; }
    public required TownConflicts Conflicts { get; init; }

    public bool IsSound => LargestJump <= 1e-3 && LargestTurnAtLinks <= 0.01 && LargestSlant <= 0.04 && Sharpest <= 0.2 && DeadEnds == 0 && IsKeptByFile && Overlaps.Count == 0 && Conflicts.IsSound;

    public static MeasuredTown Of(RoadMap map)
    {
        var town = new MeasuredTown { Map = map, Overlaps = LaneOverlaps.Of(map), Conflicts = TownConflicts.Of(map) };
        for (var i = 0; i < map.Lanes.Count; i++)
        {
            foreach (var next in map.Successors(i)) town.MeasureLink(map.Lanes[i].Sections[^1], map.Lanes[next].Sections[0]);
            town.MeasureShape(map.Lanes[i]);
        }
        var places = map.Lanes.SelectMany(lane => lane.Sections).ToList();
        town.Extent = Math.Max(places.Max(place => place.X) - places.Min(place => place.X), places.Max(place => place.Y) - places.Min(place => place.Y));
        town.Between = map.Lanes.Where(lane => lane.IsDrivable() && lane.Junction is null).Sum(lane => lane.Length);
        town.DeadEnds = Reachability.DeadEnds(map).Count;
        var text = RoadMapWriter.Write(map);
        var again = RoadMapFile.Parse(text, "town.yaml");
        town.IsKeptByFile = RoadMapWriter.Write(again) == text && map.Lanes.Zip(again.Lanes).All(pair => pair.First.Sections.SequenceEqual(pair.Second.Sections));
        return town;
    }

    public override string ToString() => FormattableString.Invariant(
        $"{Map.Name}: jump {LargestJump:0.0000} m, turn {LargestTurnAtLinks:0.000}, slant {LargestSlant:0.000}, sharpest {Sharpest:0.000}, {DeadEnds} dead ends, kept {IsKeptByFile}, {Conflicts}, overlaps: {string.Join(" ", Overlaps.Take(4))}");

    private void MeasureLink(CrossSection from, CrossSection to)
    {
        LargestJump = Math.Max(LargestJump, Math.Max(Distance(from.LeftX - to.LeftX, from.LeftY - to.LeftY), Distance(from.RightX - to.RightX, from.RightY - to.RightY)));
        LargestTurnAtLinks = Math.Max(LargestTurnAtLinks, Math.Abs(Turn(Direction(from), Direction(to))));
    }

    private void MeasureShape(Lane lane)
    {
        for (var i = 1; i < lane.Sections.Count; i++)
        {
            CrossSection a = lane.Sections[i - 1], b = lane.Sections[i];
            double dx = b.X - a.X, dy = b.Y - a.Y, length = Distance(dx, dy);
            var along = Math.Atan2(dy, dx);
            // Millimetres: a chord of an arc stands in the middle between the directions at its ends, up to 2 mm across.
            var slant = Math.Abs(Turn(Direction(a), along) + Turn(Direction(b), along)) / 2 - 2e-3 / length;
            if (!lane.IsDrivable()) continue;
            LargestSlant = Math.Max(LargestSlant, slant);
            Sharpest = Math.Max(Sharpest, (Math.Abs(Turn(Direction(a), Direction(b))) - 1e-3) / length);
        }
    }

    /// <summary>Right angles to the section.</summary>
    private static double Direction(CrossSection section) => Math.Atan2(section.RightX - section.LeftX, section.LeftY - section.RightY);

    private static double Turn(double from, double to) => Math.IEEERemainder(to - from, 2 * Math.PI);

    private static double Distance(double x, double y) => Math.Sqrt(x * x + y * y);
}
