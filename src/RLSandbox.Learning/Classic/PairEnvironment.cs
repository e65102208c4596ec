using System.Runtime.CompilerServices;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Classic;

/// <summary>Two agents per environment, each with a fuse of its own: ring the bell in the last step of your fuse. A row usually ends before its environment.</summary>
/// <remarks>
/// A fuse burns 1 … 6 steps; the row terminates with it. The episode is truncated after <see cref="StepLimit"/> steps, so that some
/// episodes end with two terminated rows, some with one and some with none. Ringing at the right time pays 1, at any other −0.1. The best
/// return of a row whose fuse ends in time is 1. Parts: <c>fuse</c> uint8 [1, 2, 6] (own fuse above, the other's below, 255 = still to burn) and <c>agent</c> float32 [2], one-hot.
/// </remarks>
public static class PairEnvironment
{
    /// <summary>Environment steps after which an episode is truncated.</summary>
    public const int StepLimit = 4;

    private const int LongestFuse = 6;
    private const int Agents = 2;

    /// <summary>Makes a batch of <paramref name="environmentCount"/> pairs: twice as many rows.</summary>
    public static IEnvironment Create(int environmentCount, string stream = ClassicTasks.Training) => new BatchEnvironment<Task, Fuses>(new(environmentCount), stream);

    /// <summary>Length of each agent's fuse, steps.</summary>
    [InlineArray(Agents)]
    private struct Fuses
    {
        private int _first;
    }

    private readonly struct Task(int environmentCount) : ITask<Fuses>
    {
        public EnvironmentSpec Spec { get; } = new()
        {
            Name = "pair",
            EnvironmentCount = environmentCount,
            AgentCount = Agents,
            Parts = [new("fuse", ElementType.UInt8, 1, 2, LongestFuse), new("agent", ElementType.Float32, Agents)],
            Action = ActionSpec.Discrete(2),
            Terms = ["rightRing", "wrongRing"],
            Measures = [new("steps", "")],
            Outcomes = [new("rung", IsSuccess: true), new("missed", IsSuccess: false), new("timeLimit", IsSuccess: false)],
        };

        public int StepLimit => PairEnvironment.StepLimit;

        public int Begin(RandomKey key, ref Fuses state)
        {
            for (var agent = 0; agent < Agents; agent++) state[agent] = 1 + key.Integer(LongestFuse, (uint)agent);
            return 0;
        }

        public void Act(in TaskMoment moment, ref Fuses state, in TaskAction action, ref TaskResult result)
        {
            result.Terminated = moment.Step + 1 == state[moment.Agent];
            result.Measures[0] = moment.Step + 1;
            var rings = action.Choices[0] == 1;
            result.Outcome = !result.Terminated ? 2 : rings ? 0 : 1;
            if (rings) result.Terms[result.Terminated ? 0 : 1] = result.Terminated ? 1f : -0.1f;
        }

        public void Observe(in TaskMoment moment, in Fuses state, ObservationTarget target, int row)
        {
            var fuse = target[0].Row<byte>(row, 2 * LongestFuse);
            fuse.Clear();
            Burn(state[moment.Agent] - moment.Step, fuse);
            Burn(state[1 - moment.Agent] - moment.Step, fuse[LongestFuse..]);
            var agent = target[1].Row<float>(row, Agents);
            agent.Clear();
            agent[moment.Agent] = 1f;
        }

        public void Mask(in TaskMoment moment, Span<bool> mask)
        {
        }

        private static void Burn(int left, Span<byte> pixels) => pixels[..Math.Max(0, left)].Fill(255);
    }
}
