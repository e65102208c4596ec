using RLSandbox.Driving.Maps;
using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>A circuit as vector shapes in world metres (y north): made once per map, drawn at any scale.</summary>
/// <remarks>The bands have the same borders as <see cref="CircuitRasterizer"/> gives the class raster. Immutable after construction; one thread at a time draws it.</remarks>
internal sealed class CircuitPaths : IMapShapes
{
    private const float Spacing = 1f;
    private const float KerbStripe = 1.5f;
    private const float DashLength = 3f, DashGap = 6f, DashWidth = 0.15f;
    private const float StartField = CircuitRasterizer.StartLineLength / 2;

    private readonly Circuit _circuit;
    private readonly CentreLineSample[] _samples;

    /// <summary>Shapes of <paramref name="circuit"/>.</summary>
    public CircuitPaths(Circuit circuit)
    {
        _circuit = circuit;
        var count = Math.Max(64, (int)MathF.Ceiling(circuit.Length / Spacing));
        _samples = new CentreLineSample[count];
        for (var i = 0; i < count; i++) _samples[i] = circuit.Sample(circuit.Length * i / count);
        Road = Band([.. _samples.Select(s => s.LeftWidth)], [.. _samples.Select(s => -s.RightWidth)]);
        CentreLine = Loop();
        EdgeLines = Lines();
        (KerbRed, KerbWhite) = Kerbs();
        CentreDashes = Dashes();
        (StartWhite, StartBlack) = StartFields();
        Bounds = Road.TightBounds;
        Start = new(_samples[0].X, _samples[0].Y);
    }

    /// <summary>Rectangle around the road, m.</summary>
    public SKRect Bounds { get; }

    /// <inheritdoc/>
    public SKPoint Start { get; }

    /// <summary>Asphalt from edge to edge, lines and kerbs included. Filled by winding, so a crossing is filled too.</summary>
    public SKPath Road { get; }

    /// <summary>Closed centre line, for strokes.</summary>
    public SKPath CentreLine { get; }

    /// <summary>White lines along both edges.</summary>
    public SKPath EdgeLines { get; }

    /// <summary>Every other stripe of the kerbs.</summary>
    public SKPath KerbRed { get; }

    /// <summary>The stripes between.</summary>
    public SKPath KerbWhite { get; }

    /// <summary>Dashes along the centre line.</summary>
    public SKPath CentreDashes { get; }

    /// <summary>White fields of the chequered start line.</summary>
    public SKPath StartWhite { get; }

    /// <summary>Black fields of the chequered start line.</summary>
    public SKPath StartBlack { get; }

    /// <summary>Draws everything that lies on the grass; the canvas already maps metres to the picture.</summary>
    /// <param name="dashes">Whether the centre line is dashed.</param>
    public void Draw(Drawing drawing, bool dashes)
    {
        drawing.Fill(Road, Theme.Road);
        if (dashes) drawing.Fill(CentreDashes, Theme.CentreDash);
        drawing.Fill(KerbWhite, Theme.KerbWhite);
        drawing.Fill(KerbRed, Theme.KerbRed);
        drawing.Fill(EdgeLines, Theme.EdgeLine);
        drawing.Fill(StartWhite, Theme.StartWhite);
        drawing.Fill(StartBlack, Theme.StartBlack);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var path in (SKPath[])[Road, CentreLine, EdgeLines, KerbRed, KerbWhite, CentreDashes, StartWhite, StartBlack]) path.Dispose();
    }

    private static SKPoint Beside(in CentreLineSample s, float offset, float ahead = 0)
    {
        var (sin, cos) = MathF.SinCos(s.Heading);
        return new(s.X - sin * offset + cos * ahead, s.Y + cos * offset + sin * ahead);
    }

    /// <summary>The closed band between two lateral offsets per sample: one loop forwards, the other backwards, so that every part winds the same way.</summary>
    private SKPath Band(float[] from, float[] to)
    {
        using var path = new SKPathBuilder { FillType = SKPathFillType.Winding };
        AddBand(path, from, to);
        return path.Detach();
    }

    private void AddBand(SKPathBuilder path, float[] from, float[] to)
    {
        var points = new SKPoint[_samples.Length];
        for (var i = 0; i < points.Length; i++) points[i] = Beside(_samples[i], from[i]);
        path.AddPoly(points, close: true);
        for (var i = 0; i < points.Length; i++) points[i] = Beside(_samples[^(i + 1)], to[^(i + 1)]);
        path.AddPoly(points, close: true);
    }

    private SKPath Loop()
    {
        using var path = new SKPathBuilder();
        path.AddPoly([.. _samples.Select(s => new SKPoint(s.X, s.Y))], close: true);
        return path.Detach();
    }

    private SKPath Lines()
    {
        using var path = new SKPathBuilder { FillType = SKPathFillType.Winding };
        AddBand(path, [.. _samples.Select(s => s.LeftWidth)], [.. _samples.Select(s => Math.Max(0, s.LeftWidth - CircuitRasterizer.LineWidth))]);
        AddBand(path, [.. _samples.Select(s => -Math.Max(0, s.RightWidth - CircuitRasterizer.LineWidth))], [.. _samples.Select(s => -s.RightWidth)]);
        return path.Detach();
    }

    private (SKPath Red, SKPath White) Kerbs()
    {
        using SKPathBuilder red = new() { FillType = SKPathFillType.Winding }, white = new() { FillType = SKPathFillType.Winding };
        var stripes = 2 * Math.Max(1, (int)(_circuit.Length / (2 * KerbStripe)));
        for (var stripe = 0; stripe < stripes; stripe++)
        {
            float start = _circuit.Length * stripe / stripes, end = _circuit.Length * (stripe + 1) / stripes;
            CentreLineSample a = _circuit.Sample(start), b = _circuit.Sample(0.5f * (start + end)), c = _circuit.Sample(end);
            if (MathF.Abs(b.Curvature) < CircuitRasterizer.KerbCurvature) continue;
            var path = stripe % 2 == 0 ? red : white;
            for (var side = 1; side >= -1; side -= 2)
                path.AddPoly([Kerb(a, side, 0), Kerb(b, side, 0), Kerb(c, side, 0), Kerb(c, side, 1), Kerb(b, side, 1), Kerb(a, side, 1)], close: true);
        }
        return (red.Detach(), white.Detach());
    }

    private static SKPoint Kerb(in CentreLineSample s, int side, int border)
    {
        var width = side > 0 ? s.LeftWidth : s.RightWidth;
        var outer = Math.Max(0, width - CircuitRasterizer.LineWidth);
        var inner = Math.Max(0, outer - Math.Min(CircuitRasterizer.KerbWidth, CircuitRasterizer.KerbShare * width));
        return Beside(s, side * (border == 0 ? outer : inner));
    }

    private SKPath Dashes()
    {
        using var path = new SKPathBuilder();
        var count = Math.Max(1, (int)(_circuit.Length / (DashLength + DashGap)));
        for (var dash = 0; dash < count; dash++)
        {
            var start = _circuit.Length * dash / count + DashGap;
            CentreLineSample a = _circuit.Sample(start), b = _circuit.Sample(start + DashLength / 2), c = _circuit.Sample(start + DashLength);
            path.AddPoly([Beside(a, DashWidth), Beside(b, DashWidth), Beside(c, DashWidth), Beside(c, -DashWidth), Beside(b, -DashWidth), Beside(a, -DashWidth)], close: true);
        }
        return path.Detach();
    }

    private (SKPath White, SKPath Black) StartFields()
    {
        using SKPathBuilder white = new(), black = new();
        var line = _circuit.Sample(0);
        var columns = Math.Max(2, (int)MathF.Round((line.LeftWidth + line.RightWidth) / StartField));
        var width = (line.LeftWidth + line.RightWidth) / columns;
        for (var row = -1; row <= 0; row++)
            for (var column = 0; column < columns; column++)
            {
                float left = line.LeftWidth - column * width, back = row * StartField;
                SKPoint[] field = [Beside(line, left, back), Beside(line, left, back + StartField), Beside(line, left - width, back + StartField), Beside(line, left - width, back)];
                ((column + row) % 2 == 0 ? white : black).AddPoly(field, close: true);
            }
        return (white.Detach(), black.Detach());
    }
}
