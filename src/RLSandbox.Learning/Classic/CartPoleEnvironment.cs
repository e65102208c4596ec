using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Classic;

/// <summary>Keep a pole upright on a cart by pushing the cart left or right, always with the same force: <c>CartPole-v1</c>.</summary>
/// <remarks>
/// Observation <c>state</c> float32 [4]: cart position m, cart velocity m/s, pole angle rad (0 upright, positive to the right), angular velocity rad/s.
/// Action 0 pushes left, 1 right, with 10 N for 0.02 s. Reward 1 per step, the last one included. Terminated beyond ±2.4 m or ±12°, truncated after
/// 500 steps: the best return is 500. A start is uniform in ±0.05 in all four. Explicit Euler, position before velocity.
/// Source: Barto, Sutton and Anderson 1983, doi:10.1109/TSMC.1983.6313077; limits and step of Gymnasium's CartPole-v1.
/// </remarks>
public static class CartPoleEnvironment
{
    /// <summary>Makes a batch.</summary>
    public static IEnvironment Create(int environmentCount, string stream = ClassicTasks.Training) =>
        new BatchEnvironment<CartPoleTask, CartPoleState>(new(environmentCount), stream);
}

/// <summary>Position m, velocity m/s, angle rad, angular velocity rad/s.</summary>
internal readonly record struct CartPoleState(double Position, double Velocity, double Angle, double AngularVelocity);

internal readonly struct CartPoleTask(int environmentCount) : ITask<CartPoleState>
{
    private const double Gravity = 9.8;                       // m/s²
    private const double PoleMass = 0.1;                      // kg
    private const double TotalMass = 1.0 + PoleMass;          // kg, cart and pole
    private const double HalfLength = 0.5;                    // m, of the pole
    private const double Force = 10;                          // N
    private const double Seconds = 0.02;
    private const double FarthestPosition = 2.4;              // m
    private const double LargestAngle = 12 * 2 * Math.PI / 360;
    private const float Start = 0.05f;

    public EnvironmentSpec Spec { get; } = new()
    {
        Name = "cartpole",
        EnvironmentCount = environmentCount,
        Parts = [new("state", ElementType.Float32, 4)],
        Action = ActionSpec.Discrete(2),
        Terms = ["upright"],
        Outcomes = [new("balanced", IsSuccess: true), new("fell", IsSuccess: false), new("leftTrack", IsSuccess: false)],
        StepSeconds = Seconds,
    };

    public int StepLimit => 500;

    public int Begin(RandomKey key, ref CartPoleState state)
    {
        state = new(Draw(key, 0), Draw(key, 1), Draw(key, 2), Draw(key, 3));
        return 0;
    }

    public void Act(in TaskMoment moment, ref CartPoleState state, in TaskAction action, ref TaskResult result)
    {
        state = Advance(state, action.Choices[0] == 1 ? Force : -Force);
        var leftTrack = Math.Abs(state.Position) > FarthestPosition;
        var fell = Math.Abs(state.Angle) > LargestAngle;
        result.Terms[0] = 1f;
        result.Terminated = leftTrack || fell;
        result.Outcome = leftTrack ? 2 : fell ? 1 : 0;
    }

    public void Observe(in TaskMoment moment, in CartPoleState state, ObservationTarget target, int row)
    {
        var seen = target[0].Row<float>(row, 4);
        (seen[0], seen[1], seen[2], seen[3]) = ((float)state.Position, (float)state.Velocity, (float)state.Angle, (float)state.AngularVelocity);
    }

    public void Mask(in TaskMoment moment, Span<bool> mask)
    {
    }

    private static CartPoleState Advance(in CartPoleState s, double force)
    {
        var (sine, cosine) = (Math.Sin(s.Angle), Math.Cos(s.Angle));
        var push = (force + PoleMass * HalfLength * (s.AngularVelocity * s.AngularVelocity) * sine) / TotalMass;
        var angular = (Gravity * sine - cosine * push) / (HalfLength * (4.0 / 3.0 - PoleMass * (cosine * cosine) / TotalMass));
        var linear = push - PoleMass * HalfLength * angular * cosine / TotalMass;
        return new(
            s.Position + Seconds * s.Velocity,
            s.Velocity + Seconds * linear,
            s.Angle + Seconds * s.AngularVelocity,
            s.AngularVelocity + Seconds * angular);
    }

    private static double Draw(RandomKey key, uint slot) => key.Uniform(-Start, Start, slot);
}
