using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RLSandbox.Driving.Maps;

/// <summary>Positions of the nodes of a closed line as two columns for SIMD scans; the ends are repeated so that a scan may run past them.</summary>
internal sealed class NodePositions
{
    /// <summary>Nodes that a scan may start before node 0 or reach beyond the last one.</summary>
    public const int Overhang = 64;

    private static readonly int _lanes = Vector256<float>.Count;

    private readonly float[] _x, _y;

    /// <summary>Copies the positions of <paramref name="nodes"/>.</summary>
    public NodePositions(ReadOnlySpan<CentreLineNode> nodes)
    {
        Count = nodes.Length;
        _x = new float[nodes.Length + 2 * Overhang];
        _y = new float[nodes.Length + 2 * Overhang];
        for (var i = 0; i < _x.Length; i++)
        {
            ref readonly var node = ref nodes[Wrap(i - Overhang)];
            (_x[i], _y[i]) = (node.X, node.Y);
        }
    }

    /// <summary>Nodes, without the repeated ones.</summary>
    public int Count { get; }

    /// <summary>Bytes of both columns.</summary>
    public long ByteCount => 2L * sizeof(float) * _x.Length;

    /// <summary>Position of node <paramref name="index"/>, from −<see cref="Overhang"/> on.</summary>
    public (float X, float Y) this[int index] => (_x[index + Overhang], _y[index + Overhang]);

    /// <summary>The nearest of <paramref name="count"/> nodes from <paramref name="first"/> on; ties go to the lowest.</summary>
    /// <remarks>Rounded up to whole vectors of 8: a few nodes behind the range may be found too. Returns an index within [0, <see cref="Count"/>).</remarks>
    [SkipLocalsInit]
    public NearestNode Nearest(int first, int count, float x, float y)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, -Overhang);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count + _lanes, Count + Overhang);
        ref var xs = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_x), first + Overhang);
        ref var ys = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_y), first + Overhang);
        Vector256<float> px = Vector256.Create(x), py = Vector256.Create(y), least = Vector256.Create(float.PositiveInfinity);
        Vector256<int> index = Vector256<int>.Indices, step = Vector256.Create(_lanes), where = Vector256<int>.Zero;
        for (nuint k = 0; k < (nuint)count; k += (nuint)_lanes)
        {
            Vector256<float> dx = Vector256.LoadUnsafe(ref xs, k) - px, dy = Vector256.LoadUnsafe(ref ys, k) - py;
            var distance = dx * dx + dy * dy;
            var closer = Vector256.LessThan(distance, least);
            least = Vector256.ConditionalSelect(closer, distance, least);
            where = Vector256.ConditionalSelect(closer.AsInt32(), index, where);
            index += step;
        }
        var best = new NearestNode(where[0], least[0]);
        for (var lane = 1; lane < _lanes; lane++)
            if (least[lane] < best.DistanceSquared || (least[lane] == best.DistanceSquared && where[lane] < best.Index))
                best = new(where[lane], least[lane]);
        return best with { Index = Wrap(first + best.Index) };
    }

    /// <summary>Asks for the memory that <see cref="Nearest"/> reads.</summary>
    public unsafe void Prefetch(int first, int count)
    {
        const int Line = 64 / sizeof(float);
        for (var i = first + Overhang; i < first + Overhang + count + Line; i += Line)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref _x[Math.Min(i, _x.Length - 1)]));
            Sse.Prefetch0(Unsafe.AsPointer(ref _y[Math.Min(i, _y.Length - 1)]));
        }
    }

    private int Wrap(int index)
    {
        while (index < 0) index += Count;
        while (index >= Count) index -= Count;
        return index;
    }
}

/// <summary>A node and its squared distance from the point asked for, m².</summary>
internal readonly record struct NearestNode(int Index, float DistanceSquared);
