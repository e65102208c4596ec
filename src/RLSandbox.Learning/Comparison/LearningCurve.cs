using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Learning.Comparison;

/// <summary>Where the numbers of a curve come from.</summary>
public enum CurveSource
{
    /// <summary>Validations: the greedy policy on circuits it is not trained on.</summary>
    Validation,

    /// <summary>Episodes of training, with exploration.</summary>
    Training,
}

/// <summary>How a group learned: interquartile mean over its runs with a pointwise 95 % band.</summary>
/// <param name="X">Steps or seconds, ascending.</param>
/// <param name="Low">Lower end of the band; NaN where a task has a single run.</param>
public sealed record LearningCurve(string Group, IReadOnlyList<double> X, IReadOnlyList<double> Middle, IReadOnlyList<double> Low, IReadOnlyList<double> High)
{
    private const int MostPoints = 200;
    private const int LeastPoints = 2;
    private static readonly uint Purpose = RandomPurpose.Of("comparison.curve");

    /// <summary>What curves of these runs can be made of; null where there is nothing for every run.</summary>
    public static CurveSource? Source(IReadOnlyList<RunGroup> groups, string metric)
    {
        foreach (var source in new[] { CurveSource.Validation, CurveSource.Training }) if (Has(groups, metric, source)) return source;
        return null;
    }

    /// <summary>Whether every run has enough numbers for a curve.</summary>
    public static bool Has(IReadOnlyList<RunGroup> groups, string metric, CurveSource source) => groups.SelectMany(group => group.Runs).All(run => Points(run, metric, source).Count >= LeastPoints);

    /// <summary>The curve of a group over steps or over seconds of training, where all of its runs have values.</summary>
    public static LearningCurve Of(RunGroup group, string metric, CurveSource source, bool overSeconds)
    {
        var lines = group.Runs.Select(run => Line(run, metric, source, overSeconds)).ToList();
        double[] grid = Grid(lines);
        var tasks = group.Tasks.Select(task => lines.Where((_, run) => group.Runs[run].Manifest.Scenario == task).ToList()).ToList();
        var intervals = grid.Select((x, i) => SeedStatistics.InterquartileMean(
            [.. tasks.Select(runs => runs.Select(line => Interpolate(line, x)).ToArray())], new(1, (uint)i, 0, Purpose))).ToList();
        return new(group.Name, grid, [.. intervals.Select(point => point.Value)], [.. intervals.Select(point => point.Low)], [.. intervals.Select(point => point.High)]);
    }

    /// <summary>Value between the two nearest points of <paramref name="line"/>.</summary>
    internal static double Interpolate((double[] X, double[] Y) line, double x)
    {
        var after = Array.BinarySearch(line.X, x);
        if (after >= 0) return line.Y[after];
        after = Math.Clamp(~after, 1, line.X.Length - 1);
        var share = (x - line.X[after - 1]) / (line.X[after] - line.X[after - 1]);
        return line.Y[after - 1] + Math.Clamp(share, 0, 1) * (line.Y[after] - line.Y[after - 1]);
    }

    private static (double[] X, double[] Y) Line(RunResult run, string metric, CurveSource source, bool overSeconds)
    {
        var points = Points(run, metric, source);
        var steps = points.Select(point => point.Steps);
        return ([.. overSeconds ? steps.Select(at => Interpolate((run.Steps, run.Seconds), at)) : steps], [.. points.Select(point => point.Value)]);
    }

    private static List<(double Steps, double Value)> Points(RunResult run, string metric, CurveSource source)
    {
        if (source == CurveSource.Validation)
            return [.. run.Validations.Where(validation => validation.Values.ContainsKey(metric)).Select(validation => ((double)validation.Steps, validation.Values[metric]))];
        if (!File.Exists(run.Folder.LearningCsv)) return [];
        var table = CsvTable.Read(run.Folder.LearningCsv);
        if (table.Column("steps") is not { } steps || (table.Column(metric) ?? table.Column($"measure/{metric}")) is not { } values) return [];
        return [.. steps.Zip(values).Where(point => !double.IsNaN(point.Second))];
    }

    /// <summary>Every x at which some run has a value and all have begun and not ended, or evenly spread ones where those are too many.</summary>
    private static double[] Grid(IReadOnlyList<(double[] X, double[] Y)> lines)
    {
        var (first, last) = (lines.Max(line => line.X[0]), lines.Min(line => line.X[^1]));
        double[] all = [.. lines.SelectMany(line => line.X).Where(x => x >= first && x <= last).Distinct().Order()];
        return all.Length <= MostPoints ? all : [.. Enumerable.Range(0, MostPoints).Select(i => first + (last - first) * i / (MostPoints - 1))];
    }
}
