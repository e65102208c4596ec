using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;

namespace RLSandbox.Rendering.Recording;

/// <summary>A driving environment that is being used by somebody, such as an evaluation, and keeps what is done in the first episode of each copy.</summary>
/// <remarks>Every step is passed on as it is. The environment stays the caller's, also when this is disposed.</remarks>
public sealed class RecordedBatch : IEnvironment
{
    private readonly DrivingEnvironment _environment;
    private readonly CopyLog[] _logs;
    private readonly bool _withPoses;
    private ulong _seed;

    /// <summary>Keeps nothing until the next reset.</summary>
    /// <param name="withPoses">Keeps where every body was, too.</param>
    public RecordedBatch(DrivingEnvironment environment, bool withPoses = false)
    {
        (_environment, _withPoses) = (environment, withPoses);
        _logs = new CopyLog[environment.Spec.EnvironmentCount];
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec => _environment.Spec;

    /// <inheritdoc/>
    public ObservationBuffer Observations => _environment.Observations;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Rewards => _environment.Rewards;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Terminated => _environment.Terminated;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Truncated => _environment.Truncated;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Active => _environment.Active;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Started => _environment.Started;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> ActionMask => _environment.ActionMask;

    /// <inheritdoc/>
    public ReadOnlySpan<int> FinalRows => _environment.FinalRows;

    /// <inheritdoc/>
    public ObservationBuffer FinalObservations => _environment.FinalObservations;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Terms => _environment.Terms;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Measures => _environment.Measures;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Outcomes => _environment.Outcomes;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Groups => _environment.Groups;

    /// <inheritdoc/>
    public void Reset(ulong seed, ObservationTarget? target = null)
    {
        _seed = seed;
        _environment.Reset(seed, target);
        for (var i = 0; i < _logs.Length; i++) _logs[i] = new(_environment, i, _withPoses);
    }

    /// <inheritdoc/>
    public void Step(ActionBuffer actions, ObservationTarget? target = null)
    {
        foreach (var log in _logs) log.Before(actions);
        _environment.Step(actions, target);
        foreach (var log in _logs) log.After();
    }

    /// <inheritdoc/>
    public void SaveState(Stream stream) => _environment.SaveState(stream);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">What came before is not known.</exception>
    public void LoadState(Stream stream, ObservationTarget? target = null) => throw new NotSupportedException("A recording begins at a reset.");

    /// <summary>The first episode of a copy; null while it goes on.</summary>
    public Recording? Episode(int environment, RecordingOrigin origin) => _logs[environment] is { IsComplete: true } log ? log.ToRecording(origin, _seed) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>What is done in one copy until its environment is reset.</summary>
    private sealed class CopyLog
    {
        private readonly DrivingEnvironment _environment;
        private readonly int _index, _map, _width;
        private readonly ActionLog _actions;
        private readonly List<ulong> _hashes = [];
        private readonly List<PlaybackEvent> _ends = [];
        private readonly PoseTrack? _poses;
        private readonly MomentReader? _reader;
        private EpisodeMoment? _before;

        public CopyLog(DrivingEnvironment environment, int index, bool withPoses)
        {
            var spec = environment.Spec;
            (_environment, _index) = (environment, index);
            _map = environment.World.Table<EpisodeSlot>().Column<EpisodeState>()[index].MapIndex;
            _actions = new(spec.Action, spec.AgentCount);
            _width = _actions.Width;
            if (!withPoses) return;
            _poses = PoseTrack.For(environment, environments: 1);
            _reader = new(environment, index, agent: 0);
            _poses.Append(Snapshot.Of(environment, index), environment);
        }

        public bool IsComplete { get; private set; }

        public void Before(ActionBuffer actions)
        {
            if (IsComplete) return;
            _actions.Append(ActionLog.Cells(actions).Slice(_index * _width, _width));
            _before = _reader?.Now([]);
        }

        public void After()
        {
            if (IsComplete) return;
            var spec = _environment.Spec;
            for (var agent = 0; agent < spec.AgentCount; agent++)
            {
                var row = _index * spec.AgentCount + agent;
                if (!_environment.Terminated[row] && !_environment.Truncated[row]) continue;
                var outcome = spec.Outcomes[_environment.Outcomes[row]];
                _ends.Add(new(_actions.Count, 0, agent, outcome.Name, outcome.IsSuccess));
            }
            IsComplete = _environment.Started[_index * spec.AgentCount];
            if (IsComplete || _actions.Count % Playback.HashInterval == 0) _hashes.Add(Hash());
            if (IsComplete && _actions.Count % Playback.HashInterval == 0) _hashes.Add(Hash());      // the last one is that of the end
            if (_poses is not null) _poses.Append(IsComplete ? _reader!.End(_before!, []).Snapshot : Snapshot.Of(_environment, _index), _environment);
        }

        public Recording ToRecording(RecordingOrigin origin, ulong seed) => new()
        {
            Header = Recording.HeaderOf(_environment, origin, [_map], seed) with
            {
                Environments = 1,
                Place = new(_environment.Place.First + _index, _environment.Place.Count),
                Steps = _actions.Count,
                Ends = [.. _ends],
            },
            Actions = _actions,
            WorldHashes = [.. _hashes],
            Poses = _poses,
        };

        /// <summary>As a world of one environment has it.</summary>
        private ulong Hash() => StableHash.Combine(0, _environment.World.Hash(_index));
    }
}
