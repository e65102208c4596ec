using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Tests.Maps;

/// <summary>Circuits whose geometry is known on paper.</summary>
internal static class TestCircuits
{
    /// <summary>Counter-clockwise circle around the origin that starts at (radius, 0).</summary>
    public static Circuit Circle(double radius = 50, double left = 4, double right = 5, int points = 48)
        => Circuit.FromControlPoints("circle", [.. Enumerable.Range(0, points).Select(k => OnCircle(radius, Math.Tau * k / points, left, right))]);

    /// <summary>The same circle driven clockwise.</summary>
    public static Circuit ClockwiseCircle(double radius = 50, double left = 4, double right = 5, int points = 48)
        => Circuit.FromControlPoints("circle", [.. Enumerable.Range(0, points).Select(k => OnCircle(radius, -Math.Tau * k / points, left, right))]);

    /// <summary>Figure eight, 10 m wide, that crosses itself at a right angle in the origin: x = 100 sin t, y = 100 sin t cos t.</summary>
    public static Circuit FigureEight()
        => Circuit.FromControlPoints("eight", [.. Enumerable.Range(0, 64).Select(k => Math.Tau * k / 64)
            .Select(t => new CircuitPoint(100 * Math.Sin(t), 100 * Math.Sin(t) * Math.Cos(t), 5, 5))]);

    /// <summary>A ring with bends to both sides; radii down to about 12 m; widths that change.</summary>
    public static Circuit Wavy()
        => Circuit.FromControlPoints("wavy", [.. Enumerable.Range(0, 90).Select(k => Math.Tau * k / 90)
            .Select(t => new CircuitPoint((80 + 14 * Math.Sin(5 * t)) * Math.Cos(t), (80 + 14 * Math.Sin(5 * t)) * Math.Sin(t), 4 + Math.Sin(t), 5 + Math.Cos(t)))]);

    private static CircuitPoint OnCircle(double radius, double angle, double left, double right)
        => new(radius * Math.Cos(angle), radius * Math.Sin(angle), left, right);
}
