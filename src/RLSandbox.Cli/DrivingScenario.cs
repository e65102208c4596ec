using RLSandbox.Core.Configuration;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Training;
using RLSandbox.Scenarios;

namespace RLSandbox.Cli;

/// <summary>A driving scenario file behind <see cref="ILoadedScenario"/>: the one place where scenarios and learning meet.</summary>
internal sealed class DrivingScenario(Scenario scenario) : ILoadedScenario
{
    /// <inheritdoc/>
    public string Name => scenario.Name;

    /// <inheritdoc/>
    public string ResolvedYaml => scenario.ToYaml(comments: false);

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

    /// <inheritdoc/>
    public IEnvironment Build(EnvironmentRequest request) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
