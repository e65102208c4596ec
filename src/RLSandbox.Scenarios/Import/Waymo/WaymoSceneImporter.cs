namespace RLSandbox.Scenarios.Import.Waymo;

/// <summary>Traffic with its map out of one file, JSON or PufferDrive's binary form: docs/maps/waymo.md.</summary>
public sealed class WaymoSceneImporter : ISceneImporter
{
    /// <inheritdoc/>
    public string Format => WaymoMapImporter.Name;

    /// <inheritdoc/>
    public bool Recognises(ImportFile file) => WaymoScene.Recognises(file);

    /// <inheritdoc/>
    public ImportedScene ImportScene(ImportFile file, ImportOptions options)
    {
        var scenario = WaymoJsonReader.Recognises(file) ? WaymoJsonReader.Read(file) : PufferBinaryReader.Read(file);
        var map = WaymoMap.Build(scenario, file.Path, Format, options);
        var (scene, warnings) = WaymoScene.Read(file);
        return new(map.Format, map.Map.Roads!, scene, [.. map.Warnings, .. warnings]);
    }
}
