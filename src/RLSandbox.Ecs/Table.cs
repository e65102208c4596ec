using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RLSandbox.Core.Mathematics;
using RLSandbox.Core.Memory;

namespace RLSandbox.Ecs;

/// <summary>Every entity of one archetype in every environment: row = environment × <see cref="Capacity"/> + slot, one contiguous column per component.</summary>
/// <remarks>
/// A slot holds zeros when it is spawned and when it is freed; plain loops may run over dead slots too, which hashes leave out.
/// In a fixed table every slot is always alive. Spawning and freeing touch one environment only: chunks may do so at the same time.
/// </remarks>
public sealed unsafe class Table : IDisposable
{
    private readonly Type[] _types;
    private readonly Column[] _columns;
    private readonly NativeBuffer<bool> _alive;
    private readonly NativeBuffer<uint> _generations;
    private readonly NativeBuffer<int> _highWaterMarks;
    private readonly NativeBuffer<int> _aliveCounts;

    internal Table(Type archetype, int environmentCount, int capacity, bool isFixed, Column[] columns)
    {
        (Archetype, EnvironmentCount, Capacity, IsFixed) = (archetype, environmentCount, capacity, isFixed);
        RowCount = environmentCount * capacity;
        _columns = columns;
        _types = [.. columns.Select(column => column.Type)];
        _alive = new(RowCount);
        _generations = new(RowCount);
        _highWaterMarks = new(environmentCount);
        _aliveCounts = new(environmentCount);
        if (!isFixed) return;
        _alive.Span.Fill(true);
        _highWaterMarks.Span.Fill(capacity);
        _aliveCounts.Span.Fill(capacity);
    }

    /// <summary>The marker struct that names this table.</summary>
    public Type Archetype { get; }

    /// <summary>N.</summary>
    public int EnvironmentCount { get; }

    /// <summary>Slots per environment.</summary>
    public int Capacity { get; }

    /// <summary>N × <see cref="Capacity"/>.</summary>
    public int RowCount { get; }

    /// <summary>Whether all slots are always alive, so that no system needs to ask.</summary>
    public bool IsFixed { get; }

    /// <summary>[rows] whether the slot holds an entity.</summary>
    public ReadOnlySpan<bool> Alive => _alive.Span;

    /// <summary>[rows] how often the slot was freed.</summary>
    public ReadOnlySpan<uint> Generations => _generations.Span;

    /// <summary>[N] one past the highest living slot of each environment: slots from there on are dead.</summary>
    public ReadOnlySpan<int> HighWaterMarks => _highWaterMarks.Span;

    /// <summary>[N] living slots of each environment.</summary>
    public ReadOnlySpan<int> AliveCounts => _aliveCounts.Span;

    internal ReadOnlySpan<Column> Columns => _columns;

    /// <summary>Bytes of one environment: components and bookkeeping.</summary>
    internal long BytesPerEnvironment => (_columns.Sum(column => (long)column.ElementBytes) + sizeof(bool) + sizeof(uint)) * Capacity;

    /// <summary>One component of all rows.</summary>
    /// <exception cref="ArgumentException">The archetype has no such component.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<TComponent> Column<TComponent>() where TComponent : unmanaged => new(Pointer<TComponent>(), RowCount);

    /// <summary>Row 0 of a component, for tensors and SIMD loops: aligned to 64 bytes, valid until the world is disposed.</summary>
    /// <exception cref="ArgumentException">The archetype has no such component.</exception>
    public TComponent* Pointer<TComponent>() where TComponent : unmanaged
    {
        var types = _types;
        for (var i = 0; i < types.Length; i++)
            if (types[i] == typeof(TComponent)) return (TComponent*)_columns[i].Address;
        throw new ArgumentException($"Archetype {Archetype.Name} has no component {typeof(TComponent).Name}; it has {string.Join(", ", _types.Select(type => type.Name))}.");
    }

    /// <summary>Brings the lowest dead slot of an environment to life with every component zero.</summary>
    /// <exception cref="InvalidOperationException">Every slot of the environment is alive, as always in a fixed table.</exception>
    public Entity Spawn(int environment)
    {
        var first = RowOf(environment, 0);
        var mark = _highWaterMarks[environment];
        if (_aliveCounts[environment] == Capacity)
            throw new InvalidOperationException(
                $"Table {Archetype.Name} is full: all {Capacity} slots of environment {environment} are alive. Declare it with a larger capacity or free a slot first.");

        var slot = _aliveCounts[environment] == mark ? mark : _alive.Span.Slice(first, mark).IndexOf(false);
        ClearRow(first + slot);
        _alive[first + slot] = true;
        _aliveCounts[environment]++;
        _highWaterMarks[environment] = Math.Max(mark, slot + 1);
        return new(slot, _generations[first + slot]);
    }

    /// <summary>Frees a slot; its components become zero and references to the entity go stale.</summary>
    /// <exception cref="InvalidOperationException">The slot is dead already, or the table is fixed.</exception>
    public void Despawn(int environment, int slot)
    {
        var row = RowOf(environment, slot);
        if (IsFixed) throw new InvalidOperationException($"Table {Archetype.Name} is fixed: its slots live as long as the world.");
        if (!_alive[row]) throw new InvalidOperationException($"Slot {slot} of table {Archetype.Name} in environment {environment} is dead already.");
        Free(row);
        _aliveCounts[environment]--;
        var mark = _highWaterMarks[environment];
        while (mark > 0 && !_alive[environment * Capacity + mark - 1]) mark--;
        _highWaterMarks[environment] = mark;
    }

    /// <summary>Whether the entity still lives where it was spawned.</summary>
    public bool IsAlive(int environment, Entity entity)
    {
        var row = RowOf(environment, entity.Slot);
        return _alive[row] && _generations[row] == entity.Generation;
    }

    /// <summary>Row of a slot of an environment.</summary>
    public int RowOf(int environment, int slot)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)environment, (uint)EnvironmentCount, nameof(environment));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)Capacity, nameof(slot));
        return environment * Capacity + slot;
    }

    /// <summary>Frees every slot of an environment (a fixed table keeps them alive) and zeroes its components; other environments are untouched.</summary>
    public void Clear(int environment)
    {
        var first = RowOf(environment, 0);
        foreach (var column in _columns) column.Bytes(first, Capacity).Clear();
        if (IsFixed) return;
        for (var row = first; row < first + Capacity; row++)
            if (_alive[row]) Free(row);
        _aliveCounts[environment] = 0;
        _highWaterMarks[environment] = 0;
    }

    /// <summary>Hash of the living rows of one environment: their slots and hashed components. Generations are history and left out.</summary>
    internal ulong Hash(int environment)
    {
        var first = RowOf(environment, 0);
        var hash = (ulong)Capacity;
        if (IsFixed)
        {
            foreach (var column in _columns)
                if (column.IsHashed) hash = StableHash.Of(column.Bytes(first, Capacity), hash);
            return hash;
        }
        for (var slot = 0; slot < _highWaterMarks[environment]; slot++)
        {
            if (!_alive[first + slot]) continue;
            hash = StableHash.Combine(hash, (ulong)slot);
            foreach (var column in _columns)
                if (column.IsHashed) hash = StableHash.Of(column.Bytes(first + slot, 1), hash);
        }
        return hash;
    }

    /// <summary>Bookkeeping and saved columns, in the order that <see cref="Read"/> expects.</summary>
    internal void Write(Stream stream)
    {
        stream.Write(MemoryMarshal.AsBytes(_alive.Span));
        stream.Write(MemoryMarshal.AsBytes(_generations.Span));
        stream.Write(MemoryMarshal.AsBytes(_highWaterMarks.Span));
        stream.Write(MemoryMarshal.AsBytes(_aliveCounts.Span));
        foreach (var column in _columns)
            if (column.IsSaved) stream.Write(column.Bytes(0, RowCount));
    }

    /// <summary>Restores what <see cref="Write"/> wrote; columns that are not saved become zero.</summary>
    /// <exception cref="InvalidDataException">The bookkeeping contradicts itself.</exception>
    internal void Read(Stream stream)
    {
        stream.ReadExactly(MemoryMarshal.AsBytes(_alive.Span));
        stream.ReadExactly(MemoryMarshal.AsBytes(_generations.Span));
        stream.ReadExactly(MemoryMarshal.AsBytes(_highWaterMarks.Span));
        stream.ReadExactly(MemoryMarshal.AsBytes(_aliveCounts.Span));
        for (var environment = 0; environment < EnvironmentCount; environment++)
            if (!IsConsistent(environment)) throw new InvalidDataException($"The saved table {Archetype.Name} counts other rows of environment {environment} than are alive.");
        foreach (var column in _columns)
        {
            if (column.IsSaved) stream.ReadExactly(column.Bytes(0, RowCount));
            else column.Bytes(0, RowCount).Clear();
        }
    }

    private bool IsConsistent(int environment)
    {
        var flags = MemoryMarshal.AsBytes(_alive.Span).Slice(environment * Capacity, Capacity);
        var count = 0;
        foreach (var flag in flags)
        {
            if (flag > 1) return false;                // neither false nor true
            count += flag;
        }
        var mark = _highWaterMarks[environment];
        return count == _aliveCounts[environment] && mark >= 0 && mark <= Capacity && flags[mark..].IndexOf((byte)1) < 0 && (!IsFixed || count == Capacity);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var column in _columns) column.Dispose();
        _alive.Dispose();
        _generations.Dispose();
        _highWaterMarks.Dispose();
        _aliveCounts.Dispose();
    }

    private void Free(int row)
    {
        _alive[row] = false;
        _generations[row]++;
        ClearRow(row);
    }

    private void ClearRow(int row)
    {
        foreach (var column in _columns) column.Bytes(row, 1).Clear();
    }
}
