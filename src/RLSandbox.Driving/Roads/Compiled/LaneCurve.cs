using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>A smooth curve through the middles of a lane's cross-sections.</summary>
/// <remarks>
/// Between two sections a Hermite cubic. The tangent at a section points from the one before to the one behind it, so that beside a long straight
/// stretch a short one bends and not the long one: each end moves the curve from its chord by at most 0.15 × the shorter of both × the turn there.
/// At both ends the tangent goes on turning as it did, which is exact on an arc of a circle.
/// </remarks>
internal sealed class LaneCurve
{
    /// <summary>Largest distance between nodes, m.</summary>
    public const double Spacing = 0.5;

    private const double PieceLength = 0.25;

    /// <summary>m; nearer sections are one place.</summary>
    private const double SmallestStep = 1e-4;

    /// <summary>m; coordinates are whole millimetres, so a shorter lane shows its direction better by its width than by its length.</summary>
    private const double Stub = 0.1;

    /// <summary>Cosine of the sharpest turn that goes on at an end of a lane (30°); sharper ones are corners.</summary>
    private const double GentlestCorner = 0.866;

    private readonly CrossSection[] _sections;
    private readonly Vector[] _tangents;
    private readonly double[] _chords, _mapArcs;
    private readonly List<Piece> _pieces = [];

    /// <summary>The curve of a lane.</summary>
    public LaneCurve(Lane lane)
    {
        _sections = Distinct(lane.Sections);
        (_chords, _mapArcs) = (new double[_sections.Length - 1], new double[_sections.Length]);
        for (var i = 0; i < _chords.Length; i++)
        {
            _chords[i] = Chord(i).Length;
            _mapArcs[i + 1] = _mapArcs[i] + _chords[i];
        }
        _tangents = _mapArcs[^1] < Stub ? Across() : Along();
        Cut();
        NodeCount = 1 + Math.Max(1, (int)Math.Ceiling(Length / Spacing));
    }

    /// <summary>m.</summary>
    public double Length { get; private set; }

    /// <summary>Nodes at equal distances from beginning to end.</summary>
    public int NodeCount { get; }

    /// <summary>Writes the nodes.</summary>
    public void Write(Lane lane, Span<LaneNode> nodes)
    {
        var piece = 0;
        for (var k = 0; k < nodes.Length; k++)
        {
            var arc = Length * k / (nodes.Length - 1);
            while (piece + 1 < _pieces.Count && _pieces[piece + 1].Arc <= arc) piece++;
            nodes[k] = NodeAt(lane, _pieces[piece], arc, isLast: k + 1 == nodes.Length);
        }
        Bend(nodes, Length / (nodes.Length - 1));
    }

    private static CrossSection[] Distinct(IReadOnlyList<CrossSection> all)
    {
        var kept = new List<CrossSection>(all.Count) { all[0] };
        foreach (var section in all)
            if (Between(kept[^1], section).Length > SmallestStep) kept.Add(section);
        if (kept.Count < 2) kept.Add(all[^1]);
        return [.. kept];
    }

    private Vector[] Along()
    {
        var tangents = new Vector[_sections.Length];
        var last = tangents.Length - 1;
        for (var i = 1; i < last; i++)
        {
            tangents[i] = Between(_sections[i - 1], _sections[i + 1]).Unit(Chord(i));
            if (tangents[i].Dot(Chord(i)) <= 0 || tangents[i].Dot(Chord(i - 1)) <= 0) tangents[i] = Chord(i).Unit(new(1, 0));
        }
        tangents[0] = End(Chord(0), last > 1 ? tangents[1] : Chord(0));
        tangents[last] = End(Chord(last - 1), last > 1 ? tangents[last - 1] : Chord(last - 1));
        return tangents;
    }

    /// <summary>The inner tangent mirrored about the chord.</summary>
    private static Vector End(Vector chord, Vector inner)
    {
        Vector along = chord.Unit(new(1, 0)), other = inner.Unit(along);
        var cosine = along.Dot(other);
        return cosine < GentlestCorner ? along : new(2 * cosine * along.X - other.X, 2 * cosine * along.Y - other.Y);
    }

    private Vector[] Across()
    {
        var (x, y) = (0.0, 0.0);
        foreach (var s in _sections) (x, y) = (x + s.LeftY - s.RightY, y + s.RightX - s.LeftX);
        var whole = Between(_sections[0], _sections[^1]);
        var tangent = new Vector(x, y).Unit(whole.Unit(new(1, 0)));
        if (tangent.Dot(whole) < 0) tangent = new(-tangent.X, -tangent.Y);
        return [.. Enumerable.Repeat(tangent, _sections.Length)];
    }

    private void Cut()
    {
        for (var i = 0; i < _chords.Length; i++)
        {
            var straight = Math.Min(_tangents[i].Dot(Chord(i)), _tangents[i + 1].Dot(Chord(i))) > _chords[i] * (1 - 1e-9);
            var parts = straight ? 1 : Math.Max(2, (int)Math.Ceiling(_chords[i] / PieceLength));
            for (var part = 0; part < parts; part++)
            {
                double from = (double)part / parts, to = (double)(part + 1) / parts;
                Vector a = Position(i, from), b = Position(i, to);
                var length = new Vector(b.X - a.X, b.Y - a.Y).Length;
                _pieces.Add(new(Length, length, i, from, to));
                Length += length;
            }
        }
    }

    private LaneNode NodeAt(Lane lane, Piece piece, double arc, bool isLast)
    {
        var t = isLast ? 1 : piece.Length > 0 ? piece.From + (piece.To - piece.From) * Math.Clamp((arc - piece.Arc) / piece.Length, 0, 1) : piece.From;
        CrossSection a = _sections[piece.Segment], b = _sections[piece.Segment + 1];
        Vector at = Position(piece.Segment, t), tangent = Slope(piece.Segment, t).Unit(_tangents[piece.Segment]);
        double leftX = Mix(a.LeftX, b.LeftX, t) - at.X, leftY = Mix(a.LeftY, b.LeftY, t) - at.Y;
        double rightX = Mix(a.RightX, b.RightX, t) - at.X, rightY = Mix(a.RightY, b.RightY, t) - at.Y;
        var mapArc = Mix(_mapArcs[piece.Segment], _mapArcs[piece.Segment + 1], t);
        float tangentX = (float)tangent.X, tangentY = (float)tangent.Y;
        // Where a file has left and right swapped at one section the width falls through 0: no lane is wide there.
        return new(
            (float)at.X, (float)at.Y, (float)Mix(a.Z, b.Z, t), tangentX, tangentY, Angle.Wrap(Elementary.Atan2(tangentY, tangentX)), 0,
            (float)Math.Max(0, tangent.X * leftY - tangent.Y * leftX), (float)Math.Max(0, tangent.Y * rightX - tangent.X * rightY),
            LimitAt(lane.SpeedLimits, mapArc), (float)mapArc, LaneChange.None);
    }

    private static void Bend(Span<LaneNode> nodes, double spacing)
    {
        for (var k = 0; k < nodes.Length; k++)
        {
            int before = Math.Max(0, k - 1), behind = Math.Min(nodes.Length - 1, k + 1);
            LaneNode a = nodes[before], b = nodes[behind];
            var turn = Elementary.Atan2(a.TangentX * b.TangentY - a.TangentY * b.TangentX, a.TangentX * b.TangentX + a.TangentY * b.TangentY);
            nodes[k] = nodes[k] with { Curvature = spacing > SmallestStep ? (float)(turn / ((behind - before) * spacing)) : 0 };
        }
    }

    private static float LimitAt(IReadOnlyList<SpeedLimit> limits, double arc)
    {
        if (limits.Count == 0) return float.NaN;
        var place = 0;
        while (place + 1 < limits.Count && limits[place + 1].Arc <= arc) place++;
        return (float)limits[place].MetresPerSecond;
    }

    private Vector Position(int segment, double t)
    {
        CrossSection a = _sections[segment], b = _sections[segment + 1];
        Vector from = _tangents[segment], to = _tangents[segment + 1];
        double s = 1 - t, fromB = t * t * (3 - 2 * t), slopeA = t * s * s * _chords[segment], slopeB = t * t * s * _chords[segment];
        return new(a.X + fromB * (b.X - a.X) + slopeA * from.X - slopeB * to.X, a.Y + fromB * (b.Y - a.Y) + slopeA * from.Y - slopeB * to.Y);
    }

    private Vector Slope(int segment, double t)
    {
        Vector chord = Chord(segment), from = _tangents[segment], to = _tangents[segment + 1];
        double s = 1 - t, alongChord = 6 * t * s, alongA = s * (1 - 3 * t) * _chords[segment], alongB = t * (3 * t - 2) * _chords[segment];
        return new(alongChord * chord.X + alongA * from.X + alongB * to.X, alongChord * chord.Y + alongA * from.Y + alongB * to.Y);
    }

    private Vector Chord(int segment) => Between(_sections[segment], _sections[segment + 1]);

    private static Vector Between(CrossSection a, CrossSection b) => new(b.X - a.X, b.Y - a.Y);

    private static double Mix(double a, double b, double t) => a + t * (b - a);

    private readonly record struct Piece(double Arc, double Length, int Segment, double From, double To);

    private readonly record struct Vector(double X, double Y)
    {
        public double Length => Math.Sqrt(X * X + Y * Y);

        public double Dot(Vector other) => X * other.X + Y * other.Y;

        public Vector Unit(Vector otherwise)
        {
            var length = Length;
            return length > 1e-12 ? new(X / length, Y / length) : otherwise;
        }
    }
}
