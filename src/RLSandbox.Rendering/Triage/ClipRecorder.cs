using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Rendering.Triage;

/// <summary>Plays the same episodes a second time and keeps the last seconds of the failures that were chosen, each until it has been handed over.</summary>
/// <remarks>
/// Nothing has to be kept of the first time but numbers, because the same seed and actions give the same bits. The whole batch is played again, not one row of it: whether a
/// network rounds the same way for another number of rows is up to its kernels.
/// </remarks>
public sealed class ClipRecorder(DrivingEnvironment environment, double seconds)
{
    private readonly List<Take> _open = [];

    /// <summary>Plays from a reset until the last chosen failure has ended.</summary>
    /// <param name="policy">Made anew as the one of the first time was.</param>
    /// <param name="failures">Chosen ones, in any order.</param>
    /// <param name="done">Called with each clip as soon as it is whole.</param>
    /// <exception cref="UserErrorException">The second time went another way than the first.</exception>
    /// <exception cref="OperationCanceledException">Interrupted between two steps.</exception>
    public void Run(IPolicy policy, ulong seed, IReadOnlyList<PlayedEpisode> failures, Action<FailureClip> done, CancellationToken interrupted = default)
    {
        var spec = environment.Spec;
        var state = new float[spec.RowCount * policy.StateSize];
        using var actions = new ActionBuffer(spec.Action, spec.RowCount);
        var waiting = new Queue<PlayedEpisode>(failures.OrderBy(failure => failure.FirstStep));
        environment.Reset(seed);
        for (var step = 0; waiting.Count + _open.Count > 0; step++)
        {
            interrupted.ThrowIfCancellationRequested();
            while (waiting.TryPeek(out var next) && next.FirstStep == step) _open.Add(new(environment, waiting.Dequeue(), FirstMoment(next)));
            var input = new PolicyInput { Observations = environment.Observations, Started = environment.Started, ActionMask = environment.ActionMask };
            foreach (var take in _open) take.Before(step, policy, input, state);
            policy.Act(input, state, actions);
            environment.Step(actions);
            foreach (var take in _open) take.After(step + 1);
            foreach (var take in _open.Where(take => take.Failure.LastStep == step + 1).ToList())
            {
                _open.Remove(take);
                done(take.Finish(policy.Name));
            }
        }
    }

    private int FirstMoment(PlayedEpisode failure) => Math.Max(failure.FirstStep, failure.LastStep - (int)Math.Ceiling(seconds / environment.Spec.StepSeconds));

    /// <summary>One failure on its way from the start of its episode to its end.</summary>
    private sealed class Take(DrivingEnvironment environment, PlayedEpisode failure, int firstMoment)
    {
        private readonly int _agent = failure.Row % environment.Spec.AgentCount;
        private readonly MomentReader _reader = new(environment, failure.Row / environment.Spec.AgentCount, failure.Row % environment.Spec.AgentCount);
        private readonly double[] _sums = new double[environment.Spec.Terms.Count];
        private readonly List<EpisodeMoment> _moments = [];
        private PolicyInsight? _insight;
        private float[] _map = [];

        public PlayedEpisode Failure => failure;

        public void Before(int step, IPolicy policy, in PolicyInput input, ReadOnlySpan<float> state)
        {
            // The step that began the episode belongs to the one before it: so do the terms that stand there.
            if (step == firstMoment) _moments.Add(step == failure.FirstStep ? Now() with { Terms = new float[_sums.Length], Outcome = null } : Now());
            if (step != failure.Point.Step || step < firstMoment) return;
            if (policy is IInsightfulPolicy insightful) _insight = insightful.Explain(input, state, failure.Row);
            if (policy is ISalientPolicy salient) _map = salient.Saliency(input, state, failure.Row, SaliencyKind.Occlusion);
        }

        public void After(int step)
        {
            _reader.AddTerms(_sums);
            if (step <= firstMoment) return;
            if (step < failure.LastStep) _moments.Add(Now());
            else if (_reader.Outcome != failure.Outcome) throw OtherWay();
            else _moments.Add(environment.Started[failure.Row] ? _reader.End(_moments[^1], _sums) : Now());
        }

        private UserErrorException OtherWay()
        {
            var second = _reader.Outcome is { } outcome ? $"ended as {outcome.Name}" : "had not ended there";
            return new($"Episode {failure.Name} ended as {failure.Outcome.Name} the first time and {second} the second time: this policy does not repeat itself, so there are no clips of what it did. Take --clips 0 for the page without them.");
        }

        public FailureClip Finish(string policy) =>
            new(failure, RecordedEpisode.Of(environment, policy, _moments), Math.Clamp(failure.Point.Step - firstMoment, 0, _moments.Count - 1), _insight, _map);

        /// <summary>Pictures are of the first vehicle, so the one that failed becomes it.</summary>
        private EpisodeMoment Now()
        {
            var moment = _reader.Now(_sums);
            var vehicles = moment.Snapshot.Vehicles;
            return _agent == 0 ? moment : moment with { Snapshot = moment.Snapshot with { Vehicles = [vehicles[_agent], .. vehicles.Where((_, i) => i != _agent)] } };
        }
    }
}
