using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Drivers;

/// <summary>Never leaves: what a reward pays for standing on the brake.</summary>
public sealed class ParkedDriver : IDriver
{
    /// <inheritdoc/>
    public string Name => "parked";

    /// <inheritdoc/>
    public Control Drive(in Pose pose, in Motion motion, Circuit circuit, float arc, in VehicleParameters vehicle) => new(0f, -vehicle.MaxBraking);
}
