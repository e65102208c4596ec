namespace RLSandbox.Driving.Maps;

/// <summary>A point that the centre line of a <see cref="Circuit"/> passes through.</summary>
/// <param name="X">East, m.</param>
/// <param name="Y">North, m.</param>
/// <param name="LeftWidth">From the centre line to the left edge of the road, seen in driving direction, m, at least 0.</param>
/// <param name="RightWidth">From the centre line to the right edge, m, at least 0.</param>
public readonly record struct CircuitPoint(double X, double Y, double LeftWidth, double RightWidth);
