using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Roads.Compiled;
using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>The ground of a road map as cameras see it: its class raster, a pixel the mean of four cells.</summary>
internal static class RoadGround
{
    /// <summary>m; as fine as maps are compiled for driving.</summary>
    private const float FinestCell = 0.1f;

    private const float MostCellsAcross = 60_000, MostCells = 64e6f;

    /// <summary>Fills a picture with the ground; the view is north-up and in pixels.</summary>
    public static void Draw(Drawing drawing, RoadMap map, RoadNetwork network, GroundView view)
    {
        var (width, height) = RoadRasterizer.Size(map);
        // Areas may reach much farther than the lanes that the picture shows.
        var coarse = Math.Max(Math.Max(width, height) / MostCellsAcross, MathF.Sqrt(width * height / MostCells));
        var cell = Math.Max(Math.Max(FinestCell, 0.5f / view.PixelsPerMetre), coarse);
        using var raster = RoadRasterizer.Rasterize(map, network, new(cell, 1));
        using var bitmap = new SKBitmap(new SKImageInfo(drawing.Size.Width, drawing.Size.Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        var step = 0.25f / view.PixelsPerMetre;
        for (var row = 0; row < bitmap.Height; row++)
            for (var column = 0; column < bitmap.Width; column++)
            {
                float x = view.X + (column + 0.5f - view.At.X) / view.PixelsPerMetre, y = view.Y - (row + 0.5f - view.At.Y) / view.PixelsPerMetre;
                bitmap.SetPixel(column, row, Theme.Mix(
                    Theme.Mix(Colour(raster.At(x - step, y - step)), Colour(raster.At(x + step, y - step)), 0.5f),
                    Theme.Mix(Colour(raster.At(x - step, y + step)), Colour(raster.At(x + step, y + step)), 0.5f), 0.5f));
            }
        using var image = SKImage.FromBitmap(bitmap);
        drawing.Canvas.DrawImage(image, SKRect.Create(bitmap.Width, bitmap.Height), new SKSamplingOptions(SKFilterMode.Nearest));
    }

    /// <summary>Colour of a class.</summary>
    public static SKColor Colour(SurfaceClass surface) => surface switch
    {
        SurfaceClass.Grass => Theme.Grass,
        SurfaceClass.Road => Theme.Road,
        SurfaceClass.Kerb => Theme.KerbStone,
        SurfaceClass.YellowLine => Theme.YellowLine,
        SurfaceClass.Crossing => Theme.StartWhite,
        SurfaceClass.StopLine => Theme.StopLine,
        SurfaceClass.Sidewalk => Theme.Sidewalk,
        SurfaceClass.SideStrip => Theme.SideStrip,
        SurfaceClass.Obstacle => Theme.Building,
        _ => Theme.EdgeLine,
    };
}
