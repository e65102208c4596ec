using System.Globalization;

namespace RLSandbox.Cli.Bench;

/// <summary>One row of a report: what was measured, and the figures, by name and in order.</summary>
/// <param name="Name"><c>camera</c>, <c>sim</c>, <c>learn</c>, <c>train</c> or <c>render</c>; rows of one name have the same fields.</param>
/// <param name="Fields">Texts, numbers or lists of texts; null where a figure does not apply.</param>
internal sealed record BenchResult(string Name, params IReadOnlyList<(string Name, object? Value)> Fields)
{
    private const double Thousand = 1000;

    /// <summary>A field as a person reads it; null for what only programs want.</summary>
    public static string? Cell(object? value) => value switch
    {
        null => "–",
        IEnumerable<string> => null,
        double number when Math.Abs(number) >= Thousand => number.ToString("N0", CultureInfo.InvariantCulture),
        double number => number.ToString("G4", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}

/// <summary>Something that can be measured now: one row, or several that are measured in turn so that they can be compared.</summary>
/// <param name="Labels">Says of each row what it is; <c>--only</c> looks for its text here.</param>
/// <param name="Measure">Measures those rows whose places in <paramref name="Labels"/> are named.</param>
internal sealed record BenchTask(IReadOnlyList<string> Labels, Func<Repeats, IReadOnlyList<int>, IEnumerable<BenchResult>> Measure)
{
    /// <summary>One row alone.</summary>
    public BenchTask(string label, Func<Repeats, BenchResult> measure)
        : this([label], (repeats, _) => [measure(repeats)])
    {
    }

    /// <summary>The rows that <c>--only</c> leaves.</summary>
    public IReadOnlyList<int> Rows(string? only) => [.. Enumerable.Range(0, Labels.Count).Where(row => only is null || Labels[row].Contains(only, StringComparison.OrdinalIgnoreCase))];
}

/// <summary>A kind of measurement: the rows that it can make, with what they share.</summary>
internal interface IBench : IDisposable
{
    /// <summary>Every row that was asked for, in the order of the report. Nothing is built before the first one is measured.</summary>
    IEnumerable<BenchTask> Tasks();
}
