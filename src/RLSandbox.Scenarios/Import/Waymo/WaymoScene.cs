using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios.Import.Waymo;

/// <summary>Recorded traffic of scene files, in JSON or in PufferDrive's binary form: docs/maps/waymo.md.</summary>
public static class WaymoScene
{
    /// <summary>s; the files do not say it, the recordings behind the format have ten steps a second.</summary>
    public const double StepSeconds = 0.1;

    /// <summary>m around the goal position that count as there.</summary>
    private const double GoalRadius = 2;

    private const int GoalCorners = 16;

    /// <summary>m in a step, 100 m/s: nobody drives so fast.</summary>
    private const double LargestStep = 10;

    /// <summary>Whether the file is one of these.</summary>
    public static bool Recognises(ImportFile file) => WaymoJsonReader.Recognises(file) || PufferBinaryReader.Recognises(file);

    /// <summary>The scene, with the coordinates of the map that the same file gives, and what was wrong with its road users.</summary>
    /// <exception cref="UserErrorException">The file is broken as a whole, or nobody is in it.</exception>
    public static (RecordedScene Scene, IReadOnlyList<ImportWarning> Warnings) Read(ImportFile file)
    {
        var scenario = WaymoJsonReader.Recognises(file) ? WaymoJsonReader.Read(file) : PufferBinaryReader.Read(file);
        var origin = Origin(scenario, file.Path);
        var warnings = new WarningList();
        var unit = HeadingUnit.Of(scenario);
        if (unit != 1) warnings.Add("headings", "headings", "they agree with the motion, or can be, only in degrees, and were read so");
        var ids = new UniqueIds();
        var actors = new RecordedActor?[scenario.Objects.Count];
        for (var i = 0; i < actors.Length; i++)
        {
            var item = scenario.Objects[i];
            actors[i] = Actor(item, ids.Next(item.Id.Length > 0 ? item.Id : i.ToString(CultureInfo.InvariantCulture)), unit, origin, warnings);
        }
        if (ids.Repeats > 0) warnings.Add("ids", "objects", $"{ids.Repeats} repeat an id and got a new one", 0, ids.Repeats);
        if (actors.All(actor => actor is null)) throw new UserErrorException($"{file.Path}: expected road users, found {(actors.Length == 0 ? "none" : $"{actors.Length} of whom none was seen at any step")}.");
        var scene = new RecordedScene
        {
            Name = scenario.Name.Length > 0 ? scenario.Name : file.Name, StepSeconds = StepSeconds, Source = $"imported from {Path.GetFileName(file.Path)}",
            Actors = [.. actors.OfType<RecordedActor>()], Problems = Problems(scenario, actors, warnings),
        };
        return (scene, warnings.All);
    }

    /// <summary>What the map was moved by; a file without lanes has no map, and moves nothing.</summary>
    private static MapPoint Origin(WaymoScenario scenario, string path)
    {
        if (!scenario.Roads.Any(road => road.Points.Count >= 2)) return default;
        try
        {
            return WaymoMap.Build(scenario, path, WaymoMapImporter.Name, new()).Map.Roads!.Origin;
        }
        catch (UserErrorException)
        {
            return default;                                                // edges and lines, but no lane
        }
    }

    private static RecordedActor? Actor(WaymoObject item, string id, double unit, MapPoint origin, WarningList warnings)
    {
        if (!IsEven(item)) warnings.Add("objects with lists of different lengths", $"object {id}", $"it has {item.Positions.Count} positions, {item.Headings.Count} headings, {item.Velocities.Count} velocities and {item.Valid.Count} flags; what is missing was left out", item.Line);
        var states = new List<ActorState>();
        var (jump, jumpStep) = (0.0, 0);
        for (var step = 0; step < item.Positions.Count; step++)
        {
            if (!item.IsSeen(step)) continue;
            var state = State(item, step, unit, origin, states);
            if (states.Count > 0 && states[^1].Step == step - 1 && Distance(states[^1], state) is var moved && moved > Math.Max(jump, LargestStep)) (jump, jumpStep) = (moved, step);
            states.Add(state);
        }
        if (jump > 0) warnings.Add("objects that jump", $"object {id}", string.Create(CultureInfo.InvariantCulture, $"it moves {jump:0.0} m in step {jumpStep}, as nobody can; its states were kept"), item.Line, jump);
        if (states.Count == 0) warnings.Add("objects that nobody saw", $"object {id}", "no step has a valid position; it was left out", item.Line);
        var (length, width) = Size(item, id, warnings);
        return states.Count == 0 ? null : new() { Id = id, Kind = item.Kind, Length = length, Width = width, States = states, Goal = item.Goal is { } goal ? Moved(goal, origin) : null };
    }

    private static bool IsEven(WaymoObject item)
    {
        var count = item.Positions.Count;
        return item.Headings.Count == count && item.Velocities.Count == count && (item.Valid.Count == count || item.Valid.Count == 0);
    }

    /// <summary>One step; a missing heading or speed follows from the motion since the step before.</summary>
    private static ActorState State(WaymoObject item, int step, double unit, MapPoint origin, List<ActorState> before)
    {
        var place = Moved(item.Positions[step], origin);
        double heading = step < item.Headings.Count ? item.Headings[step] : double.NaN, dx = 0, dy = 0, seconds = 1;
        if (before.Count > 0) (dx, dy, seconds) = (place.X - before[^1].X, place.Y - before[^1].Y, StepSeconds * (step - before[^1].Step));
        var velocity = step < item.Velocities.Count ? item.Velocities[step] : new(double.NaN, double.NaN);
        var speed = WaymoObject.IsMeasured(velocity.X) && WaymoObject.IsMeasured(velocity.Y) ? Math.Sqrt(velocity.X * velocity.X + velocity.Y * velocity.Y) : Math.Sqrt(dx * dx + dy * dy) / seconds;
        if (WaymoObject.IsMeasured(heading)) heading = Math.IEEERemainder(heading * unit, Math.Tau);
        else heading = dx != 0 || dy != 0 ? Math.Atan2(dy, dx) : before.Count > 0 ? before[^1].Heading : 0;
        return new(step, place.X, place.Y, heading, speed);
    }

    private static (double Length, double Width) Size(WaymoObject item, string id, WarningList warnings)
    {
        if (IsSize(item.Length) && IsSize(item.Width)) return (item.Length, item.Width);
        (double Length, double Width) usual = item.Kind switch
        {
            ActorKind.Car => (4.5, 1.8),
            ActorKind.Bicycle => (1.8, 0.7),
            _ => (0.7, 0.7),
        };
        warnings.Add("objects without a size", $"object {id}", string.Create(CultureInfo.InvariantCulture, $"its length or width is missing; {usual.Length} m × {usual.Width} m were taken"), item.Line);
        return usual;
    }

    private static bool IsSize(double metres) => metres > 0 && metres < 100;

    /// <summary>The recording car first, then the tracks to predict; in files without either, every vehicle that is not to repeat its recording.</summary>
    private static SceneProblem[] Problems(WaymoScenario scenario, RecordedActor?[] actors, WarningList warnings)
    {
        var chosen = new List<int>();
        var seen = new HashSet<int>();
        foreach (var index in scenario.TracksToPredict.Prepend(scenario.RecordingCar))
        {
            var exists = index >= 0 && index < actors.Length && actors[index] is not null;
            if (exists && seen.Add(index)) chosen.Add(index);
            if (!exists && index != -1) warnings.Add("tracks that do not exist", $"track {index}", $"the file has {actors.Length} objects, or nobody saw this one; no problem was made of it");
        }
        for (var i = 0; seen.Count == 0 && i < actors.Length; i++)
            if (actors[i] is { Kind: ActorKind.Car, Goal: not null } && !scenario.Objects[i].IsExpert) chosen.Add(i);
        var last = actors.Max(actor => actor?.States[^1].Step ?? 0);
        return [.. chosen.Select(index => Problem(actors[index]!, last))];
    }

    /// <summary>From its first state to its goal, within the recording.</summary>
    private static SceneProblem Problem(RecordedActor actor, int last) => new()
    {
        Id = actor.Id, Start = actor.States[0],
        Goals = actor.Goal is { } goal ? [new() { LastStep = last > actor.States[0].Step ? last : int.MaxValue, Areas = [Around(goal)] }] : [],
    };

    private static MapPoint[] Around(MapPoint goal)
    {
        var corners = new MapPoint[GoalCorners];
        for (var i = 0; i < corners.Length; i++)
        {
            var angle = Math.Tau * i / corners.Length;
            corners[i] = new(goal.X + GoalRadius * Math.Cos(angle), goal.Y + GoalRadius * Math.Sin(angle));
        }
        return corners;
    }

    private static double Distance(ActorState a, ActorState b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));

    private static MapPoint Moved(MapPoint p, MapPoint by) => new(p.X - by.X, p.Y - by.Y, p.Z - by.Z);
}
