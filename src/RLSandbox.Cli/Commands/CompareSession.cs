using RLSandbox.Core;
using RLSandbox.Learning.Comparison;
using RLSandbox.Rendering.Charts;

namespace RLSandbox.Cli.Commands;

/// <summary>One call of <c>compare</c>.</summary>
internal sealed class CompareSession(CompareRequest request, Terminal terminal)
{
    private const int PictureWidth = 1400, PictureHeight = 560;

    /// <summary>Reads the runs, groups, compares and reports.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run()
    {
        if (request.Picture is not null) PlotFile.CheckTarget(request.Picture);
        var notes = new List<string>();
        var runs = ComparisonNotes.Usable([.. request.Names.Select(name => RunResult.Read(request.Runs, name))], notes);
        var groups = Group(runs);
        var comparison = RunComparison.Of(groups, request.Metric, request.LowerIsBetter);
        notes.AddRange(ComparisonNotes.About(groups));
        if (request.Picture is { } picture) Draw(picture, groups);

        if (request.Json) terminal.Results.Write(ComparisonJson.Write(comparison, notes, request.Picture));
        else CompareTable.Write(terminal, comparison, notes);
        if (request.Picture is not null) terminal.Say($"wrote {request.Picture}");
        return ExitCode.Done;
    }

    private IReadOnlyList<RunGroup> Group(IReadOnlyList<RunResult> runs)
    {
        var patterns = request.GroupBy.Where(rule => rule.Contains('=')).Select(rule => (Name: rule[..rule.IndexOf('=')], Pattern: rule[(rule.IndexOf('=') + 1)..])).ToList();
        if (patterns.Count > 0 && patterns.Count == request.GroupBy.Count && patterns.All(pattern => pattern.Name.Length > 0 && pattern.Pattern.Length > 0)) return RunGroup.ByPattern(runs, patterns);
        return request.GroupBy switch
        {
            [] => RunGroup.ByRecipe(runs),
            ["algorithm"] => RunGroup.ByAlgorithm(runs),
            ["scenario"] => RunGroup.ByScenario(runs),
            _ => throw new UserErrorException($"--group-by {string.Join(" --group-by ", request.GroupBy)}: expected algorithm, scenario, or one or more NAME=PATTERN such as small=lap-small-*."),
        };
    }

    private void Draw(string path, IReadOnlyList<RunGroup> groups)
    {
        var source = LearningCurve.Source(groups, request.Metric) ?? throw new UserErrorException(
            $"--out {path}: there is no curve of {request.Metric} to draw: some run has neither two validations with it nor a column of it in learning.csv. Leave --out away, or choose another --metric.");
        var ofWhat = source == CurveSource.Validation ? "on validation circuits" : "of training episodes";
        ChartPicture.Write(
            path, $"{request.Metric} {ofWhat}: interquartile mean over seeds, 95 % band",
            [Panel(groups, source, overSeconds: false), Panel(groups, source, overSeconds: true)], PictureWidth, PictureHeight);
    }

    private ChartPanel Panel(IReadOnlyList<RunGroup> groups, CurveSource source, bool overSeconds) => new(
        overSeconds ? "seconds of training (without evaluation)" : "agent steps", request.Metric,
        [.. groups.Select(group => LearningCurve.Of(group, request.Metric, source, overSeconds)).Select(curve => new ChartLine(curve.Group, curve.X, curve.Middle, curve.Low, curve.High))]);
}
