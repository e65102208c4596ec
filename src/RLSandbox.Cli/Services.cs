using RLSandbox.Core.Configuration;
using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Driving.Drivers;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli;

/// <summary>Which maps an environment drives on.</summary>
internal enum MapPurpose
{
    /// <summary>Maps to learn on.</summary>
    Training,

    /// <summary>Maps that choose checkpoints and recipes.</summary>
    Validation,

    /// <summary>Maps that results are published on.</summary>
    Test,
}

/// <summary>What a command wants built.</summary>
internal sealed record EnvironmentRequest(MapPurpose Maps, int Environments, int Threads)
{
    /// <summary>Drives on these maps instead of those of the set; empty: on the set.</summary>
    public IReadOnlyList<string> MapFiles { get; init; } = [];

    /// <summary>Drives this suite of the scenario, on its circuits and under its conditions; null: the set above.</summary>
    public string? Suite { get; init; }

    /// <summary>Which copies of a larger batch are built; null: a batch of their own.</summary>
    public BatchPlace? Place { get; init; }
}

/// <summary>A suite that a scenario has beside validation and test.</summary>
/// <param name="During">Whether a training drives it at each validation.</param>
/// <param name="After">Whether a training drives it at its end.</param>
internal sealed record NamedSuite(string Name, int Episodes, ulong Seed, bool During, bool After);

/// <summary>What a finished training wants recorded.</summary>
/// <param name="Folder">Where the video goes; exists.</param>
/// <param name="Steps">Agent rows that the policy has learned from; part of the file name.</param>
internal sealed record VideoRequest(ILoadedScenario Scenario, IPolicy Policy, string Folder, long Steps, int Threads);

/// <summary>A loaded scenario as <c>train</c> and <c>evaluate</c> need it: they know the contract and nothing of driving.</summary>
internal interface ILoadedScenario : IDisposable
{
    /// <summary>Name with version, such as <c>first-lap-v1</c>.</summary>
    string Name { get; }

    /// <summary>The file with every default filled in; it loads to the same scenario.</summary>
    /// <param name="comments">Whether each key is followed by what it means.</param>
    string ToYaml(bool comments);

    /// <summary>Section <c>training</c>.</summary>
    ConfigNode? Training { get; }

    /// <summary>Episodes of one evaluation.</summary>
    int EvaluationEpisodes { get; }

    /// <summary>Suites beside validation and test; most scenarios have none.</summary>
    IReadOnlyList<NamedSuite> Suites => [];

    /// <summary>Builds environments; the caller disposes them.</summary>
    IEnvironment Build(EnvironmentRequest request);
}

/// <summary>Everything that <c>train</c> and <c>evaluate</c> call outside their own rung; tests put toys in its place.</summary>
internal sealed record Services
{
    /// <summary>Driving and the classic tasks, with every algorithm and scripted driver of this build.</summary>
    public static Services Default { get; } = new()
    {
        LoadScenario = ScenarioSource.Load,
        ScriptedPolicies = ScriptedDrivers.Names,
        LoadForScripted = ScenarioSource.LoadForDriver,
        CreateScripted = (name, environment) => new ScriptedPolicy(name, (DrivingEnvironment)environment),
        CreateLearner = (run, environment, training, folder) => Learners.Create(run.Algorithm, environment, training, new(run.Seed, run.Threads, run.Steps, run.Device, folder) { Precision = Precisions.Parse(run.Precision) }),
        LoadPolicy = PolicyFile.Load,
        RecordVideo = TrainingVideo.Record,
    };

    /// <summary>Reads a scenario, by file or name, with overrides <c>dotted.path=value</c>.</summary>
    public required Func<string, IReadOnlyList<string>, ILoadedScenario> LoadScenario { get; init; }

    /// <summary>Names of the drivers that need no learning, such as <c>pure-pursuit</c>.</summary>
    public IReadOnlyList<string> ScriptedPolicies { get; init; } = [];

    /// <summary>Reads a scenario so that they can drive it; null: as everything else.</summary>
    public Func<string, ILoadedScenario>? LoadForScripted { get; init; }

    /// <summary>Makes one of <see cref="ScriptedPolicies"/> for an environment that <see cref="ILoadedScenario.Build"/> made.</summary>
    public required Func<string, IEnvironment, IPolicy> CreateScripted { get; init; }

    /// <summary>Makes the learner of a run from the scenario's section <c>training</c> and the path of the run's folder, which need not exist yet; the environment stays the caller's.</summary>
    public required Func<RunManifest, IEnvironment, ConfigNode?, string, ILearner> CreateLearner { get; init; }

    /// <summary>Reads the greedy policy of a checkpoint folder for a device.</summary>
    public required Func<string, string, IPolicy> LoadPolicy { get; init; }

    /// <summary>Records a test episode into the folder of a run and returns the file; null where this build cannot draw the scenario.</summary>
    public Func<VideoRequest, CancellationToken, string?>? RecordVideo { get; init; }
}
