using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Classic;

/// <summary>A symbol is shown at the start and asked for at the end, when it can no longer be seen: only a policy that remembers does better than chance.</summary>
/// <remarks>
/// An episode has <c>delay</c> + 1 steps: the symbol is seen in the first, nothing in between, the question in the last. The last action pays 1 if it names
/// the symbol; the others count for nothing. Best return 1, by chance 1 / symbols. Part <c>screen</c> uint8 [1, 1, symbols + 1]: one pixel per symbol and
/// one for the question. It is a picture, so a frame stack of <c>delay</c> + 1 is memory enough.
/// </remarks>
public static class MemoryEnvironment
{
    /// <summary>Makes a batch.</summary>
    /// <param name="delay">Steps from the symbol to the question, at least 1.</param>
    public static IEnvironment Create(int environmentCount, int symbols = 4, int delay = 3, string stream = ClassicTasks.Training)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, 1);
        return new BatchEnvironment<Task, int>(new(environmentCount, symbols, delay), stream);
    }

    /// <summary>The state is the symbol.</summary>
    private readonly struct Task(int environmentCount, int symbols, int delay) : ITask<int>
    {
        private const byte Lit = 255;

        public EnvironmentSpec Spec { get; } = new()
        {
            Name = "memory",
            EnvironmentCount = environmentCount,
            Parts = [new("screen", ElementType.UInt8, 1, 1, symbols + 1)],
            Action = ActionSpec.Discrete(symbols),
            Terms = ["answer"],
            Outcomes = [new("right", IsSuccess: true), new("wrong", IsSuccess: false)],
        };

        public int StepLimit => int.MaxValue;

        public int Begin(RandomKey key, ref int state)
        {
            state = key.Integer(symbols);
            return 0;
        }

        public void Act(in TaskMoment moment, ref int state, in TaskAction action, ref TaskResult result)
        {
            result.Terminated = moment.Step == delay;
            if (!result.Terminated) return;
            var isRight = action.Choices[0] == state;
            result.Terms[0] = isRight ? 1f : 0f;
            result.Outcome = isRight ? 0 : 1;
        }

        public void Observe(in TaskMoment moment, in int state, ObservationTarget target, int row)
        {
            var screen = target[0].Row<byte>(row, symbols + 1);
            screen.Clear();
            if (moment.Step == 0 && (uint)state < (uint)symbols) screen[state] = Lit;
            if (moment.Step == delay) screen[symbols] = Lit;
        }

        public void Mask(in TaskMoment moment, Span<bool> mask)
        {
        }
    }
}
