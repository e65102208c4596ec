using System.Runtime.CompilerServices;
using RLSandbox.Core.Contract;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Sensors;

/// <summary>The state vector as a sensor: <see cref="StateSensor"/> for every selected agent.</summary>
/// <remarks>Reads <see cref="Pose"/>, <see cref="Motion"/>, <see cref="CircuitPosition"/>, <see cref="EpisodeState"/>.</remarks>
internal sealed class VehicleStateSensor(StateConfig config, VehicleParameters vehicle, CircuitTable circuits) : ISensor
{
    private readonly StateSensor _sensor = new(config);
    private readonly StateScales _scales = new(vehicle.TopSpeed, vehicle.MaxSteering, vehicle.MaxDrive);

    /// <inheritdoc/>
    public ObservationPart Part => _sensor.Part;

    /// <inheritdoc/>
    public void Write(in StepContext step, Chunk chunk, RowSelection rows, PartTarget target)
    {
        var egos = chunk.Table<Ego>();
        var columns = new StateColumns(egos.Column<Pose>(), egos.Column<Motion>(), egos.Column<CircuitPosition>());
        ReadOnlySpan<EpisodeState> episode = chunk.Table<EpisodeSlot>().Column<EpisodeState>();
        Unsafe.SkipInit(out Eight<int> block);
        Unsafe.SkipInit(out Eight<nint> targets);
        for (var row = 0; row < rows.RowCount;)
        {
            var count = 0;
            for (; row < rows.RowCount && count < Lanes.Count; row++)
                if (rows.Contains(row)) block[count++] = row;
            if (count == 0) return;
            for (var lane = count; lane < Lanes.Count; lane++) block[lane] = block[0];     // the rest of a block is written twice
            for (var lane = 0; lane < Lanes.Count; lane++) targets[lane] = target.Address + (egos.FirstRow + block[lane]) * target.RowStride;
            _sensor.Write(columns, block, circuits.Rows(episode, block, egos.Capacity), _scales, targets);
        }
    }
}
