using RLSandbox.Core.Configuration;
using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Driving.Configuration;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Training;
using RLSandbox.Scenarios;

namespace RLSandbox.Cli;

/// <summary>A driving scenario file behind <see cref="ILoadedScenario"/>: the one place where scenarios and learning meet.</summary>
/// <remarks>Compiles each set of circuits once and keeps it; environments must be disposed before it.</remarks>
internal sealed class DrivingScenario(Scenario scenario) : ILoadedScenario
{
    private readonly Dictionary<MapConfig, MapSet> _maps = [];

    /// <summary>The task as it is trained on, without its maps.</summary>
    public DrivingConfig Driving => scenario.Driving;

    /// <inheritdoc/>
    public string Name => scenario.Name;

    /// <inheritdoc/>
    public ConfigNode? Training => scenario.Training;

    /// <inheritdoc/>
    public int EvaluationEpisodes => scenario.Evaluation.Episodes;

    /// <inheritdoc/>
    public IReadOnlyList<NamedSuite> Suites { get; } = [.. scenario.Evaluation.Suites.Select(suite => new NamedSuite(suite.Name, suite.Episodes, (ulong)suite.Seed, suite.During, suite.After))];

    /// <summary>Reads a file, its <c>training</c> section checked as the algorithms declare it.</summary>
    public static ILoadedScenario Load(string path, IReadOnlyList<string> overrides) => new DrivingScenario(Read(path, overrides));

    /// <summary>Reads the resolved text of a scenario that somebody kept; its <c>training</c> section is left unchecked, because nothing is trained.</summary>
    /// <param name="source">Where it stood, for messages.</param>
    /// <param name="folder">Where map files are looked for first.</param>
    public static DrivingScenario Parse(string text, string source, string folder) => new(ScenarioFile.Parse(text, source, folder));

    /// <summary>The file itself.</summary>
    public static Scenario Read(string path, IReadOnlyList<string> overrides) => ScenarioFile.Load(path, overrides, DeclareTraining);

    /// <summary>Declares every key of section <c>training</c>.</summary>
    public static void DeclareTraining(SectionReader training)
    {
        TrainingConfig.Bind(training);
        Learners.Declare(training);
    }

    /// <summary>Every set of maps once, with the key that it stands under: a suite on the circuits of the test has none of its own.</summary>
    public IReadOnlyList<(string Key, MapConfig Maps)> MapSets
    {
        get
        {
            var evaluation = scenario.Evaluation;
            var known = new HashSet<MapConfig> { evaluation.Validation, evaluation.Test };
            return
            [
                ("map", scenario.Map), ("evaluation.validation", evaluation.Validation), ("evaluation.test", evaluation.Test),
                .. evaluation.Suites.Where(suite => known.Add(suite.Map)).Select(suite => ($"{suite.Key}.map", suite.Map)),
            ];
        }
    }

    /// <summary>What is valid and hardly meant.</summary>
    public IReadOnlyList<ScenarioWarning> Warnings { get; } = ScenarioWarning.Of(scenario);

    /// <inheritdoc/>
    public string ToYaml(bool comments) => scenario.ToYaml(comments);

    /// <inheritdoc/>
    public IEnvironment Build(EnvironmentRequest request)
    {
        var (config, key, task) = Choose(request);
        if (request.MapFiles.Count > 0) config = (config with { Circuit = null, Files = request.MapFiles, Generated = null, Towns = null, Scenes = [] }).WithCount(scenario.Evaluation.Episodes);
        if (!_maps.TryGetValue(config, out var maps)) _maps.Add(config, maps = MapSet.Build(config, key, request.Threads));
        return new DrivingEnvironment(task, maps.Maps, request.Environments, request.Threads, request.Place);
    }

    private (MapConfig Maps, string Key, DrivingConfig Task) Choose(EnvironmentRequest request)
    {
        var evaluation = scenario.Evaluation;
        if (evaluation.Suites.FirstOrDefault(suite => suite.Name == request.Suite) is { } suite) return (suite.Map, $"{suite.Key}.map", suite.Task);
        return request.Maps switch
        {
            MapPurpose.Training => (scenario.Map, "map", scenario.Driving),
            MapPurpose.Validation => (evaluation.Validation, "evaluation.validation", evaluation.Task),
            _ => (evaluation.Test, "evaluation.test", evaluation.Task),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var maps in _maps.Values) maps.Dispose();
    }
}
