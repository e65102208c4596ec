using RLSandbox.Core.Contract;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Configuration;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Systems;

/// <summary>Turns the learner's actions into what the vehicle is asked for until the next action.</summary>
/// <remarks>
/// Reads the actions, <see cref="Motion"/>, <see cref="Participation"/>. Updates <see cref="Control"/>, <see cref="SteeringCommand"/>.
/// Steering ±1 is the angle that asks for <see cref="ActionsConfig.SteeringGripShare"/> × grip at the present speed (<see cref="SteeringScale"/>), so one set of
/// discrete levels serves at 5 and at 40 m/s. Continuous values outside [-1, 1] are clamped. An agent that has ended brakes with straight wheels.
/// </remarks>
public sealed class ControlSystem(ActionsConfig config, SteeringScale scale, StepBuffers buffers) : ISystem
{
    private readonly float[] _steering = [.. config.Steering];
    private readonly float[] _pedal = [.. config.Pedal];

    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var egos = chunk.Table<Ego>();
        ReadOnlySpan<Motion> motion = egos.Column<Motion>();
        ReadOnlySpan<Participation> participation = egos.Column<Participation>();
        var control = egos.Column<Control>();
        var command = egos.Column<SteeringCommand>();
        var actions = buffers.Actions!;

        for (var row = 0; row < egos.RowCount; row++)
        {
            var (steering, pedal) = participation[row].Active != 0 ? Decode(actions, egos.FirstRow + row) : (0f, -1f);
            command[row] = new(steering, command[row].Current);
            control[row] = scale.ToControl(steering, pedal, motion[row].Speed);
        }
    }

    private (float Steering, float Pedal) Decode(ActionBuffer actions, int row)
    {
        switch (actions.Spec.Kind)
        {
            case ActionKind.Discrete:
                var choice = actions.Choices[row];
                return (_steering[choice / _pedal.Length], _pedal[choice % _pedal.Length]);
            case ActionKind.MultiDiscrete:
                return (_steering[actions.Choices[2 * row]], _pedal[actions.Choices[2 * row + 1]]);
            default:
                return (Math.Clamp(actions.Values[2 * row], -1f, 1f), Math.Clamp(actions.Values[2 * row + 1], -1f, 1f));
        }
    }
}
