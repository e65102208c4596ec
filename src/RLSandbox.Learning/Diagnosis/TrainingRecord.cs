using RLSandbox.Core;
using RLSandbox.Learning.Comparison;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Diagnosis;

/// <summary>What a run folder logged, as the rules of the diagnosis read it: columns of learning.csv, and evaluations.</summary>
public sealed class TrainingRecord
{
    private const int Parts = 4;                          // "the end" is the last quarter of what was logged
    private readonly IReadOnlyDictionary<string, double[]> _columns;
    private readonly IReadOnlyList<StoredEvaluation> _evaluations;

    /// <summary>A record from memory.</summary>
    /// <param name="algorithm">As in <c>--algorithm</c>.</param>
    /// <param name="columns">By name, one number per iteration, NaN where there is none.</param>
    /// <param name="evaluations">By rising steps: validations, then tests.</param>
    public TrainingRecord(string algorithm, IReadOnlyDictionary<string, double[]> columns, IReadOnlyList<StoredEvaluation> evaluations, long plannedSteps = 0)
    {
        (Algorithm, _columns, _evaluations, PlannedSteps) = (algorithm, columns, evaluations, plannedSteps);
        Iterations = columns.Count == 0 ? 0 : columns.Values.Max(column => column.Length);
    }

    /// <summary>As in <c>--algorithm</c>.</summary>
    public string Algorithm { get; }

    /// <summary>Iterations logged.</summary>
    public int Iterations { get; }

    /// <summary>Agent rows of the whole run; 0: not known.</summary>
    public long PlannedSteps { get; }

    /// <summary>Whether the last iteration was the last one planned.</summary>
    public bool IsFinished => Column("steps") is [.., var steps] && steps >= PlannedSteps;

    /// <summary>Evaluations by rising steps.</summary>
    public IReadOnlyList<StoredEvaluation> Evaluations => _evaluations;

    /// <summary>Names of the columns that begin with <paramref name="prefix"/>, without it, in the order of the file.</summary>
    public IEnumerable<string> Names(string prefix) => _columns.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]);

    /// <summary>Share of successful episodes as far as it is known: of the last evaluation, otherwise of the training episodes at the end.</summary>
    public double Success => _evaluations.Count > 0 && _evaluations[^1].Values.TryGetValue("success", out var rate) ? rate : End("success");

    /// <summary>Whether fewer than half of the episodes succeed, or nothing is known of success.</summary>
    public bool IsUnsolved => !(Success >= 0.5);

    /// <summary>A column; empty where there is none.</summary>
    public IReadOnlyList<double> Column(string name) => _columns.GetValueOrDefault(name, []);

    /// <summary>Median of a column over the last quarter of the iterations; NaN where nothing was logged.</summary>
    public double End(string name) => Part(name, Parts - 1);

    /// <summary>Median of a column over the quarter <paramref name="index"/>, 0 … 3.</summary>
    public double Part(string name, int index)
    {
        var column = Column(name);
        var (first, end) = (column.Count * index / Parts, column.Count * (index + 1) / Parts);
        double[] known = [.. column.Skip(first).Take(end - first).Where(double.IsFinite).Order()];
        return known.Length == 0 ? double.NaN : known[known.Length / 2];
    }

    /// <summary>Mean of a column over the whole run; NaN where nothing was logged.</summary>
    public double Mean(string name) => Column(name).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The first number of a column that is known; NaN where there is none.</summary>
    public double First(string name) => Column(name).Where(double.IsFinite).DefaultIfEmpty(double.NaN).First();

    /// <summary>Reads a run folder: its manifest, learning.csv and evaluations, nothing else.</summary>
    /// <exception cref="UserErrorException">A file is missing or damaged, or nothing was logged yet.</exception>
    public static TrainingRecord Read(RunFolder run)
    {
        var manifest = RunManifest.Read(run.Manifest);
        if (!File.Exists(run.LearningCsv)) throw new UserErrorException($"{run.LearningCsv} is missing: a run has one after its first iteration. Go on with train --resume --run {run.Name}, or diagnose another run.");
        var table = CsvTable.Read(run.LearningCsv);
        if (table.RowCount == 0) throw new UserErrorException($"{run.LearningCsv} has no rows yet: go on with train --resume --run {run.Name}.");
        var columns = table.Names.Distinct().ToDictionary(name => name, name => table.Column(name)!);
        return new(manifest.Algorithm, columns, [.. StoredEvaluation.ReadAll(run.Evaluations, "validation").Concat(StoredEvaluation.ReadAll(run.Evaluations, "test")).OrderBy(evaluation => evaluation.Steps)], manifest.Steps);
    }
}
