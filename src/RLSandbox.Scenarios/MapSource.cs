using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Roads.Compiled;
using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Maps;
using RLSandbox.Scenarios.Scenes;
using RLSandbox.Scenarios.Towns;

namespace RLSandbox.Scenarios;

/// <summary>One source of a map section by its place: the named circuit, then the files, then generated circuits, then towns. Compiles to one map, or one for each route.</summary>
internal sealed class MapSource(MapConfig config, string key)
{
    /// <summary>A map of this size may be built before the sum of all is looked at, whose message says more.</summary>
    private const int HarmlessMegabytes = 64;

    private const uint LengthStep = uint.MaxValue;                       // of a draw; those from 0 on choose the way

    private static readonly uint RouteDraw = RandomPurpose.Of("map.routes");

    private readonly string[] _files = [.. config.Circuit is null ? [] : new[] { MapFiles.CircuitFile(config.Circuit) }, .. config.Files];
    private readonly RasterConfig _raster = new RasterConfig() with { MetresPerCell = config.RasterMetres };

    /// <summary>The maps of source <paramref name="index"/>; the caller disposes them.</summary>
    /// <exception cref="UserErrorException">A file cannot be read, or a map is too large.</exception>
    public CompiledMap[] Compile(int index)
    {
        if (index < _files.Length) return CompileFile(_files[index], index);
        index -= _files.Length;
        var circuits = config.Generated?.Count ?? 0;
        if (index < circuits) return [Compile(CircuitGenerator.Generate((ulong)config.Generated!.Seed, index, config.Generated.Shape))];
        var town = TownGenerator.Generate((ulong)config.Towns!.Seed, index - circuits, config.Towns.Shape);
        return CompileRoads(town, town.Name, _files.Length + index);
    }

    private CompiledMap[] CompileFile(string file, int index)
    {
        var (document, name) = (MapLoader.ReadDocument(file), Path.GetFileNameWithoutExtension(file));
        var scene = config.Scenes.Count == 0 ? null : config.Scenes.ElementAtOrDefault(index - (_files.Length - config.Files.Count));
        if (document.Roads is null && scene is not null) throw new UserErrorException($"{file}: {scene} needs a map with lanes, found a circuit; name the map that was imported with the scene.");
        return document.Roads is { } roads ? CompileRoads(roads, name, index, scene) : [Compile(document.Circuit!.ToCircuit(name))];
    }

    private CompiledMap Compile(Circuit circuit)
    {
        CheckSize(circuit.Name, CircuitRasterizer.Size(circuit));
        return MapCompiler.Compile(circuit, _raster);
    }

    private CompiledMap[] CompileRoads(RoadMap roads, string name, int index, string? scene = null)
    {
        CheckSize(name, RoadRasterizer.Size(roads));
        var network = RoadNetwork.Compile(roads);
        (Circuit Route, CompiledScene? Scene)[] drives = scene is null ? [.. Routes(network, name, index).Select(route => (route, (CompiledScene?)null))] : [.. Scenes(network, scene)];
        var raster = RoadRasterizer.Rasterize(roads, network, _raster);
        return [.. drives.Select((drive, i) => new CompiledMap(drive.Route.Name, drive.Route, raster) { Roads = network.Nodes.Length > 0 ? network : null, Ground = network, Scene = drive.Scene, OwnsRaster = i == 0 })];
    }

    private IEnumerable<(Circuit, CompiledScene?)> Scenes(RoadNetwork network, string file) =>
        SceneSource.Compile(network, SceneFile.Read(file), config.Ego, config.HandoverSeconds > 0 ? config.HandoverSeconds : float.PositiveInfinity, file).Select(drive => (drive.Route, (CompiledScene?)drive.Scene));

    private Circuit[] Routes(RoadNetwork network, string name, int index)
    {
        var planner = new RoutePlanner(network);
        var draw = new RandomKey((ulong)config.Routes.Seed, (uint)index, 0, RouteDraw);
        var routes = new Circuit[config.Routes.Count];
        for (var i = 0; i < routes.Length; i++)
        {
            var length = config.Routes.LengthMetres.Draw(draw.Uniform((uint)i, LengthStep));
            if (!planner.TryDraw(draw, (uint)i, Math.Min(length, planner.LongestWay), out var route) || length > planner.LongestWay)
                throw new UserErrorException(string.Create(CultureInfo.InvariantCulture,
                    $"{key}.routes: {name} has no route of {length:0} m, its longest way is {planner.LongestWay:0} m; lower {key}.routes.lengthMetres, or name a larger map"));
            routes[i] = RouteCircuit.Of(network, route, config.Routes.Count == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"));
        }
        return routes;
    }

    /// <summary>Before the cells of a single huge map are allocated.</summary>
    private void CheckSize(string name, (float Width, float Height) size)
    {
        double columns = size.Width / (double)config.RasterMetres, rows = size.Height / (double)config.RasterMetres, most = Math.Max(config.MapMemoryMegabytes, HarmlessMegabytes) * (double)(1 << 20);
        if (Math.Max(columns, rows) < ClassRaster.LargestSide && columns * rows <= most) return;
        throw new UserErrorException(string.Create(
            CultureInfo.InvariantCulture,
            $"{key}: {name} is {size.Width:0} m × {size.Height:0} m, {columns:0} × {rows:0} cells of {config.RasterMetres} m; expected at most {ClassRaster.LargestSide} each way and {config.MapMemoryMegabytes} MB in all; raise {key}.rasterMetres or {key}.mapMemoryMegabytes, or name a smaller map"));
    }
}
