using System.Text.RegularExpressions;
using RLSandbox.Core.Configuration;

namespace RLSandbox.Scenarios;

/// <summary>The first keys of every scenario file, whatever its task.</summary>
/// <param name="Name">Name with version, such as <c>first-lap-v1</c>.</param>
/// <param name="Description">One line for lists; may be empty.</param>
public sealed partial record ScenarioHeader(string Name, string Description)
{
    /// <summary>The only version of the file format so far.</summary>
    public const int FormatVersion = 1;

    /// <summary>Reads <c>scenario</c>, <c>description</c> and <c>formatVersion</c>.</summary>
    /// <param name="root">The whole file.</param>
    public static ScenarioHeader Bind(SectionReader root)
    {
        var header = new ScenarioHeader(BindName(root), root.Text("description", "", "One line about the task, for lists."));
        CheckVersion(root);
        return header;
    }

    private static string BindName(SectionReader root)
    {
        var name = root.RequiredText("scenario", "my-task-v1", "Name with version; raise the version when a change gives other trajectories.");
        if (name.Length > 0 && !NamePattern().IsMatch(name))
            root.Reject("scenario", $"expected a lower-case name with a version, found \"{name}\"", "write a name such as first-lap-v1");
        return name;
    }

    private static void CheckVersion(SectionReader root)
    {
        var version = root.Long("formatVersion", FormatVersion, "Version of the file format.");
        if (version == FormatVersion) return;
        var hint = version > FormatVersion ? "update RLSandbox" : $"write {FormatVersion}";
        root.Reject("formatVersion", $"expected format {FormatVersion}, found {version}", hint);
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*-v[0-9]+$")]
    private static partial Regex NamePattern();
}
