using RLSandbox.Driving.Components;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Rewards;

/// <summary>Metres the wheels rolled forward in this environment step, wherever they rolled to.</summary>
/// <remarks>
/// Unit: metres per environment step (speed at its end × its seconds); 0 when rolling back.
/// Milking it: circling pays as much as driving: use it beside <see cref="ProgressReward"/>, never instead of it (test <c>Circling_MilksSpeedButNotProgress</c>).
/// </remarks>
public sealed class SpeedReward : IRewardTerm
{
    /// <inheritdoc/>
    public string Name => "speed";

    /// <inheritdoc/>
    public string Description => "forward speed at the end of the step, m/s, times the seconds of the step.";

    /// <inheritdoc/>
    public void Write(in StepContext step, Chunk chunk, Span<float> amount)
    {
        ReadOnlySpan<Motion> motion = chunk.Table<Ego>().Column<Motion>();
        for (var row = 0; row < amount.Length; row++) amount[row] = MathF.Max(0f, motion[row].Speed) * step.Dt;
    }
}
