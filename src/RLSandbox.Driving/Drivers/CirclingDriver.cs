using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Drivers;

/// <summary>Turns in place at full lock at walking pace: what a reward pays for motion that goes nowhere.</summary>
/// <remarks>Its circle is 8.5 m across, so from the middle of a road narrower than 17 m it crosses the edge and comes back.</remarks>
public sealed class CirclingDriver : IDriver
{
    private const float Pace = 3f;                 // m/s; slow enough to turn on the smallest circle

    /// <inheritdoc/>
    public string Name => "circling";

    /// <inheritdoc/>
    public Control Drive(in Pose pose, in Motion motion, Circuit circuit, float arc, in VehicleParameters vehicle)
        => new(vehicle.MaxSteering, Pedal.Towards(Pace, motion.Speed, vehicle));
}
