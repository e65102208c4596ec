using RLSandbox.Driving.Components;
using RLSandbox.Driving.Ends;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Rewards;

/// <summary>Whether the episode ended in failure: crash, off road, backwards, stalled, wrong way or a missed goal.</summary>
/// <remarks>
/// Unit: 0 or 1, once per episode.
/// Milking it: waiting for the time limit avoids it; the stall rule and progress answer that.
/// </remarks>
public sealed class FailureReward : IRewardTerm
{
    /// <inheritdoc/>
    public string Name => "failure";

    /// <inheritdoc/>
    public string Description => "1 in the step that ends the episode by anything but the lap, the goal or the time limit.";

    /// <inheritdoc/>
    public void Write(in StepContext step, Chunk chunk, Span<float> amount)
    {
        ReadOnlySpan<EndState> end = chunk.Table<Ego>().Column<EndState>();
        for (var row = 0; row < amount.Length; row++) amount[row] = end[row].Terminated != 0 && !Outcomes.All[end[row].Outcome].IsSuccess ? 1f : 0f;
    }
}
