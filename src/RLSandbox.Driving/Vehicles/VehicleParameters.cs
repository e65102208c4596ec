using System.Runtime.Intrinsics;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;

namespace RLSandbox.Driving.Vehicles;

/// <summary>Everything the bicycle models know about a vehicle: a compact saloon unless said otherwise.</summary>
/// <remarks>
/// SI units; forces are per unit of mass where the model allows it, so mass itself enters through load and inertia only. <c>new()</c> gives the
/// documented car, <c>default</c> gives zeros and is not a vehicle.
/// Source of geometry, inertia, stiffness and power: Althoff, Koschi, Manzinger, "CommonRoad: Composable benchmarks for motion planning on
/// roads", IEEE Intelligent Vehicles 2017, vehicle 2 (BMW 320i). Ours differ: friction 0.92 (grip 9 m/s², dry road) instead of 1.0489;
/// stiffness 18.8 front and 23.0 rear around the source's 20.89 and 4 % less friction in front, so that the car understeers like road cars do;
/// centre of gravity 0.45 m high instead of 0.574 m, so that braking in a bend leaves the rear axle some grip;
/// steering limits 0.55 rad and 1 rad/s instead of 1.066 rad and 0.4 rad/s; drive capped at 6 m/s² at the same power.
/// </remarks>
public readonly record struct VehicleParameters
{
    /// <summary>Standard gravity, m/s².</summary>
    public const float Gravity = 9.81f;

    /// <summary>Share of the grip that anti-lock brakes and traction control may use; the rest (31 %) is left for steering.</summary>
    public const float LongitudinalGripShare = 0.95f;

    /// <summary>Below it the power limit is not asked, m/s: no division by standstill.</summary>
    private const float MinDriveSpeed = 0.1f;

    /// <summary>Share of the front grip whose slip <see cref="SteeringLimit"/> allows for; the last 5 % would double the angle and blunt the steering.</summary>
    private const float NearFullSlide = 0.95f;

    /// <summary>The default car.</summary>
    public VehicleParameters()
    {
    }

    /// <summary>kg.</summary>
    public float Mass { get; init; } = 1093.3f;

    /// <summary>Moment of inertia about the vertical axis, kg·m².</summary>
    public float YawInertia { get; init; } = 1791.6f;

    /// <summary>Centre of gravity to front axle, m.</summary>
    public float FrontAxle { get; init; } = 1.1562f;

    /// <summary>Centre of gravity to rear axle, m.</summary>
    public float RearAxle { get; init; } = 1.4227f;

    /// <summary>Centre of gravity above the road, m: moves load between the axles under acceleration.</summary>
    public float GravityHeight { get; init; } = 0.45f;

    /// <summary>Front cornering stiffness as a multiple of friction × load at rest, 1/rad.</summary>
    public float FrontStiffness { get; init; } = 18.8f;

    /// <summary>Rear cornering stiffness as a multiple of friction × load at rest, 1/rad. More than the front means understeer.</summary>
    public float RearStiffness { get; init; } = 23.0f;

    /// <summary>Friction coefficient between tyre and road.</summary>
    public float Friction { get; init; } = 0.92f;

    /// <summary>Front friction over rear friction: below 1 the front lets go first and the car runs wide; at 1 it may spin in any bend at the limit.</summary>
    public float FrontFrictionShare { get; init; } = 0.96f;

    /// <summary>Largest front wheel angle to either side, rad; turns on a radius of about 4.2 m.</summary>
    public float MaxSteering { get; init; } = 0.55f;

    /// <summary>Largest change of the front wheel angle, rad/s.</summary>
    public float MaxSteeringRate { get; init; } = 1f;

    /// <summary>Drive acceleration with a full pedal while power is not the limit (below 14 m/s), m/s².</summary>
    public float MaxDrive { get; init; } = 6f;

    /// <summary>Power per mass, W/kg: drive acceleration is at most this ÷ speed.</summary>
    public float SpecificPower { get; init; } = 84.17f;

    /// <summary>Deceleration with a full brake pedal, m/s², where the road allows it.</summary>
    public float MaxBraking { get; init; } = 9f;

    /// <summary>Largest change of the commanded acceleration, m/s³ (no brake to full brake in about a quarter of a second).</summary>
    public float MaxPedalRate { get; init; } = 36f;

    /// <summary>Speed at which the drive stops pushing, m/s.</summary>
    public float TopSpeed { get; init; } = 50f;

    /// <summary>Air drag per mass, 1/m: deceleration is this × speed².</summary>
    public float Drag { get; init; } = 3.5e-4f;

    /// <summary>Rolling resistance, m/s², against the direction of motion; none at standstill.</summary>
    public float RollingResistance { get; init; } = 0.12f;

    /// <summary>Footprint of the body around the centre of gravity.</summary>
    public Footprint Footprint { get; init; } = new(2.254f, 0.805f);

    /// <summary>Distance between the axles, m.</summary>
    public float Wheelbase => FrontAxle + RearAxle;

    /// <summary>Friction × gravity: the largest acceleration the road can give in any direction, m/s².</summary>
    public float Grip => Friction * Gravity;

    /// <summary>Understeer gradient, rad per m/s² of lateral acceleration: steering = curvature × (wheelbase + gradient × speed²) while slip is small.</summary>
    public float UndersteerGradient => (1f / FrontStiffness - 1f / RearStiffness) / Grip;

    /// <summary>Acceleration the drive can give at a speed, m/s², before friction limits it.</summary>
    public float DriveLimit(float speed) => DriveLimit(Vector256.Create(speed)).ToScalar();

    /// <summary>The same for eight vehicles.</summary>
    internal Vector256<float> DriveLimit(Vector256<float> speed)
        => Vector256.Min(Vector256.Create(MaxDrive), Vector256.Create(SpecificPower) / Vector256.Max(Vector256.Abs(speed), Vector256.Create(MinDriveSpeed)));

    /// <summary>Largest deceleration of tyres and pedal together, m/s², air and rolling resistance not counted.</summary>
    public float BrakingLimit => MathF.Min(MaxBraking, LongitudinalGripShare * Grip);

    /// <summary>Largest lateral acceleration that neither axle has to slide for, m/s², while the tyres also give a longitudinal one.</summary>
    /// <param name="longitudinal">Through the tyres, m/s²; braking takes load from the rear axle, driving from the front one.</param>
    public float LateralLimit(float longitudinal)
    {
        var used = longitudinal / Grip;
        var front = FrontFrictionShare * (1f - longitudinal * GravityHeight / (Gravity * RearAxle));
        var rear = 1f + longitudinal * GravityHeight / (Gravity * FrontAxle);
        return Grip * MathF.Max(MathF.Min(front, rear), 0f) * MathF.Sqrt(MathF.Max(1f - used * used, 0f));
    }

    /// <summary>Steering of a steady bend, rad: the angle of the path plus what the tyres' slip takes, which grows fast near the limit.</summary>
    /// <param name="curvature">Of the path, 1/m, left positive.</param>
    public float SteadySteering(float curvature, float speed)
    {
        var share = curvature * speed * speed / Grip;
        return Elementary.Atan(Wheelbase * curvature)
            + BrushTyre.SlipFor(share / FrontFrictionShare, FrontStiffness / FrontFrictionShare) - BrushTyre.SlipFor(share, RearStiffness);
    }

    /// <summary>Sideslip angle of a steady bend, rad: the angle from the body to its velocity, left positive.</summary>
    /// <param name="curvature">Of the path, 1/m, left positive.</param>
    public float SteadySideslip(float curvature, float speed) => RearAxle * curvature - BrushTyre.SlipFor(curvature * speed * speed / Grip, RearStiffness);

    /// <summary>Front wheel angle worth asking for at a speed, rad: the stop at low speed, above it what a bend at <paramref name="gripShare"/> of the grip needs.</summary>
    /// <remarks>With 1.1, full steering reaches 85 to 95 % of the grip in a steady bend at any speed, so one set of steering levels serves at 5 and at 40 m/s.</remarks>
    public float SteeringLimit(float speed, float gripShare) => SteeringLimitOf(gripShare).At(Vector256.Create(speed)).ToScalar();

    /// <summary>The same as a function of speed alone, for eight vehicles at a time: what depends on the car is worked out once.</summary>
    internal SteeringLimit SteeringLimitOf(float gripShare)
    {
        var slip = BrushTyre.SlipFor(NearFullSlide, FrontStiffness / FrontFrictionShare) - BrushTyre.SlipFor(NearFullSlide * FrontFrictionShare, RearStiffness);
        return new(Wheelbase * Grip * gripShare, MathF.Max(slip, 0f), MaxSteering);
    }
}

/// <summary>Front wheel angle worth asking for at a speed: <see cref="VehicleParameters.SteeringLimit(float, float)"/> of one car.</summary>
/// <param name="Bend">Wheelbase × lateral acceleration, m²/s².</param>
/// <param name="Slip">What the tyres' slip takes, rad.</param>
/// <param name="Stop">Largest angle, rad.</param>
internal readonly record struct SteeringLimit(float Bend, float Slip, float Stop)
{
    /// <summary>rad, at eight speeds.</summary>
    public Vector256<float> At(Vector256<float> speed)
    {
        var bend = Elementary.Atan(Vector256.Create(Bend) / Vector256.Max(speed * speed, Vector256.Create(0.01f)));
        return Vector256.Min(Vector256.Create(Stop), bend + Vector256.Create(Slip));
    }
}
