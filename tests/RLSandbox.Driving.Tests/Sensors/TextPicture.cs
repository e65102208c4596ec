using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Tests.Sensors;

/// <summary>Pictures as text, one letter per class, so that a test can be checked by eye.</summary>
internal static class TextPicture
{
    private const string Letters = ".-k|SOVE~";                          // grass, road, kerb, edge line, start line, obstacle, vehicle, ego, sky

    /// <summary>[H, W] class ids as H lines.</summary>
    public static string Of(ReadOnlySpan<byte> classes, int width)
    {
        var lines = new List<string>();
        for (var start = 0; start < classes.Length; start += width)
        {
            lines.Add(string.Concat(classes.Slice(start, width).ToArray().Select(surface => Letters[surface])));
        }
        return string.Join('\n', lines);
    }

    /// <summary>A raster of 1 m cells with its lower left corner at (0, 0), in which <paramref name="classAt"/> names the class at each cell centre.</summary>
    public static ClassRaster Raster(int side, Func<double, double, SurfaceClass> classAt)
    {
        var raster = new ClassRaster(0f, 0f, side, side, 1f, 1);
        for (var row = 0; row < side; row++)
            for (var column = 0; column < side; column++) raster.Set(column, row, classAt(column + 0.5, row + 0.5));
        return raster;
    }
}
