using System.Globalization;
using RLSandbox.Rendering.Triage;
using Spectre.Console;

namespace RLSandbox.Cli.Commands;

/// <summary>The causes as a table for people.</summary>
internal static class TriageTable
{
    /// <summary>Writes it; nothing where nothing failed.</summary>
    public static void Write(Terminal terminal, TriageReport report)
    {
        if (report.Failures.Count == 0) return;
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn(new TableColumn(new Text("cause")));
        foreach (var name in new[] { "episodes", "share", "maps" }) table.AddColumn(new TableColumn(new Text(name)) { Alignment = Justify.Right, NoWrap = true });
        foreach (var (cause, failures) in report.Causes)
        {
            string[] cells =
            [
                cause.ToString(), failures.Count.ToString(CultureInfo.InvariantCulture), (100.0 * failures.Count / report.Episodes.Count).ToString("0.0", CultureInfo.InvariantCulture) + " %",
                failures.Select(failure => failure.Map).Distinct().Count().ToString(CultureInfo.InvariantCulture),
            ];
            table.AddRow(cells.Select(cell => new Text(cell)));
        }
        terminal.People.Write(table);
    }
}
