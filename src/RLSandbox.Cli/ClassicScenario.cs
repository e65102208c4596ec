using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Classic;
using RLSandbox.Scenarios;

namespace RLSandbox.Cli;

/// <summary>A scenario whose task is one of <see cref="ClassicTasks"/>: a header, a name, and how to train.</summary>
/// <remarks>Training, validation and test draw their starts from different streams, so that no seed makes them meet.</remarks>
internal sealed class ClassicScenario : ILoadedScenario
{
    /// <summary>The key by which such a file is known.</summary>
    public const string TaskKey = "task";

    private const int DefaultEpisodes = 100;

    private readonly SectionReader _declaration;
    private readonly string _task;

    private ClassicScenario(SectionReader root, string source)
    {
        _declaration = root;
        Name = ScenarioHeader.Bind(root).Name;
        _task = root.Choice(TaskKey, ClassicTasks.Names[0], ClassicTasks.Names, "The task; docs/classic.md describes each.");
        EvaluationEpisodes = root.Section("evaluation", "How a policy is measured, on starts that were not trained on.")
            .Integer("episodes", DefaultEpisodes, "Episodes of one evaluation.", 1, 1_000_000);
        DrivingScenario.DeclareTraining(root.Section("training", "How to train: a section for each algorithm."));
        Training = root.Node("training");
        Source = source;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ConfigNode? Training { get; }

    /// <inheritdoc/>
    public int EvaluationEpisodes { get; }

    /// <summary>Where the scenario was read from.</summary>
    private string Source { get; }

    /// <summary>Reads text as if it stood in the file <paramref name="source"/>.</summary>
    /// <exception cref="ConfigException">All mistakes of text and overrides.</exception>
    public static ClassicScenario Parse(string text, string source, IReadOnlyList<string> overrides)
    {
        var problems = new ConfigProblems();
        var root = new SectionReader(ScenarioFile.Tree(text, source, overrides, problems), problems, "");
        var scenario = new ClassicScenario(root, source);
        root.Finish();
        problems.ThrowIfAny();
        return scenario;
    }

    /// <summary>Every key that such a file may have, with its default.</summary>
    public static SectionReader Declarations()
    {
        var root = new SectionReader(null, new ConfigProblems(), "");
        _ = new ClassicScenario(root, "");
        return root;
    }

    /// <inheritdoc/>
    public string ToYaml(bool comments) => ResolvedYaml.Write(_declaration, comments);

    /// <inheritdoc/>
    public IEnvironment Build(EnvironmentRequest request)
    {
        if (request.MapFiles.Count > 0) throw new UserErrorException($"--map {request.MapFiles[0]}: {Source} has the task {_task}, which has no maps. Leave --map out.");
        return ClassicTasks.Create(_task, request.Environments, request.Maps switch
        {
            MapPurpose.Training => ClassicTasks.Training,
            MapPurpose.Validation => "validation",
            _ => "test",
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
