using RLSandbox.Core;
using RLSandbox.Driving.Ends;
using RLSandbox.Learning.Comparison;
using RLSandbox.Learning.Training;
using RLSandbox.Rendering.Charts;

namespace RLSandbox.Cli.Commands;

/// <summary>Plots of what runs wrote down while they learned; nothing is played.</summary>
internal sealed class RunPlots(PlotRequest request, Terminal terminal)
{
    private readonly PlotOutput _output = new(request, terminal);

    /// <summary>Learning curves of groups of runs.</summary>
    public int Curves()
    {
        _output.Check();
        var groups = RunGroup.ByRecipe([.. request.Names.Select(name => RunResult.Read(request.Runs, name)).DistinctBy(run => run.Folder.FullPath)]);
        var source = request.Source is { } asked ? asked == "training" ? CurveSource.Training : CurveSource.Validation : LearningCurve.Source(groups, request.Metric);
        if (source is null || !LearningCurve.Has(groups, request.Metric, source.Value))
            throw new UserErrorException($"There is no curve of {request.Metric}{(source is null ? "" : $" from {request.Source}")}: some run has fewer than two numbers of it. Choose another --metric or --source, or let the runs train longer.");
        var panel = new ChartPanel("agent steps", request.Metric, [.. groups.Select(group => LearningCurve.Of(group, request.Metric, source.Value, overSeconds: false)).Select(curve => new ChartLine(curve.Group, curve.X, curve.Middle, curve.Low, curve.High))]);
        var ofWhat = source == CurveSource.Validation ? "on validation circuits" : "of training episodes";
        return _output.Write(
            "curves",
            (path, size, theme) => ChartPicture.Write(path, $"{request.Metric} {ofWhat}: interquartile mean over {Seeds(groups)}, 95 % band", [panel], size.Width, size.Height, theme),
            json =>
            {
                json.WriteString("metric", request.Metric);
                json.WriteString("source", source == CurveSource.Validation ? "validation" : "training");
                PlotOutput.WriteLines(json, panel);
            });
    }

    /// <summary>Shares of reward terms of a run.</summary>
    public int Rewards(string name) => Stack(name, TrainingShares.Terms, "rewards", "what episodes of training were paid and charged", "share of the sum of sizes (%)", shares => shares.OfSizes(), (_, values) => values.Sum() > 0);

    /// <summary>Ends of the episodes of a run.</summary>
    public int Causes(string name) => Stack(name, TrainingShares.Outcomes, "causes", "how episodes of training ended", "episodes (%)", shares => shares, (outcome, _) => Outcomes.All.Any(known => known.Name == outcome && known.IsSuccess));

    private int Stack(string name, string prefix, string plot, string title, string yLabel, Func<TrainingShares, TrainingShares> prepare, Func<string, IReadOnlyList<double>, bool> isGood)
    {
        _output.Check();
        var run = RunFolder.Locate(request.Runs, name);
        var logged = TrainingShares.Read(run, prefix);
        var shares = prepare(logged);
        var layers = shares.Parts.Zip(logged.Parts).Where(pair => pair.First.Values.Any(value => value > 0))
            .Select(pair => new StackLayer(Words(pair.First.Name), pair.First.Values, isGood(pair.First.Name, pair.Second.Values))).OrderByDescending(layer => layer.IsGood).ToList();
        return _output.Write(
            plot,
            (path, size, theme) => StackPlot.Write(path, $"{run.Name}: {title}", ("agent steps", yLabel), shares.Steps, layers, size, theme),
            json =>
            {
                json.WriteString("run", run.Name);
                PlotOutput.WriteNumbers(json, "steps", shares.Steps);
                json.WriteStartObject("shares");
                foreach (var part in shares.Parts) PlotOutput.WriteNumbers(json, part.Name, part.Values);
                json.WriteEndObject();
            });
    }

    private static string Seeds(IReadOnlyList<RunGroup> groups)
    {
        var (fewest, most) = (groups.Min(group => group.Runs.Count), groups.Max(group => group.Runs.Count));
        return fewest == most ? $"{most} seed{(most == 1 ? "" : "s")}" : $"{fewest} to {most} seeds";
    }

    private static string Words(string name) => string.Concat(name.Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}
