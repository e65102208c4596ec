using RLSandbox.Driving.Components;
using RLSandbox.Driving.Ends;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Rewards;

/// <summary>Whether the agent completed its lap, or reached its goal, in this environment step.</summary>
/// <remarks>
/// Unit: 0 or 1, once per episode.
/// Milking it: none: a lap counts from where the episode began and backwards driving undoes it.
/// </remarks>
public sealed class LapReward : IRewardTerm
{
    /// <inheritdoc/>
    public string Name => "lap";

    /// <inheritdoc/>
    public string Description => "1 in the step that completes the lap, or reaches the goal of a route.";

    /// <inheritdoc/>
    public void Write(in StepContext step, Chunk chunk, Span<float> amount)
    {
        ReadOnlySpan<EndState> end = chunk.Table<Ego>().Column<EndState>();
        for (var row = 0; row < amount.Length; row++) amount[row] = end[row].Outcome is (int)Outcome.Lap or (int)Outcome.Goal ? 1f : 0f;
    }
}
