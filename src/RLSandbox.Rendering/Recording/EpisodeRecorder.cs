using RLSandbox.Core.Contract;
using RLSandbox.Driving;

namespace RLSandbox.Rendering.Recording;

/// <summary>Plays a policy in a driving environment and keeps the first episode of some of its copies.</summary>
/// <remarks>Copy k of a batch drives the same first episode whatever the size of the batch, so the episode is the one that an evaluation with the same seed counts.</remarks>
public sealed class EpisodeRecorder
{
    /// <summary>A step of 0.1f is a little longer than 0.1 s; without it 10 s would be 99 steps.</summary>
    private const double TimeRounding = 1e-4;

    private readonly DrivingEnvironment _environment;
    private readonly int[] _indices;

    /// <summary>A recorder of the first agents of some environments; both arguments stay the caller's.</summary>
    public EpisodeRecorder(DrivingEnvironment environment, params IReadOnlyList<int> indices)
    {
        _environment = environment;
        _indices = indices.Count == 0 ? [0] : [.. indices];
        foreach (var index in _indices) ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)environment.Spec.EnvironmentCount, nameof(indices));
    }

    /// <summary>As <see cref="RecordAll"/>, for a recorder of one environment.</summary>
    public RecordedEpisode Record(IPolicy policy, ulong seed, double seconds = double.PositiveInfinity, CancellationToken interrupted = default) => RecordAll(policy, seed, seconds, interrupted)[0];

    /// <summary>Plays from a reset until all these episodes have ended or <paramref name="seconds"/> of simulated time have passed.</summary>
    /// <exception cref="OperationCanceledException">Interrupted between two steps.</exception>
    public IReadOnlyList<RecordedEpisode> RecordAll(IPolicy policy, ulong seed, double seconds = double.PositiveInfinity, CancellationToken interrupted = default)
    {
        var spec = _environment.Spec;
        var state = new float[spec.RowCount * policy.StateSize];
        using var actions = new ActionBuffer(spec.Action, spec.RowCount);
        _environment.Reset(seed);
        var episodes = _indices.Select(index => new RunningEpisode(_environment, index)).ToList();
        for (var steps = 1; episodes.Exists(episode => !episode.HasEnded) && steps * spec.StepSeconds <= seconds + TimeRounding; steps++)
        {
            interrupted.ThrowIfCancellationRequested();
            policy.Act(new() { Observations = _environment.Observations, Started = _environment.Started, ActionMask = _environment.ActionMask }, state, actions);
            _environment.Step(actions);
            foreach (var episode in episodes) episode.AfterStep();
        }
        return [.. episodes.Select(episode => RecordedEpisode.Of(_environment, policy.Name, episode.Moments))];
    }

    /// <summary>One of the episodes that are kept.</summary>
    private sealed class RunningEpisode
    {
        private readonly DrivingEnvironment _environment;
        private readonly MomentReader _reader;
        private readonly double[] _sums;
        private readonly int _row;

        public RunningEpisode(DrivingEnvironment environment, int index)
        {
            (_environment, _row) = (environment, index * environment.Spec.AgentCount);
            _reader = new(environment, index, agent: 0);
            _sums = new double[environment.Spec.Terms.Count];
            Moments = [_reader.Now(_sums)];
        }

        public List<EpisodeMoment> Moments { get; }

        public bool HasEnded => Moments[^1].Outcome is not null;

        public void AfterStep()
        {
            if (HasEnded) return;
            _reader.AddTerms(_sums);
            Moments.Add(_environment.Started[_row] ? _reader.End(Moments[^1], _sums) : _reader.Now(_sums));
        }
    }
}
