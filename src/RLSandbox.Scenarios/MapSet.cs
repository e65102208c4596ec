using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Scenarios;

/// <summary>The compiled maps of a map section: the named circuit, then the files, then generated circuits and towns by index.</summary>
public sealed class MapSet : IDisposable
{
    private const int MapsPerThread = 4;

    private MapSet(IReadOnlyList<CompiledMap> maps) => Maps = maps;

    /// <summary>Every map; owned by this set.</summary>
    public IReadOnlyList<CompiledMap> Maps { get; }

    /// <summary>Bytes of all compiled forms.</summary>
    public long ByteCount => Maps.Sum(map => map.ByteCount);

    /// <summary>Reads, generates and compiles the maps of <paramref name="config"/>. The result does not depend on the number of threads.</summary>
    /// <remarks>The first route of every town, then the second of every town: whoever takes maps in order sees as many towns as possible.</remarks>
    /// <param name="key">Where the section stands, for messages: <c>map</c> or <c>evaluation.test</c>.</param>
    /// <param name="progress">Told how many sources are ready, from the calling thread.</param>
    /// <exception cref="UserErrorException">The maps take more memory than <see cref="MapConfig.MapMemoryMegabytes"/>, or a file cannot be read.</exception>
    public static MapSet Build(MapConfig config, string key, int threads, Action<int>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var source = new MapSource(config, key);
        var maps = new List<CompiledMap[]>(config.Count);
        try
        {
            // In batches, so that too many maps end with a message before they end the machine's memory.
            while (maps.Count < config.Count)
            {
                cancel.ThrowIfCancellationRequested();
                maps.AddRange(Compile(source, maps.Count, Math.Min(threads * MapsPerThread, config.Count - maps.Count), threads));
                CheckMemory(config, key, maps);
                progress?.Invoke(maps.Count);
            }
        }
        catch
        {
            foreach (var map in maps.SelectMany(map => map)) map.Dispose();
            throw;
        }
        return new([.. maps.SelectMany(routes => routes.Select((map, route) => (map, route))).OrderBy(pair => pair.route).Select(pair => pair.map)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var map in Maps) map.Dispose();
    }

    private static CompiledMap[][] Compile(MapSource source, int first, int count, int threads)
    {
        var maps = new CompiledMap[count][];
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => maps[i] = source.Compile(first + i));
            return maps;
        }
        catch (AggregateException several)
        {
            foreach (var map in maps.OfType<CompiledMap[]>().SelectMany(map => map)) map.Dispose();
            throw several.InnerExceptions.OfType<UserErrorException>().MinBy(error => error.Message, StringComparer.Ordinal) ?? (Exception)several;
        }
    }

    private static void CheckMemory(MapConfig config, string key, List<CompiledMap[]> maps)
    {
        const double Megabyte = 1 << 20;
        var used = maps.Sum(routes => routes.Sum(map => map.ByteCount)) / Megabyte;
        if (used <= config.MapMemoryMegabytes) return;
        var all = used / maps.Count * config.Count;
        throw new UserErrorException(string.Create(
            CultureInfo.InvariantCulture,
            $"{key}: expected maps of at most {config.MapMemoryMegabytes} MB, found about {all:0} MB for {config.Count} maps; raise {key}.mapMemoryMegabytes or {key}.rasterMetres, or name fewer maps"));
    }
}
