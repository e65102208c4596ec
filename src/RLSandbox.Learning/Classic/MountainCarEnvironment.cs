using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Classic;

/// <summary>Get a car whose engine is too weak for the slope out of a valley, by rocking back and forth: <c>MountainCar-v0</c>.</summary>
/// <remarks>
/// Observation <c>state</c> float32 [2]: position −1.2 … 0.6, velocity ±0.07 per step. Action 0 pushes left, 1 not at all, 2 right. Reward −1 per step, the
/// last one included. Terminated at position 0.5, truncated after 200 steps. A start lies at rest in −0.6 … −0.4, the bottom. The left wall stops the car.
/// Source: Moore 1990, Efficient Memory-based Learning for Robot Control, PhD thesis, University of Cambridge; limits of Gymnasium's MountainCar-v0.
/// </remarks>
public static class MountainCarEnvironment
{
    /// <summary>Makes a batch.</summary>
    public static IEnvironment Create(int environmentCount, string stream = ClassicTasks.Training) =>
        new BatchEnvironment<MountainCarTask, MountainCarState>(new(environmentCount), stream);
}

/// <summary>Position, and change of position per step; both without unit.</summary>
internal readonly record struct MountainCarState(double Position, double Velocity);

internal readonly struct MountainCarTask(int environmentCount) : ITask<MountainCarState>
{
    private const double Force = 0.001;
    private const double Gravity = 0.0025;
    private const double LargestVelocity = 0.07;
    private const double LeftWall = -1.2;
    private const double RightEnd = 0.6;
    private const double Goal = 0.5;

    public EnvironmentSpec Spec { get; } = new()
    {
        Name = "mountain-car",
        EnvironmentCount = environmentCount,
        Parts = [new("state", ElementType.Float32, 2)],
        Action = ActionSpec.Discrete(3),
        Terms = ["time"],
        Measures = [new("goalSteps", "")],
        Outcomes = [new("goal", IsSuccess: true), new("timeLimit", IsSuccess: false)],
    };

    public int StepLimit => 200;

    public int Begin(RandomKey key, ref MountainCarState state)
    {
        state = new(key.Uniform(-0.6f, -0.4f), 0);
        return 0;
    }

    public void Act(in TaskMoment moment, ref MountainCarState state, in TaskAction action, ref TaskResult result)
    {
        state = Advance(state, action.Choices[0] - 1);
        result.Terms[0] = -1f;
        result.Terminated = state.Position >= Goal && state.Velocity >= 0;
        result.Outcome = result.Terminated ? 0 : 1;
        if (result.Terminated) result.Measures[0] = moment.Step + 1;
    }

    public void Observe(in TaskMoment moment, in MountainCarState state, ObservationTarget target, int row)
    {
        var seen = target[0].Row<float>(row, 2);
        (seen[0], seen[1]) = ((float)state.Position, (float)state.Velocity);
    }

    public void Mask(in TaskMoment moment, Span<bool> mask)
    {
    }

    private static MountainCarState Advance(in MountainCarState s, int direction)
    {
        var velocity = Math.Clamp(s.Velocity + (direction * Force + Math.Cos(3 * s.Position) * -Gravity), -LargestVelocity, LargestVelocity);
        var position = Math.Clamp(s.Position + velocity, LeftWall, RightEnd);
        return new(position, position == LeftWall && velocity < 0 ? 0 : velocity);
    }
}
