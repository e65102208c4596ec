namespace RLSandbox.Scenarios.Import.Waymo;

/// <summary>Maps of scene files in the JSON of Nocturne, GPUDrive and PufferDrive: docs/maps/waymo.md.</summary>
public sealed class WaymoMapImporter : IMapImporter
{
    internal const string Name = "Waymo-like JSON";

    /// <inheritdoc/>
    public string Format => Name;

    /// <inheritdoc/>
    public bool Recognises(ImportFile file) => WaymoJsonReader.Recognises(file);

    /// <inheritdoc/>
    public ImportedMap Import(ImportFile file, ImportOptions options) => WaymoMap.Build(WaymoJsonReader.Read(file), file.Path, Name, options);
}
