using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Tests.Algorithms;

/// <summary>An algorithm on a toy: settings that suit all toys, and the mean return of the greedy policy.</summary>
internal static class ToyTraining
{
    internal const int Environments = 64;

    internal static PpoConfig Config { get; } = new()
    {
        RolloutSteps = 16, MinibatchRows = 256, Epochs = 4, LearningRate = 3e-3f, LearningRateEnd = 3e-4f, Discount = 0.9f, Network = NetworkConfig.Preset("mlp"),
    };

    internal static DqnConfig Dqn { get; } = new()
    {
        IterationSteps = 16, WarmupRows = 1000, MinibatchRows = 128, LearningRate = 3e-3f, LearningRateEnd = 3e-4f, Discount = 0.9f, TargetEveryUpdates = 50, EpsilonShare = 0.5f,
        Replay = new() { Rows = 10_000 }, Network = NetworkConfig.Preset("mlp"),
    };

    internal static PqnConfig Pqn { get; } = new()
    {
        RolloutSteps = 16, MinibatchRows = 256, Epochs = 4, LearningRate = 3e-3f, LearningRateEnd = 3e-4f, Discount = 0.9f, EpsilonShare = 0.5f,
        Network = NetworkConfig.Preset("mlp") with { LayerNorm = true },
    };

    /// <summary>DQN or PQN by name.</summary>
    internal static ILearner Train(string name, IEnvironment environment, ulong seed, long steps, (DqnConfig Dqn, PqnConfig Pqn)? configs = null)
    {
        var options = new LearnerOptions(seed, Threads: 1, TotalSteps: steps, Device: "cpu");
        ILearner learner = name == "dqn" ? new DqnLearner(environment, configs?.Dqn ?? Dqn, options) : new PqnLearner(environment, configs?.Pqn ?? Pqn, options);
        learner.Begin(seed);
        while (learner.Steps < steps) learner.Iterate(NoSink.Instance);
        return learner;
    }

    internal static PpoLearner Train(IEnvironment environment, ulong seed, long steps, PpoConfig? config = null)
    {
        var learner = new PpoLearner(environment, config ?? Config, new(seed, Threads: 1, TotalSteps: steps, Device: "cpu"));
        learner.Begin(seed);
        while (learner.Steps < steps) learner.Iterate(NoSink.Instance);
        return learner;
    }

    /// <summary>Sum of rewards per ended row, over <paramref name="steps"/> steps of every row.</summary>
    internal static double GreedyReturn(IPolicy policy, IEnvironment environment, int steps)
    {
        environment.Reset(seed: 987);
        using var actions = new ActionBuffer(environment.Spec.Action, environment.Spec.RowCount);
        var state = new float[environment.Spec.RowCount * policy.StateSize];
        var (sum, ends) = (0.0, 0);
        for (var t = 0; t < steps; t++)
        {
            policy.Act(new() { Observations = environment.Observations, Started = environment.Started, ActionMask = environment.ActionMask }, state, actions);
            environment.Step(actions);
            for (var row = 0; row < environment.Spec.RowCount; row++)
            {
                sum += environment.Rewards[row];
                if (environment.Terminated[row] || environment.Truncated[row]) ends++;
            }
        }

        return sum / ends;
    }

    /// <summary>Hears nothing.</summary>
    internal sealed class NoSink : IEpisodeSink
    {
        internal static NoSink Instance { get; } = new();

        public void AfterStep(IEnvironment environment)
        {
        }
    }
}
