using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Drivers;

/// <summary>Turns round and drives the circuit backwards: what a reward pays for speed in the wrong direction.</summary>
public sealed class WrongWayDriver : IDriver
{
    private const float Pace = 6f;                 // m/s; takes every bend of a radius above 7 m
    private const float TurningPace = 3f;          // while the car still points the right way

    /// <inheritdoc/>
    public string Name => "wrong-way";

    /// <inheritdoc/>
    public Control Drive(in Pose pose, in Motion motion, Circuit circuit, float arc, in VehicleParameters vehicle)
    {
        var steering = PurePursuit.Steering(pose, circuit, arc - PurePursuit.LookAhead(motion.Speed), vehicle);
        var pace = MathF.Abs(steering) < vehicle.MaxSteering ? Pace : TurningPace;
        return new(steering, Pedal.Towards(pace, motion.Speed, vehicle));
    }
}
