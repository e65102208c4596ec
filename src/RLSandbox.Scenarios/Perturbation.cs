using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Configuration;

namespace RLSandbox.Scenarios;

/// <summary>Applies the <c>set</c> of an evaluation suite: the driving sections of the file are read once more with some values replaced, as strictly as the file itself.</summary>
/// <param name="root">The whole file.</param>
/// <param name="read">Reads the driving sections.</param>
internal sealed class Perturbation(SectionReader root, Func<SectionReader, DrivingConfig> read)
{
    private const string EpisodeSection = "episode";

    private static readonly string[] Sections = ["vehicle", "traffic", EpisodeSection, "ends"];
    private static readonly string[] Shapes = ["camera", "state", "actions"];
    private static readonly string[] Kept = [.. Sections, .. Shapes, "rewards"];

    /// <summary>The task as a suite evaluates it.</summary>
    /// <param name="suite">Hears of every mistake in <paramref name="set"/>.</param>
    /// <param name="set">Null or nothing: the task is evaluated as it is.</param>
    public DrivingConfig Apply(SectionReader suite, ConfigNode? set)
    {
        var tree = ConfigNode.Map([.. Kept.Where(root.Has).Select(key => new ConfigEntry(key, default, root.Node(key)!))], set?.Position ?? default);
        var (plain, known) = Read(tree);
        if (set is null) return plain.ForEvaluation();
        var changes = Changes(suite, set).ToList();
        foreach (var (path, value) in changes) tree = Set(suite, tree, path, value);
        var (changed, problems) = Read(tree);
        // The mistakes of the file itself have been named; what is new comes from the changes.
        foreach (var problem in problems.Except(known)) Report(suite, problem.Position, problem.Path, problem.Message, problem.Hint);
        string[] ownStart = [.. changes.Select(change => change.Path.Split('.')).Where(keys => keys[0] == EpisodeSection && keys.Length > 1).Select(keys => keys[1])];
        return changed.ForEvaluation(ownStart);
    }

    private (DrivingConfig Task, IReadOnlyList<ConfigProblem> Problems) Read(ConfigNode tree)
    {
        var problems = new ConfigProblems();
        var reader = new SectionReader(tree, problems, "");
        var task = read(reader);
        reader.Finish();
        return (task, problems.InOrder);
    }

    /// <summary>Every change as a dotted path with its value; a whole section may also be written as a map.</summary>
    private static IEnumerable<(string Path, ConfigNode Value)> Changes(SectionReader suite, ConfigNode set)
    {
        if (set.Kind != ConfigNodeKind.Map)
        {
            suite.Reject("set", $"expected keys with values, found {set}", "write for example set: { vehicle.friction: 0.6 }");
            yield break;
        }
        foreach (var (key, position, value) in set.Entries)
        {
            if (!IsAllowed(suite, key, position)) continue;
            if (key.Contains('.') || value.Kind != ConfigNodeKind.Map) yield return (key, value);
            else foreach (var inner in value.Entries) yield return ($"{key}.{inner.Key}", inner.Value);
        }
    }

    private static bool IsAllowed(SectionReader suite, string key, ConfigPosition position)
    {
        var keys = key.Split('.');
        if (keys.Any(part => part.Length == 0)) Report(suite, position, key, "expected section.key", "write for example vehicle.friction: 0.6");
        else if (Sections.Contains(keys[0])) return true;
        else Report(suite, position, key, $"expected a key of {string.Join(", ", Sections)}, found \"{key}\"", Hint(keys[0]));
        return false;
    }

    private static string Hint(string section) => section switch
    {
        _ when Shapes.Contains(section) => "a suite cannot change what the agent sees or does: its policy was made for that; write another scenario instead",
        "map" => "write the circuits under map: of the suite itself",
        "rewards" => "pay changes nothing about how an agent drives; delete it",
        _ when NearestName.Of(section, Sections) is { } nearest => $"did you mean \"{nearest}\"?",
        _ => "delete it",
    };

    private static ConfigNode Set(SectionReader suite, ConfigNode tree, string path, ConfigNode value)
    {
        try
        {
            return ConfigPath.Set(tree, path, value);
        }
        catch (ConfigException mistake)
        {
            foreach (var problem in mistake.Problems) Report(suite, problem.Position, path, problem.Message, problem.Hint);
            return tree;
        }
    }

    private static void Report(SectionReader suite, ConfigPosition position, string path, string message, string hint) =>
        suite.Report(new(position, $"{suite.Path}.set.{path}", message, hint));
}
