using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Classic;

/// <summary>Swing the tip of a two-link arm above a line, with a motor in the joint between the links only: <c>Acrobot-v1</c>.</summary>
/// <remarks>
/// Observation <c>state</c> float32 [6]: cosine and sine of the first angle (0 hangs down), cosine and sine of the second (0 straight), both angular
/// velocities rad/s. Actions 0, 1, 2: torque −1, 0, 1 N·m for 0.2 s. Reward −1 per step, 0 for the one that reaches the goal: the tip one link length above
/// the upper joint. Truncated after 500 steps. A start is uniform in ±0.1 in all four. Velocities are cut off at ±4π and ±9π rad/s.
/// Fourth-order Runge–Kutta, one step per action. Source: Sutton 1996, Generalization in Reinforcement Learning, NIPS 8; equations of Sutton and
/// Barto's book, 1998, section 11.3; limits of Gymnasium's Acrobot-v1.
/// </remarks>
public static class AcrobotEnvironment
{
    /// <summary>Makes a batch.</summary>
    public static IEnvironment Create(int environmentCount, string stream = ClassicTasks.Training) =>
        new BatchEnvironment<AcrobotTask, AcrobotState>(new(environmentCount), stream);
}

/// <summary>Both angles rad, in [−π, π], then both angular velocities rad/s.</summary>
internal readonly record struct AcrobotState(double First, double Second, double FirstVelocity, double SecondVelocity)
{
    /// <summary>This state moved along <paramref name="slope"/> for some seconds.</summary>
    public AcrobotState Along(in AcrobotState slope, double seconds) => new(
        First + seconds * slope.First, Second + seconds * slope.Second, FirstVelocity + seconds * slope.FirstVelocity, SecondVelocity + seconds * slope.SecondVelocity);
}

internal readonly struct AcrobotTask(int environmentCount) : ITask<AcrobotState>
{
    private const double Gravity = 9.8;                       // m/s²
    private const double Mass = 1;                            // kg, of each link
    private const double Length = 1;                          // m, of the first link
    private const double Centre = 0.5;                        // m, from a link's joint to its centre of mass
    private const double Inertia = 1;                         // kg·m², of each link
    private const double Seconds = 0.2;
    private const double LargestFirst = 4 * Math.PI;          // rad/s
    private const double LargestSecond = 9 * Math.PI;         // rad/s
    private const float Start = 0.1f;

    public EnvironmentSpec Spec { get; } = new()
    {
        Name = "acrobot",
        EnvironmentCount = environmentCount,
        Parts = [new("state", ElementType.Float32, 6)],
        Action = ActionSpec.Discrete(3),
        Terms = ["time"],
        Measures = [new("goalSteps", "")],
        Outcomes = [new("goal", IsSuccess: true), new("timeLimit", IsSuccess: false)],
        StepSeconds = Seconds,
    };

    public int StepLimit => 500;

    public int Begin(RandomKey key, ref AcrobotState state)
    {
        state = new(Draw(key, 0), Draw(key, 1), Draw(key, 2), Draw(key, 3));
        return 0;
    }

    public void Act(in TaskMoment moment, ref AcrobotState state, in TaskAction action, ref TaskResult result)
    {
        var next = RungeKutta(state, torque: action.Choices[0] - 1);
        state = new(
            Wrap(next.First), Wrap(next.Second),
            Math.Clamp(next.FirstVelocity, -LargestFirst, LargestFirst), Math.Clamp(next.SecondVelocity, -LargestSecond, LargestSecond));
        result.Terminated = -Math.Cos(state.First) - Math.Cos(state.Second + state.First) > 1;
        result.Terms[0] = result.Terminated ? 0f : -1f;
        result.Outcome = result.Terminated ? 0 : 1;
        if (result.Terminated) result.Measures[0] = moment.Step + 1;
    }

    public void Observe(in TaskMoment moment, in AcrobotState state, ObservationTarget target, int row)
    {
        var seen = target[0].Row<float>(row, 6);
        (seen[0], seen[1]) = ((float)Math.Cos(state.First), (float)Math.Sin(state.First));
        (seen[2], seen[3]) = ((float)Math.Cos(state.Second), (float)Math.Sin(state.Second));
        (seen[4], seen[5]) = ((float)state.FirstVelocity, (float)state.SecondVelocity);
    }

    public void Mask(in TaskMoment moment, Span<bool> mask)
    {
    }

    private static AcrobotState RungeKutta(in AcrobotState s, double torque)
    {
        var k1 = Slope(s, torque);
        var k2 = Slope(s.Along(k1, Seconds / 2), torque);
        var k3 = Slope(s.Along(k2, Seconds / 2), torque);
        var k4 = Slope(s.Along(k3, Seconds), torque);
        var sum = k1.Along(k2, 2).Along(k3, 2).Along(k4, 1);
        return s.Along(sum, Seconds / 6);
    }

    /// <summary>Time derivative: velocities in the places of the angles, accelerations in those of the velocities.</summary>
    private static AcrobotState Slope(in AcrobotState s, double torque)
    {
        var (sine, cosine) = (Math.Sin(s.Second), Math.Cos(s.Second));
        var d1 = Mass * Centre * Centre + Mass * (Length * Length + Centre * Centre + 2 * Length * Centre * cosine) + 2 * Inertia;
        var d2 = Mass * (Centre * Centre + Length * Centre * cosine) + Inertia;
        var phi2 = Mass * Centre * Gravity * Math.Cos(s.First + s.Second - Math.PI / 2);
        var phi1 = -Mass * Length * Centre * s.SecondVelocity * s.SecondVelocity * sine
            - 2 * Mass * Length * Centre * s.SecondVelocity * s.FirstVelocity * sine
            + (Mass * Centre + Mass * Length) * Gravity * Math.Cos(s.First - Math.PI / 2) + phi2;
        var second = (torque + d2 / d1 * phi1 - Mass * Length * Centre * s.FirstVelocity * s.FirstVelocity * sine - phi2)
            / (Mass * Centre * Centre + Inertia - d2 * d2 / d1);
        var first = -(d2 * second + phi1) / d1;
        return new(s.FirstVelocity, s.SecondVelocity, first, second);
    }

    /// <summary>The same angle in [−π, π]: velocities are cut off, so that one step never needs more than a few turns.</summary>
    private static double Wrap(double angle)
    {
        while (angle > Math.PI) angle -= 2 * Math.PI;
        while (angle < -Math.PI) angle += 2 * Math.PI;
        return angle;
    }

    private static double Draw(RandomKey key, uint slot) => key.Uniform(-Start, Start, slot);
}
