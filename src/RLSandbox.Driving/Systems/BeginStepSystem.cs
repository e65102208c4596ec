using RLSandbox.Driving.Components;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Systems;

/// <summary>Clears what is gathered over the physics steps of one environment step.</summary>
/// <remarks>Updates <see cref="RouteProgress.Advance"/>, <see cref="OffRoadTime"/>, <see cref="Contact.InStep"/>.</remarks>
/// <param name="hasLanes">Whether the world keeps <see cref="WrongWayTime"/>.</param>
public sealed class BeginStepSystem(bool hasLanes = false) : ISystem
{
    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var egos = chunk.Table<Ego>();
        var progress = egos.Column<RouteProgress>();
        var offRoad = egos.Column<OffRoadTime>();
        var contact = egos.Column<Contact>();

        for (var row = 0; row < egos.RowCount; row++)
        {
            progress[row].Advance = 0;
            (offRoad[row].StepSeconds, offRoad[row].LongestSpellSeconds) = (0, 0);
            contact[row].InStep = 0;
        }
        if (!hasLanes) return;
        foreach (ref var wrongWay in egos.Column<WrongWayTime>()) wrongWay.LongestSpellSeconds = 0;
    }
}
