using RLSandbox.Core.Mathematics;

namespace RLSandbox.Scenarios.Maps;

/// <summary>The draws of one attempt at one circuit, one after the other.</summary>
internal sealed class Draws(RandomKey key, uint attempt)
{
    private uint _next;

    /// <summary>In [0, 1).</summary>
    public float Uniform() => key.Uniform(0, attempt, _next++);

    /// <summary>In [low, high).</summary>
    public float Between(float low, float high) => low + (high - low) * Uniform();

    /// <summary>One of 0 … count − 1.</summary>
    public int Below(int count) => key.Integer(count, 0, attempt, _next++);

    /// <summary>True with this probability.</summary>
    public bool Chance(float probability) => Uniform() < probability;
}
