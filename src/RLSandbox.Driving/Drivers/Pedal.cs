using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Drivers;

/// <summary>Speed control that the scripted drivers share.</summary>
internal static class Pedal
{
    private const float SettlingSeconds = 0.3f;    // a few actions long, or the pedal rate makes it swing

    /// <summary>Acceleration that brings the speed to its target within a few actions, within the vehicle's limits, m/s².</summary>
    /// <param name="planned">Acceleration that the target itself has, m/s².</param>
    public static float Towards(float target, float speed, in VehicleParameters vehicle, float planned = 0f)
        => Math.Clamp(planned + (target - speed) / SettlingSeconds, -vehicle.MaxBraking, vehicle.MaxDrive);
}
