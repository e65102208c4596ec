using RLSandbox.Driving.Components;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Systems;

/// <summary>What full steering and full pedal mean at a speed: the border between a driver's shares (−1 … 1) and SI units.</summary>
/// <param name="vehicle">The car.</param>
/// <param name="gripShare">Lateral acceleration that full steering asks for, as a share of the grip.</param>
public sealed class SteeringScale(VehicleParameters vehicle, float gripShare)
{
    /// <summary>Front wheel angle of full steering, rad: the stop at low speed, above it the angle of a steady bend at the wanted lateral acceleration.</summary>
    public float Limit(float speed) => vehicle.SteeringLimit(speed, gripShare);

    /// <summary>What shares ask of the vehicle at a speed.</summary>
    public Control ToControl(float steering, float pedal, float speed)
        => new(steering * Limit(speed), pedal < 0 ? pedal * vehicle.MaxBraking : pedal * vehicle.MaxDrive);

    /// <summary>The shares that come closest to a control at a speed.</summary>
    public (float Steering, float Pedal) ToShares(in Control control, float speed)
        => (Math.Clamp(control.Steering / Limit(speed), -1f, 1f),
            Math.Clamp(control.Acceleration / (control.Acceleration < 0 ? vehicle.MaxBraking : vehicle.MaxDrive), -1f, 1f));
}
