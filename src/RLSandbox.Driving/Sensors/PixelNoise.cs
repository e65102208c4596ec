using System.Runtime.Intrinsics;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Sensors;

/// <summary>Noise of the sensor, or drops of rain: every byte of a picture moves up or down by an even draw, another one in every step.</summary>
/// <remarks>
/// Each row of each plane has a stream of random words without state, of which a word serves four pixels. Integers only: the same bits for every vector width.
/// Source of the hash: Wellons, "Prospecting for hash functions", 2018, lowbias32.
/// </remarks>
internal static class PixelNoise
{
    private const int Middle = 128, MiddleBits = 7;

    private static readonly uint Purpose = RandomPurpose.Of("camera.noise.pixels");

    /// <summary>Moves every byte of [C, H, W] by up to <paramref name="noise"/> · 255, and stays within 0 … 255.</summary>
    public static void Add(Span<byte> picture, int width, float noise, in CameraMoment moment)
    {
        var key = moment.Key(Purpose);
        var strength = (short)(noise * 255f + 0.5f);
        for (var row = 0; row * width < picture.Length; row++) AddRow(picture.Slice(row * width, width), strength, key.Bits(moment.Agent, moment.Step, (uint)row));
    }

    private static void AddRow(Span<byte> row, short strength, ulong stream)
    {
        Span<byte> rest = stackalloc byte[Vector256<byte>.Count];
        var odd = (uint)(stream >> 32) | 1;
        var counter = Vector256.Create((uint)stream) + Vector256<uint>.Indices * odd;
        for (var column = 0; column < row.Length; column += Vector256<byte>.Count, counter += Vector256.Create((uint)Vector256<uint>.Count * odd))
        {
            var pixels = row[column..Math.Min(column + Vector256<byte>.Count, row.Length)];
            pixels.CopyTo(rest);
            Moved(Vector256.Create<byte>(rest), Hash(counter).AsByte(), strength).CopyTo(rest);
            rest[..pixels.Length].CopyTo(pixels);
        }
    }

    private static Vector256<uint> Hash(Vector256<uint> word)
    {
        word = (word ^ (word >> 16)) * 0x7FEB352Du;
        word = (word ^ (word >> 15)) * 0x846CA68Bu;
        return word ^ (word >> 16);
    }

    private static Vector256<byte> Moved(Vector256<byte> pixels, Vector256<byte> random, short strength)
    {
        var (low, high) = Vector256.Widen(pixels);
        var (randomLow, randomHigh) = Vector256.Widen(random);
        return Vector256.Narrow(Moved(low.AsInt16(), randomLow.AsInt16(), strength), Moved(high.AsInt16(), randomHigh.AsInt16(), strength));
    }

    private static Vector256<ushort> Moved(Vector256<short> pixels, Vector256<short> random, short strength)
    {
        var moved = pixels + (((random - Vector256.Create((short)Middle)) * strength) >> MiddleBits);
        return Vector256.Min(Vector256.Max(moved, Vector256<short>.Zero), Vector256.Create((short)255)).AsUInt16();
    }
}
