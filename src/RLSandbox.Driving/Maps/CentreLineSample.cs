namespace RLSandbox.Driving.Maps;

/// <summary>The centre line at one arc.</summary>
/// <param name="X">East, m.</param>
/// <param name="Y">North, m.</param>
/// <param name="Heading">Driving direction, rad in (−π, π], counter-clockwise from east.</param>
/// <param name="Curvature">1/m, positive in a left bend.</param>
/// <param name="LeftWidth">To the left edge, m.</param>
/// <param name="RightWidth">To the right edge, m.</param>
public readonly record struct CentreLineSample(float X, float Y, float Heading, float Curvature, float LeftWidth, float RightWidth);
