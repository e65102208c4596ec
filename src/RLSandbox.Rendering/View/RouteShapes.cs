using RLSandbox.Driving.Maps;
using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>A route through a town: the town's class raster as a picture, and the way from start to goal over it.</summary>
internal sealed class RouteShapes : IMapShapes
{
    private const float Spacing = 1f, RouteWidth = 0.5f, GoalRadius = 1.4f;
    private const byte RouteAlpha = 110;

    private readonly SKImage? _ground;
    private readonly SKRect _area;
    private readonly SKPoint _goal;

    /// <summary>Shapes of <paramref name="map"/>.</summary>
    /// <param name="ground">See <see cref="Ground"/>; stays the caller's, who shares it among the routes of a town; null where somebody else draws the ground.</param>
    public RouteShapes(CompiledMap map, SKImage? ground)
    {
        _ground = ground;
        _area = Area(map.Raster);
        var circuit = map.Circuit;
        var count = Math.Max(2, (int)(circuit.RouteLength / Spacing));
        var points = new SKPoint[count + 1];
        for (var i = 0; i <= count; i++)
        {
            var sample = circuit.Sample(circuit.StartArc + circuit.RouteLength * i / count);
            points[i] = new(sample.X, sample.Y);
        }
        using var path = new SKPathBuilder();
        path.AddPoly(points, close: false);
        CentreLine = path.Detach();
        (Start, _goal) = (points[0], points[^1]);
        Bounds = CentreLine.TightBounds;
    }

    /// <inheritdoc/>
    public SKRect Bounds { get; }

    /// <inheritdoc/>
    public SKPath CentreLine { get; }

    /// <inheritdoc/>
    public SKPoint Start { get; }

    /// <summary>A raster as a picture, a pixel for each cell, of the finest level that is not too large; row 0 is the south. The caller disposes it.</summary>
    public static unsafe SKImage Ground(ClassRaster raster)
    {
        const long MostPixels = 32L << 20;
        var level = 0;
        while (level + 1 < raster.LevelCount && (long)raster.Level(level).Width * raster.Level(level).Height > MostPixels) level++;
        using var bitmap = new SKBitmap(new SKImageInfo(raster.Level(level).Width, raster.Level(level).Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        var colours = Enumerable.Range(0, SurfaceClasses.Count).Select(surface => (uint)RoadGround.Colour((SurfaceClass)surface)).ToArray();
        for (var row = 0; row < bitmap.Height; row++)
        {
            var pixels = new Span<uint>((void*)bitmap.GetAddress(0, row), bitmap.Width);
            for (var column = 0; column < pixels.Length; column++) pixels[column] = colours[(int)raster[level, column, row]];
        }
        return SKImage.FromBitmap(bitmap);
    }

    /// <inheritdoc/>
    public void Draw(Drawing drawing, bool dashes)
    {
        if (_ground is not null) drawing.Canvas.DrawImage(_ground, _area, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        if (!dashes) return;
        drawing.Stroke(CentreLine, Theme.Accent.WithAlpha(RouteAlpha), RouteWidth);
        drawing.Disc(_goal, GoalRadius, Theme.Good.WithAlpha(RouteAlpha));
    }

    /// <inheritdoc/>
    public void Dispose() => CentreLine.Dispose();

    /// <summary>The ground that a raster covers; its south-western corner is the upper left one of a picture whose first row is the south.</summary>
    private static SKRect Area(ClassRaster raster) =>
        SKRect.Create(raster.OriginX, raster.OriginY, raster.Width * raster.MetresPerCell, raster.Height * raster.MetresPerCell);
}
