using System.Numerics;
using RLSandbox.Core.Contract;

namespace RLSandbox.Learning.Buffers;

/// <summary>What truncated rows saw last, oldest first, as many as there are: a queue in blocks that are used again.</summary>
internal sealed class FinalFrames(IReadOnlyList<ObservationPart> parts, FrameStorage storage)
{
    private const int BlockFrames = 64;
    private readonly Dictionary<long, long[]> _blocks = [];              // by number of the block: place of each part
    private readonly Stack<long[]> _unused = [];
    private long[] _keys = new long[BlockFrames];                        // ring: final number n is at n mod length
    private long _first, _next;

    /// <summary>Finals held.</summary>
    public int Count => (int)(_next - _first);

    /// <summary>Key of the i-th oldest final.</summary>
    public long Key(int i) => _keys[(_first + i) & (_keys.Length - 1)];

    /// <summary>Makes room for one more and returns its number. Keys only ever grow.</summary>
    public long Add(long key)
    {
        if (Count == _keys.Length) Grow();
        if (!_blocks.ContainsKey(_next / BlockFrames)) _blocks.Add(_next / BlockFrames, _unused.TryPop(out var used) ? used : [.. parts.Select(part => storage.Allocate((long)BlockFrames * part.ByteCount))]);
        _keys[_next & (_keys.Length - 1)] = key;
        return _next++;
    }

    /// <summary>Forgets all finals with a key below <paramref name="key"/>.</summary>
    public void DropBefore(long key)
    {
        while (_first < _next && Key(0) < key)
        {
            if (++_first % BlockFrames == 0 && _blocks.Remove(_first / BlockFrames - 1, out var block)) _unused.Push(block);
        }
    }

    /// <summary>Number of the final with this key.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public long Find(long key)
    {
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (Key(middle) == key) return _first + middle;
            if (Key(middle) < key) low = middle + 1;
            else high = middle - 1;
        }

        throw new KeyNotFoundException($"The replay holds no final observation {key}.");
    }

    /// <summary>Where a part of a final lies in the storage.</summary>
    public long Place(int part, long number) => _blocks[number / BlockFrames][part] + number % BlockFrames * parts[part].ByteCount;

    /// <summary>Puts a part of a final there.</summary>
    public void Write(int part, long number, ReadOnlySpan<byte> bytes) => storage.Write(Place(part, number), bytes);

    /// <summary>A copy of a part of the i-th oldest final.</summary>
    public byte[] Read(int part, int i)
    {
        var bytes = new byte[parts[part].ByteCount];
        storage.Read(Place(part, _first + i), bytes);
        return bytes;
    }

    private void Grow()
    {
        var keys = new long[BitOperations.RoundUpToPowerOf2((uint)_keys.Length + 1)];
        for (var number = _first; number < _next; number++) keys[number & (keys.Length - 1)] = _keys[number & (_keys.Length - 1)];
        _keys = keys;
    }
}
