using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Sensors;

/// <summary>Dirt on the lens: round spots that let a quarter of the light through, at the same places for a whole episode.</summary>
/// <remarks>Up to 32 spots, each 1/40 … 1/10 of the picture's shorter side in radius; a pixel belongs to a spot if its centre does. Where spots overlap it is darker still.</remarks>
internal static class LensDirt
{
    private const int MostSpots = 32, Quarter = 2;
    private const float SmallestRadius = 1f / 40, LargestRadius = 1f / 10;

    private static readonly uint Purpose = RandomPurpose.Of("camera.dirt.spots");

    /// <summary>Darkens planes of [H, W] bytes, all at the same places.</summary>
    public static void Darken(Span<byte> planes, int width, int height, float dirt, in CameraMoment moment)
    {
        var key = moment.Key(Purpose);
        for (var spot = 0u; spot < (uint)(dirt * MostSpots + 0.5f); spot++)
        {
            var radius = Math.Min(width, height) * key.Uniform(SmallestRadius, LargestRadius, moment.Agent, spot, 0);
            float column = width * key.Uniform(moment.Agent, spot, 1), row = height * key.Uniform(moment.Agent, spot, 2);
            for (var plane = 0; plane < planes.Length; plane += width * height) Darken(planes.Slice(plane, width * height), width, height, column, row, radius);
        }
    }

    private static void Darken(Span<byte> plane, int width, int height, float column, float row, float radius)
    {
        for (var line = First(row - radius, height); line < First(row + radius, height); line++)
        {
            var aside = line + 0.5f - row;
            var reach = MathF.Sqrt(MathF.Max(radius * radius - aside * aside, 0f));
            for (var pixel = First(column - reach, width); pixel < First(column + reach, width); pixel++) plane[line * width + pixel] >>= Quarter;
        }
    }

    /// <summary>The first of <paramref name="count"/> pixels whose centre is not before <paramref name="position"/>.</summary>
    private static int First(float position, int count) => (int)Math.Clamp(MathF.Ceiling(position - 0.5f), 0, count);
}
