using RLSandbox.Core.Contract;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Sensors;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Systems;

/// <summary>Lets every sensor write all rows into the target of this step.</summary>
public sealed class ObservationSystem(IReadOnlyList<ISensor> sensors) : ISystem
{
    private readonly ISensor[] _sensors = [.. sensors];

    /// <summary>Where this step's observations go; set before the schedule runs.</summary>
    public ObservationTarget? Target { get; set; }

    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var rows = RowSelection.All(chunk.Table<Ego>().RowCount);
        for (var part = 0; part < _sensors.Length; part++) _sensors[part].Write(in step, chunk, rows, Target![part]);
    }
}

/// <summary>Lets every sensor write what truncated rows saw last, before their environment is reset.</summary>
public sealed class FinalObservationSystem(IReadOnlyList<ISensor> sensors, ObservationTarget target, StepBuffers buffers) : ISystem
{
    private readonly ISensor[] _sensors = [.. sensors];

    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var egos = chunk.Table<Ego>();
        ReadOnlySpan<bool> truncated = buffers.Truncated.Slice(egos.FirstRow, egos.RowCount);
        if (!truncated.Contains(true)) return;
        for (var part = 0; part < _sensors.Length; part++) _sensors[part].Write(in step, chunk, RowSelection.Marked(truncated), target[part]);
    }
}
