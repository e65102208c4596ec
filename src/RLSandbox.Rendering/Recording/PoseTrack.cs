using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Rendering.Recording;

/// <summary>Where every body was at every step, in whole centimetres and thousandths of a radian: enough to look at, whatever becomes of the simulation.</summary>
/// <remarks>Shape: [T + 1, N, 3 + 8 · bodies] numbers; bodies are vehicles, then actors, then obstacles, each in its own slot.</remarks>
public sealed class PoseTrack
{
    private const int HeadNumbers = 3, BodyNumbers = 8;
    private const float PerMetre = 100, PerRadian = 1000, PerShare = 10_000;
    private const int Absent = 0, Present = 1, Special = 2;              // an actor that drives by itself is special

    private readonly List<int> _numbers;

    /// <summary>An empty track.</summary>
    public PoseTrack(int environments, int vehicles, int actors, int obstacles) : this(environments, vehicles, actors, obstacles, [])
    {
    }

    internal PoseTrack(int environments, int vehicles, int actors, int obstacles, List<int> numbers) =>
        (Environments, Vehicles, Actors, Obstacles, _numbers) = (environments, vehicles, actors, obstacles, numbers);

    /// <summary>N.</summary>
    public int Environments { get; }

    /// <summary>Vehicles in each.</summary>
    public int Vehicles { get; }

    /// <summary>Slots of actors in each.</summary>
    public int Actors { get; }

    /// <summary>Slots of obstacles in each.</summary>
    public int Obstacles { get; }

    /// <summary>Numbers of one moment of all environments.</summary>
    internal int Width => (int)WidthOf(Environments, Vehicles + Actors + Obstacles);

    /// <summary>All numbers, moment by moment.</summary>
    internal List<int> Numbers => _numbers;

    /// <summary>Numbers of one moment.</summary>
    internal static long WidthOf(int environments, int bodies) => environments * (HeadNumbers + (long)BodyNumbers * bodies);

    /// <summary>A track for the bodies of an environment.</summary>
    public static PoseTrack For(DrivingEnvironment environment, int environments) => new(
        environments, environment.Spec.AgentCount, environment.Maps.Max(map => map.Scene?.Ids.Count ?? 0), Math.Max(0, environment.Config.Traffic.ObstacleCapacity));

    /// <summary>Every moment of a playback, which then stands at its end.</summary>
    internal static PoseTrack Of(Playback playback)
    {
        var track = For(playback.Environment, playback.Environment.Spec.EnvironmentCount);
        for (var step = 0; step <= playback.Length; step++)
        {
            playback.Seek(step);
            for (var environment = 0; environment < track.Environments; environment++) track.Append(playback.Moment(environment).Snapshot, playback.Environment);
        }
        return track;
    }

    /// <summary>Adds the next environment of the running moment.</summary>
    internal void Append(Snapshot snapshot, DrivingEnvironment environment)
    {
        _numbers.AddRange([IndexOf(environment.Maps, snapshot.Map), snapshot.Step, Whole(snapshot.Progress, PerShare)]);
        foreach (var vehicle in snapshot.Vehicles)
            Add(vehicle.Pose, snapshot.VehicleFootprint, vehicle.IsActive ? Present : Absent, vehicle.Motion.Speed, vehicle.Motion.Steering);
        var ids = snapshot.Map.Scene?.Ids ?? [];
        var present = snapshot.Actors.ToDictionary(actor => actor.Id);
        for (var slot = 0; slot < Actors; slot++)
        {
            if (slot < ids.Count && present.TryGetValue(ids[slot], out var actor)) Add(actor.Pose, actor.Footprint, actor.IsReactive ? Special : Present, actor.Speed, 0);
            else AddNobody();
        }
        for (var slot = 0; slot < Obstacles; slot++)
        {
            if (slot < snapshot.Obstacles.Count) Add(snapshot.Obstacles[slot].Pose, snapshot.Obstacles[slot].Footprint, Present, 0, 0);
            else AddNobody();
        }
    }

    /// <summary>One environment after <paramref name="step"/> steps, as far as poses tell; maps by the index that the recording used.</summary>
    internal Snapshot At(int step, int environment, DrivingEnvironment maps)
    {
        var at = step * Width + environment * (Width / Environments);
        var map = maps.Maps[Math.Clamp(_numbers[at], 0, maps.Maps.Count - 1)];
        var bodies = Enumerable.Range(0, Vehicles + Actors + Obstacles).Select(body => Body(at + HeadNumbers + body * BodyNumbers)).ToArray();
        var actors = bodies.AsSpan(Vehicles, Actors).ToArray().Select((body, slot) => (body, slot)).Where(actor => actor.body.State != Absent);
        return new()
        {
            Map = map,
            VehicleFootprint = bodies[0].Footprint,
            Vehicles = [.. bodies[..Vehicles].Select(body => new VehicleSnapshot(body.Pose, new(body.Speed, 0, 0, body.Steering, 0), default, map.Circuit.Locate(body.Pose.X, body.Pose.Y), body.State != Absent))],
            Actors = [.. actors.Select(actor => new ActorSnapshot(IdOf(map, actor.slot), actor.body.Pose, actor.body.Footprint, actor.body.Speed, actor.body.State == Special))],
            Obstacles = [.. bodies[(Vehicles + Actors)..].Where(body => body.State != Absent).Select(body => new ObstacleSnapshot(body.Pose, body.Footprint))],
            Step = _numbers[at + 1],
            Seconds = _numbers[at + 1] * maps.Spec.StepSeconds,
            Progress = Math.Clamp(_numbers[at + 2] / PerShare, 0, 1),
        };
    }

    private static string IdOf(CompiledMap map, int slot) => map.Scene is { } scene && slot < scene.Ids.Count ? scene.Ids[slot] : FormattableString.Invariant($"actor-{slot}");

    private void Add(Pose pose, Footprint size, int state, float speed, float steering) => _numbers.AddRange(
        [Whole(pose.X, PerMetre), Whole(pose.Y, PerMetre), Whole(pose.Heading, PerRadian), Whole(speed, PerMetre), Whole(steering, PerRadian), state, Whole(size.HalfLength, PerMetre), Whole(size.HalfWidth, PerMetre)]);

    private void AddNobody() => _numbers.AddRange([0, 0, 0, 0, 0, Absent, 0, 0]);

    private StoredBody Body(int at)
    {
        float Of(int number, float unit) => _numbers[at + number] / unit;
        return new(new(Of(0, PerMetre), Of(1, PerMetre), Of(2, PerRadian)), new(Of(6, PerMetre), Of(7, PerMetre)), Of(3, PerMetre), Of(4, PerRadian), _numbers[at + 5]);
    }

    private static int Whole(float value, float unit) => (int)MathF.Round(value * unit);

    private static int IndexOf(IReadOnlyList<CompiledMap> maps, CompiledMap map)
    {
        for (var index = 0; index < maps.Count; index++)
            if (ReferenceEquals(maps[index], map)) return index;
        return 0;
    }

    private readonly record struct StoredBody(Pose Pose, Footprint Footprint, float Speed, float Steering, int State);
}
