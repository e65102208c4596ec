using RLSandbox.Core.Contract;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Sensors;

/// <summary>Writes one observation part into the caller's memory, without side effects.</summary>
public interface ISensor
{
    /// <summary>Name, type and shape.</summary>
    ObservationPart Part { get; }

    /// <summary>Writes every element of the selected rows of this chunk; row r of the contract goes to row r of <paramref name="target"/>.</summary>
    void Write(in StepContext step, Chunk chunk, RowSelection rows, PartTarget target);
}

/// <summary>Which ego rows of a chunk a sensor writes: all of them or the marked ones. Rows count from the start of the chunk.</summary>
public readonly ref struct RowSelection
{
    private readonly ReadOnlySpan<bool> _marked;

    private RowSelection(int rowCount, ReadOnlySpan<bool> marked)
    {
        RowCount = rowCount;
        _marked = marked;
    }

    /// <summary>Rows of the chunk.</summary>
    public int RowCount { get; }

    /// <summary>Every row.</summary>
    public static RowSelection All(int rowCount) => new(rowCount, default);

    /// <summary>The rows whose mark is set; one mark per row of the chunk.</summary>
    public static RowSelection Marked(ReadOnlySpan<bool> marked) => new(marked.Length, marked);

    /// <summary>The first selected row from <paramref name="row"/> on; <see cref="RowCount"/> where there is none.</summary>
    public int Next(int row)
    {
        while (row < RowCount && !Contains(row)) row++;
        return row;
    }

    /// <summary>Whether a row is selected.</summary>
    public bool Contains(int row) => _marked.IsEmpty || _marked[row];
}
