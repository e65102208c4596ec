using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Systems;

/// <summary>What full steering and full pedal mean at a speed: the border between a driver's shares (−1 … 1) and SI units.</summary>
/// <param name="vehicle">The car.</param>
/// <param name="gripShare">Lateral acceleration that full steering asks for, as a share of the grip.</param>
public sealed class SteeringScale(VehicleParameters vehicle, float gripShare)
{
    private readonly float _lateral = gripShare * vehicle.Grip;
    private readonly float _understeer = gripShare * vehicle.Grip * vehicle.UndersteerGradient;

    /// <summary>Front wheel angle of full steering, rad: the stop at low speed, above it the angle of a steady bend at the wanted lateral acceleration.</summary>
    public float Limit(float speed)
        => MathF.Min(vehicle.MaxSteering, Elementary.Atan(vehicle.Wheelbase * _lateral / MathF.Max(speed * speed, 0.01f)) + _understeer);

    /// <summary>What shares ask of the vehicle at a speed.</summary>
    public Control ToControl(float steering, float pedal, float speed)
        => new(steering * Limit(speed), pedal < 0 ? pedal * vehicle.MaxBraking : pedal * vehicle.MaxDrive);

    /// <summary>The shares that come closest to a control at a speed.</summary>
    public (float Steering, float Pedal) ToShares(in Control control, float speed)
        => (Math.Clamp(control.Steering / Limit(speed), -1f, 1f),
            Math.Clamp(control.Acceleration / (control.Acceleration < 0 ? vehicle.MaxBraking : vehicle.MaxDrive), -1f, 1f));
}
