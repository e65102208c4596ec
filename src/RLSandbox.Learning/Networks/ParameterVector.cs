using System.Runtime.CompilerServices;
using RLSandbox.Learning.Measuring;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>Name and shape of one parameter.</summary>
public sealed record ParameterShape(string Name, params long[] Shape)
{
    /// <summary>Elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));
}

/// <summary>All parameters of a network as views of one flat vector, and their gradients as views of a second one.</summary>
/// <remarks>
/// Clipping, summing over workers and the optimizer are then a few operations on one vector. Each parameter starts at a multiple of 16 floats;
/// the gaps are zero and stay zero. A replica shares the values and has gradients of its own, so that several threads can run backward at once.
/// </remarks>
public sealed class ParameterVector : IDisposable
{
    private const long Alignment = 16;                              // floats: one cache line
    private readonly Tensor[] _leaves;
    private readonly long[] _offsets;
    private readonly FlatVector? _ownValues, _ownGradient;          // null for a replica: it shares the values, and large layers leave its gradient untouched
    private readonly Tensor _values;
    private readonly StrongBox<long> _revision;                     // shared with replicas

    /// <summary>Zeroed parameters of the given shapes.</summary>
    public ParameterVector(IReadOnlyList<ParameterShape> shapes, Device device)
        : this(shapes, device, original: null)
    {
    }

    /// <param name="original">Owns the values; null: this one does.</param>
    private ParameterVector(IReadOnlyList<ParameterShape> shapes, Device device, ParameterVector? original)
    {
        (Shapes, _revision) = (shapes, original?._revision ?? new());
        (_offsets, var total) = Layout(shapes);
        if (original is null) (_ownValues, _ownGradient) = (new(total, device), new(total, device));
        var values = original?._values ?? _ownValues!.Tensor;
        _values = values;
        Gradient = _ownGradient?.Tensor ?? zeros(total, float32, device).DetachFromDisposeScope();
        _leaves = new Tensor[shapes.Count];
        for (var i = 0; i < _leaves.Length; i++)
        {
            using var scope = NewDisposeScope();
            _leaves[i] = values.narrow(0, _offsets[i], shapes[i].Count).view(shapes[i].Shape).detach().requires_grad_(true).DetachFromDisposeScope();
            _leaves[i].grad = Gradient.narrow(0, _offsets[i], shapes[i].Count).view(shapes[i].Shape);     // backward adds in place
        }
    }

    /// <summary>Names and shapes, in order.</summary>
    public IReadOnlyList<ParameterShape> Shapes { get; }

    /// <summary>[P] all values; owned here. Who takes the tensor may write to it until the next evaluation of the network, but not hold it and write later: see <see cref="Revision"/>.</summary>
    public Tensor Values
    {
        get
        {
            _revision.Value++;
            return _values;
        }
    }

    /// <summary>Goes up whenever somebody may have changed a value: what was computed of the values before is out of date.</summary>
    internal long Revision => _revision.Value;

    /// <summary>[P] all values on the CPU, to be read.</summary>
    internal ReadOnlySpan<float> Read() => TensorMemory.Span<float>(_values);

    /// <summary>[P] all values, to be read.</summary>
    internal Tensor ReadTensor() => _values;

    /// <summary>A parameter in its own shape, as <see cref="this"/> gives it, but not to be written.</summary>
    internal Tensor Leaf(int index) => _leaves[index];

    /// <summary>Whether both have the same values in memory.</summary>
    internal bool SharesValues(ParameterVector other) => ReferenceEquals(_values, other._values);

    /// <summary>[P] all gradients, to be zeroed before a backward pass; owned here.</summary>
    public Tensor Gradient { get; }

    /// <summary>Sets <see cref="Gradient"/> to the sum of those of <paramref name="parts"/>, added in their order, by torch.</summary>
    /// <returns>Euclidean length of the sum.</returns>
    internal double TakeGradients(IReadOnlyList<ActorCritic> parts)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Gradient.copy_(parts[0].Parameters.Gradient);
        foreach (var part in parts.Skip(1)) Gradient.add_(part.Parameters.Gradient);
        return Gradient.norm().item<float>();
    }

    /// <summary>Hears what is asked of the network; replicas and copies made later tell it, too. Null: nobody does.</summary>
    internal NetworkCalls? Calls { get; set; }

    /// <summary>A parameter in its own shape: a leaf that backward reaches.</summary>
    public Tensor this[int index]
    {
        get
        {
            _revision.Value++;
            return _leaves[index];
        }
    }

    /// <summary>Where a parameter lies in <see cref="Values"/> and <see cref="Gradient"/>.</summary>
    public Range Range(int index) => (int)_offsets[index]..(int)(_offsets[index] + Shapes[index].Count);

    /// <summary>The same values with gradients of its own. Dispose it before this.</summary>
    public ParameterVector Replica() => new(Shapes, _values.device, this) { Calls = Calls };

    /// <summary>The same values, copied: they go their own way from here.</summary>
    public ParameterVector Copy()
    {
        var copy = new ParameterVector(Shapes, _values.device) { Calls = Calls };
        using var noGradient = no_grad();
        copy._values.copy_(_values);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var leaf in _leaves) leaf.Dispose();
        Gradient.Dispose();
        _ownGradient?.Dispose();
        _ownValues?.Dispose();
    }

    private static (long[] Offsets, long Total) Layout(IReadOnlyList<ParameterShape> shapes)
    {
        TorchRuntime.EnsureLoaded();
        var offsets = new long[shapes.Count];
        long next = 0;
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = next;
            next += (shapes[i].Count + Alignment - 1) / Alignment * Alignment;
        }

        return (offsets, next);
    }
}
