using System.Runtime.InteropServices;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Buffers;

/// <summary>Observations of T + 1 moments of R rows, written by the environment, read by torch; frame stacks are gathered from single frames.</summary>
/// <remarks>
/// <para><b>Layout</b> of each part: [S − 1 + T + 1 + 1, R, …]: a tail of S − 1 older moments, moments 0 … T, and one block for final observations of
/// truncated rows. A <i>frame index</i> counts rows from the tail's first.</para>
/// <para><b>Stacks</b> (S > 1, pictures only, oldest first) repeat the first frame of an episode and never cross it.</para>
/// </remarks>
public sealed unsafe class ObservationMemory : IDisposable
{
    private readonly IReadOnlyList<ObservationPart> _parts;
    private readonly TensorColumn<byte>[] _bytes;
    private readonly Tensor[] _frames;                                   // by part: [frames, …shape]
    private readonly ObservationTarget _target;
    private readonly bool[] _started;                                    // by frame index
    private readonly long[] _finalOrigins;                               // by final row: the frame before it
    private readonly int _steps, _stack;

    /// <summary>Memory for <paramref name="steps"/> + 1 moments of <paramref name="rowCount"/> rows, and as many final observations as there are rows.</summary>
    /// <param name="stack">S: frames that the network sees of each picture.</param>
    public ObservationMemory(IReadOnlyList<ObservationPart> parts, int rowCount, int steps, int stack)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stack, 1);
        (_parts, RowCount, _steps, _stack) = (parts, rowCount, steps, stack);
        var frames = (long)(stack - 1 + steps + 2) * rowCount;
        _bytes = [.. parts.Select(part => new TensorColumn<byte>(frames * part.ByteCount))];
        _frames = [.. parts.Select((part, p) => TensorMemory.Wrap((nint)_bytes[p].Address, part.Type == ElementType.UInt8 ? ScalarType.Byte : ScalarType.Float32, [frames, .. part.Shape.Select(size => (long)size)]).DetachFromDisposeScope())];
        _target = new(parts.Count);
        _started = new bool[(stack - 1 + steps + 1) * rowCount];
        _finalOrigins = new long[rowCount];
    }

    /// <summary>R.</summary>
    public int RowCount { get; }

    /// <summary>Final observations held.</summary>
    public int FinalCount { get; private set; }

    /// <summary>Parts as the network sees them: pictures with S times the channels.</summary>
    public static IReadOnlyList<ObservationPart> Stacked(IReadOnlyList<ObservationPart> parts, int stack) =>
        [.. parts.Select(part => ActorCritic.IsPicture(part) ? new ObservationPart(part.Name, part.Type, checked(stack * part.Shape[0]), part.Shape[1], part.Shape[2]) : part)];

    /// <summary>Frame index of row 0 at a moment.</summary>
    public long FirstFrame(int moment) => (long)(_stack - 1 + moment) * RowCount;

    /// <summary>Frame index of the first final observation.</summary>
    public long FirstFinalFrame => FirstFrame(_steps + 1);

    /// <summary>Where an environment writes the observations of a moment; valid until the next call.</summary>
    public ObservationTarget Target(int moment)
    {
        for (var p = 0; p < _parts.Count; p++) _target.Set(p, Address(p, FirstFrame(moment)), _parts[p].ByteCount);
        return _target;
    }

    /// <summary>[R] flags of a moment: first observation of an episode. The writer of the moment fills them.</summary>
    public Span<bool> Started(int moment) => _started.AsSpan((int)FirstFrame(moment), RowCount);

    /// <summary>Bytes of one part at one moment; moments from −(S − 1) on.</summary>
    public Span<byte> Bytes(int part, int moment) => new((void*)Address(part, FirstFrame(moment)), RowCount * _parts[part].ByteCount);

    /// <summary>[R, D] numbers of a float part at one moment.</summary>
    public Span<float> Floats(int part, int moment) => MemoryMarshal.Cast<byte, float>(Bytes(part, moment));

    /// <summary>Takes moments 0 … T − 1 into the running statistics of the float parts, and makes the network see by them.</summary>
    /// <param name="normalizers">By part; null where there is none.</param>
    /// <param name="active">[T, R] rows that took part.</param>
    public void UpdateNormalizers(IReadOnlyList<InputNormalizer?> normalizers, ReadOnlySpan<bool> active)
    {
        for (var p = 0; p < normalizers.Count; p++)
        {
            if (normalizers[p] is not { } normalizer) continue;
            for (var t = 0; t < _steps; t++) normalizer.Statistics.Update(Floats(p, t), active.Slice(t * RowCount, RowCount));
            normalizer.Refresh();
        }
    }

    /// <summary>What a checkpoint needs of moments −(S − 1) … 0: all but the frames of moment 0, which the environment writes again.</summary>
    internal IEnumerable<NamedArray> SaveTail()
    {
        for (var moment = 1 - _stack; moment <= 0; moment++)
        {
            yield return NamedArray.Of(StartedName(moment), MemoryMarshal.AsBytes(Started(moment)), RowCount);
            for (var p = 0; p < _parts.Count && moment != 0; p++) yield return NamedArray.Of(FramesName(_parts[p], moment), Bytes(p, moment), RowCount, _parts[p].ByteCount);
        }
    }

    /// <summary>Takes back what <see cref="SaveTail"/> gave.</summary>
    internal void LoadTail(IReadOnlyDictionary<string, NamedArray> arrays)
    {
        for (var moment = 1 - _stack; moment <= 0; moment++)
        {
            arrays[StartedName(moment)].CopyTo(MemoryMarshal.AsBytes(Started(moment)));
            for (var p = 0; p < _parts.Count && moment != 0; p++) arrays[FramesName(_parts[p], moment)].CopyTo(Bytes(p, moment));
        }
    }

    /// <summary>Keeps what a row saw last; <paramref name="moment"/> is the one that it acted in.</summary>
    /// <exception cref="InvalidOperationException">More than R: value and clear them first.</exception>
    public void AddFinal(ObservationBuffer source, int sourceRow, int moment, int row)
    {
        if (FinalCount == RowCount) throw new InvalidOperationException("The list of final observations is full.");
        _finalOrigins[FinalCount] = FirstFrame(moment) + row;
        for (var p = 0; p < _parts.Count; p++)
        {
            var bytes = _parts[p].ByteCount;
            Buffer.MemoryCopy((void*)source.Address(p, sourceRow), (void*)Address(p, FirstFinalFrame + FinalCount), bytes, bytes);
        }

        FinalCount++;
    }

    /// <summary>Forgets the final observations.</summary>
    public void ClearFinals() => FinalCount = 0;

    /// <summary>Moves the last moment, with the frames its stacks need, to moment 0 of the next rollout.</summary>
    public void Roll()
    {
        for (var moment = 1 - _stack; moment <= 0; moment++)
        {
            for (var p = 0; p < _parts.Count; p++) Bytes(p, moment + _steps).CopyTo(Bytes(p, moment));
            Started(moment + _steps).CopyTo(Started(moment));
        }
    }

    /// <summary>Consecutive frames of every part as the network sees them; belongs to the caller's dispose scope.</summary>
    public Tensor[] Range(long firstFrame, int count)
    {
        if (_stack == 1) return [.. _frames.Select(frames => frames.narrow(0, firstFrame, count))];
        var indices = new long[count];
        for (var i = 0; i < count; i++) indices[i] = firstFrame + i;
        return Gather(indices);
    }

    /// <summary>Chosen frames of every part as the network sees them; belongs to the caller's dispose scope.</summary>
    /// <param name="frames">[B] frame indices.</param>
    /// <param name="offset">Added to each.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public Tensor[] Gather(ReadOnlySpan<long> frames, long offset = 0)
    {
        foreach (var frame in frames) ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)(frame + offset), (ulong)(FirstFinalFrame + RowCount), nameof(frames));
        var gathered = new Tensor[_parts.Count];
        for (var p = 0; p < gathered.Length; p++)
        {
            var part = _parts[p];
            var depth = ActorCritic.IsPicture(part) ? _stack : 1;
            gathered[p] = empty([frames.Length, depth * part.Shape[0], .. part.Shape.Skip(1).Select(size => (long)size)], _frames[p].dtype);
            var target = (byte*)TensorMemory.Address(gathered[p]);
            for (var b = 0; b < frames.Length; b++, target += depth * part.ByteCount) CopyStack(p, frames[b] + offset, depth, target);
        }

        return gathered;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var frames in _frames) frames.Dispose();
        foreach (var bytes in _bytes) bytes.Dispose();
    }

    internal static string FramesName(ObservationPart part, int moment) => FormattableString.Invariant($"rollout.{part.Name}.{moment}");

    internal static string StartedName(int moment) => FormattableString.Invariant($"rollout.started.{moment}");

    private void CopyStack(int part, long frame, int depth, byte* target)
    {
        var bytes = _parts[part].ByteCount;
        for (var s = depth - 1; s >= 0; s--, frame = Before(frame)) Buffer.MemoryCopy((void*)Address(part, frame), target + (long)s * bytes, bytes, bytes);
    }

    private long Before(long frame)
    {
        if (frame >= FirstFinalFrame) return _finalOrigins[frame - FirstFinalFrame];
        return _started[frame] || frame < RowCount ? frame : frame - RowCount;
    }

    private nint Address(int part, long frame) => (nint)(_bytes[part].Address + frame * _parts[part].ByteCount);
}
