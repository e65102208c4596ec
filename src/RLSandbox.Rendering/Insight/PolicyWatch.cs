using RLSandbox.Core.Contract;

namespace RLSandbox.Rendering.Insight;

/// <summary>What a policy thought of one moment, before it acted.</summary>
/// <param name="Insight">Empty for a policy that says nothing of itself.</param>
/// <param name="Choices">[dimensions] that it then took; empty for continuous actions.</param>
/// <param name="Maps">By kind: [H · W] in 0 … 1 of the newest frame; without the kinds that the network has nothing for.</param>
public sealed record PolicyMoment(PolicyInsight Insight, int[] Choices, IReadOnlyDictionary<SaliencyKind, float[]> Maps);

/// <summary>Stands between a player and a policy and writes down, for one row, what the policy thinks at each step: moment k belongs to the k-th call of <see cref="Act"/>.</summary>
/// <remarks>An <see cref="Recording.EpisodeRecorder"/> given a watch instead of the policy records the same episode; its moment k is what <see cref="Moments"/>[k] is about, and its last one has none.</remarks>
/// <param name="policy">Stays the caller's.</param>
/// <param name="row">Which row to ask about.</param>
/// <param name="kinds">Maps to make; they cost some network evaluations each.</param>
/// <param name="of">What the maps are of.</param>
/// <param name="isWanted">Whether to ask at a step, counted from 0; null: at all.</param>
public sealed class PolicyWatch(IPolicy policy, int row, IReadOnlyList<SaliencyKind> kinds, SaliencyTarget of = SaliencyTarget.Action, Func<int, bool>? isWanted = null) : IPolicy
{
    private static readonly PolicyInsight Silence = new();
    private readonly List<PolicyMoment?> _moments = [];

    /// <inheritdoc/>
    public string Name => policy.Name;

    /// <inheritdoc/>
    public int StateSize => policy.StateSize;

    /// <inheritdoc/>
    public bool DrawsActions => policy.DrawsActions;

    /// <summary>One per call of <see cref="Act"/>; null where nobody wanted it.</summary>
    public IReadOnlyList<PolicyMoment?> Moments => _moments;

    /// <inheritdoc/>
    public void Act(in PolicyInput input, Span<float> state, ActionBuffer actions)
    {
        if (isWanted is not null && !isWanted(_moments.Count))
        {
            _moments.Add(null);
            policy.Act(input, state, actions);
            return;
        }

        var insight = policy is IInsightfulPolicy insightful ? insightful.Explain(input, state, row) : Silence;
        var maps = new Dictionary<SaliencyKind, float[]>();
        foreach (var kind in kinds)
            if (policy is ISalientPolicy salient && salient.Saliency(input, state, row, kind, of) is { Length: > 0 } map) maps.Add(kind, map);
        policy.Act(input, state, actions);
        var dimensions = actions.Spec.Dimensions;
        _moments.Add(new(insight, actions.Choices.IsEmpty ? [] : actions.Choices.Slice(row * dimensions, dimensions).ToArray(), maps));
    }

    /// <summary>Does nothing: the policy is the caller's.</summary>
    public void Dispose()
    {
    }
}
