using RLSandbox.Ecs;

namespace RLSandbox.Driving.Rewards;

/// <summary>Seconds of simulated time; with a negative weight it makes haste pay.</summary>
/// <remarks>
/// Unit: seconds per environment step.
/// Milking it: ending the episode early stops the loss, so failing must cost more than the time it saves.
/// </remarks>
public sealed class TimeReward : IRewardTerm
{
    /// <inheritdoc/>
    public string Name => "time";

    /// <inheritdoc/>
    public string Description => "seconds that passed in this environment step.";

    /// <inheritdoc/>
    public void Write(in StepContext step, Chunk chunk, Span<float> amount)
    {
        amount.Fill(step.Dt);
    }
}
