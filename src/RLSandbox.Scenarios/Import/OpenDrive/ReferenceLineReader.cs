using System.Xml.Linq;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Reads the geometry records of a road.</summary>
internal sealed class ReferenceLineReader(SourceReader reader)
{
    private const double Longest = 100_000;                              // m, of one record
    private const double Farthest = 1e8;                                 // m from the origin; the earth's circumference is 4e7
    private const double MostTurn = 200;                                 // rad, of one spiral
    private const double VisibleGap = 0.02;                              // m; hand-written files differ by 0.01
    private const double VisibleKink = 0.02;                             // rad

    /// <summary>The line; null, with a warning, if a record cannot be read, since half a line would put lanes where there are none.</summary>
    public ReferenceLine? Read(XElement road)
    {
        var pieces = new List<PlanPiece>();
        var isSorted = true;
        foreach (var geometry in SourceReader.Children(SourceReader.Child(road, "planView"), "geometry"))
        {
            if (!TryRead(geometry, out var piece)) return null;
            if (piece.Length <= 0) continue;
            isSorted &= pieces.Count == 0 || piece.Start >= pieces[^1].Start;
            pieces.Add(piece);
        }
        if (pieces.Count == 0)
        {
            reader.Warn(road, "expected a reference line, found none; the road was left out");
            return null;
        }
        if (!isSorted)
        {
            reader.Warn(road, "expected geometry by growing s, found a smaller one; it was sorted");
            pieces = [.. pieces.OrderBy(piece => piece.Start)];
        }
        Check(road, pieces);
        return new(pieces);
    }

    private bool TryRead(XElement geometry, out PlanPiece piece)
    {
        piece = default;
        double s = reader.Number(geometry, "s", double.NaN), length = reader.Number(geometry, "length", double.NaN);
        var start = new PlanPose(reader.Number(geometry, "x", double.NaN), reader.Number(geometry, "y", double.NaN), reader.Number(geometry, "hdg", 0));
        var isFinite = double.IsFinite(s + length + start.Heading) && Math.Abs(start.X) < Farthest && Math.Abs(start.Y) < Farthest && Math.Abs(s) < Farthest;
        if (!isFinite || length > Longest || length < -1e-9)
        {
            reader.Warn(geometry, $"expected finite s, x, y, hdg and a length of 0 to {Longest / 1000} km, found another; the road was left out");
            return false;
        }
        var curve = Curve(geometry, start, length);
        piece = new(s, Math.Max(0, length), curve!);
        return curve is not null;
    }

    private IPlanCurve? Curve(XElement geometry, PlanPose start, double length)
    {
        foreach (var shape in geometry.Elements())
        {
            switch (shape.Name.LocalName)
            {
                case "line":
                    return new ArcCurve(start, 0);
                case "arc":
                    return Finite(shape, reader.Number(shape, "curvature", double.NaN), curvature => new ArcCurve(start, curvature));
                case "spiral":
                    return Spiral(shape, start, length);
                case "poly3":
                    return Finite(shape, Coefficients(shape, ""), v => new GraphCurve(start, v, length));
                case "paramPoly3":
                    return Parametric(shape, start, length);
            }
        }
        reader.Warn(geometry, "expected line, arc, spiral, poly3 or paramPoly3, found none of them; the road was left out");
        return null;
    }

    private IPlanCurve? Spiral(XElement shape, PlanPose start, double length)
    {
        double from = reader.Number(shape, "curvStart", 0), to = reader.Number(shape, "curvEnd", 0);
        if (Math.Max(Math.Abs(from), Math.Abs(to)) * length <= MostTurn) return new SpiralCurve(start, from, length > 0 ? (to - from) / length : 0);
        reader.Warn(shape, $"expected finite curvatures and a turn below {MostTurn} rad; the road was left out");
        return null;
    }

    private IPlanCurve? Parametric(XElement shape, PlanPose start, double length)
    {
        var range = SourceReader.Text(shape, "pRange");
        if (range is not ("" or "normalized" or "arcLength")) reader.Warn(shape, $"expected a pRange of arcLength or normalized, found \"{SourceReader.Short(range)}\"; read as normalized");
        var scale = range == "arcLength" ? 1 : 1 / Math.Max(length, 1e-9);
        var (u, v) = (Coefficients(shape, "U"), Coefficients(shape, "V"));
        return Finite(shape, u.A + u.B + u.C + u.D + v.A + v.B + v.C + v.D, _ => new ParametricCurve(start, u, v, scale));
    }

    private Cubic Coefficients(XElement shape, string axis) => new(0, reader.Number(shape, "a" + axis, 0), reader.Number(shape, "b" + axis, 0), reader.Number(shape, "c" + axis, 0), reader.Number(shape, "d" + axis, 0));

    private IPlanCurve? Finite(XElement shape, Cubic cubic, Func<Cubic, IPlanCurve> curve) => Finite(shape, cubic.A + cubic.B + cubic.C + cubic.D, _ => curve(cubic));

    private IPlanCurve? Finite(XElement shape, double sum, Func<double, IPlanCurve> curve)
    {
        if (double.IsFinite(sum)) return curve(sum);
        reader.Warn(shape, "expected finite numbers; the road was left out");
        return null;
    }

    private void Check(XElement road, List<PlanPiece> pieces)
    {
        for (var i = 1; i < pieces.Count; i++)
        {
            PlanPose end = pieces[i - 1].At(pieces[i].Start), begin = pieces[i].At(pieces[i].Start);
            var s = pieces[i].Start;
            double dx = end.X - begin.X, dy = end.Y - begin.Y, gap = Math.Sqrt(dx * dx + dy * dy), kink = Math.Abs(Math.IEEERemainder(end.Heading - begin.Heading, 2 * Math.PI));
            if (gap > VisibleGap) reader.Warn(road, FormattableString.Invariant($"at s {s:0.00} m its reference line jumps by {gap:0.000} m; kept as it is"), gap);
            if (kink > VisibleKink) reader.Warn(road, FormattableString.Invariant($"at s {s:0.00} m its reference line turns on the spot by {kink:0.000} rad; kept as it is"), kink);
        }
        double declared = reader.Number(road, "length", double.NaN), found = pieces[^1].Start + pieces[^1].Length;
        if (Math.Abs(declared - found) > VisibleGap) reader.Warn(road, FormattableString.Invariant($"says that it is {declared:0.00} m long, its geometry {found:0.00} m; the geometry was believed"), Math.Abs(declared - found));
    }
}
