using RLSandbox.Core;

namespace RLSandbox.Scenarios.Import;

/// <summary>Reads one format of somebody else's maps.</summary>
/// <remarks>
/// Whatever a file says wrongly in part becomes a warning, and the rest of it a map. Only what leaves nothing to drive on is an error.
/// Nothing is invented: a gap stays a gap.
/// </remarks>
public interface IMapImporter
{
    /// <summary>Name of the format for people, such as <c>OpenDRIVE</c>.</summary>
    string Format { get; }

    /// <summary>Whether the content of the file, not its name, is of this format.</summary>
    bool Recognises(ImportFile file);

    /// <summary>What the file says.</summary>
    /// <exception cref="UserErrorException">There is nothing to drive on, or the file is broken as a whole.</exception>
    ImportedMap Import(ImportFile file, ImportOptions options);
}

/// <summary>What the person who imports decides.</summary>
/// <param name="WidthMetres">Width of lanes where the file has none; null for the format's usual one.</param>
/// <param name="MapFile">Map of a scenario whose format leaves the map to another file; null to take the one that the scenario names.</param>
public sealed record ImportOptions(double? WidthMetres = null, string? MapFile = null);

/// <summary>One thing that is wrong with a file, and does not keep it from being read.</summary>
/// <param name="Element">What, such as <c>road 12</c> or <c>lanelet 4711</c>.</param>
/// <param name="Message">What was expected, what was found and what was done about it.</param>
/// <param name="Line">Line of the file; 0 where it has none.</param>
/// <param name="Size">How much, in the unit that the message names; null where nothing was measured.</param>
public sealed record ImportWarning(string Element, string Message, int Line = 0, double? Size = null)
{
    /// <summary>One line.</summary>
    public override string ToString() => Line > 0 ? $"line {Line}: {Element}: {Message}" : $"{Element}: {Message}";
}

/// <summary>What came out of a file: a circuit or a network of roads.</summary>
/// <param name="Format">Name and version of the format, such as <c>OpenDRIVE 1.4</c>.</param>
/// <param name="Map">The map.</param>
/// <param name="Warnings">In the order of the file.</param>
public sealed record ImportedMap(string Format, MapDocument Map, IReadOnlyList<ImportWarning> Warnings);
