using System.Buffers.Binary;
using System.Numerics;

namespace RLSandbox.Core.Mathematics;

/// <summary>64-bit hash of bytes, the same on every machine and in every version: for hashes of worlds and maps, and for names of streams.</summary>
/// <remarks>Depends on the order and the number of bytes. Good against accident, not against an attacker. No allocation.</remarks>
public static class StableHash
{
    private const int BlockBytes = 4 * sizeof(ulong);
    private const ulong Odd0 = 0xD6E8FEB86659FD93;
    private const ulong Odd1 = 0xA0761D6478BD642F;
    private const ulong Odd2 = 0xE7037ED1A0B428DB;
    private const ulong Odd3 = 0x8EBC6AF09C88C6E3;

    /// <summary>Hash of <paramref name="bytes"/>; another seed gives an unrelated hash function.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        var hash = Mix.Absorb(seed, (ulong)bytes.Length);
        if (bytes.Length >= BlockBytes) hash = AbsorbBlocks(ref bytes, hash);
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Mix.Absorb(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        if (bytes.IsEmpty) return hash;

        Span<byte> tail = stackalloc byte[sizeof(ulong)];
        tail.Clear();
        bytes.CopyTo(tail);
        return Mix.Absorb(hash, BinaryPrimitives.ReadUInt64LittleEndian(tail));
    }

    /// <summary>One hash of two, in this order: Combine(a, b) and Combine(b, a) are unrelated.</summary>
    public static ulong Combine(ulong first, ulong second) => Mix.Absorb(Mix.Absorb(0, first), second);

    /// <summary>Four independent chains, because one multiplication waits for the one before it: about four times as fast as one chain.</summary>
    private static ulong AbsorbBlocks(ref ReadOnlySpan<byte> bytes, ulong hash)
    {
        var (a, b, c, d) = (hash ^ Odd0, hash ^ Odd1, hash ^ Odd2, hash ^ Odd3);
        while (bytes.Length >= BlockBytes)
        {
            a = BitOperations.RotateLeft((a ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * Odd0, 29);
            b = BitOperations.RotateLeft((b ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..])) * Odd1, 29);
            c = BitOperations.RotateLeft((c ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..])) * Odd2, 29);
            d = BitOperations.RotateLeft((d ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..])) * Odd3, 29);
            bytes = bytes[BlockBytes..];
        }
        return Mix.Absorb(Mix.Absorb(Mix.Absorb(Mix.Absorb(hash, a), b), c), d);
    }
}
