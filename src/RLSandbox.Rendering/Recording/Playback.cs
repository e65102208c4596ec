using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;

namespace RLSandbox.Rendering.Recording;

/// <summary>What happened in a driving environment since a reset, every moment of which can be returned to.</summary>
/// <remarks>
/// Keeps the actions, and the worlds of some steps (<see cref="KeyStates"/>): any other moment is played again from the one before it, with the same bits as
/// the first time. Nobody else may step the environment. After a seek its observations, flags, rewards and terms are those of the step as it was first played.
/// One thread at a time.
/// </remarks>
public sealed class Playback : IDisposable
{
    /// <summary>Environment steps from one world hash to the next.</summary>
    public const int HashInterval = 100;

    /// <summary>Key states of a world of 20 kilobytes every 64 steps for 200,000 steps.</summary>
    private const long StandardMemory = 64 << 20;

    private readonly DrivingEnvironment _environment;
    private readonly SortedSet<int> _drivenMaps = [];
    private readonly MomentReader[] _readers;                            // [R]
    private readonly EpisodeMoment?[] _before;                           // [R] moments before the last step
    private readonly double[] _sums;                                     // [R, K]
    private readonly bool[] _started;                                    // [R] the last step began an episode, so the next one adds from 0
    private readonly ActionBuffer _actions;
    private readonly KeyStates _keys;
    private readonly List<PlaybackEvent> _events = [];
    private PoseTrack? _stored;
    private readonly List<ulong> _hashes = [];

    /// <summary>Resets the environment, which stays the caller's and must outlive this.</summary>
    /// <param name="memory">Bytes that key states may take together.</param>
    public Playback(DrivingEnvironment environment, ulong seed, long memory = StandardMemory)
    {
        var spec = environment.Spec;
        _environment = environment;
        Seed = seed;
        _readers = [.. Enumerable.Range(0, spec.RowCount).Select(row => new MomentReader(environment, row / spec.AgentCount, row % spec.AgentCount))];
        _before = new EpisodeMoment?[spec.RowCount];
        _sums = new double[spec.RowCount * spec.Terms.Count];
        _started = new bool[spec.RowCount];
        _actions = new(spec.Action, spec.RowCount);
        _keys = new(memory);
        Actions = new(spec.Action, spec.RowCount);
        environment.Reset(seed);
        environment.Started.CopyTo(_started);
        _keys.Offer(0, environment, _sums);
        NoteMaps();
    }

    /// <summary>Plays a recording in an environment that was built as it says.</summary>
    /// <param name="source">Name of its file, for messages.</param>
    /// <exception cref="UserErrorException">The environment is another one, or the simulation gives another world than the recorded one and no poses are stored.</exception>
    /// <exception cref="OperationCanceledException">Interrupted between two steps.</exception>
    public static Playback Of(DrivingEnvironment environment, Recording recording, string source, CancellationToken interrupted = default)
    {
        RecordingCheck.RequireFits(environment, recording, source);
        var playback = new Playback(environment, recording.Header.Seed);
        try
        {
            if (recording.Poses is not null && RecordingCheck.OtherMap(environment, recording) is { } map) return playback.Show(recording, $"{source}: {map}.");
            if (playback.Replay(recording, interrupted) is not { } difference) return playback;
            if (recording.Poses is not null) return playback.Show(recording, $"{source}: {difference}.");
            throw new UserErrorException($"{source}: {difference}. It was recorded with {recording.Header.Program} of {recording.Header.Scenario}: use that version of the program, or record with --poses, which any version can show.");
        }
        catch
        {
            playback.Dispose();
            throw;
        }
    }

    /// <summary>The environment that is played in.</summary>
    public DrivingEnvironment Environment => _environment;

    /// <summary>Why stored poses are shown instead of a simulation, as a sentence; null while it is one. Stored poses can be looked at and nothing else: there are no pictures of the camera, no rewards, and nothing can be appended.</summary>
    public string? Notice { get; private set; }

    /// <summary>Indices of all maps that were driven on.</summary>
    internal IReadOnlyCollection<int> DrivenMaps => _drivenMaps;

    /// <summary>Of the reset.</summary>
    public ulong Seed { get; }

    /// <summary>Environment steps since the reset at which the environment stands now.</summary>
    public int Step { get; private set; }

    /// <summary>Steps that are known.</summary>
    public int Length => Actions.Count;

    /// <summary>What was done in every known step; changes with <see cref="Append"/> and <see cref="Truncate"/>.</summary>
    public ActionLog Actions { get; private set; }

    /// <summary>Every end of an episode in the known steps, in order.</summary>
    public IReadOnlyList<PlaybackEvent> Events => _events;

    /// <summary>Hash of all environments after <see cref="HashInterval"/> steps, after twice as many, and so on.</summary>
    public IReadOnlyList<ulong> WorldHashes => _hashes;

    /// <summary>Bytes that key states take now.</summary>
    public long KeyStateBytes => _keys.ByteCount;

    /// <summary>Takes the next step and keeps what was done.</summary>
    /// <exception cref="InvalidOperationException">The playback stands in the past.</exception>
    public void Append(ActionBuffer actions)
    {
        RefuseStored();
        if (Step != Length) throw new InvalidOperationException($"The playback stands at step {Step} of {Length}: go to its end, or truncate it, before anything new is done.");
        RememberBefore();
        Advance(actions);
        Actions.Append(actions);
        NoteMaps();
        for (var row = 0; row < _readers.Length; row++)
            if (_readers[row].Outcome is { } outcome) _events.Add(new(Step, row / _environment.Spec.AgentCount, row % _environment.Spec.AgentCount, outcome.Name, outcome.IsSuccess));
        if (Step % HashInterval == 0) _hashes.Add(_environment.World.Hash());
        _keys.Offer(Step, _environment, _sums);
    }

    /// <summary>Forgets everything after <see cref="Step"/>: what comes next is up to whoever appends.</summary>
    public void Truncate()
    {
        RefuseStored();
        Actions.Truncate(Step);
        _events.RemoveAll(end => end.Step > Step);
        _hashes.RemoveRange(Math.Min(_hashes.Count, Step / HashInterval), Math.Max(0, _hashes.Count - Step / HashInterval));
        _keys.Truncate(Step);
    }

    /// <summary>Goes to the moment after <paramref name="step"/> steps, 0 … <see cref="Length"/>; one step ahead costs one step.</summary>
    public void Seek(int step)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)step, (uint)Length, nameof(step));
        if (step == Step) return;
        if (_stored is not null)
        {
            Step = step;
            return;
        }
        // Terms and ends of a step are not in a saved world: the step itself is always played again.
        var key = _keys.Before(step);
        if (step < Step || key.Step > Step) Restore(key);
        while (Step < step)
        {
            if (Step == step - 1) RememberBefore();
            Actions.CopyTo(Step, _actions);
            Advance(_actions);
        }
    }

    /// <summary>What there is to see of one agent now. Right after the end of an episode this is its end, with <see cref="EpisodeMoment.Outcome"/>; the start of the next one is not shown.</summary>
    public EpisodeMoment Moment(int environment, int agent = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)environment, (uint)_environment.Spec.EnvironmentCount, nameof(environment));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)agent, (uint)_environment.Spec.AgentCount, nameof(agent));
        var row = environment * _environment.Spec.AgentCount + agent;
        if (_stored is not null) return Stored(_stored, environment, agent);
        return _started[row] && _before[row] is { } before ? _readers[row].End(before, Sums(row)) : _readers[row].Now(Sums(row));
    }

    /// <summary>What there is to see of one agent now, where an episode began with the last step: its start.</summary>
    public EpisodeMoment Beginning(int environment, int agent = 0)
    {
        if (_stored is not null) return Stored(_stored, environment, agent) with { Outcome = null };
        var row = environment * _environment.Spec.AgentCount + agent;
        return _readers[row].Now(new double[_environment.Spec.Terms.Count]) with { Outcome = null, Terms = new float[_environment.Spec.Terms.Count] };
    }

    /// <inheritdoc/>
    public void Dispose() => _actions.Dispose();

    /// <summary>What is different from the recorded world, without a full stop; null when nothing is.</summary>
    private string? Replay(Recording recording, CancellationToken interrupted)
    {
        for (var (step, same) = (0, 0); step < recording.Actions.Count; step++)
        {
            interrupted.ThrowIfCancellationRequested();
            recording.Actions.CopyTo(step, _actions);
            Append(_actions);
            if (Step % HashInterval == 0 && _hashes[^1] != recording.WorldHashes[_hashes.Count - 1]) return Difference(same);
            if (Step % HashInterval == 0) same = Step;
            if (Step == recording.Actions.Count && _environment.World.Hash() != recording.WorldHashes[^1]) return Difference(same);
        }
        return recording.Actions.Count > 0 || _environment.World.Hash() == recording.WorldHashes[^1] ? null : Difference(0);

        string Difference(int same) => FormattableString.Invariant($"after step {Step} the simulated world is not the recorded one (after step {same} it was not known to differ)");
    }

    private Playback Show(Recording recording, string why)
    {
        (Actions, _stored, Step) = (recording.Actions, recording.Poses, 0);
        Notice = $"{why} What is shown are the poses that were stored with it; there are no camera pictures and no rewards.";
        _events.Clear();
        _events.AddRange(recording.Header.Ends);
        return this;
    }

    private EpisodeMoment Stored(PoseTrack poses, int environment, int agent)
    {
        var end = _events.Find(end => end.Step == Step && end.Environment == environment && end.Agent == agent);
        return new()
        {
            Snapshot = poses.At(Step, environment, _environment),
            Camera = [],
            Terms = new float[_environment.Spec.Terms.Count],
            TermSums = new double[_environment.Spec.Terms.Count],
            Outcome = end is null ? null : new(end.Outcome, end.IsSuccess),
        };
    }

    private void RefuseStored()
    {
        if (_stored is not null) throw new InvalidOperationException("Stored poses can be looked at, not driven on from.");
    }

    private void NoteMaps()
    {
        if (!_environment.Started.Contains(true)) return;
        foreach (ref readonly var episode in _environment.World.Table<EpisodeSlot>().Column<EpisodeState>()) _drivenMaps.Add(episode.MapIndex);
    }

    private void Advance(ActionBuffer actions)
    {
        for (var row = 0; row < _readers.Length; row++)
            if (_started[row]) Sums(row).Clear();
        _environment.Step(actions);
        Step++;
        for (var row = 0; row < _readers.Length; row++) _readers[row].AddTerms(Sums(row));
        _environment.Started.CopyTo(_started);
    }

    private void Restore(KeyState key)
    {
        _environment.LoadState(new MemoryStream(key.World, writable: false));
        key.Sums.CopyTo(_sums, 0);
        _environment.Started.CopyTo(_started);
        Array.Clear(_before);
        Step = key.Step;
    }

    /// <summary>An environment that ends is reset in the same step; what was to be seen until then is kept from before it.</summary>
    private void RememberBefore()
    {
        var agents = _environment.Spec.AgentCount;
        for (var environment = 0; environment < _environment.Spec.EnvironmentCount; environment++)
        {
            var snapshot = Snapshot.Of(_environment, environment);
            for (var row = environment * agents; row < (environment + 1) * agents; row++) _before[row] = _readers[row].Now(snapshot, Sums(row));
        }
    }

    private Span<double> Sums(int row) => _sums.AsSpan(row * _environment.Spec.Terms.Count, _environment.Spec.Terms.Count);
}
