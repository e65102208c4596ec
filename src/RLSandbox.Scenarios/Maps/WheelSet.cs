using RLSandbox.Core.Mathematics;

namespace RLSandbox.Scenarios.Maps;

/// <summary>The wheels at the corners of a tour: hubs in tour units that are scaled, radii in metres that are not.</summary>
internal sealed class WheelSet
{
    private const float LargestRadiusFactor = 7;
    private const float ChicaneShare = 0.4f;
    private const double ChicaneEdge = 100;

    private readonly List<Pulley> _wheels = [];
    private readonly double _smallestRadius;
    private double _scale;

    private WheelSet(double scale, double smallestRadius)
    {
        _scale = scale;
        _smallestRadius = smallestRadius;
    }

    /// <summary>One wheel per corner, on its inner side, and now and then a chicane on a long edge.</summary>
    /// <param name="length">Roughly the length that the belt shall have, m.</param>
    /// <param name="smallestRadius">Of the belt, m.</param>
    public static WheelSet Draw(Draws draws, List<(double X, double Y)> tour, double length, double smallestRadius)
    {
        var perimeter = 0.0;
        for (var i = 0; i < tour.Count; i++) perimeter += Distance(tour[i], tour[(i + 1) % tour.Count]);
        var set = new WheelSet(length / perimeter, smallestRadius);
        var tightness = draws.Between(0.8f, 3);
        for (var i = 0; i < tour.Count; i++)
        {
            var (before, here, after) = (tour[(i + tour.Count - 1) % tour.Count], tour[i], tour[(i + 1) % tour.Count]);
            var cross = (here.X - before.X) * (after.Y - here.Y) - (here.Y - before.Y) * (after.X - here.X);
            set._wheels.Add(new(here.X, here.Y, Math.CopySign(set.DrawRadius(draws, tightness), cross)));
            if (Distance(here, after) * set._scale > ChicaneEdge && draws.Chance(ChicaneShare)) set.AddChicane(draws, here, after);
        }
        return set;
    }

    /// <summary>Makes the tour larger by this factor.</summary>
    public void Scale(double factor) => _scale *= factor;

    /// <summary>The belt at the present scale; wheels in the way shrink to the smallest radius or, if they have it, go. Null when fewer than three are left.</summary>
    public Belt? Lay()
    {
        while (_wheels.Count >= 3)
        {
            var belt = Belt.TryLay([.. _wheels.Select(w => new Pulley(w.X * _scale, w.Y * _scale, w.Radius))], out var obstacle);
            if (belt is not null)
            {
                // The bend with the largest turn is the tightest, so that it reaches the smallest radius.
                var sharpest = belt.SharpestPulley();
                if (IsSmallest(sharpest)) return belt;
                Shrink(sharpest);
            }
            else if (IsSmallest(obstacle))
            {
                _wheels.RemoveAt(obstacle);
            }
            else
            {
                Shrink(obstacle);
            }
        }
        return null;
    }

    /// <summary>Many tight bends, few wide ones: the logarithm of the radius is a power of a uniform number.</summary>
    private double DrawRadius(Draws draws, float tightness)
        => _smallestRadius * Elementary.Exp(Elementary.Log(LargestRadiusFactor) * Elementary.Exp(tightness * Elementary.Log(draws.Between(1e-3f, 1))));

    /// <summary>Two small wheels, one on each side of the edge, that the belt passes on their far sides.</summary>
    private void AddChicane(Draws draws, (double X, double Y) from, (double X, double Y) to)
    {
        double edge = Distance(from, to), alongX = (to.X - from.X) / edge, alongY = (to.Y - from.Y) / edge;
        double middle = edge * draws.Between(0.35f, 0.65f), gap = draws.Between(14, 26) / _scale;
        double radius = _smallestRadius * draws.Between(1, 2), aside = (draws.Between(2, 9) - radius) / _scale;
        var first = draws.Chance(0.5f) ? 1 : -1;
        for (var side = 1; side >= -1; side -= 2)
        {
            double along = middle - side * gap, left = first * side * aside;
            _wheels.Add(new(from.X + along * alongX - left * alongY, from.Y + along * alongY + left * alongX, -first * side * radius));
        }
    }

    private bool IsSmallest(int wheel) => Math.Abs(_wheels[wheel].Radius) <= _smallestRadius;

    private void Shrink(int wheel) => _wheels[wheel] = _wheels[wheel] with { Radius = Math.CopySign(_smallestRadius, _wheels[wheel].Radius) };

    private static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
