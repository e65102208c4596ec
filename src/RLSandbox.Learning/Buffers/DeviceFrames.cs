using System.Runtime.InteropServices;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Buffers;

/// <summary>Observations of T + 1 moments of R rows on a device: the environment writes into one of two staging slots, and what it wrote is copied to its moment while it goes on.</summary>
/// <remarks>
/// <para><b>Layout</b> and stacks as in <see cref="ObservationMemory"/>. Which frames a stack consists of stands in a table on the device, by frame, that the host fills as it learns of it.</para>
/// <para><b>Slots</b>: moment t is in slot t mod 2, so that the moment that was acted in can still be read when the step has said which rows took part. A slot is written
/// again two moments later; the actions of the moment in between have been read by then, and they were drawn after its copy had ended: no other fence is needed.</para>
/// </remarks>
internal sealed unsafe class DeviceFrames : IDisposable
{
    private readonly IReadOnlyList<ObservationPart> _parts;
    private readonly int _rows, _steps, _stack;
    private readonly StagingColumn<byte>[] _slots, _finals;              // by part: [2, R, …shape], [R, …shape]
    private readonly Tensor[] _frames;                                   // by part: [frames, …shape] on the device
    private readonly StagingColumn<long> _slotStacks, _finalStacks;      // [2, R, S], [R, S]
    private readonly Tensor _stacks;                                     // [frames, S] on the device
    private readonly bool[] _started;                                    // by frame index, without final ones
    private readonly ObservationTarget _target;
    private int _parity;                                                 // slot of moment 0

    /// <param name="stack">S: frames that the network sees of each picture.</param>
    public DeviceFrames(IReadOnlyList<ObservationPart> parts, int rows, int steps, int stack, Device device)
    {
        (_parts, _rows, _steps, _stack) = (parts, rows, steps, stack);
        var frames = (long)(stack - 1 + steps + 2) * rows;
        using var scope = NewDisposeScope();
        StagingColumn<byte> Stage(ObservationPart part, long count) => new(device, Type(part), [count, .. Shape(part)]);
        _slots = [.. parts.Select(part => Stage(part, 2L * rows))];
        _finals = [.. parts.Select(part => Stage(part, rows))];
        _frames = [.. parts.Select(part => zeros([frames, .. Shape(part)], Type(part), device).DetachFromDisposeScope())];
        (_slotStacks, _finalStacks) = (new(device, ScalarType.Int64, 2 * rows, stack), new(device, ScalarType.Int64, rows, stack));
        _stacks = zeros([frames, stack], ScalarType.Int64, device).DetachFromDisposeScope();
        _started = new bool[(stack - 1 + steps + 1) * rows];
        _target = new(parts.Count);
    }

    /// <summary>Final observations held.</summary>
    public int FinalCount { get; private set; }

    /// <summary>Frame index of row 0 at a moment.</summary>
    public long FirstFrame(int moment) => (long)(_stack - 1 + moment) * _rows;

    /// <summary>Frame index of the first final observation.</summary>
    public long FirstFinalFrame => FirstFrame(_steps + 1);

    /// <summary>Where an environment writes the observations of a moment; valid until the next call.</summary>
    public ObservationTarget Target(int moment)
    {
        for (var p = 0; p < _parts.Count; p++) _target.Set(p, SlotAddress(p, moment), _parts[p].ByteCount);
        return _target;
    }

    /// <summary>[R] flags of a moment: first observation of an episode. The writer of the moment fills them.</summary>
    public Span<bool> Started(int moment) => _started.AsSpan((int)FirstFrame(moment), _rows);

    /// <summary>[R, D] numbers of a float part at one of the last two moments that were written.</summary>
    public ReadOnlySpan<float> Floats(int part, int moment) => new((void*)SlotAddress(part, moment), _rows * _parts[part].ElementCount);

    /// <summary>Has the device copy some rows of a moment from its slot.</summary>
    public void Upload(int moment, int firstRow, int count)
    {
        using var scope = NewDisposeScope();
        var (slot, frame) = (Slot(moment) * _rows + firstRow, FirstFrame(moment) + firstRow);
        for (var p = 0; p < _parts.Count; p++) _frames[p].narrow(0, frame, count).copy_(_slots[p].Tensor.narrow(0, slot, count), nonBlocking: true);
        UploadStacks(moment, firstRow, count);
    }

    /// <summary>Keeps what a row saw last; <paramref name="moment"/> is the one that it acted in.</summary>
    /// <exception cref="InvalidOperationException">More than R: value and clear them first.</exception>
    public void AddFinal(ObservationBuffer source, int sourceRow, int moment, int row)
    {
        if (FinalCount == _rows) throw new InvalidOperationException("The list of final observations is full.");
        for (var p = 0; p < _parts.Count; p++)
        {
            var bytes = _parts[p].ByteCount;
            Buffer.MemoryCopy((void*)source.Address(p, sourceRow), (void*)(_finals[p].Address + (nint)FinalCount * bytes), bytes, bytes);
        }

        WriteStack(FirstFinalFrame + FinalCount, FirstFrame(moment) + row, _finalStacks.Span.Slice(FinalCount * _stack, _stack));
        FinalCount++;
    }

    /// <summary>Has the device copy the final observations that are held. They may be cleared when something behind the copy has been waited for.</summary>
    public void UploadFinals()
    {
        using var scope = NewDisposeScope();
        for (var p = 0; p < _parts.Count; p++) _frames[p].narrow(0, FirstFinalFrame, FinalCount).copy_(_finals[p].Tensor.narrow(0, 0, FinalCount), nonBlocking: true);
        _stacks.narrow(0, FirstFinalFrame, FinalCount).copy_(_finalStacks.Tensor.narrow(0, 0, FinalCount), nonBlocking: true);
    }

    /// <summary>Forgets the final observations.</summary>
    public void ClearFinals() => FinalCount = 0;

    /// <summary>Makes the last moment, with the frames its stacks need, moment 0 of the next rollout.</summary>
    public void Roll()
    {
        using var scope = NewDisposeScope();
        for (var moment = 1 - _stack; moment <= 0; moment++)
        {
            foreach (var frames in _frames) frames.narrow(0, FirstFrame(moment), _rows).copy_(frames.narrow(0, FirstFrame(moment + _steps), _rows));
            Started(moment + _steps).CopyTo(Started(moment));
        }

        _parity = Slot(_steps);
        UploadStacks(0, 0, _rows);
    }

    /// <summary>Consecutive frames of every part as the network sees them; belongs to the caller's dispose scope.</summary>
    public Tensor[] Range(long firstFrame, int count) => _stack == 1
        ? [.. _frames.Select(frames => frames.narrow(0, firstFrame, count))]
        : Gather(_stacks.narrow(0, firstFrame, count), part => _frames[part].narrow(0, firstFrame, count));

    /// <summary>Chosen frames of every part as the network sees them; belongs to the caller's dispose scope.</summary>
    /// <param name="frames">[B] int64 frame indices on the device.</param>
    public Tensor[] Gather(Tensor frames) => Gather(_stack == 1 ? frames : _stacks.index_select(0, frames), part => _frames[part].index_select(0, frames));

    /// <inheritdoc cref="ObservationMemory.SaveTail"/>
    public IEnumerable<NamedArray> SaveTail()
    {
        for (var moment = 1 - _stack; moment <= 0; moment++)
        {
            yield return NamedArray.Of(ObservationMemory.StartedName(moment), MemoryMarshal.AsBytes(Started(moment)), _rows);
            for (var p = 0; p < _parts.Count && moment != 0; p++) yield return NamedArray.Of(ObservationMemory.FramesName(_parts[p], moment), (ReadOnlySpan<byte>)Read(p, moment), _rows, _parts[p].ByteCount);
        }
    }

    /// <summary>Takes back what <see cref="SaveTail"/> gave, here or on another device; moment 0 is in its slot already.</summary>
    public void LoadTail(IReadOnlyDictionary<string, NamedArray> arrays)
    {
        using var scope = NewDisposeScope();
        for (var moment = 1 - _stack; moment <= 0; moment++)
        {
            arrays[ObservationMemory.StartedName(moment)].CopyTo(MemoryMarshal.AsBytes(Started(moment)));
            for (var p = 0; p < _parts.Count && moment != 0; p++)
            {
                var values = empty([_rows, .. Shape(_parts[p])], Type(_parts[p]));
                arrays[ObservationMemory.FramesName(_parts[p], moment)].CopyTo(new Span<byte>((void*)TensorMemory.Address(values), _rows * _parts[p].ByteCount));
                _frames[p].narrow(0, FirstFrame(moment), _rows).copy_(values);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in (IEnumerable<Tensor>)[.. _frames, _stacks]) tensor.Dispose();
        foreach (var column in _slots.Concat(_finals)) column.Dispose();
        _slotStacks.Dispose();
        _finalStacks.Dispose();
    }

    private Tensor[] Gather(Tensor stacks, Func<int, Tensor> single)
    {
        var gathered = new Tensor[_parts.Count];
        for (var p = 0; p < gathered.Length; p++)
        {
            gathered[p] = _stack == 1 || !ActorCritic.IsPicture(_parts[p])
                ? single(p)
                : _frames[p].index_select(0, stacks.flatten()).view(stacks.shape[0], -1, _parts[p].Shape[1], _parts[p].Shape[2]);      // [B, S·C, H, W]
        }

        return gathered;
    }

    private void UploadStacks(int moment, int firstRow, int count)
    {
        if (_stack == 1) return;
        var (slot, frame) = (Slot(moment) * _rows + firstRow, FirstFrame(moment) + firstRow);
        for (var i = 0; i < count; i++) WriteStack(frame + i, Before(frame + i), _slotStacks.Span.Slice((slot + i) * _stack, _stack));
        _stacks.narrow(0, frame, count).copy_(_slotStacks.Tensor.narrow(0, slot, count), nonBlocking: true);
    }

    private void WriteStack(long newest, long before, Span<long> stack)
    {
        stack[^1] = newest;
        for (var s = _stack - 2; s >= 0; s--, before = Before(before)) stack[s] = before;
    }

    private long Before(long frame) => _started[frame] || frame < _rows ? frame : frame - _rows;

    private byte[] Read(int part, int moment)
    {
        using var scope = NewDisposeScope();
        var values = _frames[part].narrow(0, FirstFrame(moment), _rows).cpu().contiguous();
        return new Span<byte>((void*)TensorMemory.Address(values), _rows * _parts[part].ByteCount).ToArray();
    }

    private int Slot(int moment) => (_parity + moment) & 1;

    private nint SlotAddress(int part, int moment) => _slots[part].Address + (nint)Slot(moment) * _rows * _parts[part].ByteCount;

    private static ScalarType Type(ObservationPart part) => part.Type == ElementType.UInt8 ? ScalarType.Byte : ScalarType.Float32;

    private static long[] Shape(ObservationPart part) => [.. part.Shape.Select(size => (long)size)];
}
