using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Classic;

/// <summary>Say what you see: each of the <see cref="Steps"/> steps of an episode shows something new. Best return: <see cref="Steps"/>.</summary>
/// <remarks>
/// Discrete kinds see one-hot vectors, one per dimension, one after the other, and are paid the share of dimensions they get right.
/// Continuous actions see the wanted values, in [−0.8, 0.8), and are paid 1 − mean squared error; values outside [−1, 1] are clamped.
/// With a mask the right choice is always allowed, every other one by a fair coin; a choice that is not allowed throws.
/// </remarks>
public static class IdentityEnvironment
{
    /// <summary>Environment steps per episode, which ends by termination.</summary>
    public const int Steps = 8;

    private const float Reach = 0.8f;

    /// <summary>One symbol of <paramref name="symbols"/>.</summary>
    public static IEnvironment Discrete(int environmentCount, int symbols = 4, bool masked = false, string stream = ClassicTasks.Training) =>
        new BatchEnvironment<Task, NoState>(new(environmentCount, ActionSpec.Discrete(symbols), masked), stream);

    /// <summary>One symbol per dimension.</summary>
    public static IEnvironment MultiDiscrete(int environmentCount, bool masked, params int[] symbols) =>
        new BatchEnvironment<Task, NoState>(new(environmentCount, ActionSpec.MultiDiscrete(symbols), masked), ClassicTasks.Training);

    /// <summary>A vector.</summary>
    public static IEnvironment Continuous(int environmentCount, int dimensions = 2) =>
        new BatchEnvironment<Task, NoState>(new(environmentCount, ActionSpec.Continuous(dimensions), masked: false), ClassicTasks.Training);

    private readonly struct Task(int environmentCount, ActionSpec action, bool masked) : ITask<NoState>
    {
        /// <summary>Draw 0 is the symbol of a dimension (the slot); draws from here on are the coins of the mask.</summary>
        private const uint FirstCoin = 1;

        private readonly int _seen = action.Kind == ActionKind.Continuous ? action.Dimensions : action.ChoiceCount;

        public EnvironmentSpec Spec { get; } = new()
        {
            Name = $"identity-{action.Kind}",
            EnvironmentCount = environmentCount,
            Parts = [new("wanted", ElementType.Float32, action.Kind == ActionKind.Continuous ? action.Dimensions : action.ChoiceCount)],
            Action = action,
            HasActionMask = masked,
            Terms = ["right"],
            Measures = [new("steps", "")],
            Outcomes = [new("finished", IsSuccess: true)],
        };

        public int StepLimit => int.MaxValue;

        public int Begin(RandomKey key, ref NoState state) => 0;

        public void Act(in TaskMoment moment, ref NoState state, in TaskAction action, ref TaskResult result)
        {
            result.Terms[0] = action.Values.IsEmpty ? ShareRight(moment, action.Choices) : Closeness(moment, action.Values);
            result.Measures[0] = moment.Step + 1;
            result.Terminated = moment.Step + 1 == Steps;
        }

        public void Observe(in TaskMoment moment, in NoState state, ObservationTarget target, int row)
        {
            var seen = target[0].Row<float>(row, _seen);
            if (Spec.Action.Kind == ActionKind.Continuous)
            {
                for (var i = 0; i < seen.Length; i++) seen[i] = WantedValue(moment, i);
                return;
            }
            seen.Clear();
            for (int i = 0, first = 0; i < Spec.Action.Dimensions; first += Spec.Action.Choices[i++]) seen[first + WantedChoice(moment, i)] = 1f;
        }

        public void Mask(in TaskMoment moment, Span<bool> mask)
        {
            for (int i = 0, first = 0; i < Spec.Action.Dimensions; first += Spec.Action.Choices[i++])
                for (var choice = 0; choice < Spec.Action.Choices[i]; choice++) mask[first + choice] = IsAllowed(moment, i, choice);
        }

        private float ShareRight(in TaskMoment moment, ReadOnlySpan<int> choices)
        {
            var right = 0;
            for (var i = 0; i < choices.Length; i++)
            {
                if (masked && !IsAllowed(moment, i, choices[i])) throw new ArgumentException($"Choice {choices[i]} of dimension {i} is masked.");
                if (choices[i] == WantedChoice(moment, i)) right++;
            }
            return (float)right / choices.Length;
        }

        private static float Closeness(in TaskMoment moment, ReadOnlySpan<float> values)
        {
            var error = 0f;
            for (var i = 0; i < values.Length; i++)
            {
                var difference = Math.Clamp(values[i], -1f, 1f) - WantedValue(moment, i);
                error += difference * difference;
            }
            return 1f - error / values.Length;
        }

        private bool IsAllowed(in TaskMoment moment, int dimension, int choice) =>
            choice == WantedChoice(moment, dimension) || moment.Key.Uniform((uint)dimension, (uint)moment.Step, FirstCoin + (uint)choice) < 0.5f;

        private int WantedChoice(in TaskMoment moment, int dimension) => moment.Key.Integer(Spec.Action.Choices[dimension], (uint)dimension, (uint)moment.Step);

        private static float WantedValue(in TaskMoment moment, int dimension) => moment.Key.Uniform(-Reach, Reach, (uint)dimension, (uint)moment.Step);
    }
}
