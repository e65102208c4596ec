using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Driving.Maps;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios;

/// <summary>The compiled maps of a map section: the named circuit, then the files, then the generated ones by index.</summary>
public sealed class MapSet : IDisposable
{
    private const int MapsPerThread = 4;

    /// <summary>A map of this size may be built before the sum of all is looked at, whose message says more.</summary>
    private const int HarmlessMegabytes = 64;

    private MapSet(IReadOnlyList<CompiledMap> maps) => Maps = maps;

    /// <summary>Every map; owned by this set.</summary>
    public IReadOnlyList<CompiledMap> Maps { get; }

    /// <summary>Bytes of all compiled forms.</summary>
    public long ByteCount => Maps.Sum(map => map.ByteCount);

    /// <summary>Reads, generates and compiles the maps of <paramref name="config"/>. The result does not depend on the number of threads.</summary>
    /// <param name="key">Where the section stands, for messages: <c>map</c> or <c>evaluation.test</c>.</param>
    /// <param name="progress">Told how many maps are ready, from the calling thread.</param>
    /// <exception cref="UserErrorException">The maps take more memory than <see cref="MapConfig.MapMemoryMegabytes"/>, or a file cannot be read.</exception>
    public static MapSet Build(MapConfig config, string key, int threads, Action<int>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var raster = new RasterConfig() with { MetresPerCell = config.RasterMetres };
        var maps = new List<CompiledMap>(config.Count);
        try
        {
            // In batches, so that too many maps end with a message before they end the machine's memory.
            while (maps.Count < config.Count)
            {
                cancel.ThrowIfCancellationRequested();
                var batch = Math.Min(threads * MapsPerThread, config.Count - maps.Count);
                var circuits = Circuits(config, maps.Count, batch, threads);
                foreach (var circuit in circuits) CheckSize(circuit, config, key);
                maps.AddRange(MapCompiler.CompileAll(circuits, raster, threads));
                CheckMemory(config, key, maps);
                progress?.Invoke(maps.Count);
            }
        }
        catch
        {
            foreach (var map in maps) map.Dispose();
            throw;
        }
        return new(maps);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var map in Maps) map.Dispose();
    }

    private static Circuit[] Circuits(MapConfig config, int first, int count, int threads)
    {
        var circuits = new Circuit[count];
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => circuits[i] = CircuitAt(config, first + i));
        }
        catch (AggregateException several)
        {
            throw several.InnerExceptions.OfType<UserErrorException>().MinBy(error => error.Message, StringComparer.Ordinal) ?? (Exception)several;
        }
        return circuits;
    }

    private static Circuit CircuitAt(MapConfig config, int index)
    {
        string[] files = [.. config.Circuit is null ? [] : new[] { MapFiles.CircuitFile(config.Circuit) }, .. config.Files];
        if (index < files.Length) return MapLoader.Load(files[index]);
        return CircuitGenerator.Generate((ulong)config.Generated!.Seed, index - files.Length, config.Generated.Shape);
    }

    /// <summary>Before the cells of a single huge map are allocated.</summary>
    private static void CheckSize(Circuit circuit, MapConfig config, string key)
    {
        var (width, height) = CircuitRasterizer.Size(circuit);
        double columns = width / config.RasterMetres, rows = height / config.RasterMetres, most = Math.Max(config.MapMemoryMegabytes, HarmlessMegabytes) * (double)(1 << 20);
        if (Math.Max(columns, rows) < ClassRaster.LargestSide && columns * rows <= most) return;
        throw new UserErrorException(string.Create(
            CultureInfo.InvariantCulture,
            $"{key}: {circuit.Name} is {width:0} m × {height:0} m, {columns:0} × {rows:0} cells of {config.RasterMetres} m; expected at most {ClassRaster.LargestSide} each way and {config.MapMemoryMegabytes} MB in all; raise {key}.rasterMetres or {key}.mapMemoryMegabytes, or name a smaller map"));
    }

    private static void CheckMemory(MapConfig config, string key, List<CompiledMap> maps)
    {
        const double Megabyte = 1 << 20;
        var used = maps.Sum(map => map.ByteCount) / Megabyte;
        if (used <= config.MapMemoryMegabytes) return;
        var all = used / maps.Count * config.Count;
        throw new UserErrorException(string.Create(
            CultureInfo.InvariantCulture,
            $"{key}: expected maps of at most {config.MapMemoryMegabytes} MB, found about {all:0} MB for {config.Count} maps; raise {key}.mapMemoryMegabytes or {key}.rasterMetres, or name fewer maps"));
    }
}
