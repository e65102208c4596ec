using System.Runtime.Intrinsics;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;

namespace RLSandbox.Driving.Vehicles;

/// <summary>Kinematic bicycle: wheels roll where they point, and a car that asks for more than the grip turns less (it understeers, it never slides).</summary>
/// <remarks>
/// Reference point: centre of gravity. Yaw rate = speed · tan(steering) / wheelbase, lateral velocity = rear axle distance · yaw rate, so the rear
/// axle moves straight ahead. Position by midpoint rule: second order in the step while the steering holds still. Stateless, no allocation.
/// Source: Polack, Altché, d'Andréa-Novel, de La Fortelle, "The kinematic bicycle model", IEEE Intelligent Vehicles 2017, eq. 2 to 5.
/// Ours differs: written in longitudinal velocity instead of speed and slip angle (the same curve without an arctangent); steering and pedal rates
/// are limited; lateral acceleration is limited to what the friction circle leaves beside driving or braking (the paper: valid to half the grip).
/// </remarks>
public static class KinematicBicycle
{
    /// <summary>Moves one vehicle by <paramref name="dt"/> seconds.</summary>
    public static void Step(ref Pose pose, ref Motion motion, in Control control, in VehicleParameters vehicle, float dt)
        => new VehicleRows(new(in control), new(ref pose), new(ref motion)).Step<Model>(vehicle, dt);

    /// <summary>The equations, for eight vehicles at once.</summary>
    internal readonly struct Model : IVehicleModel
    {
        /// <inheritdoc/>
        public static void Step(ref PoseLanes pose, ref MotionLanes motion, in ControlLanes control, in VehicleParameters vehicle, float dt)
        {
            var before = motion;
            Actuators.Follow(ref motion, control, vehicle, dt);
            var speed = Actuators.Longitudinal(motion.Speed, motion.Acceleration, vehicle, dt, out var tyre);
            var (sin, cos) = Elementary.SinCos(motion.Steering);
            var yawRate = speed * sin / (cos * vehicle.Wheelbase);
            var lateral = Vector256.Sqrt(Vector256.Max(Vector256.Create(vehicle.Grip * vehicle.Grip) - tyre * tyre, Vector256<float>.Zero));
            var tooFast = Vector256.GreaterThan(Vector256.Abs(yawRate * speed), lateral);
            yawRate = Vector256.ConditionalSelect(tooFast, Vector256.CopySign(lateral / Vector256.Abs(speed), yawRate), yawRate);

            motion.Speed = speed;
            motion.YawRate = yawRate;
            motion.LateralVelocity = vehicle.RearAxle * yawRate;
            Actuators.Travel(ref pose, before, motion, dt);
        }
    }
}
