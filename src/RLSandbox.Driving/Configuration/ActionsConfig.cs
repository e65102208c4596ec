using RLSandbox.Core.Configuration;
using RLSandbox.Core.Contract;

namespace RLSandbox.Driving.Configuration;

/// <summary>How a learner's action becomes steering and pedal.</summary>
/// <remarks>Steering is a share of the angle that is useful at the present speed, see <see cref="Systems.ControlSystem"/>; pedal −1 is full braking, 0 rolls, +1 full drive.</remarks>
public sealed record ActionsConfig
{
    /// <summary><c>discrete</c> (every pair of a steering and a pedal level), <c>multiDiscrete</c> (one choice each) or <c>continuous</c> (two numbers).</summary>
    public string Use { get; init; } = "discrete";

    /// <summary>Steering levels in [-1, 1], left positive.</summary>
    public IReadOnlyList<float> Steering { get; init; } = [-1f, -0.4f, 0f, 0.4f, 1f];

    /// <summary>Pedal levels in [-1, 1].</summary>
    public IReadOnlyList<float> Pedal { get; init; } = [-1f, 0f, 1f];

    /// <summary>Lateral acceleration that full steering asks for, as a share of the grip: above 1 the driver can slide.</summary>
    public float SteeringGripShare { get; init; } = 1.1f;

    /// <summary>The contract's view of it.</summary>
    public ActionSpec Spec => Use switch
    {
        "continuous" => ActionSpec.Continuous(2),
        "multiDiscrete" => ActionSpec.MultiDiscrete(Steering.Count, Pedal.Count),
        _ => ActionSpec.Discrete(Steering.Count * Pedal.Count),
    };

    /// <summary>Reads section <c>actions</c>.</summary>
    public static ActionsConfig Bind(SectionReader reader)
    {
        var defaults = new ActionsConfig();
        var config = new ActionsConfig
        {
            Use = reader.Choice("use", defaults.Use, ["discrete", "multiDiscrete", "continuous"], "How an action is written: one choice among all pairs, one choice each, or two numbers in [-1, 1]."),
            Steering = reader.Numbers("steering", defaults.Steering, "Steering levels of the discrete kinds, -1 (right) to 1 (left), as a share of the angle that is useful at the present speed.", -1, 1),
            Pedal = reader.Numbers("pedal", defaults.Pedal, "Pedal levels of the discrete kinds: -1 full braking, 0 rolling, 1 full drive.", -1, 1),
            SteeringGripShare = reader.Number("steeringGripShare", defaults.SteeringGripShare, "Lateral acceleration that full steering asks for, as a share of the grip; above 1 the car can slide.", 0.1f, 5f),
        };
        if (config.Steering.Count == 0) reader.Reject("steering", "expected at least one level, found none", "write levels such as [-1, 0, 1]");
        if (config.Pedal.Count == 0) reader.Reject("pedal", "expected at least one level, found none", "write levels such as [-1, 0, 1]");
        return config;
    }

    /// <summary>Writes a driver's wishes into one row: exactly for continuous actions, the nearest level for discrete ones.</summary>
    /// <param name="steering">−1 (right) … 1 (left), as a share of the angle that is useful at the present speed.</param>
    /// <param name="pedal">−1 full braking … 1 full drive.</param>
    public void Write(ActionBuffer actions, int row, float steering, float pedal)
    {
        switch (actions.Spec.Kind)
        {
            case ActionKind.Continuous:
                (actions.Values[2 * row], actions.Values[2 * row + 1]) = (steering, pedal);
                break;
            case ActionKind.MultiDiscrete:
                (actions.Choices[2 * row], actions.Choices[2 * row + 1]) = (Nearest(Steering, steering), Nearest(Pedal, pedal));
                break;
            default:
                actions.Choices[row] = Nearest(Steering, steering) * Pedal.Count + Nearest(Pedal, pedal);
                break;
        }
    }

    private static int Nearest(IReadOnlyList<float> levels, float value)
    {
        var best = 0;
        for (var i = 1; i < levels.Count; i++)
            if (MathF.Abs(levels[i] - value) < MathF.Abs(levels[best] - value)) best = i;
        return best;
    }
}
