using RLSandbox.Core.Contract;
using RLSandbox.Core.Threading;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Ends;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;
using RLSandbox.Driving.Systems;
using RLSandbox.Ecs;

namespace RLSandbox.Driving;

/// <summary>A batch of driving worlds behind the contract: one ECS world, one schedule, the caller's memory.</summary>
/// <remarks>The same configuration, maps, seed and actions give the same bits for any number of threads and environments. A step allocates nothing after warm-up.</remarks>
public sealed class DrivingEnvironment : IDivisibleEnvironment
{
    private readonly DrivingConfig _config;
    private readonly CircuitTable _circuits;
    private readonly WorkerPool _pool;
    private readonly StepBuffers _buffers;
    private readonly ObservationSystems _observations;
    private readonly Schedule _step, _start;
    private readonly int[] _finalRows;
    private readonly PartOrder _parts;
    private int _finalCount;
    private ulong _seed;
    private long _stepIndex;

    /// <summary>Builds <paramref name="environmentCount"/> worlds that share <paramref name="maps"/> (owned by the caller). Call <see cref="Reset"/> before the first step.</summary>
    /// <param name="threads">Workers, the calling thread included.</param>
    /// <param name="place">Which copies of a larger batch these are; null: a batch of their own.</param>
    /// <exception cref="ArgumentException">There are no maps, or the configuration has neither camera nor state.</exception>
    public DrivingEnvironment(DrivingConfig config, IReadOnlyList<CompiledMap> maps, int environmentCount, int threads = 1, BatchPlace? place = null)
        : this(config, maps, new CircuitTable(maps), withSensors: true, environmentCount, threads, place ?? BatchPlace.Whole(environmentCount))
    {
    }

    private DrivingEnvironment(DrivingConfig config, IReadOnlyList<CompiledMap> maps, CircuitTable circuits, bool withSensors, int environmentCount, int threads, BatchPlace place)
    {
        if (maps.Count == 0) throw new ArgumentException("A driving environment needs at least one map.", nameof(maps));
        IReadOnlyList<ISensor> sensors = withSensors ? SensorTable.Create(config, maps, circuits, place) : [];
        Place = place;
        _config = config;
        _circuits = circuits;
        Maps = maps;
        Spec = new()
        {
            Name = config.Name,
            EnvironmentCount = environmentCount,
            AgentCount = config.Traffic.Agents,
            Parts = [.. sensors.Select(sensor => sensor.Part)],
            Action = config.Actions.Spec,
            Terms = [.. config.Rewards.Weights.Select(weight => weight.Key)],
            Measures = MeasureSpecs.All,
            Outcomes = maps.Any(map => map.Circuit.IsRoute) ? Ends.Outcomes.All : Ends.Outcomes.OfCircuits,
            Groups = [.. maps.Select(map => map.Name)],
            StepSeconds = config.Episode.StepSeconds,
            DistinctEpisodes = config.DistinctEpisodes(maps.Count),
        };
        World = DrivingWorld.Build(config, environmentCount, maps.Max(map => map.Scene?.Ids.Count ?? 0), maps.Any(map => map.Roads is not null));
        _pool = new(threads);
        _buffers = new(Spec);
        Observations = new(Spec.Parts, Spec.RowCount);
        FinalObservations = new(Spec.Parts, Spec.RowCount);
        _finalRows = new int[Spec.RowCount];
        _parts = new(environmentCount);
        _observations = new(new(sensors, FinalObservations.Target, _buffers), new(sensors));
        var reset = new ResetSystem(config, maps, place, _buffers);
        _step = DrivingSchedule.Step(config, maps, circuits, _buffers, _observations, reset);
        _start = DrivingSchedule.Start(_observations, reset);
    }

    /// <summary>Worlds that show nothing, whatever the configuration says: to measure what simulating alone takes.</summary>
    /// <exception cref="ArgumentException">There are no maps.</exception>
    public static DrivingEnvironment WithoutSensors(DrivingConfig config, IReadOnlyList<CompiledMap> maps, int environmentCount, int threads = 1) => new(config, maps, new CircuitTable(maps), withSensors: false, environmentCount, threads, BatchPlace.Whole(environmentCount));

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <summary>Which copies of a batch these are.</summary>
    public BatchPlace Place { get; }

    /// <summary>The task without its maps.</summary>
    public DrivingConfig Config => _config;

    /// <summary>What everything random is drawn from.</summary>
    internal ulong Seed => _seed;

    /// <summary>Compiled maps, shared with other environments.</summary>
    public IReadOnlyList<CompiledMap> Maps { get; }

    /// <summary>All components of all environments; scripted drivers and snapshots read it between steps.</summary>
    public World World { get; }

    /// <summary>Native bytes that one environment takes, beside its observations and the maps, which all share.</summary>
    public long BytesPerEnvironment => World.BytesPerEnvironment + _buffers.ByteCount / Spec.EnvironmentCount;

    /// <inheritdoc/>
    public ObservationBuffer Observations { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Rewards => _buffers.Rewards;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Terminated => _buffers.Terminated;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Truncated => _buffers.Truncated;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Active => _buffers.Active;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Started => _buffers.Started;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> ActionMask => [];

    /// <inheritdoc/>
    public ReadOnlySpan<int> FinalRows => _finalRows.AsSpan(0, _finalCount);

    /// <inheritdoc/>
    public ObservationBuffer FinalObservations { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Terms => _buffers.Terms;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Measures => _buffers.Measures;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Outcomes => _buffers.Outcomes;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Groups => _buffers.Groups;

    /// <inheritdoc/>
    public void Reset(ulong seed, ObservationTarget? target = null)
    {
        _seed = seed;
        _stepIndex = 0;
        _finalCount = 0;
        _parts.Restart();
        _buffers.Clear();
        World.Table<EpisodeSlot>().Column<EpisodeState>().Fill(new(-1, 0, 0, 0, 1));
        Run(_start, target, 0, Spec.EnvironmentCount);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The actions do not fit the specification or are not finite.</exception>
    public void Step(ActionBuffer actions, ObservationTarget? target = null) => StepPart(actions, target, 0, Spec.EnvironmentCount);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The actions do not fit the specification or are not finite.</exception>
    public void StepPart(ActionBuffer actions, ObservationTarget? target, int first, int count)
    {
        ActionCheck.Require(Spec, actions);
        var isLast = _parts.Take(first, count);
        _buffers.Actions = actions;
        Run(_step, target, first, count);
        if (isLast) _stepIndex++;
        GatherFinalRows(first * Spec.AgentCount, (first + count) * Spec.AgentCount);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A step is under way.</exception>
    public void SaveState(Stream stream)
    {
        if (_parts.IsUnderWay) throw new InvalidOperationException("A world is saved between two steps, not between two parts of one.");
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(_seed);
        writer.Write(_stepIndex);
        for (var row = 0; row < Spec.RowCount; row++) writer.Write(_buffers.Started[row]);
        writer.Flush();
        World.Save(stream);
    }

    /// <inheritdoc/>
    public void LoadState(Stream stream, ObservationTarget? target = null)
    {
        _buffers.Clear();
        _finalCount = 0;
        _parts.Restart();
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        try
        {
            _seed = reader.ReadUInt64();
            _stepIndex = reader.ReadInt64();
            for (var row = 0; row < Spec.RowCount; row++) _buffers.Started[row] = reader.ReadBoolean();
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("The saved world ends before its header does; it was cut off or belongs to another format.", error);
        }
        World.Load(stream);
        SavedWorld.Check(World, Maps);
        _observations.All.Target = target ?? Observations.Target;
        _observations.All.Run(new StepContext(_config.Episode.PhysicsStepSeconds, _stepIndex, _seed), World.All);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pool.Dispose();
        World.Dispose();
        _buffers.Dispose();
        _circuits.Dispose();
        Observations.Dispose();
        FinalObservations.Dispose();
    }

    private void Run(Schedule schedule, ObservationTarget? target, int first, int count)
    {
        _observations.All.Target = target ?? Observations.Target;
        schedule.Run(World, _pool, new StepContext(_config.Episode.PhysicsStepSeconds, _stepIndex, _seed), first, count);
    }

    /// <summary>Sensors wrote the final observation of row r to row r; moves them together, in order (a row only ever moves down).</summary>
    private void GatherFinalRows(int first, int end)
    {
        _finalCount = 0;
        var truncated = Truncated[..end];
        for (var row = first; row < end; row++)
        {
            var skipped = truncated[row..].IndexOf(true);
            if (skipped < 0) return;
            row += skipped;
            for (var part = 0; part < Spec.Parts.Count && row != _finalCount; part++)
                FinalObservations.Bytes(part, row).CopyTo(FinalObservations.Bytes(part, _finalCount));
            _finalRows[_finalCount++] = row;
        }
    }
}
