using RLSandbox.Core.Contract;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Systems;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Drivers;

/// <summary>A scripted driver behind the policy contract: it reads the world it drives in instead of the observations.</summary>
/// <remarks>
/// Answers in the task's own action space: exact for continuous actions within the steering limit of <see cref="SteeringScale"/>, the nearest level for discrete ones.
/// Acts on the environment it was made for and on no other. Drivers are made once per map.
/// </remarks>
public sealed class ScriptedPolicy : IPolicy
{
    private readonly DrivingEnvironment _environment;
    private readonly IDriver[] _drivers;
    private readonly VehicleParameters _vehicle;
    private readonly SteeringScale _scale;
    private readonly ActionsConfig _actions;

    /// <summary>The driver <paramref name="name"/> (see <see cref="ScriptedDrivers.Names"/>) for <paramref name="environment"/>, which stays the caller's.</summary>
    public ScriptedPolicy(string name, DrivingEnvironment environment)
    {
        Name = name;
        _environment = environment;
        _vehicle = environment.Config.Vehicle.ToParameters();
        _actions = environment.Config.Actions;
        _scale = new(_vehicle, _actions.SteeringGripShare);
        _drivers = [.. environment.Maps.Select(map => ScriptedDrivers.Create(name, map.Circuit, _vehicle))];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int StateSize => 0;

    /// <inheritdoc/>
    public void Act(in PolicyInput input, Span<float> state, ActionBuffer actions)
    {
        var egos = _environment.World.Table<Ego>();
        ReadOnlySpan<Pose> pose = egos.Column<Pose>();
        ReadOnlySpan<Motion> motion = egos.Column<Motion>();
        ReadOnlySpan<CircuitPosition> position = egos.Column<CircuitPosition>();
        ReadOnlySpan<EpisodeState> episode = _environment.World.Table<EpisodeSlot>().Column<EpisodeState>();
        for (var row = 0; row < egos.RowCount; row++)
        {
            var map = episode[row / egos.Capacity].MapIndex;
            var control = _drivers[map].Drive(pose[row], motion[row], _environment.Maps[map].Circuit, position[row].Arc, _vehicle);
            var (steering, pedal) = _scale.ToShares(control, motion[row].Speed);
            _actions.Write(actions, row, steering, pedal);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
