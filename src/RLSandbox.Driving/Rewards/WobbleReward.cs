using RLSandbox.Driving.Components;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Rewards;

/// <summary>How far the steering command moved since the last environment step.</summary>
/// <remarks>
/// Unit: share of full range (left stop to right stop is 2) per environment step.
/// Milking it: with a negative weight, never steering; progress must outweigh it.
/// </remarks>
public sealed class WobbleReward : IRewardTerm
{
    /// <inheritdoc/>
    public string Name => "wobble";

    /// <inheritdoc/>
    public string Description => "change of the steering command since the last step, as a share of its range.";

    /// <inheritdoc/>
    public void Write(in StepContext step, Chunk chunk, Span<float> amount)
    {
        ReadOnlySpan<SteeringCommand> steering = chunk.Table<Ego>().Column<SteeringCommand>();
        for (var row = 0; row < amount.Length; row++) amount[row] = MathF.Abs(steering[row].Current - steering[row].Previous);
    }
}
