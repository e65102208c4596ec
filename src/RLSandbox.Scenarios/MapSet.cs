using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Driving.Maps;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios;

/// <summary>The compiled maps of a map section: the named circuit, then the files, then the generated ones by index.</summary>
public sealed class MapSet : IDisposable
{
    private const int MapsPerThread = 4;

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
                maps.AddRange(MapCompiler.CompileAll(Circuits(config, maps.Count, batch, threads), raster, threads));
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
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => circuits[i] = CircuitAt(config, first + i));
        return circuits;
    }

    private static Circuit CircuitAt(MapConfig config, int index)
    {
        string[] files = [.. config.Circuit is null ? [] : new[] { MapFiles.CircuitFile(config.Circuit) }, .. config.Files];
        if (index < files.Length) return MapLoader.Load(files[index]);
        return CircuitGenerator.Generate((ulong)config.Generated!.Seed, index - files.Length, config.Generated.Shape);
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
