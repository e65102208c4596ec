using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Rewards;
using RLSandbox.Driving.Components;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Systems;

/// <summary>Writes every reward term, weighted, and their sum. Agents that took no part get 0.</summary>
/// <remarks>Runs after the ends, because a lap and a failure are paid in the step that brings them. Terms see the length of the whole environment step as <see cref="StepContext.Dt"/>.</remarks>
public sealed class RewardSystem(RewardsConfig config, float stepSeconds, StepBuffers buffers) : ISystem
{
    private readonly IRewardTerm[] _terms = [.. config.Weights.Select(weight => RewardTerms.All.First(term => term.Name == weight.Key))];
    private readonly float[] _weights = [.. config.Weights.Select(weight => weight.Value)];

    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var egos = chunk.Table<Ego>();
        var active = buffers.Active.Slice(egos.FirstRow, egos.RowCount);
        var rewards = buffers.Rewards.Slice(egos.FirstRow, egos.RowCount);
        var context = step with { Dt = stepSeconds };
        var isWhole = !active.Contains(false);
        rewards.Clear();
        for (var k = 0; k < _terms.Length; k++)
        {
            var amount = buffers.Terms.Slice(k * buffers.RowCount + egos.FirstRow, egos.RowCount);
            _terms[k].Write(in context, chunk, amount);
            if (isWhole) Weigh(amount, _weights[k], rewards);
            else Weigh(amount, _weights[k], rewards, active);
        }
    }

    private static void Weigh(Span<float> amount, float weight, Span<float> rewards)
    {
        Span<Vector256<float>> amounts = MemoryMarshal.Cast<float, Vector256<float>>(amount), sums = MemoryMarshal.Cast<float, Vector256<float>>(rewards);
        for (var block = 0; block < amounts.Length; block++) sums[block] += amounts[block] *= weight;
        for (var row = amounts.Length * Lanes.Count; row < amount.Length; row++) rewards[row] += amount[row] *= weight;
    }

    private static void Weigh(Span<float> amount, float weight, Span<float> rewards, ReadOnlySpan<bool> active)
    {
        for (var row = 0; row < amount.Length; row++)
        {
            amount[row] = active[row] ? amount[row] * weight : 0f;
            rewards[row] += amount[row];
        }
    }
}
