using RLSandbox.Core.Mathematics;

namespace RLSandbox.Scenarios.Towns;

/// <summary>Smooth lines from one pose to another.</summary>
internal static class Joining
{
    private const double Parallel = 2e-3;                                // rad
    private const double LargestTurn = 3.7;                              // rad, of one arc

    /// <summary>The simplest of: a straight line, a bend with straight ends, two arcs.</summary>
    public static RoadPath Simplest(Pose from, Pose to) => Bend(from, to) ?? TwoArcs(from, to);

    /// <summary>One arc, as wide as possible, with a straight piece before or behind it; null where the tangents do not meet ahead.</summary>
    public static RoadPath? Bend(Pose from, Pose to)
    {
        double cross = from.Cross(to), dot = from.Dot(to), dx = to.X - from.X, dy = to.Y - from.Y;
        if (Math.Abs(cross) < Parallel)
        {
            var aside = Math.Abs(from.DirectionX * dy - from.DirectionY * dx);
            var isAhead = dot > 0 && from.DirectionX * dx + from.DirectionY * dy > 0;
            return isAhead && aside < 1e-6 ? new RoadPath(from).Straight(from.DistanceTo(to)).EndingAt(to) : null;
        }
        double before = (dx * to.DirectionY - dy * to.DirectionX) / cross, behind = (from.DirectionX * dy - from.DirectionY * dx) / cross, tangent = Math.Min(before, behind);
        if (tangent <= 1e-6) return null;
        var radius = tangent * (1 + dot) / Math.Abs(cross);
        var angle = 2.0 * Elementary.Atan2((float)Math.Abs(cross), (float)(1 + dot));
        return new RoadPath(from).Straight(before - tangent).Arc(Math.Sign(cross) / radius, radius * angle).Straight(behind - tangent).EndingAt(to);
    }

    /// <summary>Two arcs with equal tangents that meet smoothly.</summary>
    /// <remarks>Source: the equations of a biarc with equal distances from both ends to the corners of its control polygon; solved for that distance.</remarks>
    public static RoadPath TwoArcs(Pose from, Pose to)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y, square = dx * dx + dy * dy;
        double a = 2 - 2 * from.Dot(to), b = 2 * (dx * (from.DirectionX + to.DirectionX) + dy * (from.DirectionY + to.DirectionY));
        var reach = a < 1e-9 ? square / Math.Max(b, 1e-9) : (-b + Math.Sqrt(b * b + 4 * a * square)) / (2 * a);
        double mx = 0.5 * (from.X + to.X + reach * (from.DirectionX - to.DirectionX)), my = 0.5 * (from.Y + to.Y + reach * (from.DirectionY - to.DirectionY));
        var path = Towards(new(from), mx, my);
        return Towards(path, to.X, to.Y).EndingAt(to);
    }

    /// <summary>An arc, a straight piece and another arc of the same radius; null where that would turn more than once round.</summary>
    public static RoadPath? ArcLineArc(Pose from, Pose to, double radius, bool leftFirst, bool leftLast)
    {
        double first = leftFirst ? radius : -radius, last = leftLast ? radius : -radius;
        Pose a = from.Beside(first), b = to.Beside(last);
        double dx = b.X - a.X, dy = b.Y - a.Y, aside = last - first, square = dx * dx + dy * dy;
        if (square <= aside * aside + 1e-9) return null;
        var length = Math.Sqrt(square - aside * aside);
        var between = new Pose(0, 0, (length * dx + aside * dy) / square, (length * dy - aside * dx) / square);
        double turn = Turn(from, between, leftFirst), back = Turn(between, to, leftLast);
        if (turn > LargestTurn || back > LargestTurn) return null;
        return new RoadPath(from).Arc(1 / first, turn * radius).Straight(length).Arc(1 / last, back * radius).EndingAt(to);
    }

    /// <summary>The arc that leaves in the path's direction and passes through a point.</summary>
    private static RoadPath Towards(RoadPath path, double x, double y)
    {
        double dx = x - path.End.X, dy = y - path.End.Y, square = dx * dx + dy * dy;
        if (square < 1e-12) return path;
        double cross = path.End.DirectionX * dy - path.End.DirectionY * dx, dot = path.End.DirectionX * dx + path.End.DirectionY * dy, curvature = 2 * cross / square;
        if (Math.Abs(curvature) < 1e-7) return path.Straight(Math.Sqrt(square));
        return path.Arc(curvature, 2.0 * Elementary.Atan2((float)cross, (float)dot) / curvature);
    }

    private static double Turn(Pose before, Pose after, bool left)
    {
        double angle = Elementary.Atan2((float)(left ? before.Cross(after) : -before.Cross(after)), (float)before.Dot(after));
        // A hair to the wrong side is no full circle.
        return angle < -1e-4 ? angle + 2 * Math.PI : Math.Max(0, angle);
    }
}
