using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Scenarios.Yaml;

namespace RLSandbox.Scenarios;

/// <summary>Reads scenario files and describes their format.</summary>
public static class ScenarioFile
{
    private const string SchemaTitle = "RLSandbox scenario";

    /// <summary>Reads a file.</summary>
    /// <param name="overrides"><c>dotted.path=value</c>, applied in order before anything is checked.</param>
    /// <param name="training">Declares the keys of section <c>training</c>; null leaves it unchecked.</param>
    /// <exception cref="ConfigException">All mistakes of file and overrides.</exception>
    /// <exception cref="UserErrorException">The file cannot be read.</exception>
    public static Scenario Load(string path, IReadOnlyList<string>? overrides = null, Action<SectionReader>? training = null)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        return Parse(YamlText.Read(path), path, folder, overrides, training);
    }

    /// <summary>Reads text as if it stood in the file <paramref name="source"/> of the folder <paramref name="folder"/>.</summary>
    /// <exception cref="ConfigException">All mistakes of text and overrides.</exception>
    public static Scenario Parse(string text, string source, string folder, IReadOnlyList<string>? overrides = null, Action<SectionReader>? training = null)
    {
        var problems = new ConfigProblems();
        var root = new SectionReader(Tree(text, source, overrides ?? [], problems), problems, "");
        var scenario = Scenario.Bind(root, folder, training);
        root.Finish();
        problems.ThrowIfAny();
        return scenario;
    }

    /// <summary>The nodes of a file with overrides applied, before anything is bound.</summary>
    /// <exception cref="ConfigException">Text or an override cannot be read.</exception>
    public static ConfigNode Tree(string text, string source, IReadOnlyList<string> overrides, ConfigProblems problems)
    {
        var node = YamlTree.Parse(text, source, problems);
        foreach (var assignment in overrides)
        {
            var (path, value, position) = ConfigPath.Split(assignment);
            node = ConfigPath.Set(node, path, YamlTree.ParseArgument(value, position));
        }
        return node;
    }

    /// <summary>JSON Schema (draft 2020-12) of scenario files.</summary>
    /// <param name="training">Declares the keys of <c>training</c>; null leaves the section unchecked.</param>
    /// <param name="task">Keys of files that name a task, and the key by which these are known; null knows driving only.</param>
    public static string Schema(Action<SectionReader>? training = null, (string Key, SectionReader Keys)? task = null) => task is { } other
        ? JsonSchema.Write(other.Key, other.Keys, Declarations(training), SchemaTitle)
        : JsonSchema.Write(Declarations(training), SchemaTitle);

    /// <summary>Markdown page of all keys: <c>docs/scenario-keys.md</c>.</summary>
    /// <inheritdoc cref="Schema"/>
    public static string Reference(Action<SectionReader> training, (string Key, SectionReader Keys) task) =>
        "# Keys of a scenario file\n\nThe guide is [scenarios.md](scenarios.md). This page is written by the program, from the code that reads the file:\n"
        + "`rlsandbox scenario schema --markdown > docs/scenario-keys.md`\n\n" + MarkdownReference.Write(Declarations(training))
        + $"\n## Files with the key `{task.Key}`\n\n[Classic tasks](classic.md) have these keys, and `training` as above.\n\n" + MarkdownReference.Write(task.Keys, $"Keys of a file with `{task.Key}`", except: "training");

    /// <summary>Every key that a scenario file may have, with its default.</summary>
    public static SectionReader Declarations(Action<SectionReader>? training = null)
    {
        var root = new SectionReader(null, new ConfigProblems(), "");
        Scenario.Bind(root, ".", training);
        return root;
    }
}
