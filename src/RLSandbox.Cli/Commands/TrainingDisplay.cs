using System.Globalization;
using RLSandbox.Learning.Evaluation;
using RLSandbox.Learning.Logging;
using RLSandbox.Learning.Training;
using Spectre.Console;

namespace RLSandbox.Cli.Commands;

/// <summary>Shows training while it runs: one panel that updates in place, or plain lines (at most one per 5 % of the run) where the output is redirected.</summary>
internal sealed class TrainingDisplay(Terminal terminal) : ITrainingMonitor
{
    private const int PlainLines = 20;
    private const int BarWidth = 40;

    private LiveDisplayContext? _live;
    private TrainingProgress? _last;
    private string _note = "";
    private long _plainLine = -1;

    /// <summary>Says what is about to run.</summary>
    public void Introduce(RunManifest manifest, RunFolder run) => terminal.Say(
        $"{manifest.Scenario}: {manifest.Algorithm}, {manifest.Steps:N0} steps, {manifest.Environments} environments, {manifest.Threads} threads, seed {manifest.Seed} → {run.FullPath}");

    /// <summary>Runs <paramref name="train"/> under the display.</summary>
    public TrainingEnd Show(Func<TrainingEnd> train)
    {
        if (!terminal.IsInteractive) return train();
        return terminal.People.Live(new Text("Starting …")).Start(live =>
        {
            _live = live;
            return train();
        });
    }

    /// <inheritdoc/>
    public void AfterIteration(TrainingProgress progress)
    {
        _last = progress;
        if (_live is not null)
        {
            _live.UpdateTarget(Panel(progress));
            return;
        }
        var line = progress.Steps * PlainLines / progress.TotalSteps;
        if (line == _plainLine) return;
        _plainLine = line;
        terminal.Say($"{Line(progress)}");
    }

    /// <inheritdoc/>
    public void AfterValidation(EvaluationReport report, bool isBest)
    {
        _note = FormattableString.Invariant($"validation: success {Percent(report.Success.Value)}, return {report.Return.Value:F2}{(isBest ? ", the best so far" : "")}");
        if (_live is null) terminal.Say($"{_note}");
        else if (_last is not null) _live.UpdateTarget(Panel(_last));
    }

    /// <inheritdoc/>
    public void AfterCheckpoint(string folder)
    {
    }

    /// <summary>One iteration as a line of text.</summary>
    internal static string Line(TrainingProgress progress) => FormattableString.Invariant(
        $"{Percent(Share(progress)),6}  {progress.Steps:N0} steps  {progress.EnvironmentStepsPerSecond:N0} env steps/s  return {Number(progress["return"])}  success {Percent(progress["success"])}  {Losses(progress)}  {Time(progress.SecondsLeft)} left");

    private Panel Panel(TrainingProgress progress)
    {
        var share = Share(progress);
        var filled = (int)(share * BarWidth);
        var rows = new Grid().AddColumn().AddColumn();
        void Row(string name, string value) => rows.AddRow(new Text(name), new Text(value));
        Row("progress", $"{new string('█', filled)}{new string('░', BarWidth - filled)} {Percent(share)}");
        Row("steps", FormattableString.Invariant($"{progress.Steps:N0} of {progress.TotalSteps:N0}"));
        Row("speed", FormattableString.Invariant($"{progress.EnvironmentStepsPerSecond:N0} environment steps/s"));
        Row("return", FormattableString.Invariant($"{Number(progress["return"])}   length {Number(progress["length"])}   episodes {progress["episodes"]:N0}"));
        Row("success", Percent(progress["success"]));
        Row("learning", Losses(progress));
        if (_note.Length > 0) Row("validated", _note);
        Row("time", $"{Time(progress.TrainingSeconds)} learning, {Time(progress.SecondsLeft)} left");
        return new Panel(rows) { Header = new("training (Ctrl-C saves and leaves)"), Border = BoxBorder.Rounded };
    }

    /// <summary>Share of the run that is done; the last iteration may go beyond it.</summary>
    private static double Share(TrainingProgress progress) => Math.Min(1, (double)progress.Steps / progress.TotalSteps);

    private static string Losses(TrainingProgress progress) => string.Join("  ", progress.Metrics.Take(4).Select(metric => $"{metric.Key} {Number(metric.Value)}"));

    private static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("F0", CultureInfo.InvariantCulture) + " %";

    private static string Time(double seconds) =>
        double.IsFinite(seconds) ? TimeSpan.FromSeconds(Math.Round(seconds)).ToString(seconds < 3600 ? @"m\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture) : "–";
}
