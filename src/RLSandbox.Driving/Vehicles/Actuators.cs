using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Vehicles;

/// <summary>What both bicycle models share: rate limits of steering and pedal, and the longitudinal force balance.</summary>
internal static class Actuators
{
    /// <summary>Moves steering and pedal towards what the driver asks for, within their limits and rates.</summary>
    /// <remarks>A request that is not a number keeps the previous setting. The pedal below zero is the brake and never drives backwards: there is no reverse gear.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Follow(ref MotionLanes motion, in ControlLanes control, in VehicleParameters vehicle, float dt)
    {
        var steering = Lanes.Clamp(control.Steering, -vehicle.MaxSteering, vehicle.MaxSteering);
        var pedal = Lanes.Clamp(control.Acceleration, -vehicle.MaxBraking, vehicle.MaxDrive);
        motion.Steering = Lanes.Approach(motion.Steering, steering, Vector256.Create(vehicle.MaxSteeringRate * dt));
        motion.Acceleration = Lanes.Approach(motion.Acceleration, pedal, Vector256.Create(vehicle.MaxPedalRate * dt));
    }

    /// <summary>Longitudinal velocity after one step of drive, brake, air and rolling resistance.</summary>
    /// <param name="tyre">The part of the acceleration that went through the tyres, m/s², forward positive; it costs lateral grip and moves load.</param>
    /// <remarks>Resistance stops at standstill instead of pushing backwards; the drive never carries the vehicle over its top speed.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Longitudinal(Vector256<float> speed, Vector256<float> pedal, in VehicleParameters vehicle, float dt, out Vector256<float> tyre)
    {
        var zero = Vector256<float>.Zero;
        var limit = Vector256.Create(VehicleParameters.LongitudinalGripShare * vehicle.Grip);
        var resistance = Vector256.Create(vehicle.RollingResistance) + vehicle.Drag * speed * speed;

        var push = Vector256.Min(Vector256.Min(pedal, vehicle.DriveLimit(speed)), limit);
        var drive = Vector256.Max(Vector256.Min(push, (Vector256.Create(vehicle.TopSpeed) - speed) / dt + resistance), zero);
        var driven = Lanes.Approach(speed + drive * dt, zero, resistance * dt);

        var rolled = Lanes.Approach(speed, zero, resistance * dt);
        var braked = Lanes.Approach(rolled, zero, Vector256.Min(-pedal, limit) * dt);
        var brake = (braked - rolled) / dt;

        var isDriven = Vector256.GreaterThan(pedal, zero);
        tyre = Vector256.ConditionalSelect(isDriven, drive, brake);
        return Vector256.ConditionalSelect(isDriven, driven, braked);
    }

    /// <summary>The position after one step: trapezoidal in the velocities of both ends, midpoint in heading, so a steady circle stays one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Travel(ref PoseLanes pose, in MotionLanes before, in MotionLanes after, float dt)
    {
        var turn = 0.5f * dt * (before.YawRate + after.YawRate);
        var (sin, cos) = Elementary.SinCos(pose.Heading + 0.5f * turn);
        var forward = 0.5f * dt * (before.Speed + after.Speed);
        var left = 0.5f * dt * (before.LateralVelocity + after.LateralVelocity);
        pose.X += forward * cos - left * sin;
        pose.Y += forward * sin + left * cos;
        pose.Heading = Wrap(pose.Heading + turn);
    }

    /// <summary><see cref="Angle.Wrap"/>; angles leave the range so seldom that those few go one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Wrap(Vector256<float> angle)
    {
        var inside = Vector256.GreaterThan(angle, Vector256.Create(-MathF.PI)) & Vector256.LessThanOrEqual(angle, Vector256.Create(MathF.PI));
        return Vector256.EqualsAll(inside.AsInt32(), Vector256<int>.AllBitsSet) ? angle : WrapEach(angle);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector256<float> WrapEach(Vector256<float> angle)
    {
        for (var lane = 0; lane < Lanes.Count; lane++) angle = angle.WithElement(lane, Angle.Wrap(angle.GetElement(lane)));
        return angle;
    }
}
