using RLSandbox.Core;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios.Import;

/// <summary>Reads one format of somebody else's recorded or planned traffic, with the map that it happens on.</summary>
/// <remarks>As with maps, whatever a file says wrongly in part becomes a warning; nobody is invented and nobody's track is continued.</remarks>
public interface ISceneImporter
{
    /// <summary>Name of the format for people, such as <c>CommonRoad</c>.</summary>
    string Format { get; }

    /// <summary>Whether the map stands in another file, which <see cref="ImportOptions.MapFile"/> may name.</summary>
    bool HasMapElsewhere => false;

    /// <summary>Whether the content of the file, not its name, is of this format.</summary>
    bool Recognises(ImportFile file);

    /// <summary>The map of the file and what happened on it, in the same coordinates.</summary>
    /// <exception cref="UserErrorException">There is no map, or the file is broken as a whole.</exception>
    ImportedScene ImportScene(ImportFile file, ImportOptions options);
}

/// <summary>What came out of a file with traffic.</summary>
/// <param name="Format">Name and version of the format, such as <c>CommonRoad 2020a</c>.</param>
/// <param name="Map">Where it happened.</param>
/// <param name="Scene">What happened; without actors and problems if the file holds a map alone.</param>
/// <param name="Warnings">About both, in the order in which they were noticed.</param>
public sealed record ImportedScene(string Format, RoadMap Map, RecordedScene Scene, IReadOnlyList<ImportWarning> Warnings);
