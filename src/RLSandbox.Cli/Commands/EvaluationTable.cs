using System.Globalization;
using RLSandbox.Learning.Evaluation;
using Spectre.Console;

namespace RLSandbox.Cli.Commands;

/// <summary>Shows an <see cref="EvaluationReport"/> to people.</summary>
internal static class EvaluationTable
{
    private const int MostMaps = 20;
    private const int MostFailures = 8;

    /// <summary>Writes the table of rates and measures, and one of maps where there are a few.</summary>
    public static void Write(Terminal terminal, EvaluationReport report)
    {
        terminal.Say($"{report.Policy} on {report.Scenario}{(report.Suite is null ? "" : $", suite {report.Suite}")}: {Counted.Of(report.Episodes, "episode")}, 95 % intervals");
        terminal.People.Write(Numbers(report));
        foreach (var warning in report.Warnings) terminal.Say($"Warning: {warning}");
        if (report.Groups.Count is > 1 and <= MostMaps) terminal.People.Write(Maps(report));
        else if (report.Groups.Count > MostMaps) NameFailures(terminal, report);
    }

    /// <summary>Writes one row for each of several suites.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<EvaluationReport> reports)
    {
        terminal.Say($"{reports[0].Policy} on {reports[0].Scenario}: {reports.Count} suites, 95 % intervals");
        var table = NewTable(["suite", "episodes", "success", "return", .. reports[0].Measures.Select(measure => measure.Name)]);
        foreach (var report in reports)
        {
            var success = $"{Percent(report.Success.Value)} ({Percent(report.Success.Low)} … {Percent(report.Success.High)})";
            AddRow(table, [report.Suite ?? "test", report.Episodes.ToString(CultureInfo.InvariantCulture), success, Number(report.Return.Value), .. report.Measures.Select(measure => Number(measure.Mean.Value))]);
        }
        terminal.People.Write(table);
        foreach (var report in reports)
            foreach (var warning in report.Warnings)
                terminal.Say($"Warning: {report.Suite}: {warning}");
    }

    private static Table Numbers(EvaluationReport report)
    {
        var table = NewTable("", "value", "low", "high", "median");
        AddRate(table, "success", report.Success);
        foreach (var outcome in report.Outcomes) AddRate(table, $"  {outcome.Name}", outcome.Rate);
        AddRow(table, "return", Number(report.Return.Value), Number(report.Return.Low), Number(report.Return.High), "");
        foreach (var measure in report.Measures)
        {
            var name = measure.Unit.Length == 0 ? measure.Name : $"{measure.Name} ({measure.Unit})";
            AddRow(table, name, Number(measure.Mean.Value), Number(measure.Mean.Low), Number(measure.Mean.High), Number(measure.Median));
        }
        return table;
    }

    private static Table Maps(EvaluationReport report)
    {
        var table = NewTable(["map", "episodes", "success", .. report.Measures.Select(measure => measure.Name)]);
        foreach (var group in report.Groups)
        {
            var success = $"{Percent(group.Success.Value)} ({Percent(group.Success.Low)} … {Percent(group.Success.High)})";
            AddRow(table, [group.Name, group.Episodes.ToString(CultureInfo.InvariantCulture), success, .. group.Measures.Select(measure => Number(measure.Mean.Value))]);
        }
        return table;
    }

    private static void NameFailures(Terminal terminal, EvaluationReport report)
    {
        var failed = report.Groups.Where(group => group.Success.Value < 1).Select(group => group.Name).ToList();
        if (failed.Count == 0) terminal.Say($"Every episode on {(report.Groups.Count == 1 ? "the map" : $"all {report.Groups.Count} maps")} succeeded.");
        else terminal.Say($"Not always successful on {failed.Count} of {Counted.Of(report.Groups.Count, "map")}: {string.Join(", ", failed.Take(MostFailures))}{(failed.Count > MostFailures ? " …" : "")} (--json lists all).");
    }

    private static Table NewTable(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Rounded };
        for (var i = 0; i < columns.Length; i++) table.AddColumn(new TableColumn(new Text(columns[i])) { Alignment = i == 0 ? Justify.Left : Justify.Right, NoWrap = true });
        return table;
    }

    private static void AddRate(Table table, string name, Interval rate) => AddRow(table, name, Percent(rate.Value), Percent(rate.Low), Percent(rate.High), "");

    private static void AddRow(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    private static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("F1", CultureInfo.InvariantCulture) + " %";

    private static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString("F2", CultureInfo.InvariantCulture);
}
