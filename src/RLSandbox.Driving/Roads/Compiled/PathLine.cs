using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>The places that a route leads over, at the nodes of its lanes, before they are spread evenly.</summary>
/// <remarks>
/// During a lane change the offset from the new lane's middle falls from where the old lane's middle was to 0 by a polynomial of degree 5, whose
/// first two derivatives vanish at both ends; so heading and curvature have no steps. Where one lane begins a little before another ends
/// (files leave gaps of up to a metre), places that lie behind the last one are left out.
/// </remarks>
internal sealed class PathLine
{
    /// <summary>m; only that near to the last place a new one can lie behind it by mistake.</summary>
    private const double LargestOverlap = 1.5;

    private readonly List<Place> _places = [];
    private readonly RoadNetwork _network;

    public PathLine(RoadNetwork network, Route route)
    {
        _network = network;
        for (var leg = 0; leg < route.Legs.Count; leg++) Add(route, leg);
    }

    /// <summary>m.</summary>
    public double Length => _places[^1].Arc;

    /// <summary>Writes nodes at equal distances from beginning to end.</summary>
    public void Write(Span<PathNode> nodes)
    {
        var place = 0;
        for (var k = 0; k < nodes.Length; k++)
        {
            var arc = Length * k / (nodes.Length - 1);
            while (place + 2 < _places.Count && _places[place + 1].Arc <= arc) place++;
            nodes[k] = Between(_places[place], _places[Math.Min(place + 1, _places.Count - 1)], arc);
        }
        var spacing = Length / (nodes.Length - 1);
        for (var k = 0; k < nodes.Length; k++)
        {
            int before = Math.Max(0, k - 1), behind = Math.Min(nodes.Length - 1, k + 1);
            PathNode a = nodes[before], b = nodes[behind];
            var turn = Elementary.Atan2(a.TangentX * b.TangentY - a.TangentY * b.TangentX, a.TangentX * b.TangentX + a.TangentY * b.TangentY);
            nodes[k] = nodes[k] with { Curvature = spacing > 1e-4 ? (float)(turn / ((behind - before) * spacing)) : 0 };
        }
    }

    private void Add(Route route, int leg)
    {
        var (lane, from, to, _) = route.Legs[leg];
        var come = ComeOver(route, leg);
        var l = _network.Lanes[lane];
        AddPlace(leg, lane, from, come);
        if (l.Spacing > 0)
            for (var k = (int)(from / l.Spacing) + 1; k * l.Spacing < to; k++) AddPlace(leg, lane, k * l.Spacing, come);
        if (to > from) AddPlace(leg, lane, to, come);
    }

    private ChangeOver? ComeOver(Route route, int leg)
    {
        if (leg == 0 || route.Legs[leg].ChangeLength <= 0) return null;
        RouteLeg before = route.Legs[leg - 1], here = route.Legs[leg];
        var old = _network.Sample(before.Lane, before.To);
        return new(here.From, here.ChangeLength, _network.Locate(here.Lane, old.X, old.Y).LateralOffset, old.LeftWidth + old.RightWidth);
    }

    private void AddPlace(int leg, int lane, float arc, ChangeOver? come)
    {
        var s = _network.Sample(lane, arc);
        var (sin, cos) = Elementary.SinCos(s.Heading);
        double offset = 0, slope = 0, left = s.LeftWidth, right = s.RightWidth;
        if (come is { } change && arc < change.From + change.Length)
        {
            (offset, slope) = change.At(arc);
            (left, right) = (left - offset + (change.Offset > 0 ? change.OldWidth : 0), right + offset + (change.Offset < 0 ? change.OldWidth : 0));
        }
        double x = s.X - offset * sin, y = s.Y + offset * cos, tx = cos - slope * sin, ty = sin + slope * cos, length = Math.Sqrt(tx * tx + ty * ty);
        Append(new(0, x, y, s.Z, tx / length, ty / length, left, right, s.SpeedLimit, arc, leg));
    }

    private void Append(Place place)
    {
        if (_places.Count > 0)
        {
            var last = _places[^1];
            double dx = place.X - last.X, dy = place.Y - last.Y, distance = Math.Sqrt(dx * dx + dy * dy);
            if (distance < LargestOverlap && dx * last.TangentX + dy * last.TangentY <= 0) return;
            place = place with { Arc = last.Arc + distance };
        }
        _places.Add(place);
    }

    private static PathNode Between(Place a, Place b, double arc)
    {
        var t = b.Arc > a.Arc ? Math.Clamp((arc - a.Arc) / (b.Arc - a.Arc), 0, 1) : 0;
        double tx = Mix(a.TangentX, b.TangentX, t), ty = Mix(a.TangentY, b.TangentY, t), length = Math.Sqrt(tx * tx + ty * ty);
        if (length < 1e-3) (tx, ty, length) = (a.TangentX, a.TangentY, 1);
        float tangentX = (float)(tx / length), tangentY = (float)(ty / length);
        var near = t < 0.5 ? a : b;
        return new((float)Mix(a.X, b.X, t), (float)Mix(a.Y, b.Y, t), (float)Mix(a.Z, b.Z, t), tangentX, tangentY, Angle.Wrap(Elementary.Atan2(tangentY, tangentX)), 0,
            (float)Math.Max(0, Mix(a.Left, b.Left, t)), (float)Math.Max(0, Mix(a.Right, b.Right, t)), near.SpeedLimit,
            a.Leg == b.Leg ? (float)Mix(a.LaneArc, b.LaneArc, t) : near.LaneArc, near.Leg);
    }

    private static double Mix(double a, double b, double t) => a + t * (b - a);

    private readonly record struct Place(
        double Arc, double X, double Y, double Z, double TangentX, double TangentY, double Left, double Right, float SpeedLimit, float LaneArc, int Leg);

    private readonly record struct ChangeOver(float From, float Length, float Offset, float OldWidth)
    {
        public (double Offset, double Slope) At(float arc)
        {
            double u = Math.Clamp((arc - From) / Length, 0, 1), rise = u * u * u * (10 + u * (6 * u - 15)), steep = 30 * u * u * (1 - u) * (1 - u);
            return (Offset * (1 - rise), -Offset * steep / Length);
        }
    }
}
