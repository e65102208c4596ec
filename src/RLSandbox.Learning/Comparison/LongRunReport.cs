using MathNet.Numerics;
using MathNet.Numerics.Statistics;
using RLSandbox.Core;

namespace RLSandbox.Learning.Comparison;

/// <summary>A number at the beginning, in the middle and at the end of a long run, each the median of a tenth of it.</summary>
/// <param name="SlopePerHour">Of the straight line through all of them.</param>
public readonly record struct Course(double Start, double Middle, double End, double Least, double Most, double SlopePerHour);

/// <summary>What timing.csv tells about a long run: whether memory and tensors stay flat, and what the work beside learning costs.</summary>
/// <remarks>
/// The first tenth of the time is warm-up and left out of the courses, and so is what comes before the first validation, which builds maps that stay.
/// Costs are those of the whole run.
/// </remarks>
public sealed record LongRunReport
{
    /// <summary>Share of the resident memory by which the last tenth may exceed the first.</summary>
    public const double GrowthShare = 0.01;

    /// <summary>Bytes by which it may do so besides.</summary>
    public const double GrowthBytes = 32 << 20;

    /// <summary>Share of the time that validation, checkpoints and logs may take together.</summary>
    public const double MostSideShare = 0.03;

    private const double WarmUp = 0.1, Tenth = 0.1;
    private const double DrivesFrom = 0.02;            // seconds; asking whether a validation is due takes less
    private const int FewestRows = 20;                 // two in each tenth

    /// <summary>Hours from the first row to the last.</summary>
    public required double Hours { get; init; }

    /// <summary>Agent rows at the last row.</summary>
    public required double Steps { get; init; }

    /// <summary>Bytes resident in the process at the end of an iteration.</summary>
    public required Course Resident { get; init; }

    /// <summary>Of them the garbage-collected heap, garbage that was not collected yet included: what grows and falls back by itself.</summary>
    public required Course Managed { get; init; }

    /// <summary>Tensors alive at the end of an iteration.</summary>
    public required Course LiveTensors { get; init; }

    /// <summary>Seconds spent learning.</summary>
    public required double LearningSeconds { get; init; }

    /// <summary>Seconds spent on validation.</summary>
    public required double ValidationSeconds { get; init; }

    /// <summary>Seconds spent on checkpoints.</summary>
    public required double CheckpointSeconds { get; init; }

    /// <summary>Seconds spent on logs.</summary>
    public required double LoggingSeconds { get; init; }

    /// <summary>Bytes by which resident memory may grow.</summary>
    public double GrowthBound => GrowthShare * Resident.Start + GrowthBytes;

    /// <summary>Whether it stays within that.</summary>
    public bool IsMemoryFlat => Resident.End - Resident.Start <= GrowthBound;

    /// <summary>Whether every iteration ended with as many tensors as every other.</summary>
    public bool AreTensorsFlat => LiveTensors.Least == LiveTensors.Most;

    /// <summary>Share of the time that the work beside learning took.</summary>
    public double SideShare => (ValidationSeconds + CheckpointSeconds + LoggingSeconds) / (LearningSeconds + ValidationSeconds + CheckpointSeconds + LoggingSeconds);

    /// <summary>Whether that is little enough.</summary>
    public bool IsCheap => SideShare <= MostSideShare;

    /// <summary>Reads timing.csv.</summary>
    /// <exception cref="UserErrorException">It is missing, no such table, or of too short a run.</exception>
    public static LongRunReport Read(string path)
    {
        var table = CsvTable.Read(path);
        double[] Column(string name) => table.Column(name) ?? throw new UserErrorException($"{path} has no column '{name}': expected the table of a run by this version of the program. Train anew.");
        var (learning, validation, checkpoint, logging) = (Column("iterationSeconds"), Column("validationSeconds"), Column("checkpointSeconds"), Column("loggingSeconds"));
        var hours = new double[table.RowCount];
        for (var i = 0; i < hours.Length; i++) hours[i] = (i == 0 ? 0 : hours[i - 1]) + (learning[i] + validation[i] + checkpoint[i] + logging[i]) / 3600;
        var first = WarmedUp(hours, validation);
        if (hours.Length - first < FewestRows) throw new UserErrorException(FormattableString.Invariant($"{path} has {Math.Max(0, hours.Length - first)} rows after the warm-up: expected at least {FewestRows}. Train for longer."));
        return new()
        {
            Hours = hours[^1],
            Steps = Column("steps")[^1],
            Resident = CourseOf(hours[first..], Column("residentBytes")[first..]),
            Managed = CourseOf(hours[first..], Column("managedBytes")[first..]),
            LiveTensors = CourseOf(hours[first..], Column("liveTensors")[first..]),
            LearningSeconds = learning.Sum(),
            ValidationSeconds = validation.Sum(),
            CheckpointSeconds = checkpoint.Sum(),
            LoggingSeconds = logging.Sum(),
        };
    }

    /// <summary>Index of the first row that counts for the courses.</summary>
    private static int WarmedUp(double[] hours, double[] validation)
    {
        var tenth = hours.Length == 0 ? 0 : Array.FindIndex(hours, hour => hour >= WarmUp * hours[^1]);
        return Math.Max(tenth, Array.FindIndex(validation, seconds => seconds > DrivesFrom));
    }

    private static Course CourseOf(double[] x, double[] y)
    {
        var tenth = Math.Max(1, (int)(Tenth * y.Length));
        var middle = (y.Length - tenth) / 2;
        return new(y[..tenth].Median(), y[middle..(middle + tenth)].Median(), y[^tenth..].Median(), y.Min(), y.Max(), Fit.Line(x, y).B);
    }
}
