namespace RLSandbox.Core.Mathematics;

/// <summary>A family of random numbers without state: every draw is a hash of the key and of (slot, step, draw).</summary>
/// <remarks>
/// The same arguments give the same number on every machine, in any order, on any thread; so batch size, chunks and threads cannot matter.
/// Each call without arguments of its own returns <b>the same</b> number again: vary at least one of slot, step and draw. No allocation.
/// </remarks>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Environment">Index of the environment in its batch.</param>
/// <param name="Episode">Episodes that this environment has finished.</param>
/// <param name="Purpose">What the draws are for, from <see cref="RandomPurpose.Of"/>.</param>
public readonly record struct RandomKey(ulong Seed, uint Environment, uint Episode, uint Purpose)
{
    private const double TwoToMinus32 = 1.0 / 4294967296;

    /// <summary>64 independent fair bits.</summary>
    /// <param name="slot">Entity or row inside the environment.</param>
    /// <param name="step">Step inside the episode.</param>
    /// <param name="draw">Which of several draws at the same place.</param>
    public ulong Bits(uint slot = 0, uint step = 0, uint draw = 0)
    {
        var hash = Mix.Absorb(Mix.Golden, Seed);
        hash = Mix.Absorb(hash, Pair(Environment, Episode));
        hash = Mix.Absorb(hash, Pair(Purpose, slot));
        return Mix.Absorb(hash, Pair(step, draw));
    }

    /// <summary>A multiple of 2⁻²⁴, each equally likely, in [0, 1).</summary>
    /// <inheritdoc cref="Bits"/>
    public float Uniform(uint slot = 0, uint step = 0, uint draw = 0) => (Bits(slot, step, draw) >> 40) * (1f / (1 << 24));

    /// <summary>Uniform in [low, high); <paramref name="low"/> itself where both are equal.</summary>
    /// <exception cref="ArgumentException">The bounds are not finite or in the wrong order.</exception>
    public float Uniform(float low, float high, uint slot = 0, uint step = 0, uint draw = 0)
    {
        if (!(low <= high) || !float.IsFinite(low) || !float.IsFinite(high)) throw new ArgumentException($"A range needs finite bounds, the lower one first; got [{low}, {high}].");
        var value = (float)(low + ((double)high - low) * Uniform(slot, step, draw));
        return value < high || low == high ? value : MathF.BitDecrement(high);   // the rounding to float can reach high
    }

    /// <summary>One of 0 … count − 1; no choice is likelier than another by more than count · 2⁻⁶⁴.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public int Integer(int count, uint slot = 0, uint step = 0, uint draw = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return (int)Math.BigMul(Bits(slot, step, draw), (ulong)count, out _);
    }

    /// <summary>Standard normal (mean 0, variance 1), within ±6.7.</summary>
    /// <remarks>Source: Box and Muller, "A note on the generation of random normal deviates", 1958; the cosine half.</remarks>
    public float Normal(uint slot = 0, uint step = 0, uint draw = 0)
    {
        var bits = Bits(slot, step, draw);
        var share = (float)(((bits >> 32) + 1) * TwoToMinus32);             // in (0, 1]
        var angle = (float)((uint)bits * (2 * Math.PI * TwoToMinus32));
        return MathF.Sqrt(-2 * Elementary.Log(share)) * Elementary.Cos(angle);
    }

    private static ulong Pair(uint high, uint low) => ((ulong)high << 32) | low;
}
