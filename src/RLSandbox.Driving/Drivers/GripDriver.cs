using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Drivers;

/// <summary>A fast driver on the centre line: speed from a profile that uses 90 % of the grip, steering of the steady bend plus lane keeping.</summary>
/// <remarks>
/// Steering = feed-forward of the curvature a little ahead, through the tyre curve, minus a gain × the lateral error at a point ahead, minus yaw
/// damping. Belongs to the one circuit its profile was made for.
/// Source: Kapania, Gerdes, "Design of a feedback-feedforward steering controller for accurate path tracking and stability at the limits of
/// handling", Vehicle System Dynamics 53 (2015), eq. 8 to 14. Ours differs: look-ahead and gain follow speed, the gain being that of pure pursuit; yaw damping.
/// </remarks>
public sealed class GripDriver(SpeedProfile profile) : IDriver
{
    /// <summary>Share of the friction limit that its profile uses.</summary>
    public const float GripShare = 0.9f;

    private const float DelaySeconds = 0.15f;      // steering rate, yaw response and half of an action's holding time
    private const float ShortestLookAhead = 4f;    // m
    private const float LookAheadSeconds = 0.4f;
    private const float YawDampingSeconds = 0.15f; // catches the tail when braking in a fast bend takes load off the rear axle
    private const float PlanSeconds = 0.3f;        // over which the planned acceleration is averaged

    /// <inheritdoc/>
    public string Name => "grip-90";

    /// <summary>The driver of a circuit; building its profile takes about a millisecond per kilometre.</summary>
    public static GripDriver For(Circuit circuit, in VehicleParameters vehicle) => new(SpeedProfile.Build(circuit, vehicle, GripShare));

    /// <inheritdoc/>
    public Control Drive(in Pose pose, in Motion motion, Circuit circuit, float arc, in VehicleParameters vehicle)
    {
        var speed = MathF.Max(motion.Speed, 1f);
        var place = circuit.Locate(pose.X, pose.Y, arc);
        var ahead = circuit.Sample(place.Arc + speed * DelaySeconds);
        var slide = vehicle.SteadySideslip(place.Curvature, speed);
        var lookAhead = ShortestLookAhead + LookAheadSeconds * speed;
        var error = place.LateralOffset + lookAhead * Elementary.Sin(Angle.Difference(pose.Heading, place.Heading) + slide);
        var gain = 2f * vehicle.Wheelbase / (lookAhead * lookAhead);
        var spin = motion.YawRate - speed * place.Curvature;
        var steering = vehicle.SteadySteering(ahead.Curvature, speed) - gain * error - YawDampingSeconds * spin;

        var soon = place.Arc + speed * DelaySeconds;
        var planned = profile.Acceleration(soon, speed * PlanSeconds);
        return new(steering, Pedal.Towards(profile.Speed(soon), motion.Speed + planned * DelaySeconds, vehicle, planned));
    }
}
