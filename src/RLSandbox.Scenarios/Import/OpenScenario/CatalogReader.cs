using System.Xml.Linq;
using RLSandbox.Core;

namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>Finds what a scenario names by catalogue and entry, in the files of the folders that it lists.</summary>
internal sealed class CatalogReader(SceneDraft draft)
{
    private const int MostFiles = 200;

    private readonly Dictionary<(string Catalogue, string Entry), (XElement Element, string File)> _entries = [];

    /// <summary>Reads all catalogues of a scenario.</summary>
    public void Read(XoscNode root, string scenarioPath)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(scenarioPath)) ?? "";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var place in root.One("CatalogLocations")?.Children.SelectMany(kind => kind.All("Directory")) ?? [])
        {
            var path = place.Text("path").Replace('\\', '/');
            if (path.Contains('\0', StringComparison.Ordinal) || !Directory.Exists(Path.Combine(folder, path))) draft.Warn(place, $"there is no folder \"{Printable.Of(path, 200)}\" beside the scenario; its entries are unknown");
            else if (seen.Add(Path.GetFullPath(Path.Combine(folder, path)))) ReadFolder(place, Path.Combine(folder, path));
        }
    }

    /// <summary>What stands behind a reference, with its parameters; null and a warning if there is none.</summary>
    public XoscNode? Resolve(XoscNode reference)
    {
        var key = (reference.Text("catalogName"), reference.Text("entryName"));
        if (!_entries.TryGetValue(key, out var found))
        {
            draft.Warn(reference, $"expected an entry \"{Printable.Of(key.Item2, 80)}\" of the catalogue \"{Printable.Of(key.Item1, 80)}\", found none");
            return null;
        }
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var assignment in reference.One("ParameterAssignments")?.All("ParameterAssignment") ?? []) values[assignment.Text("parameterRef")] = assignment.Text("value");
        return new(found.Element, new Scope(values) { Wins = true }, found.File);
    }

    private void ReadFolder(XoscNode place, string folder)
    {
        string[] files;
        try
        {
            files = [.. Directory.EnumerateFiles(folder, "*.xosc").Take(MostFiles + 1).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            draft.Warn(place, $"its files cannot be listed: {error.Message}");
            return;
        }
        if (files.Length > MostFiles) draft.Warn(place, $"it has more than {MostFiles} files; only {MostFiles} of them were read");
        foreach (var file in files.Take(MostFiles))
        {
            try
            {
                Add(ImportFile.Open(file).Xml(), Path.GetFileName(file));
            }
            catch (UserErrorException error)
            {
                draft.Warn(place, $"a catalogue cannot be read: {error.Message}");
            }
        }
    }

    private void Add(XElement root, string file)
    {
        foreach (var catalogue in root.Elements().Where(element => element.Name.LocalName == "Catalog"))
            foreach (var entry in catalogue.Elements())
                _entries.TryAdd((catalogue.Attribute("name")?.Value ?? "", entry.Attribute("name")?.Value ?? ""), (entry, file));
    }
}
