using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Vehicles;

/// <summary>The two axles of eight <see cref="DynamicBicycle"/>s for one step: grip, stiffness and lever arms, all per unit of mass.</summary>
internal readonly struct AxlePair
{
    private readonly Vector256<float> _sin, _cos, _frontGrip, _rearGrip;
    private readonly float _frontArm, _rearArm, _inverseGyration, _inverseStep, _frontStiffness, _rearStiffness;

    /// <param name="tyre">Longitudinal acceleration through the tyres, m/s²: moves load to one axle and takes its part of the friction ellipse on both.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AxlePair(in VehicleParameters vehicle, Vector256<float> steering, Vector256<float> tyre, float dt)
    {
        (_sin, _cos) = Elementary.SinCos(steering);
        _frontArm = vehicle.FrontAxle;
        _rearArm = vehicle.RearAxle;
        _inverseGyration = vehicle.Mass / vehicle.YawInertia;
        _inverseStep = 1f / dt;
        var shift = tyre * vehicle.GravityHeight;
        var friction = vehicle.Friction / vehicle.Wheelbase;
        var minLoad = Vector256.Create(MinLoad);
        var front = friction * Vector256.Max(Vector256.Create(VehicleParameters.Gravity * _rearArm) - shift, minLoad);
        var rear = friction * Vector256.Max(Vector256.Create(VehicleParameters.Gravity * _frontArm) + shift, minLoad);
        var used = tyre / vehicle.Grip;
        var left = Vector256.Sqrt(Vector256.Max(Vector256<float>.One - used * used, Vector256<float>.Zero));
        (_frontGrip, _rearGrip) = (front * left * vehicle.FrontFrictionShare, rear * left);
        // Of the loads at rest: stiffness that followed the load would make the car spin under a straight brake above 25 m/s (decision 0008).
        var restLoad = friction * VehicleParameters.Gravity;
        (_frontStiffness, _rearStiffness) = (restLoad * _rearArm * vehicle.FrontStiffness, restLoad * _frontArm * vehicle.RearStiffness);
    }

    /// <summary>Load of a lifted axle, m²/s²: keeps the solve finite for a top-heavy car under hard braking.</summary>
    private const float MinLoad = 1e-3f;

    /// <summary>The motion after the tyre impulses of one step.</summary>
    /// <param name="free">Motion without them.</param>
    /// <param name="slip">Motion whose wheel velocities choose the point on the tyre curve.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MotionLanes Push(in MotionLanes free, in MotionLanes slip)
    {
        var frontSide = slip.LateralVelocity + _frontArm * slip.YawRate;
        var rearSide = slip.LateralVelocity - _rearArm * slip.YawRate;
        var frontSlip = _cos * frontSide - _sin * slip.Speed;
        var frontRoll = _cos * slip.Speed + _sin * frontSide;
        var frontCompliance = BrushTyre.Compliance(frontSlip, frontRoll, _frontStiffness, _frontGrip);
        var rearCompliance = BrushTyre.Compliance(rearSide, slip.Speed, _rearStiffness, _rearGrip);

        // Wheel velocity = free velocity + response · impulse and = −compliance / dt · impulse: two equations in the two impulses.
        var frontTurn = _frontArm * _cos * _inverseGyration;
        var one = Vector256<float>.One;
        var front = frontCompliance * _inverseStep + one + _frontArm * _cos * frontTurn;
        var rear = rearCompliance * _inverseStep + one + Vector256.Create(_rearArm * _rearArm * _inverseGyration);
        var both = _cos - _rearArm * frontTurn;
        var frontFree = _cos * (free.LateralVelocity + _frontArm * free.YawRate) - _sin * free.Speed;
        var rearFree = free.LateralVelocity - _rearArm * free.YawRate;
        var inverse = one / (front * rear - both * both);
        var frontImpulse = (both * rearFree - rear * frontFree) * inverse;
        var rearImpulse = (both * frontFree - front * rearFree) * inverse;

        var pushed = free;
        pushed.Speed -= _sin * frontImpulse;
        pushed.LateralVelocity += _cos * frontImpulse + rearImpulse;
        pushed.YawRate += frontTurn * frontImpulse - _rearArm * _inverseGyration * rearImpulse;
        return pushed;
    }
}
