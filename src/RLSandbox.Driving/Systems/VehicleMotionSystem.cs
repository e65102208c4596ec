using RLSandbox.Driving.Components;
using RLSandbox.Driving.Vehicles;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Systems;

/// <summary>Moves every ego vehicle of every environment one physics step with the model that the scenario names.</summary>
/// <remarks>
/// Reads <see cref="Control"/>. Updates <see cref="Pose"/>, <see cref="Motion"/>. Reference point: centre of gravity. All vehicles share their
/// parameters. No state between steps, no allocation.
/// </remarks>
public sealed class VehicleMotionSystem(VehicleConfig config) : ISystem
{
    private readonly VehicleModel _model = config.Model;
    private readonly VehicleParameters _vehicle = config.ToParameters();

    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var egos = chunk.Table<Ego>();
        var rows = new VehicleRows(egos.Column<Control>(), egos.Column<Pose>(), egos.Column<Motion>());
        if (_model == VehicleModel.Kinematic) rows.Step<KinematicBicycle.Model>(_vehicle, step.Dt);
        else rows.Step<DynamicBicycle.Model>(_vehicle, step.Dt);
    }
}
