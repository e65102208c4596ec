using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Sensors;

/// <summary>The name table of sensors: a new one is one file, one section in <see cref="DrivingConfig"/> and one line here.</summary>
public static class SensorTable
{
    /// <summary>The sensors that a task asks for, in the order of the observation parts.</summary>
    /// <exception cref="ArgumentException">It asks for none.</exception>
    internal static IReadOnlyList<ISensor> Create(DrivingConfig config, IReadOnlyList<CompiledMap> maps, CircuitTable circuits, BatchPlace place)
    {
        var sensors = new List<ISensor>();
        if (config.Camera is not null) sensors.Add(new CameraSensor(config.Camera, config.Vehicle.ToParameters().Footprint, (config.Vehicle.HeightMetres, config.Traffic.ObstacleHeightMetres), maps, place));
        if (config.State is not null) sensors.Add(new VehicleStateSensor(config.State, config.Vehicle.ToParameters(), circuits));
        return sensors.Count > 0 ? sensors : throw new ArgumentException($"{config.Name} has neither a camera nor a state section: an agent would be blind.");
    }
}
