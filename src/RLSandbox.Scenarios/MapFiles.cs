using RLSandbox.Core.Configuration;

namespace RLSandbox.Scenarios;

/// <summary>Finds the map files that a scenario names.</summary>
public static class MapFiles
{
    private const string Ending = ".yaml";

    /// <summary>The folder <c>assets/maps</c> in the nearest folder above the current one or above the program; null where there is none.</summary>
    public static string? Folder { get; } = RepositoryFolder.Find(Path.Join("assets", "maps"));

    /// <summary>Names that <c>map.circuit</c> can have, in alphabetical order.</summary>
    public static IReadOnlyList<string> CircuitNames() =>
        Folder is null ? [] : [.. Directory.EnumerateFiles(Folder, "*" + Ending).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>File of a circuit by its name.</summary>
    public static string CircuitFile(string name) => Path.Join(Folder ?? Path.Join("assets", "maps"), name + Ending);

    /// <summary>The file that <paramref name="name"/> stands for: beside the scenario, else from the current folder, else in <see cref="Folder"/>.</summary>
    /// <returns>A full path, or null and a hint.</returns>
    public static (string? Path, string Hint) Locate(string name, string scenarioFolder)
    {
        string?[] folders = [scenarioFolder, Environment.CurrentDirectory, Folder];
        var searched = folders.OfType<string>().Select(Path.GetFullPath).Distinct().Where(Directory.Exists).ToList();
        foreach (var folder in searched)
            if (File.Exists(Path.Combine(folder, name)))
                return (Path.GetFullPath(Path.Combine(folder, name)), "");
        var known = searched.SelectMany(Directory.EnumerateFiles).Select(file => Path.GetFileName(file));
        var nearest = NearestName.Of(Path.GetFileName(name), known);
        return (null, nearest is not null ? $"did you mean \"{nearest}\"?" : $"there is no such file in {string.Join(" or ", searched)}");
    }
}
