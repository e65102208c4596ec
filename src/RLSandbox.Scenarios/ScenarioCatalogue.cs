using RLSandbox.Core.Configuration;
using RLSandbox.Scenarios.Yaml;

namespace RLSandbox.Scenarios;

/// <summary>The scenario files that come with the program.</summary>
public static class ScenarioCatalogue
{
    /// <summary>The folder <c>scenarios</c> in the nearest folder above the current one or above the program; null where there is none.</summary>
    public static string? Folder { get; } = RepositoryFolder.Find("scenarios");

    /// <summary>Every file of <see cref="Folder"/>, in alphabetical order, with what it says about itself.</summary>
    /// <remarks>A file that is not valid is listed, too: its name and description are read without checking the rest.</remarks>
    public static IReadOnlyList<(string Path, string Name, string Description)> List() =>
        Folder is null ? [] : [.. Directory.EnumerateFiles(Folder, "*.yaml").Order(StringComparer.Ordinal).Select(Describe)];

    private static (string Path, string Name, string Description) Describe(string path)
    {
        try
        {
            var root = YamlTree.Parse(YamlText.Read(path), path, new ConfigProblems());
            return (path, root.Find("scenario")?.Text ?? "", root.Find("description")?.Text ?? "");
        }
        catch (ConfigException error)
        {
            return (path, "", error.Problems[0].Message);
        }
    }
}
