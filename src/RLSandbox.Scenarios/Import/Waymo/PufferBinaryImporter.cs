namespace RLSandbox.Scenarios.Import.Waymo;

/// <summary>Maps in PufferDrive's binary form: docs/maps/waymo.md.</summary>
public sealed class PufferBinaryImporter : IMapImporter
{
    internal const string Name = "PufferDrive binary";

    /// <inheritdoc/>
    public string Format => Name;

    /// <inheritdoc/>
    public bool Recognises(ImportFile file) => PufferBinaryReader.Recognises(file);

    /// <inheritdoc/>
    public ImportedMap Import(ImportFile file, ImportOptions options) => WaymoMap.Build(PufferBinaryReader.Read(file), file.Path, Name, options);
}
