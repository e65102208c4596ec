using System.Runtime.InteropServices;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>What the network of a policy reads: observations as tensors, each picture stacked on its last S − 1 frames, which the policy's memory of a row holds as bytes in floats.</summary>
internal sealed unsafe class PolicyFrames
{
    private readonly PolicySpec _spec;

    /// <summary>For policies of this description.</summary>
    public PolicyFrames(PolicySpec spec)
    {
        _spec = spec;
        StateSize = spec.Parts.Where(ActorCritic.IsPicture).Sum(part => (spec.FrameStack - 1) * FloatsOf(part));
    }

    /// <summary>Floats of memory per row.</summary>
    public int StateSize { get; }

    /// <summary>All rows, by part; the newest frames go into the memory. Vectors and single frames share memory with the observations.</summary>
    /// <param name="state">[R, <see cref="StateSize"/>], read and updated.</param>
    public Tensor[] Take(in PolicyInput input, Span<float> state)
    {
        var parts = new Tensor[_spec.Parts.Count];
        var offset = 0;
        for (var p = 0; p < parts.Length; p++)
        {
            parts[p] = Wrap(input.Observations, p);
            if (!IsStacked(p)) continue;
            parts[p] = Stack(parts[p], p, input.Started, state, offset);
            offset += (_spec.FrameStack - 1) * FloatsOf(_spec.Parts[p]);
        }

        return parts;
    }

    /// <summary>One row, by part, [1, …]; the memory is only read.</summary>
    /// <param name="state">[R, <see cref="StateSize"/>] before <see cref="Take"/>.</param>
    public Tensor[] Peek(in PolicyInput input, ReadOnlySpan<float> state, int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)input.Observations.RowCount, nameof(row));
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, input.Observations.RowCount * StateSize, nameof(state));
        var parts = new Tensor[_spec.Parts.Count];
        var offset = 0;
        for (var p = 0; p < parts.Length; p++)
        {
            var part = _spec.Parts[p];
            if (!IsStacked(p))
            {
                parts[p] = Wrap(input.Observations, p).narrow(0, row, 1);
                continue;
            }

            var stacked = new byte[_spec.FrameStack * part.ByteCount];
            StackRow(input.Observations.Bytes(p, row), input.Started[row], MemoryMarshal.AsBytes(state.Slice(row * StateSize + offset, (_spec.FrameStack - 1) * FloatsOf(part))), stacked);
            parts[p] = tensor(stacked, [1, .. StackedShape(part)]);
            offset += (_spec.FrameStack - 1) * FloatsOf(part);
        }

        return parts;
    }

    private bool IsStacked(int p) => _spec.FrameStack > 1 && ActorCritic.IsPicture(_spec.Parts[p]);

    private Tensor Stack(Tensor frames, int p, ReadOnlySpan<bool> started, Span<float> state, int offset)
    {
        var part = _spec.Parts[p];
        var (rows, bytes) = (started.Length, part.ByteCount);
        var stacked = new byte[(long)rows * _spec.FrameStack * bytes];
        var newest = TensorMemory.Span<byte>(frames);
        for (var row = 0; row < rows; row++)
        {
            var target = stacked.AsSpan(row * _spec.FrameStack * bytes, _spec.FrameStack * bytes);
            var memory = MemoryMarshal.AsBytes(state.Slice(row * StateSize + offset, (_spec.FrameStack - 1) * FloatsOf(part)));
            StackRow(newest.Slice(row * bytes, bytes), started[row], memory, target);
            for (var s = 0; s < _spec.FrameStack - 1; s++) target.Slice((s + 1) * bytes, bytes).CopyTo(memory[(s * FloatsOf(part) * sizeof(float))..]);
        }

        return tensor(stacked, [rows, .. StackedShape(part)]);
    }

    /// <summary>Oldest frame first; at the start of an episode the first frame stands for those before it.</summary>
    private void StackRow(ReadOnlySpan<byte> frame, bool started, ReadOnlySpan<byte> memory, Span<byte> target)
    {
        var stride = (frame.Length + sizeof(float) - 1) / sizeof(float) * sizeof(float);
        for (var s = 0; s < _spec.FrameStack - 1; s++) (started ? frame : memory.Slice(s * stride, frame.Length)).CopyTo(target[(s * frame.Length)..]);
        frame.CopyTo(target[^frame.Length..]);
    }

    private long[] StackedShape(ObservationPart part) => [_spec.FrameStack * part.Shape[0], part.Shape[1], part.Shape[2]];

    private static Tensor Wrap(ObservationBuffer observations, int p)
    {
        var part = observations.Parts[p];
        return TensorMemory.Wrap(observations.Address(p), part.Type == ElementType.UInt8 ? ScalarType.Byte : ScalarType.Float32, [observations.RowCount, .. part.Shape.Select(size => (long)size)]);
    }

    private static int FloatsOf(ObservationPart part) => (part.ByteCount + sizeof(float) - 1) / sizeof(float);
}
