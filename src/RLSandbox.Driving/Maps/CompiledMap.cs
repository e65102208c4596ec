using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Roads.Compiled;
using RLSandbox.Driving.Scenes;

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

    /// <summary>The lanes around the route; null on a circuit.</summary>
    public RoadNetwork? Roads { get; init; }

    /// <summary>What the raster was painted from, even where nobody can drive on its lanes; null on a circuit.</summary>
    public RoadNetwork? Ground { get; init; }

    /// <summary>What was recorded on it; null for an empty road.</summary>
    public CompiledScene? Scene { get; init; }

    /// <summary>Whether raster and lanes are this map's own; routes of one town share them, and the first one owns them.</summary>
    public bool OwnsRaster { get; init; } = true;

    /// <summary>Bytes of all compiled forms that are this map's own.</summary>
    public long ByteCount => Circuit.ByteCount + (OwnsRaster ? Raster.ByteCount + (Roads?.ByteCount ?? 0) : 0);

    /// <summary>Hash of route and surface, without the name and whatever was recorded; equal on every machine. Reads the whole raster.</summary>
    public ulong Hash() => StableHash.Combine(Circuit.Hash, Raster.Hash());

    /// <inheritdoc/>
    public void Dispose()
    {
        if (OwnsRaster) Raster.Dispose();
    }
}
