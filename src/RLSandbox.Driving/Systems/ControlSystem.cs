using System.Runtime.Intrinsics;
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
    private readonly (float Steering, float Pedal)[] _choices = [.. config.Steering.SelectMany(_ => config.Pedal, (steering, pedal) => (steering, pedal))];
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
        Span<(float Steering, float Pedal)> asked = stackalloc (float, float)[Lanes.Count];

        for (var first = 0; first < egos.RowCount; first += Lanes.Count)
        {
            var count = Math.Min(Lanes.Count, egos.RowCount - first);
            Decode(buffers.Actions!, egos.FirstRow + first, asked[..count]);
            var limit = Limit(motion.Slice(first, count));
            for (var i = 0; i < count; i++)
            {
                var (steering, pedal) = participation[first + i].Active != 0 ? asked[i] : (0f, -1f);
                command[first + i] = new(steering, command[first + i].Current);
                control[first + i] = scale.ToControlWithin(steering, pedal, limit[i]);
            }
        }
    }

    private Eight<float> Limit(ReadOnlySpan<Motion> motion)
    {
        var limit = default(Eight<float>);
        for (var i = 0; i < motion.Length; i++) limit[i] = motion[i].Speed;
        scale.Limit(Vector256.LoadUnsafe(ref limit[0])).StoreUnsafe(ref limit[0]);
        return limit;
    }

    private void Decode(ActionBuffer actions, int firstRow, Span<(float Steering, float Pedal)> asked)
    {
        var choices = actions.Choices;
        var values = actions.Values;
        switch (actions.Spec.Kind)
        {
            case ActionKind.Discrete:
                for (var i = 0; i < asked.Length; i++) asked[i] = _choices[choices[firstRow + i]];
                break;
            case ActionKind.MultiDiscrete:
                for (var i = 0; i < asked.Length; i++) asked[i] = (_steering[choices[2 * (firstRow + i)]], _pedal[choices[2 * (firstRow + i) + 1]]);
                break;
            default:
                for (var i = 0; i < asked.Length; i++) asked[i] = (Math.Clamp(values[2 * (firstRow + i)], -1f, 1f), Math.Clamp(values[2 * (firstRow + i) + 1], -1f, 1f));
                break;
        }
    }
}
