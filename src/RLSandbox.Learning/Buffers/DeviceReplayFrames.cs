using System.Runtime.InteropServices;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Buffers;

/// <summary>Frames of a replay on a device: the environment writes into one of two staging slots, and what it wrote is copied to its moment of the ring while it goes on.</summary>
/// <remarks>
/// <para><b>Slots</b> as in <see cref="DeviceFrames"/>: moment t is in slot t mod 2, and the values of moment t + 1, which are waited for behind its copy, free it for moment t + 2.</para>
/// <para><b>Stacks</b> are lists of frames that the host makes and sends; the device gathers them from the ring. What truncated rows saw last stays on the host, since
/// nobody knows how many there will be, and travels with the minibatches that drew it.</para>
/// </remarks>
internal sealed unsafe class DeviceReplayFrames : IReplayFrames
{
    private readonly IReadOnlyList<ObservationPart> _parts;
    private readonly int _rows, _stack;
    private readonly StagingColumn<byte>[] _slots, _moment;              // by part: [2, R, …shape], [R, …shape] on its way back
    private readonly Tensor[] _ring;                                     // by part: [M·R, …shape] on the device
    private readonly StagingRing<long> _index;                           // frames of stacks, then the places of final frames among them
    private readonly StagingRing<byte>[] _last;                          // by part: final frames on their way
    private readonly bool[] _started;                                    // [M, R]
    private readonly FrameStorage _storage;
    private readonly FinalFrames _finals;
    private readonly ObservationTarget _target;

    /// <summary>Room for <paramref name="capacity"/> moments.</summary>
    /// <param name="stack">S: frames that the network sees of each picture.</param>
    /// <exception cref="Core.UserErrorException">The device has no room for them.</exception>
    public DeviceReplayFrames(IReadOnlyList<ObservationPart> parts, int rowCount, int capacity, int stack, Device device)
    {
        (_parts, _rows, Capacity, _stack) = (parts, rowCount, capacity, stack);
        DeviceMemory.RequireRoomForReplay(parts.Sum(part => (long)capacity * rowCount * part.ByteCount), device, DeviceMemory.Free(device));
        _slots = [.. parts.Select(part => new StagingColumn<byte>(device, Type(part), [2L * rowCount, .. Shape(part)]))];
        _moment = [.. parts.Select(part => new StagingColumn<byte>(device, Type(part), [rowCount, .. Shape(part)]))];
        _ring = [.. parts.Select(part => zeros([(long)capacity * rowCount, .. Shape(part)], Type(part), device).DetachFromDisposeScope())];
        _index = new(device, ScalarType.Int64);
        _last = [.. parts.Select(part => new StagingRing<byte>(device, Type(part), Shape(part)))];
        _started = new bool[(long)capacity * rowCount];
        _storage = new(path: null, reserve: 0);
        _finals = new(parts, _storage);
        _target = new(parts.Count);
    }

    /// <inheritdoc/>
    public int Capacity { get; }

    /// <inheritdoc/>
    public long Moments { get; set; }

    /// <inheritdoc/>
    public long Oldest => Math.Max(0, Moments - Capacity);

    /// <inheritdoc/>
    public int PartCount => _parts.Count;

    /// <inheritdoc/>
    public FinalFrames Finals => _finals;

    /// <inheritdoc/>
    public ObservationTarget Target() => TargetAt(Moments);

    /// <inheritdoc/>
    public ObservationTarget TargetAt(long moment)
    {
        for (var p = 0; p < _parts.Count; p++) _target.Set(p, Slot(p, moment), _parts[p].ByteCount);
        return _target;
    }

    /// <inheritdoc/>
    public Span<byte> WritableBytes(int part, long moment) => new((void*)Slot(part, moment), MomentBytes(part));

    /// <inheritdoc/>
    public void Keep(long moment) => Upload(moment, waits: true);

    /// <inheritdoc/>
    public void Advance(ReadOnlySpan<bool> started)
    {
        Moments++;
        started.CopyTo(Started(Moments - 1));
        _finals.DropBefore(Oldest * _rows);
        Upload(Moments - 1, waits: false);
    }

    /// <inheritdoc/>
    public void AddFinal(ObservationBuffer source, int sourceRow, long key)
    {
        var number = _finals.Add(key);
        for (var p = 0; p < _parts.Count; p++) _finals.Write(p, number, source.Bytes(p, sourceRow));
    }

    /// <inheritdoc/>
    public Span<bool> Started(long moment) => _started.AsSpan((int)(moment % Capacity) * _rows, _rows);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(int part, long moment)
    {
        using var scope = NewDisposeScope();
        _moment[part].Tensor.copy_(_ring[part].narrow(0, Place(moment * _rows), _rows));
        return new((void*)_moment[part].Address, MomentBytes(part));
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Floats(int part, long moment) => MemoryMarshal.Cast<byte, float>(WritableBytes(part, moment));

    /// <inheritdoc/>
    public int MomentBytes(int part) => _rows * _parts[part].ByteCount;

    /// <inheritdoc/>
    public Tensor[] Gather(ReadOnlySpan<long> keys)
    {
        var finals = 0;
        foreach (var key in keys) finals += key < 0 ? 1 : 0;
        WriteIndex(keys, _index.Begin(keys.Length * _stack + finals));
        var sent = _index.Send();
        var frames = sent.narrow(0, 0, (long)keys.Length * _stack);                                                    // [B·S]
        var newest = _stack == 1 ? frames : frames.view(keys.Length, _stack).select(1, _stack - 1).contiguous();       // [B]
        var gathered = new Tensor[_parts.Count];
        for (var p = 0; p < gathered.Length; p++)
        {
            var isStacked = _stack > 1 && ActorCritic.IsPicture(_parts[p]);
            gathered[p] = isStacked ? _ring[p].index_select(0, frames).view(keys.Length, -1, _parts[p].Shape[1], _parts[p].Shape[2]) : _ring[p].index_select(0, newest);      // [B, S·C, H, W]
            if (finals == 0) continue;
            var channels = _parts[p].Shape[0];
            var target = isStacked ? gathered[p].narrow(1, (_stack - 1L) * channels, channels) : gathered[p];
            target.index_copy_(0, sent.narrow(0, (long)keys.Length * _stack, finals), SendFinals(p, keys, finals));
        }

        return gathered;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var frames in _ring) frames.Dispose();
        foreach (var owned in (IEnumerable<IDisposable>)[.. _slots, .. _moment, .. _last, _index, _storage]) owned.Dispose();
    }

    private void Upload(long moment, bool waits)
    {
        using var scope = NewDisposeScope();
        for (var p = 0; p < _parts.Count; p++) _ring[p].narrow(0, Place(moment * _rows), _rows).copy_(_slots[p].Tensor.narrow(0, (moment & 1) * _rows, _rows), nonBlocking: !waits);
    }

    /// <summary>[B, S] frames in the ring, oldest first, then the rows of the batch whose newest frame is a final one; that place holds the frame before it meanwhile.</summary>
    private void WriteIndex(ReadOnlySpan<long> keys, Span<long> index)
    {
        var next = keys.Length * _stack;
        for (var b = 0; b < keys.Length; b++)
        {
            if (keys[b] < 0) index[next++] = b;
            var key = keys[b];
            for (var s = _stack - 1; s >= 0; s--, key = Before(key)) index[b * _stack + s] = Place(key < 0 ? ~key : key);
        }
    }

    /// <summary>[F, …shape] the final observations among the keys, in their order, on the device.</summary>
    private Tensor SendFinals(int part, ReadOnlySpan<long> keys, int count)
    {
        var room = _last[part].Begin(count);
        var (bytes, next) = (_parts[part].ByteCount, 0);
        foreach (var key in keys) if (key < 0) _storage.Read(_finals.Place(part, _finals.Find(~key)), room.Slice(next++ * bytes, bytes));
        return _last[part].Send();
    }

    /// <summary>The frame below this one in a stack: itself where an episode, or what is held, begins.</summary>
    private long Before(long key) => key < 0 ? ~key : _started[Place(key)] || key < (Oldest + 1) * _rows ? key : key - _rows;

    private long Place(long key) => key % _started.Length;

    private nint Slot(int part, long moment) => _slots[part].Address + (nint)(moment & 1) * MomentBytes(part);

    private static ScalarType Type(ObservationPart part) => part.Type == ElementType.UInt8 ? ScalarType.Byte : ScalarType.Float32;

    private static long[] Shape(ObservationPart part) => [.. part.Shape.Select(size => (long)size)];
}
