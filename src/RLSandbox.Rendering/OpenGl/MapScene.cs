using System.Numerics;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Roads.Compiled;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>What stands still on a map: made at its first picture, kept as long as the world.</summary>
/// <remarks>Routes of one town share it.</remarks>
internal sealed class MapScene : IDisposable
{
    private readonly ClassRaster _raster;
    private readonly ulong _hash;
    private readonly GlDevice _device;
    private TreeField? _trees;
    private GroundMesh? _laneGraph;

    /// <summary>Geometry of the ground of <paramref name="map"/>.</summary>
    public MapScene(GlDevice device, CompiledMap map)
    {
        _device = device;
        _raster = map.Raster;
        _hash = (map.Ground ?? map.Roads)?.Hash ?? map.Circuit.Hash;
        Anchor = (_raster.OriginX + 0.5 * _raster.Width * _raster.MetresPerCell, _raster.OriginY + 0.5 * _raster.Height * _raster.MetresPerCell);
        var shapes = new GroundShapes();
        if ((map.Ground ?? map.Roads) is { } roads) RoadRasterizer.Paint(roads.Map, roads, new GroundMeshPainter(shapes, Anchor, isCircuit: false));
        else CircuitRasterizer.Paint(map.Circuit, new GroundMeshPainter(shapes, Anchor, isCircuit: true));
        if ((map.Ground ?? map.Roads) is { } network)
        {
            Symbols = new(device, network.Map, Anchor);
            Houses = new(device, network.Map, Anchor);
        }
        Ground = new(device);
        Ground.Fill(shapes);
    }

    /// <summary>World place of (0, 0) in its geometry, m: the middle of the map.</summary>
    public (double X, double Y) Anchor { get; }

    /// <summary>Everything flat.</summary>
    public GroundMesh Ground { get; }

    /// <summary>Lights and signs; null on a circuit.</summary>
    public SymbolPass? Symbols { get; }

    /// <summary>Houses; null on a circuit.</summary>
    public HouseMesh? Houses { get; }

    /// <summary>Trees.</summary>
    public TreeField Trees => _trees ??= new(_raster, _hash, Anchor);

    /// <summary>Lanes of <paramref name="map"/>, one of those that share this.</summary>
    public GroundMesh LaneGraph(CompiledMap map)
    {
        if (_laneGraph is not null) return _laneGraph;
        var shapes = new GroundShapes();
        LaneGraphShapes.Add(shapes, map, this);
        _laneGraph = new(_device);
        _laneGraph.Fill(shapes);
        return _laneGraph;
    }

    /// <summary>A place of the world in its geometry.</summary>
    public Vector2 Place(double x, double y) => new((float)(x - Anchor.X), (float)(y - Anchor.Y));

    /// <inheritdoc/>
    public void Dispose()
    {
        Ground.Dispose();
        _laneGraph?.Dispose();
        Symbols?.Dispose();
        Houses?.Dispose();
    }
}
