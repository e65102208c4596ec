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
        rewards.Clear();
        for (var k = 0; k < _terms.Length; k++)
        {
            var amount = buffers.Terms.Slice(k * buffers.RowCount + egos.FirstRow, egos.RowCount);
            _terms[k].Write(in context, chunk, amount);
            for (var row = 0; row < amount.Length; row++)
            {
                amount[row] = active[row] ? amount[row] * _weights[k] : 0f;
                rewards[row] += amount[row];
            }
        }
    }
}
