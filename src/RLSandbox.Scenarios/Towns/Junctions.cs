using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns;

/// <summary>Junctions of three or four roads that meet in a point.</summary>
internal static class Junctions
{
    /// <summary>m from the middle to the ends of the roads, such that right turns have the town's radius and roads keep apart.</summary>
    /// <param name="arms">Directions of the roads seen from the middle, counter-clockwise.</param>
    /// <param name="lanes">Most lanes each way of any of them.</param>
    public static double Reach(IReadOnlyList<Pose> arms, TownStyle style, int lanes)
    {
        var reach = lanes * style.LaneWidth + 2;
        for (var i = 0; i < arms.Count; i++)
        {
            Pose a = arms[i], b = arms[(i + 1) % arms.Count];
            if (a.Cross(b) <= 0.05) continue;                              // the flat side of a T
            var halfTangent = a.Cross(b) / (1 + a.Dot(b));
            var turn = (lanes - 0.5) * style.LaneWidth + style.TurnRadius * halfTangent;
            reach = Math.Max(reach, turn / halfTangent);
            // Edges, and the sidewalks on them, meet no nearer than this.
            reach = Math.Max(reach, (lanes * style.LaneWidth + style.Sidewalk + 0.5) / halfTangent);
        }
        return reach;
    }

    /// <summary>Lays all turns between roads, with right of way, signs, stop lines, crossings and perhaps lights.</summary>
    /// <param name="arms">Counter-clockwise, each looking at the junction.</param>
    public static void Lay(BlockDraft block, string name, IReadOnlyList<RoadEnd> arms, Draws draws, bool mayHaveLights = true)
    {
        var junction = new JunctionDraft(block, name);
        var isMajor = Major(arms, draws);
        for (var i = 0; i < arms.Count; i++)
            for (var k = 1; k < arms.Count; k++) Turn(junction, arms[i], arms[(i + k) % arms.Count], isMajor[i] ? 0 : 1);
        var outline = Outline(block, arms);
        junction.Finish(outline);
        var middle = Middle(arms);
        block.Cover(middle, arms.Max(arm => arm.Pose.DistanceTo(middle)));
        var config = block.Style.Config;
        double[] setBack = [.. arms.Select((arm, i) => draws.Chance(config.CrossingShare) ? Approaches.LayCrossing(block, arm) : 0)];
        if (draws.Chance(config.SignalShare) && mayHaveLights) Signals.Lay(block, junction.Id, arms, setBack, draws);
        else Approaches.LaySigns(block, junction.Id, arms, setBack, isMajor, draws);
    }

    /// <summary>Straight on from each lane; to the left from the innermost, to the right from the outermost.</summary>
    private static void Turn(JunctionDraft junction, RoadEnd from, RoadEnd to, int rank)
    {
        var dot = -from.Pose.Dot(to.Pose);
        if (dot > 0.7)
            for (var i = 0; i < from.Lanes; i++) junction.Connect(from.Arriving[i], to.Leaving[Math.Min(i, to.Lanes - 1)], rank);
        else if (from.Pose.Cross(to.Pose.Reversed) > 0) junction.Connect(from.Arriving[0], to.Leaving[0], rank);
        else junction.Connect(from.Arriving[^1], to.Leaving[^1], rank);
    }

    /// <summary>The straightest pair of roads has priority; of two pairs of four arms one by chance.</summary>
    private static bool[] Major(IReadOnlyList<RoadEnd> arms, Draws draws)
    {
        if (arms.Count == 4)
        {
            var odd = draws.Chance(0.5f);
            return [odd, !odd, odd, !odd];
        }
        var (straightest, stem) = (double.PositiveInfinity, 0);
        for (var i = 0; i < arms.Count; i++)
        {
            var dot = arms[(i + 1) % arms.Count].Pose.Dot(arms[(i + 2) % arms.Count].Pose);
            if (dot < straightest) (straightest, stem) = (dot, i);
        }
        return [.. arms.Select((arm, i) => i != stem)];
    }

    private static Pose Middle(IReadOnlyList<RoadEnd> arms) => new(arms.Average(arm => arm.Pose.X), arms.Average(arm => arm.Pose.Y), 1, 0);

    /// <summary>Round the junction: across each road, then along the kerb to the next one.</summary>
    private static List<MapPoint> Outline(BlockDraft block, IReadOnlyList<RoadEnd> arms)
    {
        var outline = new List<MapPoint>();
        for (var i = 0; i < arms.Count; i++)
        {
            RoadEnd arm = arms[i], next = arms[(i + 1) % arms.Count];
            var width = block.Style.LaneWidth;
            outline.Add(Point(arm.Pose.Beside(arm.Leaving.Count * width)));
            var kerb = Joining.Simplest(arm.Pose.Beside(-arm.Arriving.Count * width), next.Pose.Reversed.Beside(-next.Leaving.Count * width));
            MapPoint[] points = [.. kerb.Stations().Select(station => Point(station.Pose))];
            outline.AddRange(points);
            block.Lines.Add(new() { Kind = MarkingKind.Edge, Points = points });
            if (block.Style.Sidewalk > 0) block.Areas.Add(Sidewalk(kerb, block.Style.Sidewalk));
        }
        return outline;
    }

    /// <summary>Round the corner from one road's sidewalk to the next one's.</summary>
    private static RoadArea Sidewalk(RoadPath kerb, double width)
    {
        var stations = kerb.Stations();
        var outside = Enumerable.Reverse(stations).Select(station => Point(station.Pose.Beside(-width)));
        return new() { Kind = AreaKind.Sidewalk, Outline = [.. stations.Select(station => Point(station.Pose)), .. outside] };
    }

    private static MapPoint Point(Pose pose) => new(pose.X, pose.Y);
}
