using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Roads.Compiled;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios;

/// <summary>Turns a recorded scene on a network into something to drive: whom the agent stands for, along which road, beside whom.</summary>
internal static class SceneSource
{
    private const float HalfWidth = 1.75f;                               // m; of a road that no lane gives
    private const double NearLane = 5;                                   // m; farther from a lane nobody is on it
    private const double ShortestRoute = 50;                             // m; for an ego vehicle that only has to be somewhere at some time
    private const double OrdinarySpeed = 8;                              // m/s, of whoever begins standing
    private const double GoalRadius = 3;                                 // m around the last place of the actor that the agent stands for
    private const int GoalCorners = 12;

    /// <summary>Road and traffic for each problem of a scene, or for the actor that <paramref name="ego"/> names.</summary>
    /// <exception cref="UserErrorException">There is nobody whom the agent could stand for.</exception>
    public static IEnumerable<(Circuit Route, CompiledScene Scene)> Compile(RoadNetwork network, RecordedScene scene, string? ego, float handoverSeconds, string file)
    {
        foreach (var (id, who) in Egos(scene, ego, file))
        {
            var stem = Path.GetFileNameWithoutExtension(file);
            if (stem.EndsWith(".scene", StringComparison.Ordinal)) stem = Path.GetFileNameWithoutExtension(stem);
            var name = scene.Problems.Count > 1 && ego is null ? $"{stem}-{id}" : stem;
            yield return (Route(network, scene, who, name), new(scene, who, network.Map, handoverSeconds));
        }
    }

    private static IEnumerable<(string Id, SceneEgo Ego)> Egos(RecordedScene scene, string? ego, string file)
    {
        var problems = scene.Problems.Where(problem => ego is null || problem.Id == ego).ToList();
        foreach (var problem in problems) yield return (problem.Id, new(scene.Actors.Any(actor => actor.Id == problem.Id) ? problem.Id : "", problem.Start, problem.Goals));
        if (problems.Count > 0) yield break;
        var actor = scene.Actors.FirstOrDefault(actor => ego is null ? !actor.IsStatic && actor.Kind is ActorKind.Car or ActorKind.Truck or ActorKind.Bus && actor.States.Count > 1 : actor.Id == ego);
        if (actor is null)
            throw new UserErrorException(ego is null
                ? $"{file}: expected a problem or a car that moves, found neither; the agent has nobody to stand for."
                : $"{file}: there is no problem and no actor \"{ego}\"; there are {string.Join(", ", scene.Problems.Select(problem => problem.Id).Concat(scene.Actors.Select(a => a.Id)).Take(20))}.");
        yield return (actor.Id, new(actor.Id, actor.States[0], [new() { Areas = [Disc(actor.Goal ?? new(actor.States[^1].X, actor.States[^1].Y))] }]));
    }

    private static MapPoint[] Disc(MapPoint centre) =>
        [.. Enumerable.Range(0, GoalCorners).Select(i => new MapPoint(centre.X + GoalRadius * Math.Cos(i * 2 * Math.PI / GoalCorners), centre.Y + GoalRadius * Math.Sin(i * 2 * Math.PI / GoalCorners)))];

    private static Circuit Route(RoadNetwork network, RecordedScene scene, SceneEgo ego, string name)
    {
        var goal = GoalOf(network.Map, ego);
        if (Place(network, ego.Start.X, ego.Start.Y, ego.Start.Heading) is { } from)
        {
            var planner = new RoutePlanner(network);
            if (goal is { } place && To(network, place) is { } to && planner.TryFind(from, to, out var way)) return RouteCircuit.Of(network, way, name);
            if (goal is null) return RouteCircuit.Of(network, Onwards(network, from, Metres(scene, ego)), name);
        }
        return PolylineRoute.Of(Places(scene, ego, goal), HalfWidth, name);
    }

    private static LanePlace? Place(RoadNetwork network, double x, double y, double heading)
    {
        var lane = network.Nearest((float)x, (float)y, HeightNear(network, x, y), (float)heading);
        return lane.IsFound && lane.Distance < NearLane && network.Lanes[lane.Lane].IsDrivable ? lane.Place : null;
    }

    /// <summary>Height of the nearest centre line: scenes have none.</summary>
    private static float HeightNear(RoadNetwork network, double x, double y)
    {
        var (height, least) = (0f, double.PositiveInfinity);
        foreach (ref readonly var node in network.Nodes)
        {
            double dx = node.X - x, dy = node.Y - y, square = dx * dx + dy * dy;
            if (square < least) (height, least) = (node.Z, square);
        }
        return height;
    }

    /// <summary>Straight on wherever lanes part, for some metres or until there are no more lanes.</summary>
    private static Route Onwards(RoadNetwork network, LanePlace from, double metres)
    {
        var legs = new List<RouteLeg>();
        for (var (lane, arc) = from; ; arc = 0)
        {
            var to = (float)Math.Min(network.Lanes[lane].Length, arc + metres);
            legs.Add(new(lane, arc, to));
            metres -= to - arc;
            var next = network.Successors(lane);
            if (metres <= 0 || next.Length == 0) return new(legs);
            lane = Straightest(network, lane, next);
        }
    }

    private static int Straightest(RoadNetwork network, int lane, ReadOnlySpan<int> next)
    {
        var (best, least) = (next[0], float.PositiveInfinity);
        var heading = network.NodesOf(lane)[^1].Heading;
        foreach (var candidate in next)
        {
            var turn = MathF.Abs(Angle.Difference(network.NodesOf(candidate)[^1].Heading, heading));
            if (turn < least) (best, least) = (candidate, turn);
        }
        return best;
    }

    private static LanePlace? To(RoadNetwork network, MapPoint place)
    {
        // Whichever way the lane at the goal leads: a goal seldom says.
        for (var quarter = 0; quarter < 4; quarter++)
            if (Place(network, place.X, place.Y, quarter * Math.PI / 2) is { } found) return found;
        return null;
    }

    private static MapPoint? GoalOf(RoadMap map, SceneEgo ego)
    {
        foreach (var goal in ego.Goals)
        {
            if (goal.Areas.Count > 0 && goal.Areas[0].Count > 0) return new(goal.Areas[0].Average(point => point.X), goal.Areas[0].Average(point => point.Y));
            if (goal.Lanes.Select(map.IndexOf).FirstOrDefault(index => index >= 0, -1) is >= 0 and var lane) return Middle(map.Lanes[lane]);
        }
        return null;
    }

    private static MapPoint Middle(Lane lane) => new(lane.Sections[lane.Sections.Count / 2].X, lane.Sections[lane.Sections.Count / 2].Y);

    /// <summary>How far somebody comes who keeps the speed of the start, or an ordinary one, until the last goal, and half as far again.</summary>
    private static double Metres(RecordedScene scene, SceneEgo ego)
    {
        var last = ego.Goals.Select(goal => goal.LastStep).Where(step => step < int.MaxValue).DefaultIfEmpty(scene.StepCount).Max();
        return Math.Max(ShortestRoute, 1.5 * Math.Max(ego.Start.Speed, OrdinarySpeed) * (last - ego.Start.Step) * scene.StepSeconds);
    }

    /// <summary>The recorded way of whoever the agent stands for; else straight to the goal, or straight on.</summary>
    private static List<(double X, double Y)> Places(RecordedScene scene, SceneEgo ego, MapPoint? goal)
    {
        var places = new List<(double X, double Y)> { (ego.Start.X, ego.Start.Y) };
        foreach (var state in scene.Actors.FirstOrDefault(actor => actor.Id == ego.ActorId)?.States ?? []) Append(state.X, state.Y);
        if (places.Count == 1 && goal is { } end) Append(end.X, end.Y);
        if (places.Count == 1) Append(ego.Start.X + ShortestRoute * Math.Cos(ego.Start.Heading), ego.Start.Y + ShortestRoute * Math.Sin(ego.Start.Heading));
        return places;

        void Append(double x, double y)
        {
            const double Apart = 0.5;
            double dx = x - places[^1].X, dy = y - places[^1].Y;
            if (dx * dx + dy * dy >= Apart * Apart) places.Add((x, y));
        }
    }
}
