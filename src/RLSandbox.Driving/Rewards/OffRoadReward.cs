using RLSandbox.Driving.Components;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Rewards;

/// <summary>Seconds with the centre of gravity beyond the edge of the road.</summary>
/// <remarks>
/// Unit: seconds per environment step, between 0 and the length of the step.
/// Milking it: with a positive weight, parking on the grass; meant for negative weights.
/// </remarks>
public sealed class OffRoadReward : IRewardTerm
{
    /// <inheritdoc/>
    public string Name => "offRoad";

    /// <inheritdoc/>
    public string Description => "seconds off the road in this environment step.";

    /// <inheritdoc/>
    public void Write(in StepContext step, Chunk chunk, Span<float> amount)
    {
        ReadOnlySpan<OffRoadTime> off = chunk.Table<Ego>().Column<OffRoadTime>();
        for (var row = 0; row < amount.Length; row++) amount[row] = off[row].StepSeconds;
    }
}
