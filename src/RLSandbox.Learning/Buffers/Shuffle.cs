using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Buffers;

/// <summary>Puts the samples of an epoch in random order.</summary>
public static class Shuffle
{
    /// <summary>Fisher-Yates with draws of <paramref name="key"/> at <paramref name="epoch"/>.</summary>
    public static void Apply(Span<long> samples, RandomKey key, uint epoch)
    {
        for (var i = samples.Length - 1; i > 0; i--)
        {
            var j = key.Integer(i + 1, epoch, (uint)i);
            (samples[i], samples[j]) = (samples[j], samples[i]);
        }
    }
}
