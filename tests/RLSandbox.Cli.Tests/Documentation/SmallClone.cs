using RLSandbox.Scenarios;

namespace RLSandbox.Cli.Tests.Documentation;

/// <summary>A folder that looks like a fresh clone to the program, with scenarios cut down to seconds; the current folder until it is disposed.</summary>
internal sealed class SmallClone : IDisposable
{
    /// <summary>A recipe's own numbers would go before those of <c>training</c>.</summary>
    private static string[] Sections => ["training", "training.ppo", "training.dqn", "training.pqn"];

    private static readonly string[] Small =
    [
        "map.generated.count=2", "evaluation.validation.generated.count=2", "evaluation.test.generated.count=2", "evaluation.episodes=2",
        .. Sections.SelectMany(section => new[] { $"{section}.steps=2000", $"{section}.environments=16", $"{section}.evaluateEverySteps=1000", $"{section}.checkpointEverySteps=1000" }),
        "training.dqn.replay.rows=4000",
    ];

    private readonly string _before = Environment.CurrentDirectory;
    private readonly string _folder = Directory.CreateTempSubdirectory("rlsandbox-docs-").FullName;

    /// <param name="page">Its first scenario, if it has one, is saved as <c>my-task.yaml</c>, as the page asks its reader to.</param>
    public SmallClone(Page page)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "scenarios"));
        foreach (var (file, _, _) in ScenarioCatalogue.List()) Save(Path.Combine("scenarios", Path.GetFileName(file)), ScenarioFile.Load(file, Small, DrivingScenario.DeclareTraining));
        Directory.CreateDirectory(Path.Combine(_folder, "assets", "maps"));
        foreach (var name in MapFiles.CircuitNames()) File.Copy(MapFiles.CircuitFile(name), Path.Combine(_folder, "assets", "maps", name + ".yaml"));
        var task = page.CodeBlocks().FirstOrDefault(block => block.Language == "yaml" && block.Text.Contains("scenario: my-task-v1")).Text;
        if (task is not null) Save("my-task.yaml", ScenarioFile.Parse(task, "my-task.yaml", _folder, Small, DrivingScenario.DeclareTraining));
        Environment.CurrentDirectory = _folder;
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Directory.Delete(_folder, recursive: true);
    }

    private void Save(string path, Scenario scenario) => File.WriteAllText(Path.Combine(_folder, path), scenario.ToYaml(comments: false));
}
