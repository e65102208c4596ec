using RLSandbox.Driving.Components;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Rewards;

/// <summary>How hard the agent corners beyond what leaves a margin to the grip of a dry road.</summary>
/// <remarks>
/// Unit: m/s of sideways velocity change above <see cref="Comfortable"/> in this environment step: (|speed · yaw rate| − 6 m/s²) · seconds, never below 0.
/// Milking it: with a negative weight, standing still; progress must outweigh it.
/// </remarks>
public sealed class CorneringReward : IRewardTerm
{
    /// <summary>Lateral acceleration that costs nothing, m/s²: two thirds of the 9 m/s² that a dry road gives.</summary>
    public const float Comfortable = 6f;

    /// <inheritdoc/>
    public string Name => "cornering";

    /// <inheritdoc/>
    public string Description => "lateral acceleration above 6 m/s², times the seconds of the step.";

    /// <inheritdoc/>
    public void Write(in StepContext step, Chunk chunk, Span<float> amount)
    {
        ReadOnlySpan<Motion> motion = chunk.Table<Ego>().Column<Motion>();
        for (var row = 0; row < amount.Length; row++)
            amount[row] = MathF.Max(0f, MathF.Abs(motion[row].Speed * motion[row].YawRate) - Comfortable) * step.Dt;
    }
}
