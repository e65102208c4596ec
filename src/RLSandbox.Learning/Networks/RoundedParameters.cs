using System.Runtime.Intrinsics;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>Parameters in bfloat16 for torch to calculate with, rounded from those in float32 whenever they have changed, and the gradients that torch finds by them.</summary>
/// <remarks>One vector as in <see cref="ParameterVector"/>, so that rounding is one pass and so is adding the gradient. A replica shares the rounded values.</remarks>
internal sealed class RoundedParameters : IDisposable
{
    private readonly ParameterVector _parameters;
    private readonly RoundedParameters _owner;                      // of the rounded values; this one, or the original of a replica
    private readonly Tensor _values, _gradient;                     // [P] bfloat16
    private readonly Tensor[] _leaves;
    private readonly Lock _lock = new();
    private bool _leavesGradient;
    private long _revision = -1;                                    // that the values were rounded from

    /// <summary>Rounds <paramref name="parameters"/>.</summary>
    /// <param name="original">Has the same values, already rounded; null: nobody has.</param>
    /// <param name="bodyLength">Numbers of the layers that multiply rounded ones; heads follow.</param>
    public RoundedParameters(ParameterVector parameters, RoundedParameters? original, int bodyLength)
    {
        (_parameters, _owner, BodyLength) = (parameters, original ?? this, bodyLength);
        _values = original?._values ?? zeros(parameters.Gradient.numel(), bfloat16, parameters.Gradient.device).DetachFromDisposeScope();
        _gradient = zeros_like(_values).DetachFromDisposeScope();
        _leaves = new Tensor[parameters.Shapes.Count];
        for (var i = 0; i < _leaves.Length; i++)
        {
            using var scope = NewDisposeScope();
            var (shape, start) = (parameters.Shapes[i], parameters.Range(i).Start.Value);
            _leaves[i] = _values.narrow(0, start, shape.Count).view(shape.Shape).detach().requires_grad_(true).DetachFromDisposeScope();
            _leaves[i].grad = _gradient.narrow(0, start, shape.Count).view(shape.Shape);        // backward adds in place
        }
    }

    /// <summary>Numbers of the layers that multiply rounded ones; heads follow.</summary>
    public int BodyLength { get; }

    /// <summary>A parameter in its own shape: a leaf that backward reaches.</summary>
    public Tensor this[int index] => _leaves[index];

    /// <summary>Rounds the values again if they have changed.</summary>
    /// <param name="workers">Share the work on a CPU; null: the caller does all of it.</param>
    public void Refresh(GradientWorkers? workers = null)
    {
        lock (_owner._lock)
        {
            var revision = _parameters.Revision;
            if (_owner._revision == revision) return;
            if (!IsOnCpu)
            {
                using var noGradient = no_grad();
                _values.copy_(_parameters.ReadTensor());
            }
            else if (workers is null) Round(0, (int)_values.numel());
            else workers.ForEachStretch(_values.numel(), Round);
            _owner._revision = revision;
        }
    }

    /// <summary>Rounds some values again on the CPU; <see cref="MarkFresh"/> when all are.</summary>
    public unsafe void Round(int first, int count)
    {
        fixed (float* values = _parameters.Read().Slice(first, count)) RoundedKernels.Round(values, (ushort*)TensorMemory.Address(_values) + first, count);
    }

    /// <summary>Says that all values were rounded again.</summary>
    public void MarkFresh() => _owner._revision = _parameters.Revision;

    /// <summary>From now on the body's gradient is left to whoever takes it piece by piece.</summary>
    public void LeaveGradient() => _leavesGradient = true;

    /// <summary>Adds a piece of the gradient to <paramref name="target"/> on the CPU, and clears it.</summary>
    /// <param name="isFirst">Whether the target is overwritten instead.</param>
    public void TakeGradient(int first, Span<float> target, bool isFirst)
    {
        if (isFirst) target.Clear();
        ParameterKernels.Take(target, TensorMemory.Span<ushort>(_gradient).Slice(first, target.Length));
    }

    /// <summary>Adds the gradient to that of the parameters and clears it, after a backward pass, unless it is left.</summary>
    public void TakeGradient()
    {
        if (_leavesGradient) return;
        if (IsOnCpu)
        {
            TakeGradient(0, TensorMemory.Span<float>(_parameters.Gradient), isFirst: false);
            return;
        }

        using var noGradient = no_grad();
        _parameters.Gradient.add_(_gradient);
        _gradient.zero_();
    }

    /// <summary>(byte − mean) · scale in bfloat16, in one pass. The result belongs to the caller's dispose scope.</summary>
    /// <param name="bytes">Of any shape.</param>
    public static Tensor Centre(Tensor bytes, float mean, float scale)
    {
        if (bytes.device.type != DeviceType.CPU) return bytes.to(bfloat16).sub_(mean).mul_(scale);
        var result = empty(bytes.shape, bfloat16);
        ReadOnlySpan<byte> from = TensorMemory.Span<byte>(bytes.contiguous());
        var to = TensorMemory.Span<ushort>(result);
        var i = 0;
        for (var (m, s) = (Vector256.Create(mean), Vector256.Create(scale)); i + 16 <= from.Length; i += 16)
        {
            var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.Create(from.Slice(i, 16)).ToVector256Unsafe()));
            Vector256.Narrow(Rounded(low), Rounded(high)).CopyTo(to[i..]);

            Vector256<uint> Rounded(Vector256<uint> numbers) => ParameterKernels.Upper(((Vector256.ConvertToSingle(numbers.AsInt32()) - m) * s).AsUInt32());
        }

        for (; i < from.Length; i++) to[i] = (ushort)ParameterKernels.Upper(Vector256.Create((from[i] - mean) * scale).AsUInt32())[0];
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var leaf in _leaves) leaf.Dispose();
        _gradient.Dispose();
        if (_owner == this) _values.Dispose();
    }

    private bool IsOnCpu => _values.device.type == DeviceType.CPU;
}
