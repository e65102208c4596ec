using System.Numerics;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>One outline of a body at a height: a rectangle with round corners that may be narrower in front than behind.</summary>
/// <param name="Height">Share of the body's height.</param>
/// <param name="Rear">In half lengths.</param>
/// <param name="Front">In half lengths.</param>
/// <param name="RearWidth">In half widths.</param>
/// <param name="FrontWidth">In half widths.</param>
/// <param name="Part">What lies between this outline and the next.</param>
internal readonly record struct BodyRing(float Height, float Rear, float Front, float RearWidth, float FrontWidth, BodyPart Part);

/// <summary>Builds bodies from outlines at rising heights, boxes and wheels.</summary>
internal sealed class BodyShapes(int pointsPerCorner)
{
    private readonly List<BodyVertex> _vertices = [];
    private readonly List<uint> _indices = [];

    /// <summary>Corners.</summary>
    public BodyVertex[] Vertices => [.. _vertices];

    /// <summary>Three for each triangle.</summary>
    public uint[] Indices => [.. _indices];

    /// <summary>Surfaces between outlines, and a lid on the last one.</summary>
    /// <param name="corner">Radius of the corners in half widths.</param>
    /// <param name="roundness">Half length / half width of a usual body, so that its corners are round and not stretched.</param>
    public BodyShapes Loft(float corner, float roundness, params ReadOnlySpan<BodyRing> rings)
    {
        for (var i = 0; i + 1 < rings.Length; i++) Band(Outline(rings[i], corner, roundness), Outline(rings[i + 1], corner, roundness), rings[i].Part);
        Lid(Outline(rings[^1], corner, roundness), rings[^1].Part);
        return this;
    }

    /// <summary>A box of a size in metres around a place in half lengths, half widths and heights.</summary>
    public BodyShapes Box(Vector3 at, Vector3 metres, BodyPart part)
    {
        foreach (var (normal, u, v) in Sides)
        {
            Face(at, metres, normal, u, v, part);
        }
        return this;
    }

    private void Face(Vector3 at, Vector3 metres, Vector3 normal, Vector3 u, Vector3 v, BodyPart part)
    {
        var first = _vertices.Count;
        foreach (var (a, b) in (ReadOnlySpan<(float, float)>)[(-1, -1), (1, -1), (1, 1), (-1, 1)]) _vertices.Add(new(at, (normal + a * u + b * v) * metres / 2, normal, (float)part));
        if (Vector3.Dot(Vector3.Cross(u, v), normal) > 0) Quad(first, first + 1, first + 2, first + 3);
        else Quad(first + 3, first + 2, first + 1, first);
    }

    /// <summary>The same box on the left and on the right.</summary>
    public BodyShapes Boxes(Vector3 at, Vector3 metres, BodyPart left, BodyPart right) => Box(at, metres, left).Box(at * new Vector3(1, -1, 1), metres, right);

    /// <summary>A lamp as it is seen from far away: from above and from its end of the vehicle, left and right.</summary>
    public BodyShapes Plates(Vector3 at, Vector3 metres, BodyPart part)
    {
        var end = MathF.Sign(at.X);
        for (var side = -1; side <= 1; side += 2)
        {
            var place = at with { Y = side * at.Y };
            Face(place, metres, Vector3.UnitZ, Vector3.UnitX, Vector3.UnitY, part);
            Face(place, metres, end * Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ, part);
        }
        return this;
    }

    /// <summary>A round wheel standing on the ground.</summary>
    public BodyShapes Wheel(float ahead, float aside, float radius, float width, BodyPart part)
    {
        const int Sides = 8;
        var centre = new Vector3(ahead, aside, 0);
        Vector3 Rim(int i, float side) => new(radius * MathF.Cos(MathF.Tau * i / Sides), side * width / 2, radius + radius * MathF.Sin(MathF.Tau * i / Sides));
        for (var i = 0; i < Sides; i++)
        {
            var first = _vertices.Count;
            foreach (var (k, side) in ((int, float)[])[(i, -1), (i + 1, -1), (i + 1, 1), (i, 1)])
                _vertices.Add(new(centre, Rim(k, side), new(MathF.Cos(MathF.Tau * k / Sides), 0, MathF.Sin(MathF.Tau * k / Sides)), (float)part));
            Quad(first + 3, first + 2, first + 1, first);                // along a rim that turns from ahead to above, then to its left
        }
        var outside = MathF.Sign(aside);                                 // nobody sees the inside of a wheel
        if (outside == 0) outside = 1;
        var hub = _vertices.Count;
        for (var i = 0; i < Sides; i++) _vertices.Add(new(centre, Rim(i, outside), new(0, outside, 0), (float)part));
        for (var i = 1; i + 1 < Sides; i++) Triangle(hub, outside > 0 ? hub + i + 1 : hub + i, outside > 0 ? hub + i : hub + i + 1);
        return this;
    }

    private static readonly (Vector3 Normal, Vector3 U, Vector3 V)[] Sides =
    [
        (Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ), (-Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ), (Vector3.UnitY, Vector3.UnitX, Vector3.UnitZ),
        (-Vector3.UnitY, Vector3.UnitX, Vector3.UnitZ), (Vector3.UnitZ, Vector3.UnitX, Vector3.UnitY),
    ];

    /// <summary>Points of an outline, from the right rear corner on, counter-clockwise.</summary>
    private Vector3[] Outline(in BodyRing ring, float corner, float roundness)
    {
        var points = new Vector3[4 * pointsPerCorner];
        var along = corner / roundness;
        for (var k = 0; k < points.Length; k++)
        {
            var quarter = k / pointsPerCorner;                           // right rear, right front, left front, left rear
            var isFront = quarter is 1 or 2;
            var width = isFront ? ring.FrontWidth : ring.RearWidth;
            var angle = MathF.PI + MathF.PI / 2 * (quarter + (pointsPerCorner == 1 ? 0.5f : (float)(k % pointsPerCorner) / (pointsPerCorner - 1)));
            float x = MathF.Min(along, (ring.Front - ring.Rear) / 2), y = MathF.Min(corner, width);
            var reach = pointsPerCorner == 1 ? 1.414f : 1;
            points[k] = new((isFront ? ring.Front - x : ring.Rear + x) + x * reach * MathF.Cos(angle), (quarter >= 2 ? width - y : y - width) + y * reach * MathF.Sin(angle), ring.Height);
        }
        return points;
    }

    private void Band(Vector3[] low, Vector3[] high, BodyPart part)
    {
        var first = _vertices.Count;
        for (var k = 0; k < low.Length; k++)
        {
            int before = (k + low.Length - 1) % low.Length, behind = (k + 1) % low.Length;
            var along = low[behind] - low[before] + high[behind] - high[before];
            var normal = Vector3.Cross(along, high[k] - low[k] + new Vector3(0, 0, 1e-5f));
            normal = normal.LengthSquared() > 1e-12f ? Vector3.Normalize(normal) : Vector3.UnitZ;
            _vertices.Add(new(low[k], default, normal, (float)part));
            _vertices.Add(new(high[k], default, normal, (float)part));
        }
        for (var k = 0; k < low.Length; k++)
        {
            var next = (k + 1) % low.Length;
            Quad(first + 2 * k, first + 2 * next, first + 2 * next + 1, first + 2 * k + 1);
        }
    }

    private void Lid(Vector3[] outline, BodyPart part)
    {
        var first = _vertices.Count;
        foreach (var point in outline) _vertices.Add(new(point, default, Vector3.UnitZ, (float)part));
        for (var k = 1; k + 1 < outline.Length; k++) Triangle(first, first + k, first + k + 1);
    }

    private void Quad(int a, int b, int c, int d)
    {
        Triangle(a, b, c);
        Triangle(a, c, d);
    }

    /// <summary>Corners counter-clockwise from outside: what turns its back is not drawn.</summary>
    private void Triangle(int a, int b, int c)
    {
        _indices.Add((uint)a);
        _indices.Add((uint)b);
        _indices.Add((uint)c);
    }
}
