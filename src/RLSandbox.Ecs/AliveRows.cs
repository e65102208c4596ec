namespace RLSandbox.Ecs;

/// <summary>The living rows of a slice for <c>foreach</c>; skips what lies above the high-water mark of each environment.</summary>
/// <remarks>Entities may be freed during the loop; one spawned above the mark that an environment had when the loop reached it is not visited.</remarks>
public ref struct AliveRows
{
    private readonly ReadOnlySpan<bool> _alive;
    private readonly ReadOnlySpan<int> _highWaterMarks;
    private readonly int _capacity;
    private int _environment;
    private int _end;

    internal AliveRows(ReadOnlySpan<bool> alive, ReadOnlySpan<int> highWaterMarks, int capacity)
    {
        _alive = alive;
        _highWaterMarks = highWaterMarks;
        _capacity = capacity;
        _environment = -1;
        Current = -1;
    }

    /// <summary>Row of the slice.</summary>
    public int Current { get; private set; }

    /// <summary>This very loop.</summary>
    public readonly AliveRows GetEnumerator() => this;

    /// <summary>Goes to the next living row.</summary>
    public bool MoveNext()
    {
        var row = Current + 1;
        while (true)
        {
            for (; row < _end; row++)
            {
                if (!_alive[row]) continue;
                Current = row;
                return true;
            }
            if (++_environment >= _highWaterMarks.Length) return false;
            row = _environment * _capacity;
            _end = row + _highWaterMarks[_environment];
        }
    }
}
