using System.Globalization;
using RLSandbox.Driving.Configuration;

namespace RLSandbox.Rendering.Insight;

/// <summary>What each choice, or each number, of a driving action stands for.</summary>
/// <param name="Choices">By choice, all dimensions one after another: what it steers, and what it does with the pedals; one of the two is empty where a choice says nothing of it.</param>
/// <param name="Counts">Choices per dimension.</param>
/// <param name="Order">Choices as a picture shows them: dimension after dimension, what steers left on the left.</param>
/// <param name="Numbers">By dimension of a continuous action.</param>
public sealed record ActionLabels(IReadOnlyList<(string Steering, string Pedal)> Choices, IReadOnlyList<int> Counts, IReadOnlyList<int> Order, IReadOnlyList<string> Numbers)
{
    /// <summary>Explains the signs.</summary>
    public const string Legend = "← left  → right  ▲ drive  ▼ brake  · neither";

    /// <summary>The labels of <paramref name="config"/>.</summary>
    public static ActionLabels Of(ActionsConfig config)
    {
        string[] steering = [.. config.Steering.Select(level => Sign(level, "←", "→"))], pedal = [.. config.Pedal.Select(level => Sign(level, "▲", "▼"))];
        int[] leftFirst = [.. Enumerable.Range(0, steering.Length).OrderByDescending(i => config.Steering[i])], brakeFirst = [.. Enumerable.Range(0, pedal.Length).OrderBy(i => config.Pedal[i])];
        return config.Use switch
        {
            "continuous" => new([], [], [], ["steering", "pedal"]),
            "multiDiscrete" => new(
                [.. steering.Select(level => (level, "")), .. pedal.Select(level => ("", level))], [steering.Length, pedal.Length], [.. leftFirst, .. brakeFirst.Select(i => steering.Length + i)], []),
            _ => new(
                [.. steering.SelectMany(_ => pedal, (first, second) => (first, second))], [steering.Length * pedal.Length], [.. leftFirst.SelectMany(_ => brakeFirst, (s, p) => s * pedal.Length + p)], []),
        };
    }

    private static string Sign(float level, string positive, string negative) =>
        level == 0 ? "·" : (level > 0 ? positive : negative) + Math.Abs(level).ToString("0.##", CultureInfo.InvariantCulture);
}
