using RLSandbox.Learning.Comparison;
using RLSandbox.Learning.Diagnosis;

namespace RLSandbox.Learning.Tests.Diagnosis;

/// <summary>Every rule on numbers that are just inside and just outside of what it looks for.</summary>
public sealed class DiagnosisRuleTests
{
    private const int Iterations = 40;

    /// <summary>Numbers of one column: of the first to the last quarter of the run; one number is all of them.</summary>
    private static IEnumerable<TestCaseData> Cases()
    {
        const string Ppo = "ppo", Dqn = "dqn";
        yield return Case("value-loss-diverging", Ppo, "valueLoss 1 1 2 20; explainedVariance -0.5", "valueLoss 1 1 2 9; explainedVariance -0.5");
        yield return Case("value-loss-diverging", Dqn, "loss 1 1 2 20; explainedVariance -0.5", "loss 1 1 2 20; explainedVariance 0.5");
        yield return Case("policy-moves-too-far", Ppo, "approxKl 0.01 0.01 0.2 0.2", "approxKl 0.2 0.2 0.2 0.02");
        yield return Case("policy-moves-too-far", Ppo, "clipShare 0.6", "clipShare 0.4");
        yield return Case("policy-hardly-moves", Ppo, "approxKl 0.000001; success 0", "approxKl 0.000001; success 1");
        yield return Case("policy-hardly-moves", Ppo, "approxKl 0.000001", "approxKl 0.001 0.001 0.00001 0");
        yield return Case("entropy-collapsed", Ppo, "entropy 2 1 0.01 0.01; success 0.1", "entropy 2 1 0.01 0.01; success 0.9");
        yield return Case("entropy-collapsed", Ppo, "entropy 2 1 0.01 0.01", "entropy 2 1 0.2 0.2");
        yield return Case("values-beyond-the-rewards", Dqn, "meanQ 120; tdError 1; lowLimit 0; highLimit 100 50 0 0", "meanQ 104; tdError 1; lowLimit 0; highLimit 100 50 0 0");
        yield return Case("values-beyond-the-rewards", "pqn", "meanQ -120; tdError 1; lowLimit -100; highLimit 0", "meanQ 5; tdError 9; lowLimit -100; highLimit 0");
        yield return Case("dead-units", Dqn, "deadUnits 0 0 0.5 0.9", "deadUnits 0.9 0.9 0.9 0.4");
        yield return Case("gradients-are-cut", Dqn, "gradientKept 0.01; gradientNorm 100", "gradientKept 0.1; gradientNorm 100");
        yield return Case("agent-stands-still", Ppo, "measure/speed 5 2 0.1 0.1; success 0", "measure/speed 5 5 5 5; success 0");
        yield return Case("agent-stands-still", Ppo, "measure/speed 2; outcome/stalled 0.6; success 0", "measure/speed 2; outcome/stalled 0.4; success 0");
        yield return Case("one-term-dominates", Ppo, "stepTerm/progress 0.1; stepTerm/offRoad -1; success 0.1", "stepTerm/progress 0.1; stepTerm/offRoad -1; success 0.9");
        yield return Case("one-term-dominates", Ppo, "stepTerm/progress 0.1; stepTerm/speed 1; success 0; steps 1000; return 1 2 3 4", "stepTerm/progress 0.1; stepTerm/speed 1; success 0; steps 1000; return 4 3 2 1");
        yield return Case("one-term-dominates", Ppo, "stepTerm/progress 0.1; stepTerm/offRoad -1", "stepTerm/angle -0.1; stepTerm/velocity -1");
        yield return Case("one-term-dominates", Ppo, "stepTerm/progress 0.1; stepTerm/offRoad -1", "stepTerm/progress 1");
        yield return Case("every-episode-truncated", Ppo, "iterationTruncated 1; episodes 50; success 0", "iterationTruncated 0.9 1 1 1; episodes 50; success 0");
        yield return Case("never-succeeded", Ppo, "success 0; episodes 50; outcome/fell 1", "success 0 0 0.01 0; episodes 50; outcome/fell 1");
    }

    [TestCaseSource(nameof(Cases))]
    public void Rule_FindsWhatItLooksFor_AndNothingElse(string finding, string algorithm, string bad, string good)
    {
        Assert.That(Find(algorithm, bad), Does.Contain(finding));
        Assert.That(Find(algorithm, good), Does.Not.Contain(finding));
    }

    [TestCase(0.9, 0.6, true)]
    [TestCase(0.9, 0.8, false)]
    [TestCase(0.2, 0.9, false)]
    public void FellBack_ComparesTheLastEvaluationWithTheBest(double first, double last, bool expected)
    {
        var record = new TrainingRecord("ppo", Columns("steps 1000"), [Evaluation(500, first), Evaluation(1000, last)], 1000);
        Assert.That(TrainingDiagnosis.Of(record).Findings.Any(finding => finding.Name == "fell-back"), Is.EqualTo(expected));
    }

    /// <summary>What is missed or never known finds nothing and does not fail.</summary>
    [TestCase("ppo", "steps 1000")]
    [TestCase("dqn", "loss NaN; meanQ NaN; highLimit NaN; lowLimit NaN; deadUnits NaN; gradientKept NaN; success NaN; iterationTruncated NaN; episodes 0")]
    public void NothingKnown_FindsNothing(string algorithm, string columns) => Assert.That(Find(algorithm, columns), Is.Empty);

    /// <summary>The log of a whole training of first-lap, in which nothing went wrong: 93 % of the laps.</summary>
    [Test]
    public void FirstLap_IsHealthy()
    {
        var table = CsvTable.Read(Path.Combine(Repository.Root, "tests", "RLSandbox.Learning.Tests", "Diagnosis", "first-lap.csv"));
        var columns = table.Names.ToDictionary(name => name, name => table.Column(name)!);
        var diagnosis = TrainingDiagnosis.Of(new TrainingRecord("ppo", columns, [Evaluation(499712, 0.93)], 499712));
        Assert.That(diagnosis.Findings, Is.Empty);
        Assert.That(diagnosis.Notes, Is.Empty);
        Assert.That(diagnosis.Iterations, Is.EqualTo(122));
    }

    private static TestCaseData Case(string finding, string algorithm, string bad, string good) => new(finding, algorithm, bad, good);

    private static List<string> Find(string algorithm, string columns) =>
        [.. TrainingDiagnosis.Of(new TrainingRecord(algorithm, Columns(columns), [], plannedSteps: 1000)).Findings.Select(finding => finding.Name)];

    private static Dictionary<string, double[]> Columns(string text) => text.Split("; ").Select(column => column.Split(' ')).ToDictionary(
        words => words[0],
        words => Enumerable.Range(0, Iterations).Select(i => double.Parse(words.Length == 2 ? words[1] : words[1 + 4 * i / Iterations], System.Globalization.CultureInfo.InvariantCulture)).ToArray());

    private static StoredEvaluation Evaluation(long steps, double success) => new(steps, new Dictionary<string, double> { ["success"] = success }, []);
}
