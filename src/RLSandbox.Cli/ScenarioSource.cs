using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Learning.Classic;
using RLSandbox.Scenarios.Yaml;

namespace RLSandbox.Cli;

/// <summary>Finds the scenario that a command line means: the name of a classic task, or a file of either kind.</summary>
internal static class ScenarioSource
{
    /// <summary>Reads it. A name wins over a file of that name; <c>./cartpole</c> is the file.</summary>
    /// <exception cref="UserErrorException">There is no such file or task, or it has mistakes.</exception>
    public static ILoadedScenario Load(string name, IReadOnlyList<string> overrides)
    {
        if (IsTask(name)) return ClassicScenario.Parse(Recipe(name), $"scenarios/classic/{name}.yaml", overrides);
        RefuseNearlyATask(name);
        var text = YamlText.Read(name);
        return IsClassic(text, name) ? ClassicScenario.Parse(text, name, overrides) : DrivingScenario.Load(name, overrides);
    }

    /// <summary>As <see cref="Load"/>, for a scripted driver: the scenario must be one of driving, and is set to actions that the driver can take.</summary>
    public static ILoadedScenario LoadForDriver(string name)
    {
        if (IsTask(name) || File.Exists(name) && IsClassic(YamlText.Read(name), name)) throw new UserErrorException($"{name}: expected a driving scenario, found a classic task; scripted drivers only drive cars. Use 'random' or a run.");
        return Load(name, ["actions.use=continuous"]);               // scripted drivers steer smoothly whatever actions a learner has
    }

    /// <summary>The scenario file of a classic task, which is part of the program.</summary>
    public static string Recipe(string task)
    {
        using var stream = typeof(ScenarioSource).Assembly.GetManifestResourceStream($"classic/{task}.yaml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static bool IsTask(string name) => ClassicTasks.Names.Contains(name);

    private static bool IsClassic(string text, string source) => YamlTree.Parse(text, source, new()).Find(ClassicScenario.TaskKey) is not null;

    private static void RefuseNearlyATask(string name)
    {
        if (Path.Exists(name) || Path.Exists(name + ".yaml") || NearestName.Of(name, ClassicTasks.Names) is not { } nearest) return;
        throw new UserErrorException($"{name}: there is no such file and no such task; did you mean {nearest}? Tasks by name: {string.Join(", ", ClassicTasks.Names)}.");
    }
}
