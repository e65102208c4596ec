namespace RLSandbox.Driving.Maps;

/// <summary>A place in the frame of a circuit: how far along, how far aside, and the centre line there.</summary>
/// <param name="Arc">Metres along the centre line from the start line, in [0, length).</param>
/// <param name="LateralOffset">Distance from the centre line, m, left positive.</param>
/// <param name="Heading">Driving direction of the centre line there, rad in (−π, π].</param>
/// <param name="Curvature">Of the centre line there, 1/m, positive in a left bend.</param>
/// <param name="LeftWidth">To the left edge there, m.</param>
/// <param name="RightWidth">To the right edge there, m.</param>
public readonly record struct CircuitPosition(float Arc, float LateralOffset, float Heading, float Curvature, float LeftWidth, float RightWidth)
{
    /// <summary>Metres beyond the nearer edge of the road; negative on the road.</summary>
    public float BeyondEdge => LateralOffset >= 0 ? LateralOffset - LeftWidth : -LateralOffset - RightWidth;
}
