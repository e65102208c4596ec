using System.Runtime.Intrinsics;
using RLSandbox.Driving.Components;

namespace RLSandbox.Driving.Vehicles;

/// <summary>Dynamic bicycle with tyre slip, load transfer and a friction limit: it understeers, slides and spins, from standstill to top speed.</summary>
/// <remarks>
/// Reference point: centre of gravity. One step: the body velocity turns with the old yaw rate (a rotation, so its length stays), drive, brake and
/// resistance act along x, then both tyres act together as impulses −dt · velocity / compliance, implicit in the new velocities (a 2×2 solve). The
/// compliance is the secant of the tyre curve, taken at the old velocities and once more at the solution. Each part dissipates for any step, so no
/// step size is unstable and coasting never gains energy. As speed falls the compliance goes to 0 and the solve becomes the rolling constraint of
/// the kinematic bicycle: no blend of two models and no division by speed. First order in the step. No allocation.
/// Source: Althoff, Koschi, Manzinger, "CommonRoad: Composable benchmarks for motion planning on roads", IEEE Intelligent Vehicles 2017, single-track
/// model (ST) with load transfer. Ours differs: body velocities instead of speed and slip angle (defined at standstill and sideways); exact instead of
/// small angles in steering and slip; forces follow the brush curve up to the friction limit instead of a straight line, and moved load changes that limit
/// but not the stiffness; one friction ellipse couples them with drive and brake, whose force splits like the axle loads; implicit step. Decision 0008 has the measurements.
/// </remarks>
public static class DynamicBicycle
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
            Turn(ref motion, dt);
            motion.Speed = Actuators.Longitudinal(motion.Speed, motion.Acceleration, vehicle, dt, out var tyre);

            var axles = new AxlePair(vehicle, motion.Steering, tyre, dt);
            var guess = axles.Push(motion, before);
            motion = axles.Push(motion, guess);
            Actuators.Travel(ref pose, before, motion, dt);
        }
    }

    /// <summary>Kinetic energy per unit of mass, m²/s²: what coasting never raises.</summary>
    public static float KineticEnergy(in Motion motion, in VehicleParameters vehicle)
        => 0.5f * (motion.Speed * motion.Speed + motion.LateralVelocity * motion.LateralVelocity
            + vehicle.YawInertia / vehicle.Mass * motion.YawRate * motion.YawRate);

    /// <summary>The velocity seen from a body that turned meanwhile: rotated by −yaw rate · dt, by the Cayley form, which keeps its length.</summary>
    private static void Turn(ref MotionLanes motion, float dt)
    {
        var one = Vector256<float>.One;
        var half = 0.5f * motion.YawRate * dt;
        var scale = one / (one + half * half);
        var cos = (one - half * half) * scale;
        var sin = 2f * half * scale;
        (motion.Speed, motion.LateralVelocity) = (cos * motion.Speed + sin * motion.LateralVelocity, cos * motion.LateralVelocity - sin * motion.Speed);
    }
}
