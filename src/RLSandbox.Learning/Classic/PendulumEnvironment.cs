using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Classic;

/// <summary>Swing a pendulum up and hold it there with a motor too weak to lift it in one go: <c>Pendulum-v1</c>.</summary>
/// <remarks>
/// Observation <c>state</c> float32 [3]: cosine and sine of the angle (0 upright, counter-clockwise), angular velocity rad/s, ±8. Action: one number
/// −1 … 1, clamped, times 2 N·m, for 0.05 s. Reward −(angle² + 0.1 velocity² + 0.001 torque²), from the state before the step and the angle in −π … π.
/// Never terminated, truncated after 200 steps; <c>upright</c> is an episode that ends within 0.2 rad of the top. A start has any angle and a velocity of ±1.
/// Semi-implicit Euler, velocity first. Source: equations and limits of Gymnasium's Pendulum-v1.
/// </remarks>
public static class PendulumEnvironment
{
    /// <summary>Makes a batch.</summary>
    public static IEnvironment Create(int environmentCount, string stream = ClassicTasks.Training) =>
        new BatchEnvironment<PendulumTask, PendulumState>(new(environmentCount), stream);
}

/// <summary>Angle rad, not wrapped, and angular velocity rad/s.</summary>
internal readonly record struct PendulumState(double Angle, double Velocity);

internal readonly struct PendulumTask(int environmentCount) : ITask<PendulumState>
{
    private const double Gravity = 10;                        // m/s²
    private const double Mass = 1;                            // kg
    private const double Length = 1;                          // m
    private const double Seconds = 0.05;
    private const double LargestTorque = 2;                   // N·m
    private const double LargestVelocity = 8;                 // rad/s
    private const double NearTop = 0.2;                       // rad

    public EnvironmentSpec Spec { get; } = new()
    {
        Name = "pendulum",
        EnvironmentCount = environmentCount,
        Parts = [new("state", ElementType.Float32, 3)],
        Action = ActionSpec.Continuous(1),
        Terms = ["angle", "velocity", "torque"],
        Outcomes = [new("upright", IsSuccess: true), new("down", IsSuccess: false)],
        StepSeconds = Seconds,
    };

    public int StepLimit => 200;

    public int Begin(RandomKey key, ref PendulumState state)
    {
        state = new(key.Uniform(-MathF.PI, MathF.PI, slot: 0), key.Uniform(-1, 1, slot: 1));
        return 0;
    }

    public void Act(in TaskMoment moment, ref PendulumState state, in TaskAction action, ref TaskResult result)
    {
        var torque = LargestTorque * Math.Clamp(action.Values[0], -1.0, 1.0);
        var angle = Wrap(state.Angle);
        result.Terms[0] = (float)-(angle * angle);
        result.Terms[1] = (float)(-0.1 * state.Velocity * state.Velocity);
        result.Terms[2] = (float)(-0.001 * torque * torque);
        state = Advance(state, torque);
        result.Outcome = Math.Abs(Wrap(state.Angle)) < NearTop ? 0 : 1;
    }

    public void Observe(in TaskMoment moment, in PendulumState state, ObservationTarget target, int row)
    {
        var seen = target[0].Row<float>(row, 3);
        (seen[0], seen[1], seen[2]) = ((float)Math.Cos(state.Angle), (float)Math.Sin(state.Angle), (float)state.Velocity);
    }

    public void Mask(in TaskMoment moment, Span<bool> mask)
    {
    }

    private static PendulumState Advance(in PendulumState s, double torque)
    {
        var acceleration = 3 * Gravity / (2 * Length) * Math.Sin(s.Angle) + 3 / (Mass * Length * Length) * torque;
        var velocity = Math.Clamp(s.Velocity + acceleration * Seconds, -LargestVelocity, LargestVelocity);
        return new(s.Angle + velocity * Seconds, velocity);
    }

    /// <summary>The same angle in [−π, π).</summary>
    private static double Wrap(double angle) => angle - 2 * Math.PI * Math.Floor((angle + Math.PI) / (2 * Math.PI));
}
