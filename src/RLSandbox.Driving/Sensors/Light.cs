using System.Runtime.Intrinsics;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Sensors;

/// <summary>Night and fog: what they make of the sixteen shades of a palette. A table, so that a pixel costs one look.</summary>
/// <remarks>
/// Night keeps 1 − night of every byte. Fog keeps (1 − fog)^(d / 20 m) of what is d metres away, and puts the shade of the sky in place of the rest; d is the
/// middle of a <see cref="DistanceBand"/>. Shares are rounded to 1/256, all else is in integers.
/// </remarks>
internal static class Light
{
    private const float FogMetres = 20f;

    /// <summary>Shades at night.</summary>
    public static Vector128<byte> Dim(Vector128<byte> shades, float night) => night > 0f ? Mix(shades, default, Share(1f - night)) : shades;

    /// <summary>Shades in fog, then at night, for every byte of a picture that carries distances: [<see cref="DistanceBand.Count"/>, 16].</summary>
    /// <param name="reach">Of the camera, m.</param>
    public static void Fill(Vector128<byte> shades, in Weather weather, float reach, Span<Vector128<byte>> table)
    {
        var sky = Vector128.Create(shades[(int)SurfaceClass.Sky]);
        var perMetre = Elementary.Log(1f - weather.Fog) / FogMetres;
        for (var band = 0; band < table.Length; band++)
        {
            var metres = (band + 0.5f) * reach / DistanceBand.Count;
            table[band] = Dim(Mix(shades, sky, Share(Elementary.Exp(perMetre * metres))), weather.Night);
        }
    }

    private static ushort Share(float share) => (ushort)(share * 256f + 0.5f);

    /// <summary><paramref name="share"/> / 256 of the one and the rest of the other, rounded; 16 bits hold 255 · 256 + 128.</summary>
    private static Vector128<byte> Mix(Vector128<byte> one, Vector128<byte> other, ushort share)
    {
        var (low, high) = Vector128.Widen(one);
        var (otherLow, otherHigh) = Vector128.Widen(other);
        var rest = (ushort)(256 - share);
        var half = Vector128.Create((ushort)128);
        return Vector128.Narrow((low * share + otherLow * rest + half) >> 8, (high * share + otherHigh * rest + half) >> 8);
    }
}
