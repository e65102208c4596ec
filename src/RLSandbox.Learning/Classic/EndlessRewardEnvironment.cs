using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Classic;

/// <summary>Reward 1 per step whatever is done, up to a limit: tells whether truncation bootstraps and termination does not.</summary>
/// <remarks>
/// With discount γ and limit L the value at the start is 1 / (1 − γ) when truncated and (1 − γ^L) / (1 − γ) when terminated:
/// 10.0 and 6.51 for γ = 0.9, L = 10. Observation: share of the time left, 1 at the start, 0 only in final observations.
/// </remarks>
public static class EndlessRewardEnvironment
{
    /// <summary>Makes a batch whose episodes end after <paramref name="limit"/> steps.</summary>
    /// <param name="terminates">Whether the task itself ends at the limit; otherwise the episode is truncated.</param>
    public static IEnvironment Create(int environmentCount, bool terminates, int limit = 10, string stream = ClassicTasks.Training) =>
        new BatchEnvironment<Task, NoState>(new(environmentCount, terminates, limit), stream);

    private readonly struct Task(int environmentCount, bool terminates, int limit) : ITask<NoState>
    {
        public EnvironmentSpec Spec { get; } = new()
        {
            Name = terminates ? "endless-reward-terminated" : "endless-reward-truncated",
            EnvironmentCount = environmentCount,
            Parts = [new("timeLeft", ElementType.Float32, 1)],
            Action = ActionSpec.Discrete(2),
            Terms = ["being"],
            Outcomes = [new("limit", IsSuccess: true)],
        };

        public int StepLimit => limit;

        public int Begin(RandomKey key, ref NoState state) => 0;

        public void Act(in TaskMoment moment, ref NoState state, in TaskAction action, ref TaskResult result)
        {
            result.Terms[0] = 1f;
            result.Terminated = terminates && moment.Step + 1 == limit;
        }

        public void Observe(in TaskMoment moment, in NoState state, ObservationTarget target, int row) => target[0].Row<float>(row, 1)[0] = 1f - (float)moment.Step / limit;

        public void Mask(in TaskMoment moment, Span<bool> mask)
        {
        }
    }
}
