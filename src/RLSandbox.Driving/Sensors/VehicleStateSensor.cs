using RLSandbox.Core.Contract;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Sensors;

/// <summary>The state vector as a sensor: <see cref="StateSensor"/> for every selected agent.</summary>
/// <remarks>Reads <see cref="Pose"/>, <see cref="Motion"/>, <see cref="CircuitPosition"/>, <see cref="EpisodeState"/>.</remarks>
public sealed class VehicleStateSensor(StateConfig config, VehicleParameters vehicle, IReadOnlyList<CompiledMap> maps) : ISensor
{
    private readonly StateSensor _sensor = new(config);
    private readonly Circuit[] _circuits = [.. maps.Select(map => map.Circuit)];
    private readonly StateScales _scales = new(vehicle.TopSpeed, vehicle.MaxSteering, vehicle.MaxDrive);

    /// <inheritdoc/>
    public ObservationPart Part => _sensor.Part;

    /// <inheritdoc/>
    public void Write(in StepContext step, Chunk chunk, RowSelection rows, PartTarget target)
    {
        var egos = chunk.Table<Ego>();
        ReadOnlySpan<Pose> pose = egos.Column<Pose>();
        ReadOnlySpan<Motion> motion = egos.Column<Motion>();
        ReadOnlySpan<CircuitPosition> position = egos.Column<CircuitPosition>();
        ReadOnlySpan<EpisodeState> episode = chunk.Table<EpisodeSlot>().Column<EpisodeState>();

        for (var row = 0; row < rows.RowCount; row++)
        {
            if (!rows.Contains(row)) continue;
            var circuit = _circuits[episode[row / egos.Capacity].MapIndex];
            _sensor.Write(pose[row], motion[row], position[row], circuit, _scales, target.Row<float>(egos.FirstRow + row, Part.ElementCount));
        }
    }
}
