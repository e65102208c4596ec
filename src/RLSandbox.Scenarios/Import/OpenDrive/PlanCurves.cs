namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>A place on a reference line and the direction there, rad.</summary>
internal readonly record struct PlanPose(double X, double Y, double Heading)
{
    /// <summary>A place <paramref name="u"/> ahead and <paramref name="v"/> to the left.</summary>
    public PlanPose Ahead(double u, double v, double turn)
    {
        double cos = Math.Cos(Heading), sin = Math.Sin(Heading);
        return new(X + u * cos - v * sin, Y + u * sin + v * cos, Heading + turn);
    }
}

/// <summary>One geometry record of a reference line.</summary>
internal interface IPlanCurve
{
    /// <summary>The place after a distance along the record, m.</summary>
    PlanPose At(double distance);
}

/// <summary>A line, or an arc whose curvature is positive to the left, 1/m.</summary>
internal sealed class ArcCurve(PlanPose start, double curvature) : IPlanCurve
{
    /// <inheritdoc/>
    public PlanPose At(double distance)
    {
        var half = 0.5 * curvature * distance;
        var chord = Math.Abs(half) < 1e-8 ? distance : distance * Math.Sin(half) / half;
        return start.Ahead(chord * Math.Cos(half), chord * Math.Sin(half), 2 * half);
    }
}

/// <summary>A clothoid: curvature grows linearly from one value to another, neither of which need be 0.</summary>
internal sealed class SpiralCurve(PlanPose start, double curvature, double slope) : IPlanCurve
{
    private const double TurnOfPanel = 0.5;                              // rad; five nodes leave an error below 1e-12 of the length
    private const int MostPanels = 1024;

    /// <inheritdoc/>
    public PlanPose At(double distance)
    {
        var turn = Math.Abs(curvature * distance) + Math.Abs(0.5 * slope * distance * distance);
        var panels = (int)Math.Clamp(Math.Ceiling(turn / TurnOfPanel), 1, MostPanels);
        double u = 0, v = 0, width = distance / panels;
        for (var panel = 0; panel < panels; panel++)
            for (var node = 0; node < GaussNodes.Count; node++)
            {
                var heading = HeadingAt((panel + GaussNodes.At(node)) * width);
                u += GaussNodes.Weight(node) * width * Math.Cos(heading);
                v += GaussNodes.Weight(node) * width * Math.Sin(heading);
            }
        return start.Ahead(u, v, HeadingAt(distance));
    }

    private double HeadingAt(double distance) => distance * (curvature + 0.5 * slope * distance);
}

/// <summary>A curve whose two coordinates are cubics of a parameter that is proportional to the distance.</summary>
/// <remarks>Its true length may differ from the declared one by half; lanes, signals and heights all count the declared one, so the parameter does too.</remarks>
internal sealed class ParametricCurve(PlanPose start, Cubic u, Cubic v, double parameterPerMetre) : IPlanCurve
{
    private const double Nudge = 1e-4;

    /// <inheritdoc/>
    public PlanPose At(double distance)
    {
        var p = distance * parameterPerMetre;
        double du = Slope(u, p), dv = Slope(v, p);
        if (du * du + dv * dv < 1e-18)                                   // a cusp has no direction of its own; the curve beside it has
        {
            var aside = p * (1 - Nudge) + (p == 0 ? Nudge : 0);
            (du, dv) = (Slope(u, aside), Slope(v, aside));
        }
        return start.Ahead(u.At(p), v.At(p), Math.Atan2(dv, du));
    }

    private static double Slope(Cubic cubic, double p) => cubic.B + p * (2 * cubic.C + p * 3 * cubic.D);
}

/// <summary>v as a cubic of u, where u follows from the length along the curve.</summary>
internal sealed class GraphCurve : IPlanCurve
{
    private const int FewestPanels = 8, MostPanels = 1024;
    private readonly PlanPose _start;
    private readonly Cubic _v;
    private readonly double _width;
    private readonly double[] _lengths;                                  // along the curve, at each end of a panel

    /// <summary>A curve of a declared length, m.</summary>
    public GraphCurve(PlanPose start, Cubic v, double length)
    {
        (_start, _v) = (start, v);
        var panels = (int)Math.Clamp(Math.Ceiling(length), FewestPanels, MostPanels);
        _width = length / panels;                                        // u never exceeds the length along the curve
        _lengths = new double[panels + 1];
        for (var i = 0; i < panels; i++) _lengths[i + 1] = _lengths[i] + Length(i * _width, (i + 1) * _width);
    }

    /// <inheritdoc/>
    public PlanPose At(double distance)
    {
        var panel = Array.BinarySearch(_lengths, distance);
        if (panel < 0) panel = Math.Clamp(~panel - 1, 0, _lengths.Length - 2);
        double from = panel * _width, rest = distance - _lengths[panel];
        var u = from + rest / Speed(from);
        for (var step = 0; step < 6; step++) u -= (Length(from, u) - rest) / Speed(u);     // Newton; six steps double the digits six times
        return _start.Ahead(u, _v.At(u), Math.Atan(Slope(u)));
    }

    private double Slope(double u) => _v.B + u * (2 * _v.C + u * 3 * _v.D);

    private double Speed(double u) => Math.Sqrt(1 + Slope(u) * Slope(u));

    private double Length(double from, double to)
    {
        var length = 0.0;
        for (var node = 0; node < GaussNodes.Count; node++) length += GaussNodes.Weight(node) * Speed(from + GaussNodes.At(node) * (to - from));
        return length * (to - from);
    }
}

/// <summary>Gauss-Legendre integration with five nodes over 0…1.</summary>
internal static class GaussNodes
{
    private static readonly double[] _at = [0.0469100770306680, 0.2307653449471585, 0.5, 0.7692346550528415, 0.9530899229693320];
    private static readonly double[] _weights = [0.1184634425280945, 0.2393143352496832, 0.2844444444444444, 0.2393143352496832, 0.1184634425280945];

    /// <summary>How many there are.</summary>
    public const int Count = 5;

    /// <summary>Where a node lies.</summary>
    public static double At(int node) => _at[node];

    /// <summary>Its share; all add up to 1.</summary>
    public static double Weight(int node) => _weights[node];
}
