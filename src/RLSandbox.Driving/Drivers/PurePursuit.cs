using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Drivers;

/// <summary>Steers along the arc that takes the rear axle through a point ahead on the centre line.</summary>
/// <remarks>
/// Source: Coulter, "Implementation of the Pure Pursuit Path Tracking Algorithm", Carnegie Mellon CMU-RI-TR-92-01, 1992: curvature = 2 · lateral
/// offset of the point / its distance². Ours differs: the look-ahead grows with speed; a point behind the axle asks for full lock.
/// </remarks>
public static class PurePursuit
{
    private const float ShortestLookAhead = 4f;    // m; shorter ones weave at walking speed
    private const float LookAheadSeconds = 0.5f;

    /// <summary>Metres ahead along the centre line at which the point lies.</summary>
    public static float LookAhead(float speed) => ShortestLookAhead + LookAheadSeconds * MathF.Abs(speed);

    /// <summary>Front wheel angle towards a point, rad, within the stops.</summary>
    public static float Steering(in Pose pose, float x, float y, in VehicleParameters vehicle)
    {
        var (sin, cos) = Elementary.SinCos(pose.Heading);
        float dx = x - pose.X, dy = y - pose.Y;
        var forward = cos * dx + sin * dy + vehicle.RearAxle;
        var left = cos * dy - sin * dx;
        if (forward <= 0f) return MathF.CopySign(vehicle.MaxSteering, left);
        var curvature = 2f * left / (forward * forward + left * left);
        return Math.Clamp(Elementary.Atan(vehicle.Wheelbase * curvature), -vehicle.MaxSteering, vehicle.MaxSteering);
    }

    /// <summary>Front wheel angle towards the point of the centre line at <paramref name="arc"/>, rad.</summary>
    public static float Steering(in Pose pose, Circuit circuit, float arc, in VehicleParameters vehicle)
    {
        var point = circuit.Sample(arc);
        return Steering(pose, point.X, point.Y, vehicle);
    }
}
