using RLSandbox.Core.Configuration;
using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Training;
using RLSandbox.Scenarios;

namespace RLSandbox.Cli;

/// <summary>A driving scenario file behind <see cref="ILoadedScenario"/>: the one place where scenarios and learning meet.</summary>
/// <remarks>Compiles each set of circuits once and keeps it; environments must be disposed before it.</remarks>
internal sealed class DrivingScenario(Scenario scenario) : ILoadedScenario
{
    private readonly Dictionary<MapConfig, MapSet> _maps = [];

    /// <inheritdoc/>
    public string Name => scenario.Name;

    /// <inheritdoc/>
    public ConfigNode? Training => scenario.Training;

    /// <inheritdoc/>
    public int EvaluationEpisodes => scenario.Evaluation.Episodes;

    /// <summary>Reads a file, its <c>training</c> section checked as the algorithms declare it.</summary>
    public static ILoadedScenario Load(string path, IReadOnlyList<string> overrides) => new DrivingScenario(ScenarioFile.Load(path, overrides, DeclareTraining));

    /// <summary>Declares every key of section <c>training</c>.</summary>
    public static void DeclareTraining(SectionReader training)
    {
        TrainingConfig.Bind(training);
        Learners.Declare(training);
    }

    /// <summary>Every set of maps with the key that it stands under.</summary>
    public IReadOnlyList<(string Key, MapConfig Maps)> MapSets =>
        [("map", scenario.Map), ("evaluation.validation", scenario.Evaluation.Validation), ("evaluation.test", scenario.Evaluation.Test)];

    /// <summary>What is valid and hardly meant.</summary>
    public IReadOnlyList<ScenarioWarning> Warnings { get; } = ScenarioWarning.Of(scenario);

    /// <inheritdoc/>
    public string ToYaml(bool comments) => scenario.ToYaml(comments);

    /// <inheritdoc/>
    public IEnvironment Build(EnvironmentRequest request)
    {
        var (config, key) = request.Maps switch
        {
            MapPurpose.Training => (scenario.Map, "map"),
            MapPurpose.Validation => (scenario.Evaluation.Validation, "evaluation.validation"),
            _ => (scenario.Evaluation.Test, "evaluation.test"),
        };
        if (request.MapFiles.Count > 0) config = config with { Circuit = null, Files = request.MapFiles, Generated = null };
        if (!_maps.TryGetValue(config, out var maps)) _maps.Add(config, maps = MapSet.Build(config, key, request.Threads));
        var task = request.Maps == MapPurpose.Training ? scenario.Driving : scenario.Driving.ForEvaluation();
        return new DrivingEnvironment(task, maps.Maps, request.Environments, request.Threads);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var maps in _maps.Values) maps.Dispose();
    }
}
