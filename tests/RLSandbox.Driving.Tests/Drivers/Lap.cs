using RLSandbox.Driving.Components;
using RLSandbox.Driving.Drivers;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Tests.Drivers;

/// <summary>What a scripted driver did from a standing start at arc 0.</summary>
/// <param name="Seconds">Until the lap was done, or the whole time.</param>
/// <param name="Advance">Metres along the route.</param>
/// <param name="BeyondEdge">The farthest the centre of gravity came beyond the edge of the road, m; negative stays inside.</param>
internal readonly record struct Lap(float Seconds, float Advance, float BeyondEdge, float HighestSpeed)
{
    private const float Dt = 0.05f;
    private const int StepsPerAction = 2;          // as in the shipped scenarios

    public static Lap Drive(IDriver driver, Circuit circuit, VehicleModel model, in VehicleParameters vehicle, float seconds = 120f)
    {
        var start = circuit.Sample(0f);
        Pose pose = new(start.X, start.Y, start.Heading);
        Motion motion = default;
        Control control = default;
        float arc = 0f, advance = 0f, beyond = float.MinValue, highest = 0f;
        for (var step = 0; step * Dt < seconds; step++)
        {
            if (step % StepsPerAction == 0) control = driver.Drive(pose, motion, circuit, arc, vehicle);
            if (model == VehicleModel.Dynamic) DynamicBicycle.Step(ref pose, ref motion, control, vehicle, Dt);
            else KinematicBicycle.Step(ref pose, ref motion, control, vehicle, Dt);
            var place = circuit.Locate(pose.X, pose.Y, arc);
            advance += circuit.Advance(arc, place.Arc);
            arc = place.Arc;
            beyond = MathF.Max(beyond, place.BeyondEdge);
            highest = MathF.Max(highest, motion.Speed);
            if (advance >= circuit.Length) return new((step + 1) * Dt, advance, beyond, highest);
        }
        return new(seconds, advance, beyond, highest);
    }

    /// <summary>Circuits drawn by hand: ellipses whose tightest radius is short² / long, bent in by <paramref name="waist"/>.</summary>
    public static Circuit Bean(float longRadius, float shortRadius, float waist, float halfWidth)
    {
        var points = new CircuitPoint[48];
        for (var i = 0; i < points.Length; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / points.Length);
            points[i] = new(longRadius * cos, shortRadius * sin * (1 - waist * Math.Exp(-8 * cos * cos) * (sin > 0 ? 1 : 0)), halfWidth, halfWidth);
        }
        return Circuit.FromControlPoints($"bean-{longRadius}-{shortRadius}-{waist}", points);
    }
}
