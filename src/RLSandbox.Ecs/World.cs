using System.Text;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Ecs;

/// <summary>All copies of the environment in one set of tables. Made by <see cref="WorldBuilder"/>; dispose it.</summary>
/// <remarks>Different threads may work on different environments at the same time; saving, loading and hashing want a world at rest.</remarks>
public sealed class World : IDisposable
{
    /// <summary>Bytes of columns that one chunk may touch: an eighth of a 512 KiB second-level cache, since a step reads four times as much of its maps.</summary>
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Chunks per thread at least, where there are environments for them.</summary>
    private const int ChunksPerThread = 4;

    /// <summary>Chunk sizes above this are multiples of it: 16 rows of 4 bytes fill a cache line, so that two threads seldom share one.</summary>
    private const int ChunkGranule = 16;

    private const uint FileMagic = 0x57534C52;      // "RLSW" as little-endian bytes
    private const int FormatVersion = 1;

    private readonly Type[] _archetypes;
    private readonly Table[] _tables;
    private readonly int _chunkEnvironments;

    internal World(int environmentCount, Table[] tables, int chunkEnvironments)
    {
        EnvironmentCount = environmentCount;
        _tables = tables;
        _archetypes = [.. tables.Select(table => table.Archetype)];
        _chunkEnvironments = chunkEnvironments;
        BytesPerEnvironment = tables.Sum(table => table.BytesPerEnvironment);
    }

    /// <summary>N.</summary>
    public int EnvironmentCount { get; }

    /// <summary>Bytes that one environment takes in all tables.</summary>
    public long BytesPerEnvironment { get; }

    /// <summary>All environments at once, for work outside a schedule such as the first reset.</summary>
    public Chunk All => new(this, 0, EnvironmentCount);

    /// <summary>The table of one archetype.</summary>
    /// <exception cref="ArgumentException">The world has no such table.</exception>
    public Table Table<TArchetype>() where TArchetype : struct, IArchetype
    {
        var archetypes = _archetypes;
        for (var i = 0; i < archetypes.Length; i++)
            if (archetypes[i] == typeof(TArchetype)) return _tables[i];
        throw new ArgumentException($"The world has no table {typeof(TArchetype).Name}; it has {string.Join(", ", _archetypes.Select(type => type.Name))}.");
    }

    /// <summary>Some environments next to one another.</summary>
    public Chunk Chunk(int firstEnvironment, int environmentCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstEnvironment);
        ArgumentOutOfRangeException.ThrowIfNegative(environmentCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(environmentCount, EnvironmentCount - firstEnvironment);
        return new(this, firstEnvironment, environmentCount);
    }

    /// <summary>First environment of each chunk for a number of threads, and N: a chunk fits the second-level cache, and the last ones are small, so that all threads end at about the same time.</summary>
    /// <remarks>Source: Polychronopoulos, Kuck, "Guided self-scheduling", IEEE Transactions on Computers C-36, 1987. Ours differs: half of a thread's share of what is left, in whole cache lines.</remarks>
    public int[] ChunkStarts(int threads)
    {
        var starts = new List<int> { 0 };
        while (starts[^1] < EnvironmentCount) starts.Add(starts[^1] + ChunkSize(EnvironmentCount - starts[^1], threads));
        return [.. starts];
    }

    private int ChunkSize(int left, int threads)
    {
        if (_chunkEnvironments > 0) return Math.Min(_chunkEnvironments, left);
        if (threads == 1 && BytesPerEnvironment * EnvironmentCount <= ChunkBytes) return left;
        var cached = (int)Math.Min(ChunkBytes / Math.Max(1, BytesPerEnvironment), int.MaxValue);
        var least = Math.Clamp(EnvironmentCount / (threads * ChunksPerThread), 1, ChunkGranule);
        var size = Math.Max(1, Math.Min(cached, threads == 1 ? left : Math.Max(least, left / (2 * threads))));
        return Math.Min(left, size > ChunkGranule ? size / ChunkGranule * ChunkGranule : size);
    }

    /// <summary>Empties every table of one environment and zeroes its fixed rows; other environments are untouched.</summary>
    public void Clear(int environment)
    {
        foreach (var table in _tables) table.Clear(environment);
    }

    /// <summary>Hash of the state of one environment; the same wherever it stands in whatever batch.</summary>
    /// <remarks>Sees living rows and hashed columns only, and neither generations nor the environment's index.</remarks>
    public ulong Hash(int environment)
    {
        var hash = 0UL;
        foreach (var table in _tables) hash = StableHash.Combine(hash, table.Hash(environment));
        return hash;
    }

    /// <summary>Hash of all environments in their order.</summary>
    public ulong Hash()
    {
        var hash = 0UL;
        for (var environment = 0; environment < EnvironmentCount; environment++) hash = StableHash.Combine(hash, Hash(environment));
        return hash;
    }

    /// <summary>Writes the shape, the bookkeeping and every saved column, in the byte order of the machine (little-endian wherever torch runs).</summary>
    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(FileMagic);
        writer.Write(FormatVersion);
        writer.Write(Shape());
        writer.Flush();
        foreach (var table in _tables) table.Write(stream);
    }

    /// <summary>Restores what <see cref="Save"/> wrote. Columns that are not saved become zero.</summary>
    /// <exception cref="InvalidDataException">Not a saved world, of another format or shape (the world is untouched), or cut short or contradicting itself (the world is then unusable).</exception>
    public void Load(Stream stream)
    {
        try
        {
            using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
            if (reader.ReadUInt32() != FileMagic) throw new InvalidDataException("This is not a saved world.");
            var version = reader.ReadInt32();
            if (version != FormatVersion) throw new InvalidDataException($"The saved world has format version {version}; this program reads version {FormatVersion}.");
            var shape = reader.ReadString();
            if (shape != Shape()) throw new InvalidDataException($"The saved world has another shape.\nExpected: {Shape()}\nGot:      {shape}");
            foreach (var table in _tables) table.Read(stream);
        }
        catch (EndOfStreamException cut)
        {
            throw new InvalidDataException("The saved world is cut short.", cut);
        }
        catch (Exception broken) when (broken is FormatException or IOException)
        {
            throw new InvalidDataException("The saved world names its shape in broken text.", broken);       // a length that cannot be
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var table in _tables) table.Dispose();
    }

    /// <summary>Everything that the bytes of a saved world depend on, as one readable line.</summary>
    private string Shape()
    {
        var text = new StringBuilder().Append(EnvironmentCount).Append(" environments");
        foreach (var table in _tables)
        {
            text.Append("; ").Append(table.IsFixed ? "fixed " : "").Append(table.Archetype.Name).Append(" × ").Append(table.Capacity).Append(':');
            foreach (var column in table.Columns)
                if (column.IsSaved) text.Append(' ').Append(column.Type.Name).Append('(').Append(column.ElementBytes).Append(')');
        }
        return text.ToString();
    }
}
