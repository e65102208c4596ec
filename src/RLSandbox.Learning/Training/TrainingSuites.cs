using RLSandbox.Core.Contract;
using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Learning.Training;

/// <summary>Suites that a training drives beside its validation: their success and return are columns of learning.csv, empty in iterations without a validation.</summary>
/// <remarks>They are only watched: no checkpoint is chosen by them. They are never broken off, because a row of learning.csv must not depend on when somebody interrupted.</remarks>
internal sealed class TrainingSuites(IReadOnlyList<EvaluationSuite> suites, RunFolder run)
{
    /// <summary>Numbers of one iteration by the names of their columns.</summary>
    /// <param name="isDue">Whether the suites are driven now.</param>
    /// <param name="steps">Agent rows that the policy has learned from.</param>
    public IReadOnlyList<KeyValuePair<string, double>> Evaluate(bool isDue, IPolicy policy, long steps)
    {
        var numbers = new List<KeyValuePair<string, double>>(2 * suites.Count);
        foreach (var suite in suites)
        {
            var report = isDue ? suite.Run(policy) with { Suite = suite.Name } : null;
            if (report is not null) AtomicFile.WriteAllText(Path.Combine(run.Evaluations, FormattableString.Invariant($"{suite.Name}-{steps}.json")), EvaluationJson.Write(report));
            numbers.Add(new($"suite/{suite.Name}/success", report?.Success.Value ?? double.NaN));
            numbers.Add(new($"suite/{suite.Name}/return", report?.Return.Value ?? double.NaN));
        }
        return numbers;
    }
}
