using System.Globalization;
using RLSandbox.Driving.Configuration;

namespace RLSandbox.Rendering.Insight;

/// <summary>What each choice, or each number, of a driving action stands for.</summary>
/// <param name="Choices">By choice, all dimensions one after another: what it steers, and what it does with the pedals; one of the two is empty where a choice says nothing of it.</param>
/// <param name="Counts">Choices per dimension.</param>
/// <param name="Numbers">By dimension of a continuous action.</param>
public sealed record ActionLabels(IReadOnlyList<(string Steering, string Pedal)> Choices, IReadOnlyList<int> Counts, IReadOnlyList<string> Numbers)
{
    /// <summary>Explains the signs.</summary>
    public const string Legend = "← left  → right  ▲ drive  ▼ brake  · neither";

    /// <summary>The labels of <paramref name="config"/>.</summary>
    public static ActionLabels Of(ActionsConfig config)
    {
        string[] steering = [.. config.Steering.Select(level => Sign(level, "←", "→"))], pedal = [.. config.Pedal.Select(level => Sign(level, "▲", "▼"))];
        return config.Use switch
        {
            "continuous" => new([], [], ["steering", "pedal"]),
            "multiDiscrete" => new([.. steering.Select(level => (level, "")), .. pedal.Select(level => ("", level))], [steering.Length, pedal.Length], []),
            _ => new([.. steering.SelectMany(_ => pedal, (first, second) => (first, second))], [steering.Length * pedal.Length], []),
        };
    }

    private static string Sign(float level, string positive, string negative) =>
        level == 0 ? "·" : (level > 0 ? positive : negative) + Math.Abs(level).ToString("0.##", CultureInfo.InvariantCulture);
}
