namespace RLSandbox.Core.Mathematics;

/// <summary>The bit mixing that hashes and random draws are made of.</summary>
internal static class Mix
{
    /// <summary>2⁶⁴ divided by the golden ratio, odd: spreads consecutive numbers over all bits.</summary>
    public const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>A bijection of 64 bits in which every input bit flips every output bit with probability close to one half.</summary>
    /// <remarks>Source: Stafford, "Better bit mixing", 2011, variant 13; used by SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).</remarks>
    public static ulong Bits(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>Takes one more word into a hash; the order of words matters.</summary>
    public static ulong Absorb(ulong hash, ulong word) => Bits((hash ^ word) + Golden);
}
