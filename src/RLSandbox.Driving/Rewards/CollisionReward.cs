using RLSandbox.Driving.Components;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Rewards;

/// <summary>Whether the agent touched another body in this environment step.</summary>
/// <remarks>
/// Unit: 0 or 1 per environment step; contacts latch over physics steps.
/// Milking it: with a negative weight, standing still; progress must outweigh it.
/// </remarks>
public sealed class CollisionReward : IRewardTerm
{
    /// <inheritdoc/>
    public string Name => "collision";

    /// <inheritdoc/>
    public string Description => "1 in an environment step that touched an obstacle or another vehicle.";

    /// <inheritdoc/>
    public void Write(in StepContext step, Chunk chunk, Span<float> amount)
    {
        ReadOnlySpan<Contact> contact = chunk.Table<Ego>().Column<Contact>();
        for (var row = 0; row < amount.Length; row++) amount[row] = contact[row].InStep;
    }
}
