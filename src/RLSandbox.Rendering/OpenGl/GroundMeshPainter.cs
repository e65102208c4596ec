using System.Numerics;
using RLSandbox.Driving.Maps;
using SkiaSharp;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>Makes geometry of the shapes that the class raster is painted from: the same order, the same borders, sharp at any scale.</summary>
/// <param name="anchor">World place that becomes (0, 0): single precision is finest there.</param>
/// <param name="isCircuit">Whether kerbs are red and white instead of stone.</param>
internal sealed class GroundMeshPainter(GroundShapes shapes, (double X, double Y) anchor, bool isCircuit) : IGroundPainter
{
    private const float KerbStripe = 1.5f, StartField = CircuitRasterizer.StartLineLength / 2;      // m
    private const float WidestLine = 1, Overlap = 0.15f;                                                            // m

    private float _kerbMetres;

    /// <inheritdoc/>
    public float MetresPerCell => 0;

    /// <inheritdoc/>
    public void Quad((double X, double Y) leftFrom, (double X, double Y) leftTo, (double X, double Y) rightTo, (double X, double Y) rightFrom, SurfaceClass surface)
    {
        Vector2 a = Place(leftFrom), b = Place(leftTo), c = Place(rightTo), d = Place(rightFrom);
        var paint = PaintOf(surface);
        if (surface == SurfaceClass.StartLine) Chequers(a, b, c, d);
        else if (surface == SurfaceClass.Kerb && isCircuit) Kerb(a, b, c, d);
        else if (IsLine(surface) && Math.Max((a - d).Length(), (b - c).Length()) < WidestLine) shapes.Line(a, b, c, d, paint);
        else shapes.Surface(a, b, c, d, paint);
    }

    /// <inheritdoc/>
    public void Area(ReadOnlySpan<(double X, double Y)> outline, SurfaceClass surface)
    {
        var points = new Vector2[outline.Length];
        for (var i = 0; i < points.Length; i++) points[i] = Place(outline[i]);
        var paint = PaintOf(surface);
        foreach (var slab in OutlineSlabs.Of(points)) shapes.Surface(slab.LowLeft, slab.LowRight, slab.HighRight, slab.HighLeft, paint);
    }

    /// <summary>What a class looks like.</summary>
    public static GroundPaint PaintOf(SurfaceClass surface) => surface switch
    {
        SurfaceClass.Grass => new(Theme.Grass, surface, GroundTexture.Grass),
        SurfaceClass.Road => new(Theme.Road, surface, GroundTexture.Asphalt),
        SurfaceClass.SideStrip => new(Theme.SideStrip, surface, GroundTexture.Asphalt),
        SurfaceClass.Sidewalk => new(Theme.Sidewalk, surface, GroundTexture.Concrete),
        SurfaceClass.Kerb => new(Theme.KerbStone, surface, GroundTexture.Concrete),
        SurfaceClass.YellowLine => new(Theme.YellowLine, surface, GroundTexture.Plain),
        SurfaceClass.Crossing => new(Theme.StartWhite, surface, GroundTexture.Plain),
        SurfaceClass.Obstacle => new(Theme.Building, surface, GroundTexture.Concrete),
        _ => new(Theme.EdgeLine, surface, GroundTexture.Plain),
    };

    private static bool IsLine(SurfaceClass surface) => surface is SurfaceClass.EdgeLine or SurfaceClass.LaneLine or SurfaceClass.YellowLine or SurfaceClass.StopLine or SurfaceClass.Kerb or SurfaceClass.Obstacle;

    private Vector2 Place((double X, double Y) point) => new((float)(point.X - anchor.X), (float)(point.Y - anchor.Y));

    /// <summary>Stripes along a kerb: pieces come in order along the road.</summary>
    private void Kerb(Vector2 a, Vector2 b, Vector2 c, Vector2 d)
    {
        var isRed = (int)(_kerbMetres / KerbStripe) % 2 == 0;
        // Its outer side lies below the edge line, whatever is soft there, too.
        // At its ends a kerb is a point: there the other end knows the way.
        Vector2 outFrom = Overlap * GroundShapes.Unit(a - d == default ? b - c : a - d, b - a), outTo = Overlap * GroundShapes.Unit(b - c == default ? a - d : b - c, b - a);
        shapes.Line(a + outFrom, b + outTo, c, d, new(isRed ? Theme.KerbRed : Theme.KerbWhite, SurfaceClass.Kerb, GroundTexture.Plain));
        _kerbMetres += (b + c - a - d).Length() / 2;
    }

    /// <summary>The fields of the start line; it lies across the road, from its left to its right edge.</summary>
    private void Chequers(Vector2 a, Vector2 b, Vector2 c, Vector2 d)
    {
        var columns = Math.Max(2, (int)MathF.Round((a - d).Length() / StartField));
        for (var row = 0; row < 2; row++)
            for (var column = 0; column < columns; column++)
            {
                Vector2 At(float along, float across) => Vector2.Lerp(Vector2.Lerp(a, b, along / 2), Vector2.Lerp(d, c, along / 2), across / columns);
                SKColor colour = (row + column) % 2 == 0 ? Theme.StartWhite : Theme.StartBlack;
                shapes.Surface(At(row, column), At(row + 1, column), At(row + 1, column + 1), At(row, column + 1), new(colour, SurfaceClass.StartLine, GroundTexture.Plain));
            }
    }
}
