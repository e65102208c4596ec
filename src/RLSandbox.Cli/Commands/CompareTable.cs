using System.Globalization;
using RLSandbox.Learning.Comparison;
using RLSandbox.Learning.Evaluation;
using Spectre.Console;

namespace RLSandbox.Cli.Commands;

/// <summary>Shows a <see cref="RunComparison"/> to people.</summary>
internal static class CompareTable
{
    /// <summary>Writes the table of groups, the pairs, and what has to be known about them.</summary>
    public static void Write(Terminal terminal, RunComparison comparison, IReadOnlyList<string> notes)
    {
        terminal.Say($"{comparison.Metric} of test episodes, {(comparison.LowerIsBetter ? "lower" : "higher")} is better; IQM: mean of the middle half of the runs, with its 95 % interval");
        terminal.People.Write(Groups(comparison));
        foreach (var pair in comparison.Improvements) terminal.Say($"P({pair.Group} beats {pair.Than}) = {Probability(pair.Probability)}");
        foreach (var note in notes) terminal.Say($"Note: {note}");
    }

    private static Table Groups(RunComparison comparison)
    {
        string[] columns = ["group", "seeds", "IQM", "mean", "median", "best", "worst", "training", "steps"];
        var table = new Table { Border = TableBorder.Rounded };
        for (var i = 0; i < columns.Length; i++) table.AddColumn(new TableColumn(new Text(columns[i])) { Alignment = i == 0 ? Justify.Left : Justify.Right, NoWrap = i > 0 });
        foreach (var group in comparison.Groups)
        {
            string[] cells =
            [
                group.Group.Name, group.Scores.Count.ToString(CultureInfo.InvariantCulture), WithInterval(group.InterquartileMean), Number(group.Mean), Number(group.Median),
                Number(group.Best.Value), Number(group.Worst.Value), FormattableString.Invariant($"{group.TrainingSeconds:0} s"), FormattableString.Invariant($"{group.Steps:N0}"),
            ];
            table.AddRow(cells.Select(cell => new Text(cell)));
        }
        return table;
    }

    private static string WithInterval(Interval interval) =>
        double.IsNaN(interval.Low) ? Number(interval.Value) : $"{Number(interval.Value)} ({Number(interval.Low)} … {Number(interval.High)})";

    private static string Probability(Interval interval)
    {
        string Two(double share) => share.ToString("0.00", CultureInfo.InvariantCulture);
        return double.IsNaN(interval.Low) ? Two(interval.Value) : $"{Two(interval.Value)} ({Two(interval.Low)} … {Two(interval.High)})";
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
