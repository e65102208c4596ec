using System.Runtime.InteropServices;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Buffers;

/// <summary>Observations of the last M moments of R rows, each frame stored once, and one final frame for every truncated episode among them.</summary>
/// <remarks>
/// The environment writes into <see cref="Target"/>; stacks are gathered from single frames when a batch is made. A <i>key</i> is moment · R + row with the moment counted from
/// the begin of the run; the final observation that followed the action of a key is referred to as <c>~key</c>. Gathering may run on several threads at once.
/// </remarks>
public sealed unsafe class ReplayFrames : IDisposable
{
    private readonly IReadOnlyList<ObservationPart> _parts;
    private readonly int _rows, _stack;
    private readonly FrameStorage _storage;
    private readonly nint[] _memory;                                     // by part: [M, R, …shape]
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
        _memory = [.. parts.Select(part => _storage.Allocate((long)capacity * rowCount * part.ByteCount))];
        _started = new bool[(long)capacity * rowCount];
        _finals = new(parts, _storage);
        _target = new(parts.Count);
    }

    /// <summary>M.</summary>
    public int Capacity { get; }

    /// <summary>Moments seen since the begin of the run; the newest is this − 1.</summary>
    public long Moments { get; internal set; }

    /// <summary>The oldest moment that is still held.</summary>
    public long Oldest => Math.Max(0, Moments - Capacity);

    /// <summary>Observation parts.</summary>
    internal int PartCount => _parts.Count;

    /// <summary>Final observations held.</summary>
    internal FinalFrames Finals => _finals;

    /// <summary>Where an environment writes the observations of the next moment, over the oldest; valid until the next call.</summary>
    public ObservationTarget Target() => TargetAt(Moments);

    /// <summary>Where the observations of a moment lie that is held already, or comes next.</summary>
    internal ObservationTarget TargetAt(long moment)
    {
        for (var p = 0; p < _parts.Count; p++) _target.Set(p, (nint)Address(p, moment * _rows), _parts[p].ByteCount);
        return _target;
    }

    /// <summary>The environment has written the next moment: from now on it is the newest.</summary>
    public void Advance(ReadOnlySpan<bool> started)
    {
        Moments++;
        started.CopyTo(Started(Moments - 1));
        _finals.DropBefore(Oldest * _rows);
        TouchMoment();
    }

    /// <summary>Keeps what a row saw last; <paramref name="key"/> is of the moment that it acted in. Keys only ever grow.</summary>
    public void AddFinal(ObservationBuffer source, int sourceRow, long key)
    {
        var number = _finals.Add(key);
        for (var p = 0; p < _parts.Count; p++) source.Bytes(p, sourceRow).CopyTo(new(_finals.Address(p, number), _parts[p].ByteCount));
    }

    /// <summary>[R] flags of a moment that is held.</summary>
    public Span<bool> Started(long moment) => _started.AsSpan((int)(moment % Capacity) * _rows, _rows);

    /// <summary>Bytes of one part of all rows at a moment that is held.</summary>
    public Span<byte> Bytes(int part, long moment) => new(Address(part, moment * _rows), _rows * _parts[part].ByteCount);

    /// <summary>[R, D] numbers of a float part at a moment that is held.</summary>
    public Span<float> Floats(int part, long moment) => MemoryMarshal.Cast<byte, float>(Bytes(part, moment));

    /// <summary>Chosen observations of every part as the network sees them; belongs to the caller's dispose scope.</summary>
    /// <param name="keys">Keys, or <c>~key</c> for the final observation after it.</param>
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

    /// <summary>Notes that a whole moment was read or written.</summary>
    internal void TouchMoment() => _storage.Touch(_rows, _parts.Sum(part => part.ByteCount));

    /// <summary>Notes that <paramref name="count"/> observations were gathered; see <see cref="FrameStorage.Touch"/>. Not while others gather.</summary>
    public void Touch(int count) => _storage.Touch((long)count * _stack, _parts.Sum(part => part.ByteCount));

    /// <inheritdoc/>
    public void Dispose() => _storage.Dispose();

    private void CopyStack(int part, long key, int depth, byte* target)
    {
        var bytes = _parts[part].ByteCount;
        for (var s = depth - 1; s >= 0; s--, key = Before(key))
        {
            var frame = key < 0 ? _finals.Address(part, _finals.Find(~key)) : Address(part, key);
            Buffer.MemoryCopy(frame, target + (long)s * bytes, bytes, bytes);
        }
    }

    /// <summary>The frame below this one in a stack: itself where an episode, or what is held, begins.</summary>
    private long Before(long key) => key < 0 ? ~key : _started[key % _started.Length] || key < (Oldest + 1) * _rows ? key : key - _rows;

    private byte* Address(int part, long key) => (byte*)_memory[part] + key % ((long)Capacity * _rows) * _parts[part].ByteCount;
}
