using RLSandbox.Core.Contract;
using RLSandbox.Driving;

namespace RLSandbox.Rendering.Recording;

/// <summary>What a frame shows of one environment step: the world after it, and what it paid.</summary>
public sealed record EpisodeMoment
{
    /// <summary>The world.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>Camera part of the agent as the policy reads it next, [C, H, W]; empty without a camera.</summary>
    public required byte[] Camera { get; init; }

    /// <summary>Steering asked for in the step, −1 (right) … 1 (left) of what is useful at the speed.</summary>
    public float Steering { get; init; }

    /// <summary>Pedal asked for in the step: −1 full brake … 1 full drive.</summary>
    public float Pedal { get; init; }

    /// <summary>[K] weighted reward contributions of the step.</summary>
    public required float[] Terms { get; init; }

    /// <summary>[K] their sums since the start of the episode.</summary>
    public required double[] TermSums { get; init; }

    /// <summary>How the episode ended in the step; null while it goes on.</summary>
    public OutcomeSpec? Outcome { get; init; }
}
