using RLSandbox.Core;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Comparison;

/// <summary>How what a training logged of its episodes divides up, while it learns: how they ended, or which reward terms paid and cost.</summary>
/// <param name="Steps">Agent rows learned from, ascending.</param>
/// <param name="Parts">By name: means per episode, as they were logged.</param>
public sealed record TrainingShares(IReadOnlyList<double> Steps, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> Parts)
{
    /// <summary>Prefix of the columns that say how episodes ended; they add up to 1.</summary>
    public const string Outcomes = "outcome/";

    /// <summary>Prefix of the columns with the sum of each reward term over an episode.</summary>
    public const string Terms = "term/";

    private const int MostPoints = 100;

    /// <summary>Reads the columns of <c>learning.csv</c> that begin with <paramref name="prefix"/>; iterations are averaged into at most 100 points, those in which no episode ended are left out.</summary>
    /// <exception cref="UserErrorException">There are none.</exception>
    public static TrainingShares Read(RunFolder run, string prefix)
    {
        var table = CsvTable.Read(run.LearningCsv);
        var names = table.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var columns = names.Select(name => table.Column(name)!).ToList();
        var steps = table.Column("steps") ?? [];
        int[] rows = [.. Enumerable.Range(0, steps.Length).Where(row => columns.All(column => double.IsFinite(column[row])))];
        if (names.Count == 0 || rows.Length < 2) throw new UserErrorException($"{run.LearningCsv}: expected at least two iterations with columns {prefix}…, found {(names.Count == 0 ? "no such column" : $"{rows.Length}")}. Let the run train longer.");
        var buckets = rows.Chunk((rows.Length + MostPoints - 1) / MostPoints).ToList();
        return new(
            [.. buckets.Select(bucket => bucket.Average(row => steps[row]))],
            [.. names.Select((name, i) => (name[prefix.Length..], (IReadOnlyList<double>)[.. buckets.Select(bucket => bucket.Average(row => columns[i][row]))]))]);
    }

    /// <summary>Sizes without their signs, so that they add up to 1 at each place; 0 where all are.</summary>
    public TrainingShares OfSizes()
    {
        double[] sums = [.. Steps.Select((_, i) => Parts.Sum(part => Math.Abs(part.Values[i])))];
        return this with { Parts = [.. Parts.Select(part => (part.Name, (IReadOnlyList<double>)[.. part.Values.Select((value, i) => sums[i] > 0 ? Math.Abs(value) / sums[i] : 0)]))] };
    }
}
