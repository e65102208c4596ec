using RLSandbox.Learning.Evaluation;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Logging;

/// <summary>The three logs of a run: learning.csv (no times: one seed, one text), timing.csv (times and memory) and TensorBoard events (both).</summary>
/// <remarks>Files are opened at the first row, when the algorithm's metrics are known by name.</remarks>
public sealed class TrainingLog(RunFolder run, TimeProvider clock, RunState from, long fromSteps) : IDisposable
{
    private static readonly string[] TimingColumns = ["steps", "trainingSeconds", "iterationSeconds", "environmentStepsPerSecond", "validationSeconds", "checkpointSeconds", "loggingSeconds", "residentBytes", "managedBytes", "liveTensors"];

    private CsvFile? _learning;
    private CsvFile? _timing;
    private EventFile? _events;

    /// <summary>Length of learning.csv in bytes.</summary>
    public long LearningBytes => _learning?.ByteLength ?? from.LearningBytes;

    /// <summary>SHA-256 of these bytes.</summary>
    public string LearningSha256 => _learning?.Sha256 ?? from.LearningSha256;

    /// <summary>Length of timing.csv in bytes.</summary>
    public long TimingBytes => _timing?.ByteLength ?? from.TimingBytes;

    /// <summary>Checks that the files of an earlier sitting are still there as the checkpoint knows them.</summary>
    /// <exception cref="Core.UserErrorException">One is missing, cut off or changed.</exception>
    public void RequireIntact()
    {
        CsvFile.RequireIntact(run.LearningCsv, from.LearningBytes, from.LearningSha256);
        CsvFile.RequireIntact(run.TimingCsv, from.TimingBytes, "");
    }

    /// <summary>Appends the row of one iteration to all three.</summary>
    public void Write(TrainingProgress progress)
    {
        KeyValuePair<string, double>[] learned =
        [
            new("iteration", progress.Iteration), new("steps", progress.Steps), .. progress.Episodes, .. progress.Metrics, .. progress.Suites,
        ];
        _learning ??= Open(run.LearningCsv, [.. learned.Select(entry => entry.Key)], from.LearningBytes, from.LearningSha256);
        _timing ??= Open(run.TimingCsv, TimingColumns, from.TimingBytes, "");

        _learning.Append([.. learned.Select(entry => entry.Value)]);
        var costs = progress.Costs;
        _timing.Append([progress.Steps, progress.TrainingSeconds, progress.IterationSeconds, progress.EnvironmentStepsPerSecond,
            costs.ValidationSeconds, costs.CheckpointSeconds, costs.LoggingSeconds, costs.ResidentBytes, costs.ManagedBytes, costs.LiveTensors]);
        Events.Write(progress.Steps, [.. progress.Episodes.Select(entry => new KeyValuePair<string, double>($"episodes/{entry.Key}", entry.Value)),
            .. progress.Metrics, .. progress.Suites.Where(entry => !double.IsNaN(entry.Value)), new("timing/environmentStepsPerSecond", progress.EnvironmentStepsPerSecond)]);
    }

    /// <summary>Adds a validation to the events.</summary>
    public void Write(long steps, EvaluationReport report) => Events.Write(steps,
    [
        new("validation/success", report.Success.Value), new("validation/return", report.Return.Value),
        .. report.Measures.Select(measure => new KeyValuePair<string, double>($"validation/{measure.Name}", measure.Mean.Value)),
    ]);

    /// <summary>Waits until every row is on the disk.</summary>
    public void Flush()
    {
        _learning?.Flush();
        _timing?.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _learning?.Dispose();
        _timing?.Dispose();
        _events?.Dispose();
    }

    private EventFile Events => _events ??= EventFile.Create(run.FullPath, clock, fromSteps);

    private static CsvFile Open(string path, IReadOnlyList<string> columns, long byteLength, string sha256) =>
        byteLength == 0 ? CsvFile.Create(path, columns) : CsvFile.Continue(path, columns, byteLength, sha256);
}
