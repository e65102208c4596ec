using System.Runtime.InteropServices;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Memory;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Buffers;

/// <summary>Frames of a replay on the host.</summary>
/// <remarks>
/// The environment writes into <see cref="Target"/>: where frames lie in memory that is their place, where they lie in a file it is room for one moment, which
/// <see cref="Advance"/> writes to the file. Stacks are gathered from single frames when a batch is made. Gathering may run on several threads at once.
/// </remarks>
internal sealed unsafe class ReplayFrames : IReplayFrames
{
    private readonly IReadOnlyList<ObservationPart> _parts;
    private readonly int _rows, _stack;
    private readonly FrameStorage _storage;
    private readonly long[] _places;                                     // by part: [M, R, …shape]
    private readonly NativeBuffer<byte>[] _moment;                       // by part: [R, …shape] on its way to the file or from it; empty for memory
    private readonly bool[] _started;                                    // [M, R]
    private readonly FinalFrames _finals;
    private readonly ObservationTarget _target;

    /// <summary>Room for <paramref name="capacity"/> moments.</summary>
    /// <param name="stack">S: frames that the network sees of each picture, the oldest first; they repeat the first frame of an episode and never cross it.</param>
    /// <param name="file">Where frames lie; null: in memory.</param>
    public ReplayFrames(IReadOnlyList<ObservationPart> parts, int rowCount, int capacity, int stack, string? file = null)
    {
        (_parts, _rows, Capacity, _stack) = (parts, rowCount, capacity, stack);
        _storage = new(file, parts.Sum(part => (long)capacity * rowCount * part.ByteCount));
        _places = [.. parts.Select(part => _storage.Allocate((long)capacity * rowCount * part.ByteCount))];
        _moment = _storage.IsFile ? [.. parts.Select(part => new NativeBuffer<byte>((long)rowCount * part.ByteCount))] : [];
        _started = new bool[(long)capacity * rowCount];
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
        for (var p = 0; p < _parts.Count; p++) _target.Set(p, Writable(p, moment), _parts[p].ByteCount);
        return _target;
    }

    /// <inheritdoc/>
    public Span<byte> WritableBytes(int part, long moment) => new((void*)Writable(part, moment), MomentBytes(part));

    /// <inheritdoc/>
    public void Keep(long moment)
    {
        for (var p = 0; p < _moment.Length; p++) _storage.Write(Place(p, moment * _rows), _moment[p].Span);
    }

    /// <inheritdoc/>
    public void Advance(ReadOnlySpan<bool> started)
    {
        Moments++;
        started.CopyTo(Started(Moments - 1));
        _finals.DropBefore(Oldest * _rows);
        Keep(Moments - 1);
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
        if (_storage.IsFile) _storage.Read(Place(part, moment * _rows), _moment[part].Span);
        return WritableBytes(part, moment);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Floats(int part, long moment) => MemoryMarshal.Cast<byte, float>(Bytes(part, moment));

    /// <inheritdoc/>
    public Tensor[] Gather(ReadOnlySpan<long> keys)
    {
        var gathered = new Tensor[_parts.Count];
        for (var p = 0; p < gathered.Length; p++)
        {
            var part = _parts[p];
            var depth = ActorCritic.IsPicture(part) ? _stack : 1;
            long[] shape = [keys.Length, depth * part.Shape[0], .. part.Shape.Skip(1).Select(size => (long)size)];
            gathered[p] = empty(shape, part.Type == ElementType.UInt8 ? uint8 : float32);
            var target = (byte*)TensorMemory.Address(gathered[p]);
            for (var b = 0; b < keys.Length; b++) CopyStack(p, keys[b], depth, target + (long)b * depth * part.ByteCount);
        }

        return gathered;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _storage.Dispose();
        foreach (var moment in _moment) moment.Dispose();
    }

    /// <inheritdoc/>
    public int MomentBytes(int part) => _rows * _parts[part].ByteCount;

    private void CopyStack(int part, long key, int depth, byte* target)
    {
        var bytes = _parts[part].ByteCount;
        for (var s = depth - 1; s >= 0; s--, key = Before(key))
        {
            _storage.Read(key < 0 ? _finals.Place(part, _finals.Find(~key)) : Place(part, key), new(target + (long)s * bytes, bytes));
        }
    }

    /// <summary>The frame below this one in a stack: itself where an episode, or what is held, begins.</summary>
    private long Before(long key) => key < 0 ? ~key : _started[key % _started.Length] || key < (Oldest + 1) * _rows ? key : key - _rows;

    private nint Writable(int part, long moment) => _storage.IsFile ? (nint)_moment[part].Address : (nint)Place(part, moment * _rows);

    private long Place(int part, long key) => _places[part] + key % ((long)Capacity * _rows) * _parts[part].ByteCount;
}
