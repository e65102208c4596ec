using System.Runtime.InteropServices;
using RLSandbox.Core.Contract;

namespace RLSandbox.Rendering.Recording;

/// <summary>What was done in every environment step, in order, as 32-bit numbers: choices as they are, values by their bits.</summary>
/// <remarks>Shape: [T, R, dimensions]. Grows by doubling; one thread at a time.</remarks>
public sealed class ActionLog
{
    private uint[] _numbers = [];

    /// <summary>An empty log.</summary>
    public ActionLog(ActionSpec spec, int rowCount)
    {
        Spec = spec;
        RowCount = rowCount;
        Width = checked(rowCount * spec.Dimensions);
    }

    /// <summary>Shape of one row.</summary>
    public ActionSpec Spec { get; }

    /// <summary>R.</summary>
    public int RowCount { get; }

    /// <summary>T.</summary>
    public int Count { get; private set; }

    /// <summary>Numbers of one step: R × dimensions.</summary>
    public int Width { get; }

    /// <summary>[T, R, dimensions].</summary>
    public ReadOnlySpan<uint> Numbers => _numbers.AsSpan(0, Count * Width);

    /// <summary>Adds a step.</summary>
    public void Append(ActionBuffer actions) => Append(OwnCells(actions));

    /// <summary>Adds a step.</summary>
    /// <param name="step">[R, dimensions].</param>
    public void Append(ReadOnlySpan<uint> step)
    {
        if (step.Length != Width) throw new ArgumentException($"A step has {Width} numbers, not {step.Length}.", nameof(step));
        if ((Count + 1) * (long)Width > _numbers.Length) Array.Resize(ref _numbers, checked(Math.Max(2 * _numbers.Length, Width * 64)));
        step.CopyTo(_numbers.AsSpan(Count * Width));
        Count++;
    }

    /// <summary>Writes a step into a buffer of the same shape.</summary>
    public void CopyTo(int step, ActionBuffer actions)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)step, (uint)Count, nameof(step));
        _numbers.AsSpan(step * Width, Width).CopyTo(OwnCells(actions));
    }

    /// <summary>Forgets every step from <paramref name="count"/> on.</summary>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Count, nameof(count));
        Count = count;
    }

    /// <summary>The same steps, apart from this log.</summary>
    public ActionLog Copy() => new(Spec, RowCount) { _numbers = Numbers.ToArray(), Count = Count };

    private Span<uint> OwnCells(ActionBuffer actions)
    {
        var cells = Cells(actions);
        return cells.Length == Width ? cells : throw new ArgumentException($"A step has {Width} numbers, not {cells.Length}.", nameof(actions));
    }

    /// <summary>[R, dimensions] of a buffer, whichever of its two it is.</summary>
    internal static Span<uint> Cells(ActionBuffer actions) =>
        actions.Spec.Kind == ActionKind.Continuous ? MemoryMarshal.Cast<float, uint>(actions.Values) : MemoryMarshal.Cast<int, uint>(actions.Choices);
}
