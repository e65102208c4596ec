using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Configuration;

namespace RLSandbox.Scenarios;

/// <summary>The task as it is evaluated: the driving sections of the file, with what <c>evaluation.set</c> and a suite's <c>set</c> replace, read as strictly as the file itself.</summary>
internal sealed class Perturbation
{
    private const string EpisodeSection = "episode";

    private static readonly string[] Sections = ["vehicle", "traffic", EpisodeSection, "ends"];
    private static readonly string[] Shapes = ["camera", "state", "actions"];
    private static readonly string[] Weather = ["camera.night", "camera.fog", "camera.dirt", "camera.noise"];     // the same picture, harder to see
    private static readonly string[] Kept = [.. Sections, .. Shapes, "rewards"];

    private readonly Func<SectionReader, DrivingConfig> _read;
    private readonly ConfigNode _tree;
    private readonly IReadOnlyList<string> _ownStart;      // keys of the section episode that were set for evaluation

    private Perturbation(ConfigNode tree, Func<SectionReader, DrivingConfig> read, IReadOnlyList<string> ownStart) => (_tree, _read, _ownStart) = (tree, read, ownStart);

    /// <summary>Nothing is different from training but what every evaluation changes.</summary>
    /// <param name="root">The whole file.</param>
    /// <param name="read">Reads the driving sections.</param>
    public Perturbation(SectionReader root, Func<SectionReader, DrivingConfig> read)
        : this(ConfigNode.Map([.. Kept.Where(root.Has).Select(key => new ConfigEntry(key, default, root.Node(key)!))], default), read, [])
    {
    }

    /// <summary>What is evaluated.</summary>
    public DrivingConfig Task => Read(_tree).Task.ForEvaluation(_ownStart);

    /// <summary>The same with more values replaced.</summary>
    /// <param name="reader">The section that holds <paramref name="set"/>; hears of every mistake in it.</param>
    /// <param name="set">Null or nothing: no change.</param>
    public Perturbation With(SectionReader reader, ConfigNode? set)
    {
        if (set is null) return this;
        var tree = _tree;
        var changes = Changes(reader, set).ToList();
        foreach (var (path, value) in changes) tree = Set(reader, tree, path, value);
        // The mistakes of the file itself have been named; what is new comes from the changes.
        foreach (var problem in Read(tree).Problems.Except(Read(_tree).Problems)) Report(reader, problem.Position, problem.Path, problem.Message, problem.Hint);
        var ownStart = changes.Select(change => change.Path.Split('.')).Where(keys => keys[0] == EpisodeSection && keys.Length > 1).Select(keys => keys[1]);
        return new(tree, _read, [.. _ownStart, .. ownStart]);
    }

    private (DrivingConfig Task, IReadOnlyList<ConfigProblem> Problems) Read(ConfigNode tree)
    {
        var problems = new ConfigProblems();
        var reader = new SectionReader(tree, problems, "");
        var task = _read(reader);
        reader.Finish();
        return (task, problems.InOrder);
    }

    /// <summary>Every change as a dotted path with its value; a whole section may also be written as a map.</summary>
    private IEnumerable<(string Path, ConfigNode Value)> Changes(SectionReader reader, ConfigNode set)
    {
        if (set.Kind != ConfigNodeKind.Map)
        {
            reader.Reject("set", $"expected keys with values, found {set}", "write for example set: { vehicle.friction: 0.6 }");
            yield break;
        }
        foreach (var (key, position, value) in set.Entries)
        {
            if (!IsAllowed(reader, key, position, value)) continue;
            if (key.Contains('.') || value.Kind != ConfigNodeKind.Map) yield return (key, value);
            else foreach (var inner in value.Entries) yield return ($"{key}.{inner.Key}", inner.Value);
        }
    }

    private bool IsAllowed(SectionReader reader, string key, ConfigPosition position, ConfigNode value)
    {
        var keys = key.Split('.');
        if (keys.Any(part => part.Length == 0)) Report(reader, position, key, "expected section.key", "write for example vehicle.friction: 0.6");
        else if (Sections.Contains(keys[0]) || (_tree.Find("camera") is not null && IsWeather(key, value))) return true;
        else Report(reader, position, key, $"expected a key of {string.Join(", ", Sections)}, found \"{key}\"", IsWeather(key, value) ? "the file names no camera; write its sections camera and state first" : Hint(keys[0]));
        return false;
    }

    private static bool IsWeather(string key, ConfigNode value) =>
        Weather.Contains(key) || (key == "camera" && value.Kind == ConfigNodeKind.Map && value.Entries.All(entry => Weather.Contains($"camera.{entry.Key}")));

    private static string Hint(string section) => section switch
    {
        _ when Shapes.Contains(section) => "an evaluation cannot change what the agent sees or does: its policy was made for that; write another scenario instead",
        "map" => "circuits are named beside set, not in it: under map of a suite, or under validation and test",
        "rewards" => "pay changes nothing about how an agent drives; delete it",
        _ when NearestName.Of(section, Sections) is { } nearest => $"did you mean \"{nearest}\"?",
        _ => "delete it",
    };

    private static ConfigNode Set(SectionReader reader, ConfigNode tree, string path, ConfigNode value)
    {
        try
        {
            return ConfigPath.Set(tree, path, value);
        }
        catch (ConfigException mistake)
        {
            foreach (var problem in mistake.Problems) Report(reader, problem.Position, path, problem.Message, problem.Hint);
            return tree;
        }
    }

    private static void Report(SectionReader reader, ConfigPosition position, string path, string message, string hint) =>
        reader.Report(new(position, $"{reader.Path}.set.{path}", message, hint));
}
