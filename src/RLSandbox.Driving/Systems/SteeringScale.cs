using System.Runtime.Intrinsics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Systems;

/// <summary>What full steering and full pedal mean at a speed: the border between a driver's shares (−1 … 1) and SI units.</summary>
/// <param name="vehicle">The car.</param>
/// <param name="gripShare">Lateral acceleration that full steering asks for, as a share of the grip.</param>
public sealed class SteeringScale(VehicleParameters vehicle, float gripShare)
{
    private readonly SteeringLimit _limit = vehicle.SteeringLimitOf(gripShare);

    /// <summary>Front wheel angle of full steering, rad: the stop at low speed, above it the angle of a steady bend at the wanted lateral acceleration.</summary>
    public float Limit(float speed) => Limit(Vector256.Create(speed)).ToScalar();

    /// <summary>The same for eight vehicles.</summary>
    internal Vector256<float> Limit(Vector256<float> speed) => _limit.At(speed);

    /// <summary>What shares ask of the vehicle at a speed.</summary>
    public Control ToControl(float steering, float pedal, float speed) => ToControlWithin(steering, pedal, Limit(speed));

    /// <summary>What shares ask of the vehicle where full steering is <paramref name="limit"/>, rad.</summary>
    internal Control ToControlWithin(float steering, float pedal, float limit)
        => new(steering * limit, pedal < 0 ? pedal * vehicle.MaxBraking : pedal * vehicle.MaxDrive);

    /// <summary>The shares that come closest to a control at a speed.</summary>
    public (float Steering, float Pedal) ToShares(in Control control, float speed)
        => (Math.Clamp(control.Steering / Limit(speed), -1f, 1f),
            Math.Clamp(control.Acceleration / (control.Acceleration < 0 ? vehicle.MaxBraking : vehicle.MaxDrive), -1f, 1f));
}
