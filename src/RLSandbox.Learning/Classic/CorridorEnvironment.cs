using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Classic;

/// <summary>A corridor with a door at each end: the near one pays <see cref="NearPay"/>, the far one 1. Only a learner that looks ahead walks past the near door.</summary>
/// <remarks>
/// Cells 0 … length − 1; action 0 steps to the near end, 1 to the far one; stepping out ends the episode. An episode starts in cell 0
/// or in the middle (the two groups). From cell 0 the far door is <c>length</c> steps away, so it is worth discount^(length − 1): better
/// than the near door only if that exceeds <see cref="NearPay"/>. Best return: 1. Truncated after four lengths. Observation: one-hot cell.
/// </remarks>
public static class CorridorEnvironment
{
    /// <summary>Reward of the near door.</summary>
    public const float NearPay = 0.1f;

    /// <summary>Makes a batch of corridors of <paramref name="length"/> cells.</summary>
    public static IEnvironment Create(int environmentCount, int length = 8, string stream = ClassicTasks.Training) =>
        new BatchEnvironment<Task, int>(new(environmentCount, length), stream);

    /// <summary>The state is the cell.</summary>
    private readonly struct Task(int environmentCount, int length) : ITask<int>
    {
        public EnvironmentSpec Spec { get; } = new()
        {
            Name = "corridor",
            EnvironmentCount = environmentCount,
            Parts = [new("cell", ElementType.Float32, length)],
            Action = ActionSpec.Discrete(2),
            Terms = ["door"],
            Measures = [new("steps", ""), new("farDoorSteps", "")],
            Outcomes = [new("farDoor", IsSuccess: true), new("nearDoor", IsSuccess: false), new("timeLimit", IsSuccess: false)],
            Groups = ["fromNearDoor", "fromMiddle"],
            StepSeconds = 1,
        };

        public int StepLimit => 4 * length;

        public int Begin(RandomKey key, ref int state)
        {
            var group = key.Integer(2);
            state = group * (length / 2);
            return group;
        }

        public void Act(in TaskMoment moment, ref int state, in TaskAction action, ref TaskResult result)
        {
            state += action.Choices[0] == 1 ? 1 : -1;
            result.Terminated = state < 0 || state == length;
            result.Measures[0] = moment.Step + 1;
            result.Outcome = 2;
            if (!result.Terminated) return;
            result.Outcome = state < 0 ? 1 : 0;
            result.Terms[0] = state < 0 ? NearPay : 1f;
            if (state == length) result.Measures[1] = moment.Step + 1;
        }

        public void Observe(in TaskMoment moment, in int state, ObservationTarget target, int row)
        {
            var seen = target[0].Row<float>(row, length);
            seen.Clear();
            if ((uint)state < (uint)length) seen[state] = 1f;
        }

        public void Mask(in TaskMoment moment, Span<bool> mask)
        {
        }
    }
}
