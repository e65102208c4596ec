using RLSandbox.Core.Mathematics;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>A texture made by us that repeats without a seam: fine grain in red, clouds in green, blades of grass in blue.</summary>
internal static class NoiseTexture
{
    private const int Side = 256;
    private static readonly RandomKey Key = new(1, 0, 0, RandomPurpose.Of("render.noise"));

    /// <summary>The texture; the caller disposes it.</summary>
    public static GlTexture Create(GlDevice device)
    {
        var pixels = new byte[4 * Side * Side];
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                var grain = 0.6f * Key.Uniform((uint)x, (uint)y, 1) + 0.4f * Value(x, y, 4, 2);
                var clouds = 0.55f * Value(x, y, 64, 3) + 0.3f * Value(x, y, 32, 4) + 0.15f * Value(x, y, 8, 5);
                var blades = 0.5f * Key.Uniform((uint)x, (uint)(y / 4), 6) + 0.5f * Value(x, y, 2, 7);
                Span<byte> pixel = pixels.AsSpan(4 * (y * Side + x), 4);
                (pixel[0], pixel[1], pixel[2], pixel[3]) = (Byte(grain), Byte(clouds), Byte(blades), 255);
            }
        return new(device, Side, Side, pixels, repeats: true);
    }

    private static byte Byte(float share) => (byte)Math.Clamp(share * 255, 0, 255);

    /// <summary>Smooth noise with one value per cell of <paramref name="cell"/> pixels.</summary>
    private static float Value(int x, int y, int cell, uint purpose)
    {
        var cells = Side / cell;
        int column = x / cell, row = y / cell;
        float u = Smooth((x % cell + 0.5f) / cell), v = Smooth((y % cell + 0.5f) / cell);
        float At(int dx, int dy) => Key.Uniform((uint)((column + dx) % cells), (uint)((row + dy) % cells), purpose);
        return float.Lerp(float.Lerp(At(0, 0), At(1, 0), u), float.Lerp(At(0, 1), At(1, 1), u), v);
    }

    private static float Smooth(float t) => t * t * (3 - 2 * t);
}
