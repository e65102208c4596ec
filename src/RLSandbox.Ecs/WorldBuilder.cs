namespace RLSandbox.Ecs;

/// <summary>Declares the tables of a world; nothing can be added once it is built.</summary>
public sealed class WorldBuilder
{
    private readonly int _environmentCount;
    private readonly List<(Type Archetype, int Capacity, bool IsFixed, TableBuilder Columns)> _tables = [];
    private int _chunkEnvironments;

    /// <summary>Begins a world of <paramref name="environmentCount"/> copies.</summary>
    public WorldBuilder(int environmentCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(environmentCount, 1);
        _environmentCount = environmentCount;
    }

    /// <summary>Adds a table whose slots are all dead at first and come and go with <see cref="TableSlice.Spawn"/>.</summary>
    /// <param name="capacity">Slots per environment.</param>
    public WorldBuilder Table<TArchetype>(int capacity, Action<TableBuilder> columns) where TArchetype : struct, IArchetype =>
        Add(typeof(TArchetype), capacity, isFixed: false, columns);

    /// <summary>Adds a table whose slots are always alive, such as the ego vehicle: systems need not ask row by row.</summary>
    /// <param name="capacity">Slots per environment.</param>
    public WorldBuilder FixedTable<TArchetype>(int capacity, Action<TableBuilder> columns) where TArchetype : struct, IArchetype =>
        Add(typeof(TArchetype), capacity, isFixed: true, columns);

    /// <summary>Sets the environments per chunk by hand instead of by cache size and thread count; no result depends on it.</summary>
    public WorldBuilder Chunks(int environments)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(environments, 1);
        _chunkEnvironments = environments;
        return this;
    }

    /// <summary>Allocates the world. Whoever calls this disposes it.</summary>
    public World Build() => new(
        _environmentCount,
        [.. _tables.Select(table => new Table(table.Archetype, _environmentCount, table.Capacity, table.IsFixed, table.Columns.Build(_environmentCount * table.Capacity)))],
        _chunkEnvironments);

    private WorldBuilder Add(Type archetype, int capacity, bool isFixed, Action<TableBuilder> columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        if (_tables.Any(table => table.Archetype == archetype)) throw new ArgumentException($"Archetype {archetype.Name} has a table already.");
        if ((long)capacity * _environmentCount > int.MaxValue)
            throw new ArgumentException($"Table {archetype.Name} would have {_environmentCount} × {capacity} rows; the most is {int.MaxValue}. Use fewer environments.");
        var builder = new TableBuilder();
        columns(builder);
        _tables.Add((archetype, capacity, isFixed, builder));
        return this;
    }
}
