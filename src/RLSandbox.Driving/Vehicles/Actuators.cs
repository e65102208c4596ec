using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;

namespace RLSandbox.Driving.Vehicles;

/// <summary>What both bicycle models share: rate limits of steering and pedal, and the longitudinal force balance.</summary>
internal static class Actuators
{
    /// <summary>Moves steering and pedal towards what the driver asks for, within their limits and rates.</summary>
    /// <remarks>A request that is not a number keeps the previous setting. The pedal below zero is the brake and never drives backwards: there is no reverse gear.</remarks>
    public static void Follow(ref Motion motion, in Control control, in VehicleParameters vehicle, float dt)
    {
        var steering = Math.Clamp(control.Steering, -vehicle.MaxSteering, vehicle.MaxSteering);
        var pedal = Math.Clamp(control.Acceleration, -vehicle.MaxBraking, vehicle.MaxDrive);
        motion.Steering = Approach(motion.Steering, steering, vehicle.MaxSteeringRate * dt);
        motion.Acceleration = Approach(motion.Acceleration, pedal, vehicle.MaxPedalRate * dt);
    }

    /// <summary>Longitudinal velocity after one step of drive, brake, air and rolling resistance.</summary>
    /// <param name="tyre">The part of the acceleration that went through the tyres, m/s², forward positive; it costs lateral grip and moves load.</param>
    /// <remarks>Resistance stops at standstill instead of pushing backwards; the drive never carries the vehicle over its top speed.</remarks>
    public static float Longitudinal(float speed, float pedal, in VehicleParameters vehicle, float dt, out float tyre)
    {
        var limit = VehicleParameters.LongitudinalGripShare * vehicle.Grip;
        var resistance = vehicle.RollingResistance + vehicle.Drag * speed * speed;
        if (pedal > 0f)
        {
            var push = MathF.Min(MathF.Min(pedal, vehicle.DriveLimit(speed)), limit);
            tyre = MathF.Max(MathF.Min(push, (vehicle.TopSpeed - speed) / dt + resistance), 0f);
            return Approach(speed + tyre * dt, 0f, resistance * dt);
        }
        var rolled = Approach(speed, 0f, resistance * dt);
        var braked = Approach(rolled, 0f, MathF.Min(-pedal, limit) * dt);
        tyre = (braked - rolled) / dt;
        return braked;
    }

    /// <summary>The position after one step: trapezoidal in the velocities of both ends, midpoint in heading, so a steady circle stays one.</summary>
    public static void Travel(ref Pose pose, in Motion before, in Motion after, float dt)
    {
        var turn = 0.5f * dt * (before.YawRate + after.YawRate);
        var (sin, cos) = Elementary.SinCos(pose.Heading + 0.5f * turn);
        var forward = 0.5f * dt * (before.Speed + after.Speed);
        var left = 0.5f * dt * (before.LateralVelocity + after.LateralVelocity);
        pose.X += forward * cos - left * sin;
        pose.Y += forward * sin + left * cos;
        pose.Heading = Angle.Wrap(pose.Heading + turn);
    }

    private static float Approach(float value, float target, float most)
    {
        var change = target - value;
        if (MathF.Abs(change) <= most) return target;
        return change > 0f ? value + most : change < 0f ? value - most : value;
    }
}
