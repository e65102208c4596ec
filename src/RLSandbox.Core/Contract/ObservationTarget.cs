using System.Runtime.CompilerServices;

namespace RLSandbox.Core.Contract;

/// <summary>Memory of the caller for the rows of one part.</summary>
/// <param name="Address">Row 0.</param>
/// <param name="RowStride">Bytes from one row to the next; at least <see cref="ObservationPart.ByteCount"/>.</param>
public readonly unsafe record struct PartTarget(nint Address, nint RowStride)
{
    /// <summary>The elements of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Row<T>(int row, int elementCount) where T : unmanaged => new((byte*)Address + row * RowStride, elementCount);
}

/// <summary>Where an environment writes its observations: one <see cref="PartTarget"/> per part, in the order of the spec.</summary>
/// <remarks>Made once and pointed elsewhere with <see cref="Set"/> before each step, so that a step allocates nothing.</remarks>
public sealed class ObservationTarget(int partCount)
{
    private readonly PartTarget[] _parts = new PartTarget[partCount];

    /// <summary>Number of parts.</summary>
    public int PartCount => _parts.Length;

    /// <summary>Target of one part.</summary>
    public PartTarget this[int part] => _parts[part];

    /// <summary>Points part <paramref name="part"/> at <paramref name="address"/>.</summary>
    public void Set(int part, nint address, nint rowStride) => _parts[part] = new(address, rowStride);
}
