using RLSandbox.Driving.Components;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Rewards;

/// <summary>Metres an agent advanced along its route in this environment step; negative when it drives backwards.</summary>
/// <remarks>
/// Unit: metres per environment step. The sum over an episode does not depend on the physics step; crossing the start line does not jump.
/// Milking it: none known; circling in place sums to zero (test <c>Circling_LosesToDriving</c>).
/// </remarks>
public sealed class ProgressReward : IRewardTerm
{
    /// <inheritdoc/>
    public string Name => "progress";

    /// <inheritdoc/>
    public string Description => "metres along the route in this environment step, negative backwards.";

    /// <inheritdoc/>
    public void Write(in StepContext step, Chunk chunk, Span<float> amount)
    {
        ReadOnlySpan<RouteProgress> progress = chunk.Table<Ego>().Column<RouteProgress>();
        for (var row = 0; row < amount.Length; row++) amount[row] = progress[row].Advance;
    }
}
