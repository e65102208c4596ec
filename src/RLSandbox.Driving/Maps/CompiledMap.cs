namespace RLSandbox.Driving.Maps;

/// <summary>A map in the forms that the simulation reads: route geometry and class raster. Shared by all environments, immutable.</summary>
public sealed class CompiledMap(string name, Circuit circuit, ClassRaster raster) : IDisposable
{
    /// <summary>Name for tables: a file name without its ending, or <c>generated-SEED-INDEX</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Centre line, widths, nearest position.</summary>
    public Circuit Circuit { get; } = circuit;

    /// <summary>Surface classes.</summary>
    public ClassRaster Raster { get; } = raster;

    /// <summary>Bytes of all compiled forms.</summary>
    public long ByteCount => Circuit.ByteCount + Raster.ByteCount;

    /// <inheritdoc/>
    public void Dispose() => Raster.Dispose();
}
