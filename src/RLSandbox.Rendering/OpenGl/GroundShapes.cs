using System.Numerics;
using RLSandbox.Driving.Maps;
using SkiaSharp;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>How a piece of ground is painted.</summary>
internal readonly record struct GroundPaint(SKColor Colour, SurfaceClass Surface, GroundTexture Texture)
{
    public GroundPaint(SKColor colour) : this(colour, SurfaceClass.Grass, GroundTexture.Overlay)
    {
    }
}

/// <summary>Some triangles one after the other, and a circle around them.</summary>
internal readonly record struct MeshRun(int First, int Count, Vector2 Centre, float Radius);

/// <summary>Collects quads, in the order in which they are drawn, cut into runs that lie close together: whatever is out of sight is skipped by runs.</summary>
internal sealed class GroundShapes
{
    private const int LongestRun = 6 * 128;
    private const float WidestRun = 60;                                  // m

    private readonly List<GroundVertex> _vertices = [];
    private readonly List<uint> _indices = [];
    private readonly List<MeshRun> _runs = [];
    private int _first;
    private Vector2 _low = new(float.MaxValue), _high = new(float.MinValue);

    /// <summary>Corners.</summary>
    public List<GroundVertex> Vertices => _vertices;

    /// <summary>Three for each triangle.</summary>
    public List<uint> Indices => _indices;

    /// <summary>Everything so far, in runs.</summary>
    public IReadOnlyList<MeshRun> Runs()
    {
        EndRun();
        return _runs;
    }

    /// <summary>Forgets everything; keeps its memory.</summary>
    public void Clear()
    {
        _vertices.Clear();
        _indices.Clear();
        _runs.Clear();
        (_first, _low, _high) = (0, new(float.MaxValue), new(float.MinValue));
    }

    /// <summary>A surface with hard edges.</summary>
    public void Surface(Vector2 a, Vector2 b, Vector2 c, Vector2 d, GroundPaint paint)
    {
        uint colour = GroundVertex.Pack(paint.Colour), kind = GroundVertex.Pack(paint.Surface, paint.Texture);
        Quad(new(a, default, 0, 0, colour, kind), new(b, default, 0, 0, colour, kind), new(c, default, 0, 0, colour, kind), new(d, default, 0, 0, colour, kind));
    }

    /// <summary>A stretch of a line with soft sides.</summary>
    public void Line(Vector2 leftFrom, Vector2 leftTo, Vector2 rightTo, Vector2 rightFrom, GroundPaint paint)
    {
        uint colour = GroundVertex.Pack(paint.Colour), kind = GroundVertex.Pack(paint.Surface, paint.Texture);
        Vector2 from = leftFrom - rightFrom, to = leftTo - rightTo;
        float halfFrom = from.Length() / 2, halfTo = to.Length() / 2;
        var along = leftTo - leftFrom + rightTo - rightFrom;
        Vector2 outFrom = Unit(from, along), outTo = Unit(to, along);
        var half = Math.Max(halfFrom, halfTo);
        Quad(new(leftFrom, outFrom, halfFrom, half, colour, kind), new(leftTo, outTo, halfTo, half, colour, kind), new(rightTo, -outTo, -halfTo, half, colour, kind), new(rightFrom, -outFrom, -halfFrom, half, colour, kind));
    }

    /// <summary>A straight line between two points.</summary>
    public void Line(Vector2 from, Vector2 to, float width, GroundPaint paint)
    {
        var aside = Unit(default, to - from) * (width / 2);
        Line(from + aside, to + aside, to - aside, from - aside, paint);
    }

    /// <summary>A line through points, with corners cut half way.</summary>
    public void Polyline(ReadOnlySpan<Vector2> points, float width, GroundPaint paint, bool closed = false)
    {
        for (var i = 0; i + 1 < points.Length + (closed ? 1 : 0); i++)
        {
            Vector2 a = points[i], b = points[(i + 1) % points.Length];
            var here = Unit(default, b - a);
            var before = i > 0 || closed ? Mitre(here, Unit(default, a - points[(i + points.Length - 1) % points.Length])) : here;
            var behind = i + 2 < points.Length || closed ? Mitre(here, Unit(default, points[(i + 2) % points.Length] - b)) : here;
            Line(a + before * (width / 2), b + behind * (width / 2), b - behind * (width / 2), a - before * (width / 2), paint);
        }
    }

    /// <summary>A filled disc.</summary>
    public void Disc(Vector2 centre, float radius, GroundPaint paint)
    {
        const int Sides = 24;
        for (var i = 0; i < Sides; i += 2) Surface(centre, centre + Around(i, Sides, radius), centre + Around(i + 1, Sides, radius), centre + Around(i + 2, Sides, radius), paint);
    }

    /// <summary>A circle.</summary>
    public void Ring(Vector2 centre, float radius, float width, GroundPaint paint)
    {
        const int Sides = 32;
        Span<Vector2> points = stackalloc Vector2[Sides];
        for (var i = 0; i < Sides; i++) points[i] = centre + Around(i, Sides, radius);
        Polyline(points, width, paint, closed: true);
    }

    private static Vector2 Around(int i, int sides, float radius) => radius * new Vector2(MathF.Cos(MathF.Tau * i / sides), MathF.Sin(MathF.Tau * i / sides));

    /// <summary>Half way between two unit normals, so long that both sides keep their width; sharp corners are cut.</summary>
    private static Vector2 Mitre(Vector2 a, Vector2 b)
    {
        var sum = a + b;
        var length = sum.LengthSquared();
        return length < 0.5f ? a : 2 * sum / length;
    }

    /// <summary>Unit vector along <paramref name="across"/>, or where that is nothing, to the left of <paramref name="along"/>.</summary>
    public static Vector2 Unit(Vector2 across, Vector2 along)
    {
        if (across.LengthSquared() > 1e-12f) return Vector2.Normalize(across);
        return along.LengthSquared() > 1e-12f ? Vector2.Normalize(new(-along.Y, along.X)) : Vector2.UnitY;
    }

    private void Quad(in GroundVertex a, in GroundVertex b, in GroundVertex c, in GroundVertex d)
    {
        Vector2 low = Vector2.Min(Vector2.Min(a.Place, b.Place), Vector2.Min(c.Place, d.Place)), high = Vector2.Max(Vector2.Max(a.Place, b.Place), Vector2.Max(c.Place, d.Place));
        var size = Vector2.Max(_high, high) - Vector2.Min(_low, low);
        if (_indices.Count > _first && (_indices.Count - _first >= LongestRun || Math.Max(size.X, size.Y) > WidestRun)) EndRun();
        (_low, _high) = (Vector2.Min(_low, low), Vector2.Max(_high, high));
        var first = (uint)_vertices.Count;
        _vertices.Add(a);
        _vertices.Add(b);
        _vertices.Add(c);
        _vertices.Add(d);
        foreach (var corner in (ReadOnlySpan<uint>)[0, 1, 2, 0, 2, 3]) _indices.Add(first + corner);
    }

    private void EndRun()
    {
        if (_indices.Count == _first) return;
        _runs.Add(new(_first, _indices.Count - _first, (_low + _high) / 2, (_high - _low).Length() / 2));
        (_first, _low, _high) = (_indices.Count, new(float.MaxValue), new(float.MinValue));
    }
}
