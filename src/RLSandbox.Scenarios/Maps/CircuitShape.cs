using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Scenarios.Maps;

/// <summary>Draws the control points of one circuit: tour, wheels at its corners, belt of the wanted length, smoothing, widths.</summary>
internal static class CircuitShape
{
    /// <summary>Largest part of the road's width that one side of the centre line takes.</summary>
    public const float LargestSideShare = 0.54f;

    private const double PointSpacing = 2;
    private const int PointsPerControl = 2;
    private const int SmoothingPasses = 4;
    private const int LengthIterations = 12;
    private const double LengthTolerance = 5e-4;
    private const double MetresPerCorner = 36;
    private const int MostCorners = 20;

    /// <summary>A spline through points 4 m apart bends up to 2.3 % tighter than the smoothed belt where curvature starts to rise (1,000 circuits).</summary>
    private const double SplineOvershoot = 1.025;

    /// <summary>Points 4 m apart see two parallel roads up to this much too far from each other, m.</summary>
    private const double SamplingSlack = 0.2;

    /// <summary>Control points about 4 m apart from the start line on, or null where this attempt came to nothing.</summary>
    /// <param name="simplicity">0 … 1: share of the corners that are left out.</param>
    public static CircuitPoint[]? TryDraw(Draws draws, CircuitGoal goal, float simplicity)
    {
        var most = Math.Clamp((int)(goal.Length / MetresPerCorner), 4, MostCorners);
        var choices = 1 + (int)((most - 3) * (1 - simplicity));
        var corners = 3 + Math.Max(draws.Below(choices), draws.Below(choices));
        var tour = RandomTour.Draw(draws, corners);
        if (tour.Count < 3) return null;
        var wheels = WheelSet.Draw(draws, tour, goal.Length, RadiusBeforeSmoothing(goal.SmallestRadius));
        if (LayToLength(wheels, goal.Length) is not { } points) return null;
        return IsClear(points, goal) ? WithWidths(draws, points, goal) : null;
    }

    /// <summary>Smoothing draws a circle of radius r in to r · f(r), f = ((1 + 2 cos(spacing / r)) / 3)^passes; this solves r · f(r) = wanted.</summary>
    private static double RadiusBeforeSmoothing(double wanted)
    {
        wanted *= SplineOvershoot;
        var radius = wanted;
        for (var iteration = 0; iteration < 6; iteration++)
        {
            var once = (1 + 2 * Elementary.Cos((float)(PointSpacing / radius))) / 3;
            radius = wanted / (once * once * once * once);
        }
        return radius;
    }

    /// <summary>Lays the belt, smooths it and scales the tour until the line is as long as wanted; gives every second point.</summary>
    private static (double X, double Y)[]? LayToLength(WheelSet wheels, double wanted)
    {
        for (var iteration = 0; iteration < LengthIterations; iteration++)
        {
            if (wheels.Lay() is not { } belt) return null;
            var points = belt.Points(PointsPerControl * (int)Math.Ceiling(belt.Length / (PointsPerControl * PointSpacing)));
            for (var pass = 0; pass < SmoothingPasses; pass++) points = Smooth(points);
            var ratio = wanted / ClosedLength(points);
            if (Math.Abs(ratio - 1) < LengthTolerance) return EverySecond(points);
            wheels.Scale(ratio);
        }
        return null;
    }

    private static (double X, double Y)[] Smooth((double X, double Y)[] points)
    {
        var n = points.Length;
        var smooth = new (double X, double Y)[n];
        for (var i = 0; i < n; i++)
        {
            var (a, b, c) = (points[i == 0 ? n - 1 : i - 1], points[i], points[i + 1 == n ? 0 : i + 1]);
            smooth[i] = ((a.X + b.X + c.X) / 3, (a.Y + b.Y + c.Y) / 3);
        }
        return smooth;
    }

    private static double ClosedLength((double X, double Y)[] points)
    {
        var length = 0.0;
        for (var i = 0; i < points.Length; i++) length += Distance(points[i], points[i + 1 == points.Length ? 0 : i + 1]);
        return length;
    }

    private static (double X, double Y)[] EverySecond((double X, double Y)[] points)
    {
        var kept = new (double X, double Y)[points.Length / PointsPerControl];
        for (var i = 0; i < kept.Length; i++) kept[i] = points[PointsPerControl * i];
        return kept;
    }

    /// <summary>Whether parts of the line that are not neighbours keep the width of the road and the clearance between them.</summary>
    /// <remarks>Two points are neighbours up to the half circle whose diameter is that distance; a bend above half of it keeps the rest apart.</remarks>
    private static bool IsClear((double X, double Y)[] points, CircuitGoal goal)
    {
        var apart = goal.WideWidth + CircuitGenerator.Clearance + SamplingSlack;
        var spacing = goal.Length / points.Length;
        var neighbours = (int)Math.Ceiling(Math.PI / 2 * apart / spacing);
        for (var i = 0; i < points.Length; i++)
        {
            var last = Math.Min(points.Length - 1, i + points.Length - neighbours);
            for (var j = i + neighbours; j <= last;)
            {
                var excess = Distance(points[i], points[j]) - apart;
                if (excess < 0) return false;
                // The distance falls by at most one spacing per point, so that many points need no look.
                j += 1 + (int)(excess / (1.01 * spacing));
            }
        }
        return true;
    }

    private static CircuitPoint[] WithWidths(Draws draws, (double X, double Y)[] points, CircuitGoal goal)
    {
        float middle = (goal.WideWidth + goal.NarrowWidth) / 2, swing = (goal.WideWidth - goal.NarrowWidth) / 2;
        var sideSwing = swing > 0 ? LargestSideShare - 0.5f : 0;
        int waves = 1 + draws.Below(4), sideWaves = 1 + draws.Below(4);
        float phase = draws.Uniform(), sidePhase = draws.Uniform();
        var controls = new CircuitPoint[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            var round = (float)i / points.Length;
            var width = middle + swing * Wave(waves * round + phase);
            var left = width * (0.5f + sideSwing * Wave(sideWaves * round + sidePhase));
            controls[i] = new(points[i].X, points[i].Y, left, width - left);
        }
        return controls;
    }

    private static float Wave(float turns) => Elementary.Sin(MathF.Tau * turns);

    private static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
