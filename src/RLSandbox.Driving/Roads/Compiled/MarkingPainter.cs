using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>Paints the markings along the edges of lanes, and lines that belong to no lane.</summary>
/// <remarks>Where two lanes have a marking on the edge between them, that of the first in the list is painted.</remarks>
internal sealed class MarkingPainter
{
    /// <summary>m.</summary>
    private const double UsualWidth = 0.12, KerbWidth = 0.2, BarrierWidth = 0.3;

    private const double DashLength = 3, DashPeriod = 9, DotLength = 0.15, DotPeriod = 1.2;

    private readonly RoadMap _map;
    private readonly RoadPainter _painter;
    private readonly double[] _phases;
    private readonly bool[] _paintsLeft, _paintsRight;
    private readonly bool[] _isLeftEdge, _isRightEdge;

    public MarkingPainter(RoadMap map, RoadPainter painter)
    {
        (_map, _painter) = (map, painter);
        _phases = DashPhases.Of(map, DashPeriod);
        var count = map.Lanes.Count;
        (_paintsLeft, _paintsRight, _isLeftEdge, _isRightEdge) = (new bool[count], new bool[count], new bool[count], new bool[count]);
        for (var i = 0; i < count; i++)
        {
            var lane = map.Lanes[i];
            _paintsLeft[i] = Paints(i, lane.LeftMarkings, lane.Left, isLeft: true);
            _paintsRight[i] = Paints(i, lane.RightMarkings, lane.Right, isLeft: false);
            _isLeftEdge[i] = IsEdge(lane, lane.Left);
            _isRightEdge[i] = IsEdge(lane, lane.Right);
        }
    }

    /// <summary>Both edges of a piece of a lane.</summary>
    public void Paint(in RoadPiece piece)
    {
        var lane = _map.Lanes[piece.Lane];
        if (_paintsLeft[piece.Lane]) PaintEdge(piece, lane.LeftMarkings, isLeft: true);
        if (_paintsRight[piece.Lane]) PaintEdge(piece, lane.RightMarkings, isLeft: false);
    }

    /// <summary>Lines that belong to no lane; the unpainted edge of a paved road looks like a kerb.</summary>
    public void PaintLines()
    {
        foreach (var line in _map.Lines)
        {
            var marking = new Marking(0, line.Kind == MarkingKind.Edge ? MarkingKind.Kerb : line.Kind, line.Colour);
            var arc = 0.0;
            for (var i = 1; i < line.Points.Count; i++)
            {
                MapPoint a = line.Points[i - 1], b = line.Points[i];
                var length = Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y));
                PaintStretch(new((a.X, a.Y), (b.X, b.Y), arc, arc + length), marking, arc, arc + length, 0, isEdge: false);
                arc += length;
            }
        }
    }

    private bool Paints(int index, IReadOnlyList<Marking> own, NeighbourLane? side, bool isLeft)
    {
        if (own.Count == 0) return false;
        if (side is not { } neighbour) return true;
        var number = _map.IndexOf(neighbour.Lane);
        var other = _map.Lanes[number];
        var theirs = isLeft == neighbour.IsOpposite ? other.LeftMarkings : other.RightMarkings;
        return theirs.Count == 0 || index < number;
    }

    private bool IsEdge(Lane lane, NeighbourLane? side) => lane.IsDrivable() && (side is not { } other || !_map.Lanes[_map.IndexOf(other.Lane)].IsDrivable());

    private void PaintEdge(in RoadPiece piece, IReadOnlyList<Marking> markings, bool isLeft)
    {
        var edge = isLeft
            ? new Stretch((piece.From.LeftX, piece.From.LeftY), (piece.To.LeftX, piece.To.LeftY), piece.FromArc, piece.ToArc)
            : new Stretch((piece.From.RightX, piece.From.RightY), (piece.To.RightX, piece.To.RightY), piece.FromArc, piece.ToArc);
        for (var i = 0; i < markings.Count; i++)
        {
            double from = Math.Max(piece.FromArc, markings[i].Arc), to = Math.Min(piece.ToArc, i + 1 < markings.Count ? markings[i + 1].Arc : double.PositiveInfinity);
            if (to > from) PaintStretch(edge, markings[i], from, to, _phases[piece.Lane], isLeft ? _isLeftEdge[piece.Lane] : _isRightEdge[piece.Lane]);
        }
    }

    private void PaintStretch(in Stretch edge, Marking marking, double from, double to, double phase, bool isEdge)
    {
        var paint = marking.Colour == MarkingColour.Yellow ? SurfaceClass.YellowLine : isEdge && marking.Kind == MarkingKind.Solid ? SurfaceClass.EdgeLine : SurfaceClass.LaneLine;
        var width = Math.Max(marking.Width > 0 ? Math.Min(marking.Width, 1) : UsualWidth, _painter.ThinnestLine);
        var aside = width / 2 + Math.Max(UsualWidth, _painter.ThinnestLine) / 2;               // of two lines
        switch (marking.Kind)
        {
            case MarkingKind.Solid: Solid(edge, from, to, 0, width, paint); break;
            case MarkingKind.Broken: Dashes(edge, from, to, phase, 0, width, paint); break;
            case MarkingKind.Dots: Dashes(edge, from, to, phase, 0, width, paint, DotLength, DotPeriod); break;
            case MarkingKind.SolidSolid: Solid(edge, from, to, aside, width, paint); Solid(edge, from, to, -aside, width, paint); break;
            case MarkingKind.SolidBroken: Solid(edge, from, to, aside, width, paint); Dashes(edge, from, to, phase, -aside, width, paint); break;
            case MarkingKind.BrokenSolid: Dashes(edge, from, to, phase, aside, width, paint); Solid(edge, from, to, -aside, width, paint); break;
            case MarkingKind.BrokenBroken: Dashes(edge, from, to, phase, aside, width, paint); Dashes(edge, from, to, phase, -aside, width, paint); break;
            case MarkingKind.Kerb: Solid(edge, from, to, 0, Math.Max(KerbWidth, _painter.ThinnestLine), SurfaceClass.Kerb); break;
            case MarkingKind.Barrier: Solid(edge, from, to, 0, Math.Max(BarrierWidth, _painter.ThinnestLine), SurfaceClass.Obstacle); break;
            default: break;
        }
    }

    private void Solid(in Stretch edge, double from, double to, double offset, double width, SurfaceClass paint) =>
        _painter.Strip(edge.At(from), edge.At(to), offset - width / 2, offset + width / 2, paint);

    private void Dashes(
        in Stretch edge, double from, double to, double phase, double offset, double width, SurfaceClass paint, double length = DashLength, double period = DashPeriod)
    {
        if (to - from > 1e6) return;
        for (var dash = Math.Floor((from + phase) / period) * period - phase; dash < to; dash += period)
            if (dash + length > from) Solid(edge, Math.Max(from, dash), Math.Min(to, dash + length), offset, width, paint);
    }

    /// <summary>A straight line from one arc to another.</summary>
    private readonly record struct Stretch((double X, double Y) From, (double X, double Y) To, double FromArc, double ToArc)
    {
        public (double X, double Y) At(double arc)
        {
            var t = ToArc > FromArc ? (arc - FromArc) / (ToArc - FromArc) : 0;
            return (From.X + t * (To.X - From.X), From.Y + t * (To.Y - From.Y));
        }
    }
}
