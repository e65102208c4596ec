using System.Runtime.CompilerServices;

namespace RLSandbox.Ecs;

/// <summary>The rows of one table that belong to a chunk: what a system loops over.</summary>
/// <remarks>
/// Rows and environments are counted from the start of the slice: row = environment × <see cref="Capacity"/> + slot, and row 0 is row
/// <see cref="FirstRow"/> of the table. Costs nothing to make; no allocation.
/// </remarks>
public readonly struct TableSlice
{
    private readonly Table _table;

    internal TableSlice(Table table, int firstEnvironment, int environmentCount)
    {
        _table = table;
        FirstEnvironment = firstEnvironment;
        EnvironmentCount = environmentCount;
        RowCount = environmentCount * table.Capacity;
    }

    /// <summary>Index in the batch of environment 0 of this slice: part of its random keys.</summary>
    public int FirstEnvironment { get; }

    /// <summary>Whole environments in this slice.</summary>
    public int EnvironmentCount { get; }

    /// <summary>Slots per environment.</summary>
    public int Capacity => _table.Capacity;

    /// <summary>Row of the table at which this slice begins.</summary>
    public int FirstRow => FirstEnvironment * Capacity;

    /// <summary>Rows of this slice, dead ones included.</summary>
    public int RowCount { get; }

    /// <summary>Rows that hold an entity, ascending; empty parts of the table are not scanned.</summary>
    public AliveRows AliveRows => new(Alive, HighWaterMarks, Capacity);

    /// <summary>[rows] whether the slot holds an entity; all true in a fixed table.</summary>
    public ReadOnlySpan<bool> Alive => _table.Alive.Slice(FirstRow, RowCount);

    /// <summary>[environments] one past the highest living slot.</summary>
    public ReadOnlySpan<int> HighWaterMarks => _table.HighWaterMarks.Slice(FirstEnvironment, EnvironmentCount);

    /// <summary>[environments] living slots.</summary>
    public ReadOnlySpan<int> AliveCounts => _table.AliveCounts.Slice(FirstEnvironment, EnvironmentCount);

    /// <summary>One component of the rows of this slice.</summary>
    /// <exception cref="ArgumentException">The archetype has no such component.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<TComponent> Column<TComponent>() where TComponent : unmanaged => _table.Column<TComponent>().Slice(FirstRow, RowCount);

    /// <inheritdoc cref="Table.Spawn"/>
    public Entity Spawn(int environment) => _table.Spawn(InBatch(environment));

    /// <inheritdoc cref="Table.Despawn"/>
    public void Despawn(int environment, int slot) => _table.Despawn(InBatch(environment), slot);

    /// <summary>Despawns every slot of an environment of this chunk.</summary>
    public void Clear(int environment) => _table.Clear(InBatch(environment));

    /// <inheritdoc cref="Table.IsAlive"/>
    public bool IsAlive(int environment, Entity entity) => _table.IsAlive(InBatch(environment), entity);

    /// <summary>Row of this slice that a slot of one of its environments has.</summary>
    public int RowOf(int environment, int slot) => _table.RowOf(InBatch(environment), slot) - FirstRow;

    private int InBatch(int environment)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)environment, (uint)EnvironmentCount, nameof(environment));
        return FirstEnvironment + environment;
    }
}
