using RLSandbox.Core.Memory;

namespace RLSandbox.Core.Contract;

/// <summary>One action per row: integers for discrete kinds, floats for continuous ones. The unused one of the two is empty.</summary>
public sealed class ActionBuffer : IDisposable
{
    private readonly NativeBuffer<int> _choices;
    private readonly NativeBuffer<float> _values;

    /// <summary>Allocates zeroed actions for <paramref name="rowCount"/> rows.</summary>
    public ActionBuffer(ActionSpec spec, int rowCount)
    {
        Spec = spec;
        RowCount = rowCount;
        var length = (long)rowCount * spec.Dimensions;
        _choices = new(spec.Kind == ActionKind.Continuous ? 0 : length);
        _values = new(spec.Kind == ActionKind.Continuous ? length : 0);
    }

    /// <summary>Shape of one row.</summary>
    public ActionSpec Spec { get; }

    /// <summary>R.</summary>
    public int RowCount { get; }

    /// <summary>[R, dimensions] chosen indices; empty for continuous actions.</summary>
    public Span<int> Choices => _choices.Span;

    /// <summary>[R, dimensions] values in [-1, 1]; empty for discrete kinds.</summary>
    public Span<float> Values => _values.Span;

    /// <inheritdoc/>
    public void Dispose()
    {
        _choices.Dispose();
        _values.Dispose();
    }
}
