using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns;

/// <summary>A small town: streets along a grid with some left out, junctions of three and four arms, bends where a street turns a corner.</summary>
internal sealed class GridTown
{
    private const double LargestJitterShare = 0.15;                      // of the distance between streets
    private const double StraightAtJunction = 7;                         // m: a crossing and a stop line
    private const double StraightBetweenBends = 1;                       // m
    private const double SlantedReach = 1.15;                            // junctions that are not square reach so much farther
    private const double Spare = 4;                                      // m

    private readonly TownStyle _style;
    private readonly Draws _draws;
    private readonly GridGraph _graph;
    private readonly Pose[] _corners;
    private readonly double[] _reach;
    private readonly RoadEnd?[,] _arms;
    private readonly List<(BlockDraft Draft, int From, int To)> _streets = [];

    private GridTown(TownStyle style, Draws draws)
    {
        var config = style.Config;
        (_style, _draws) = (style, draws);
        double width = config.GridMetres.Draw(draws.Uniform()), height = config.GridMetres.Draw(draws.Uniform());
        _graph = GridGraph.Draw(draws, LinesOn(width), LinesOn(height), config.MissingShare.Draw(draws.Uniform()));
        _corners = Corners(width, height);
        _reach = [.. Enumerable.Range(0, _graph.Count).Select(Reach)];
        _arms = new RoadEnd?[_graph.Count, 4];
    }

    /// <summary>Streets and junctions; null where they do not fit.</summary>
    public static List<BlockDraft>? TryLay(TownStyle style, Draws draws)
    {
        var town = new GridTown(style, draws);
        if (!town.LayStreets() || town.HasOverlap()) return null;
        List<BlockDraft> drafts = [.. town._streets.Select(street => street.Draft)];
        for (var corner = 0; corner < town._graph.Count; corner++)
        {
            if (!town.IsJunction(corner)) continue;
            var draft = new BlockDraft(FormattableString.Invariant($"corner{corner + 1}"), style);
            Junctions.Lay(draft, "junction", [.. Enumerable.Range(0, 4).Select(side => town._arms[corner, side]).OfType<RoadEnd>()], draws);
            if (draft.Sharpest > TownStyle.SharpestTurn) return null;
            drafts.Add(draft);
        }
        return drafts;
    }

    private bool IsJunction(int corner) => _graph.Degree(corner) > 2;

    /// <summary>As many streets as are drawn, or as find room.</summary>
    private int LinesOn(double size)
    {
        var reach = Math.Max((_style.Lanes - 0.5) * _style.LaneWidth + _style.TurnRadius, _style.Lanes * _style.LaneWidth + Math.Max(2, _style.Sidewalk + 0.5));
        var apart = 2 * (SlantedReach * reach + StraightAtJunction) + Spare;
        return Math.Max(3, Math.Min(TownStyle.Whole(_style.Config.GridLines, _draws), 1 + (int)(size / apart)));
    }

    private Pose[] Corners(double width, double height)
    {
        double[] x = Lines(_graph.Columns, width, out var jitter), y = Lines(_graph.Rows, height, out _);
        if (_draws.Chance(0.5f)) jitter = 0;
        return [.. Enumerable.Range(0, _graph.Count).Select(corner => new Pose(x[corner % _graph.Columns] + Off(jitter), y[corner / _graph.Columns] + Off(jitter), 1, 0))];
    }

    /// <summary>Where the streets of one direction lie, around 0.</summary>
    private double[] Lines(int count, double size, out double jitter)
    {
        var spacing = size / (count - 1);
        var limit = jitter = Math.Min(_style.Config.JitterMetres.Draw(_draws.Uniform()), LargestJitterShare * spacing);
        return [.. Enumerable.Range(0, count).Select(i => i * spacing - size / 2 + (i > 0 && i + 1 < count ? Off(limit) : 0))];
    }

    private double Off(double most) => most * (2 * _draws.Uniform() - 1);

    private double Reach(int corner)
    {
        if (!IsJunction(corner)) return 0;
        var arms = Enumerable.Range(0, 4).Where(side => _graph.HasStreet(corner, side)).Select(side => Towards(corner, _graph.Neighbour(corner, side)));
        return Junctions.Reach([.. arms], _style, _style.Lanes);
    }

    /// <summary>Each street from junction to junction, through corners where it only turns.</summary>
    private bool LayStreets()
    {
        for (var corner = 0; corner < _graph.Count; corner++)
            for (var side = 0; side < 4; side++)
                if (IsJunction(corner) && _graph.HasStreet(corner, side) && _arms[corner, side] is null && !LayStreet(corner, side)) return false;
        return true;
    }

    private bool LayStreet(int from, int side)
    {
        var corners = new List<int> { from };
        var (at, leaving) = (from, side);
        while (true)
        {
            at = _graph.Neighbour(at, leaving);
            corners.Add(at);
            if (IsJunction(at)) break;
            var back = (leaving + 2) % 4;
            leaving = Enumerable.Range(0, 4).First(other => other != back && _graph.HasStreet(at, other));
        }
        if (Path(corners) is not { } path) return false;
        var draft = new BlockDraft(FormattableString.Invariant($"street{_streets.Count + 1}"), _style);
        var strip = draft.Road("road", path, new RoadForm(_style.Lanes));
        _arms[from, side] = strip.AtStart;
        _arms[at, (leaving + 2) % 4] = strip.AtEnd;
        _streets.Add((draft, from, at));
        return true;
    }

    /// <summary>Straight from corner to corner with a bend at each; null where there is no room for them.</summary>
    private RoadPath? Path(List<int> corners)
    {
        var path = new RoadPath(Towards(corners[0], corners[1]).Ahead(_reach[corners[0]]));
        var spare = StraightAtJunction;
        for (var i = 1; i + 1 < corners.Count; i++)
        {
            Pose into = Towards(corners[i - 1], corners[i]), away = Towards(corners[i], corners[i + 1]);
            var gentle = into.Dot(away) > 0.85 ? 5 : 1;                     // a kink of less than 30 degrees is no corner
            var radius = gentle * _style.RoadRadius(_style.Config.CornerRadiusMetres.Draw(_draws.Uniform()), _style.Lanes);
            double cross = into.Cross(away), tangent = radius * Math.Abs(cross) / (1 + into.Dot(away)), room = path.End.DistanceTo(_corners[corners[i]]) - tangent;
            if (room < spare) return null;
            path.Straight(room);
            var after = away.Ahead(tangent);
            if (Math.Abs(cross) > 1e-6) path.Arc(Math.Sign(cross) / radius, radius * 2 * Core.Mathematics.Elementary.Atan2((float)Math.Abs(cross), (float)(1 + into.Dot(away))));
            path.EndingAt(after);
            spare = StraightBetweenBends;
        }
        var end = Towards(corners[^1], corners[^2]).Ahead(_reach[corners[^1]]).Reversed;
        var last = (end.X - path.End.X) * end.DirectionX + (end.Y - path.End.Y) * end.DirectionY;
        return last < StraightAtJunction ? null : path.Straight(last).EndingAt(end);
    }

    private Pose Towards(int corner, int other)
    {
        Pose a = _corners[corner], b = _corners[other];
        var length = a.DistanceTo(b);
        return new(a.X, a.Y, (b.X - a.X) / length, (b.Y - a.Y) / length);
    }

    /// <summary>Streets may touch where both begin; anywhere else they keep apart.</summary>
    private bool HasOverlap()
    {
        for (var i = 0; i < _streets.Count; i++)
            for (var k = 0; k < i; k++)
            {
                var (draft, from, to) = _streets[i];
                var near = Math.Max(_reach[from], _reach[to]) + 2.2 * (_style.Lanes * _style.LaneWidth + _style.Sidewalk + 1);
                if (GroundCheck.Overlap(draft.Ground, _streets[k].Draft.Ground, [_corners[from], _corners[to]], near)) return true;
            }
        return false;
    }
}
