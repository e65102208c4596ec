using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.TestKit.Toys;

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
    public static ToyEnvironment Create(int environmentCount, int length = 8) => new(new Task(environmentCount, length));

    private sealed class Task(int environmentCount, int length) : IToyTask
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

        public int StateSize => 1;                              // the cell

        public int StepLimit => 4 * length;

        public int LimitOutcome => 2;

        public int Begin(RandomKey key, Span<int> state)
        {
            var group = key.Integer(2);
            state[0] = group * (length / 2);
            return group;
        }

        public void Act(in ToyMoment moment, in ToyAction action, ref ToyResult result)
        {
            ref var cell = ref moment.State[0];
            cell += action.Choices[0] == 1 ? 1 : -1;
            result.Terminated = cell < 0 || cell == length;
            result.Measures[0] = moment.Step + 1;
            if (!result.Terminated) return;
            result.Outcome = cell < 0 ? 1 : 0;
            result.Terms[0] = cell < 0 ? NearPay : 1f;
            if (cell == length) result.Measures[1] = moment.Step + 1;
        }

        public void Observe(in ToyMoment moment, ObservationTarget target, int row)
        {
            var seen = target[0].Row<float>(row, length);
            seen.Clear();
            if ((uint)moment.State[0] < (uint)length) seen[moment.State[0]] = 1f;
        }

        public void Mask(in ToyMoment moment, Span<bool> mask)
        {
        }
    }
}
