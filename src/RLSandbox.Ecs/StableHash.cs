namespace RLSandbox.Ecs;

/// <summary>Stands in until Core.Mathematics has its own.</summary>
internal static class StableHash
{
    /// <summary>Stands in until Core.Mathematics has its own.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0) { var h = Combine(seed, (ulong)bytes.Length); foreach (var b in bytes) h = Combine(h, b); return h; }
    /// <summary>Stands in until Core.Mathematics has its own.</summary>
    public static ulong Combine(ulong a, ulong b) { var x = (a ^ (b + 0x9E3779B97F4A7C15 + (a << 6))) * 0xBF58476D1CE4E5B9; return x ^ (x >> 29); }
}
