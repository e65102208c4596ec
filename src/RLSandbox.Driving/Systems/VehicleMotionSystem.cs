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
        ReadOnlySpan<Control> control = egos.Column<Control>();
        var pose = egos.Column<Pose>();
        var motion = egos.Column<Motion>();

        if (_model == VehicleModel.Kinematic)
            for (var row = 0; row < egos.RowCount; row++) KinematicBicycle.Step(ref pose[row], ref motion[row], control[row], _vehicle, step.Dt);
        else
            for (var row = 0; row < egos.RowCount; row++) DynamicBicycle.Step(ref pose[row], ref motion[row], control[row], _vehicle, step.Dt);
    }
}
