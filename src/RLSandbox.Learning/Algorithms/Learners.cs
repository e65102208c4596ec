using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Measuring;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Algorithms;

/// <summary>What every algorithm needs to know about a run.</summary>
/// <param name="Seed">Initial weights, action draws and shuffles follow from it.</param>
/// <param name="Threads">Threads that learning may use; more than the algorithm can use do not help. Does not change results.</param>
/// <param name="TotalSteps">Agent rows of the whole run: where schedules end.</param>
/// <param name="Device"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:0</c>, ….</param>
/// <param name="Folder">Of the run, for scratch files; it exists when the learner begins or loads, not when it is made. Null: the system's temporary folder.</param>
public sealed record LearnerOptions(ulong Seed, int Threads, long TotalSteps, string Device = "auto", string? Folder = null)
{
    /// <summary>Numbers that networks multiply.</summary>
    public Precision Precision { get; init; }

    /// <summary>Whether rollouts, or a replay, are to live on the device.</summary>
    internal bool HasDeviceRollouts => DeviceRollout is not null || TorchRuntime.Device(Device).type != TorchSharp.DeviceType.CPU;

    /// <summary>How the rollouts of PPO and PQN live, and whether the replay of DQN does; null: on the CPU if the networks are there, otherwise with them.</summary>
    internal DeviceRolloutOptions? DeviceRollout { get; init; }

    /// <summary>Writes down what is asked of the networks, for measurements; null: nobody does.</summary>
    public NetworkCalls? Calls { get; init; }
}

/// <summary>Rollouts where the networks are.</summary>
/// <param name="Parts">Parts that the environments are cut into, 1 or 2; more than one only where they can be stepped by parts.</param>
/// <param name="Overlaps">Whether one part is in the network while the other steps; changes when things happen, not what.</param>
internal sealed record DeviceRolloutOptions(int Parts = 2, bool Overlaps = true);

/// <summary>The algorithms by name.</summary>
public static class Learners
{
    private static readonly IReadOnlyDictionary<string, Algorithm> Algorithms = new SortedDictionary<string, Algorithm>(StringComparer.Ordinal)
    {
        ["dqn"] = new("Hyperparameters of deep Q-learning; it needs one discrete action.", section =>
        {
            var config = DqnConfig.Bind(section);
            return new(config.Network, (environment, options) => new DqnLearner(environment, config, options));
        }),
        ["pqn"] = new("Hyperparameters of parallelised Q-learning; it needs one discrete action.", section =>
        {
            var config = PqnConfig.Bind(section);
            return new(config.Network, (environment, options) => options.HasDeviceRollouts ? new DevicePqnLearner(environment, config, options) : new PqnLearner(environment, config, options));
        }),
        ["ppo"] = new("Hyperparameters of proximal policy optimisation.", section =>
        {
            var config = PpoConfig.Bind(section);
            return new(config.Network, (environment, options) => options.HasDeviceRollouts ? new DevicePpoLearner(environment, config, options) : new PpoLearner(environment, config, options));
        }),
    };

    private delegate ILearner Maker(IEnvironment environment, LearnerOptions options);

    private sealed record Bound(NetworkConfig Network, Maker Make);

    /// <summary>What <c>--algorithm</c> accepts.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Algorithms.Keys];

    /// <summary>Declares and checks the sections of all algorithms in <c>training</c>, so that a file is checked whole and its schema is complete.</summary>
    /// <param name="training">Reader of the section; its owner finishes it.</param>
    public static void Declare(SectionReader training)
    {
        foreach (var (name, algorithm) in Algorithms) Bind(algorithm, training.Section(name, algorithm.Doc));
    }

    /// <summary>Makes a learner for <paramref name="environment"/>, which stays the caller's.</summary>
    /// <param name="training">The scenario's <c>training</c> section, in which <c>training.NAME</c> holds the algorithm's hyperparameters; null for defaults.</param>
    /// <exception cref="UserErrorException">No such algorithm, or a mistake in its section.</exception>
    public static ILearner Create(string name, IEnvironment environment, ConfigNode? training, LearnerOptions options) => Bind(name, training).Make(environment, options);

    /// <summary>Shape of the network that the algorithm's section asks for.</summary>
    /// <inheritdoc cref="Create"/>
    public static NetworkConfig Network(string name, ConfigNode? training) => Bind(name, training).Network;

    private static Bound Bind(string name, ConfigNode? training)
    {
        if (!Algorithms.TryGetValue(name, out var algorithm)) throw new UserErrorException($"Unknown algorithm '{name}'. Expected one of {string.Join(", ", Names)}.");
        var problems = new ConfigProblems();
        var section = new SectionReader(training?.Find(name), problems, $"training.{name}");
        var bound = Bind(algorithm, section);
        section.Finish();
        problems.ThrowIfAny();
        return bound;
    }

    private static Bound Bind(Algorithm algorithm, SectionReader section)
    {
        TrainingConfig.BindOwn(section, new());
        return algorithm.Bind(section);
    }

    private sealed record Algorithm(string Doc, Func<SectionReader, Bound> Bind);
}
