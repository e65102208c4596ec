namespace RLSandbox.Learning.Algorithms;

/// <summary>What a shard of a minibatch is computed in: outputs of the network and derivatives of the loss by them. One thread's at a time.</summary>
/// <param name="width">Numbers in a row of outputs.</param>
internal sealed class ShardMemory(int width)
{
    private float[] _outputs = [], _slopes = [], _values = [], _valueSlopes = [];
    private int _rows;

    /// <summary>[B, width].</summary>
    public Span<float> Outputs => _outputs.AsSpan(0, _rows * width);

    /// <summary>[B, width] derivative by the outputs.</summary>
    public Span<float> Slopes => _slopes.AsSpan(0, _rows * width);

    /// <summary>[B].</summary>
    public Span<float> Values => _values.AsSpan(0, _rows);

    /// <summary>[B] derivative by the values.</summary>
    public Span<float> ValueSlopes => _valueSlopes.AsSpan(0, _rows);

    /// <summary>Makes room for <paramref name="rows"/> rows and clears the derivatives.</summary>
    public ShardMemory For(int rows)
    {
        if (_values.Length < rows) (_outputs, _slopes, _values, _valueSlopes) = (new float[rows * width], new float[rows * width], new float[rows], new float[rows]);
        _rows = rows;
        Slopes.Clear();
        ValueSlopes.Clear();
        return this;
    }

    /// <summary>[width] outputs of row <paramref name="b"/>.</summary>
    public Span<float> Output(int b) => _outputs.AsSpan(b * width, width);

    /// <summary>[width] derivative by them.</summary>
    public Span<float> Slope(int b) => _slopes.AsSpan(b * width, width);
}
