using RLSandbox.Learning.Comparison;

namespace RLSandbox.Learning.Tests.Comparison;

public sealed class LearningCurveTests
{
    private const double Exact = 1e-12;

    private MadeUpRuns _runs = null!;

    [SetUp]
    public void MakeFolder() => _runs = new();

    [TearDown]
    public void RemoveFolder() => _runs.Dispose();

    [TestCase(false, new[] { 100.0, 200.0 })]
    [TestCase(true, new[] { 10.0, 20.0 })]             // seconds at these steps, from timing.csv
    public void Curve_IsTheInterquartileMeanOverRuns(bool overSeconds, double[] expectedX)
    {
        // Validations are half the score at 100 steps and the score at 200: (0.4 + 0.2) / 2 and (0.8 + 0.4) / 2.
        var group = RunGroup.ByRecipe([_runs.Make("a", 1, 0.8), _runs.Make("b", 2, 0.4)]).Single();
        var curve = LearningCurve.Of(group, "success", CurveSource.Validation, overSeconds);
        Assert.That(curve.X, Is.EqualTo(expectedX));
        Assert.That(curve.Middle, Is.EqualTo(new[] { 0.3, 0.6 }).Within(Exact));
        Assert.That((curve.Low[1], curve.High[1]), Is.EqualTo((0.4, 0.8)).Within(Exact), "of two runs the ends of the bootstrap are the runs");
    }

    [Test]
    public void SingleRun_HasALineAndNoBand()
    {
        var curve = LearningCurve.Of(RunGroup.ByRecipe([_runs.Make("a", 1, 0.8)]).Single(), "success", CurveSource.Validation, overSeconds: false);
        Assert.That(curve.Middle, Is.EqualTo(new[] { 0.4, 0.8 }));
        Assert.That(curve.Low, Is.All.NaN);
    }

    [Test]
    public void RunsOfDifferentPace_MeetWhereAllHaveValues()
    {
        // The second run has its first validation at 15 s, and the first run ends at 20 s: the curve over time is what lies between.
        var slow = _runs.Make("b", 2, 0.4).Folder;
        File.WriteAllText(slow.TimingCsv, "steps,trainingSeconds,iterationSeconds,environmentStepsPerSecond\n100,15,15,10\n200,40,25,10\n");
        var group = RunGroup.ByRecipe([_runs.Make("a", 1, 0.8), RunResult.Read(_runs.Folder, "b")]).Single();
        var curve = LearningCurve.Of(group, "success", CurveSource.Validation, overSeconds: true);
        Assert.That(curve.X, Is.EqualTo(new[] { 15.0, 20.0 }));
        // At 15 s run a is half way from 0.4 to 0.8 and b has 0.2; at 20 s a has 0.8 and b a fifth of the way from 0.2 to 0.4.
        Assert.That(curve.Middle, Is.EqualTo(new[] { (0.6 + 0.2) / 2, (0.8 + 0.24) / 2 }).Within(Exact));
    }

    [Test]
    public void Source_IsValidationWhereEveryRunHasTwo()
    {
        var runs = new[] { _runs.Make("a", 1, 0.8), _runs.Make("b", 2, 0.4) };
        Assert.That(LearningCurve.Source(RunGroup.ByRecipe(runs), "success"), Is.EqualTo(CurveSource.Validation));
        File.Delete(Path.Combine(runs[1].Folder.Evaluations, "validation-100.json"));
        var groups = RunGroup.ByRecipe([runs[0], RunResult.Read(_runs.Folder, "b")]);
        Assert.That(LearningCurve.Source(groups, "success"), Is.EqualTo(CurveSource.Training));
        Assert.That(LearningCurve.Source(groups, "progress"), Is.EqualTo(CurveSource.Training), "a measure stands in its own column");
        Assert.That(LearningCurve.Source(groups, "return"), Is.Null, "a single value is no curve");
        Assert.That(LearningCurve.Of(groups[0], "success", CurveSource.Training, overSeconds: false).Middle, Is.EqualTo(new[] { 0.25, 0.5 }).Within(Exact));
    }

    [TestCase(0.0, 1.0)]                               // before the first point
    [TestCase(15.0, 2.0)]
    [TestCase(20.0, 3.0)]
    [TestCase(99.0, 3.0)]
    public void Interpolation_IsStraightAndNeverBeyondTheEnds(double x, double expected) =>
        Assert.That(LearningCurve.Interpolate(([10, 20], [1, 3]), x), Is.EqualTo(expected).Within(Exact));
}
