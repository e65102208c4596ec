using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Classic;

/// <summary>k arms, one pull per episode: the reward is the arm's mean plus uniform noise in [−0.5, 0.5). Best expected return: the largest mean.</summary>
public static class BanditEnvironment
{
    /// <summary>Makes a batch with one arm per entry of <paramref name="means"/>.</summary>
    public static IEnvironment Create(int environmentCount, params float[] means) => Create(environmentCount, ClassicTasks.Training, means);

    internal static IEnvironment Create(int environmentCount, string stream, float[] means) => new BatchEnvironment<Task, NoState>(new(environmentCount, means), stream);

    private readonly struct Task(int environmentCount, float[] means) : ITask<NoState>
    {
        private readonly float _best = means.Max();

        public EnvironmentSpec Spec { get; } = new()
        {
            Name = "bandit",
            EnvironmentCount = environmentCount,
            Parts = [new("nothing", ElementType.Float32, 1)],
            Action = ActionSpec.Discrete(means.Length),
            Terms = ["mean", "noise"],
            Measures = [new("regret", "")],
            Outcomes = [new("bestArm", IsSuccess: true), new("otherArm", IsSuccess: false)],
        };

        public int StepLimit => int.MaxValue;

        public int Begin(RandomKey key, ref NoState state) => 0;

        public void Act(in TaskMoment moment, ref NoState state, in TaskAction action, ref TaskResult result)
        {
            var mean = means[action.Choices[0]];
            result.Terms[0] = mean;
            result.Terms[1] = moment.Key.Uniform() - 0.5f;
            result.Measures[0] = _best - mean;
            result.Terminated = true;
            result.Outcome = mean == _best ? 0 : 1;
        }

        public void Observe(in TaskMoment moment, in NoState state, ObservationTarget target, int row) => target[0].Row<float>(row, 1)[0] = 1f;

        public void Mask(in TaskMoment moment, Span<bool> mask)
        {
        }
    }
}
