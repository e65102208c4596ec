using RLSandbox.Core.Contract;
using RLSandbox.Driving;

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
    private readonly MomentReader[] _readers;                            // [R]
    private readonly EpisodeMoment?[] _before;                           // [R] moments before the last step
    private readonly double[] _sums;                                     // [R, K]
    private readonly bool[] _started;                                    // [R] the last step began an episode, so the next one adds from 0
    private readonly ActionBuffer _actions;
    private readonly KeyStates _keys;
    private readonly List<PlaybackEvent> _events = [];
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
    }

    /// <summary>Of the reset.</summary>
    public ulong Seed { get; }

    /// <summary>Environment steps since the reset at which the environment stands now.</summary>
    public int Step { get; private set; }

    /// <summary>Steps that are known.</summary>
    public int Length => Actions.Count;

    /// <summary>What was done in every known step; changes with <see cref="Append"/> and <see cref="Truncate"/>.</summary>
    public ActionLog Actions { get; }

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
        if (Step != Length) throw new InvalidOperationException($"The playback stands at step {Step} of {Length}: go to its end, or truncate it, before anything new is done.");
        RememberBefore();
        Advance(actions);
        Actions.Append(actions);
        for (var row = 0; row < _readers.Length; row++)
            if (_readers[row].Outcome is { } outcome) _events.Add(new(Step, row / _environment.Spec.AgentCount, row % _environment.Spec.AgentCount, outcome.Name, outcome.IsSuccess));
        if (Step % HashInterval == 0) _hashes.Add(_environment.World.Hash());
        _keys.Offer(Step, _environment, _sums);
    }

    /// <summary>Forgets everything after <see cref="Step"/>: what comes next is up to whoever appends.</summary>
    public void Truncate()
    {
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
        return _started[row] && _before[row] is { } before ? _readers[row].End(before, Sums(row)) : _readers[row].Now(Sums(row));
    }

    /// <inheritdoc/>
    public void Dispose() => _actions.Dispose();

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
