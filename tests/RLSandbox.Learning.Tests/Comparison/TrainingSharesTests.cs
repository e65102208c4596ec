using RLSandbox.Core;
using RLSandbox.Learning.Comparison;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Tests.Comparison;

public sealed class TrainingSharesTests
{
    [Test]
    public void Columns_AreThoseOfThePrefix_WithoutIterationsInWhichNothingEnded()
    {
        using var folder = new TemporaryFolder();
        var shares = TrainingShares.Read(Run(folder, "steps,outcome/lap,outcome/crash,term/progress\n10,0.25,0.75,1\n20,,,\n30,0.5,0.5,2\n"), TrainingShares.Outcomes);
        Assert.That(shares.Steps, Is.EqualTo(new[] { 10.0, 30 }));
        Assert.That(shares.Parts.Select(part => part.Name), Is.EqualTo(new[] { "lap", "crash" }));
        Assert.That(shares.Parts[1].Values, Is.EqualTo(new[] { 0.75, 0.5 }));
    }

    /// <summary>3 paid and 1 charged: three quarters and one; nothing at all stays nothing.</summary>
    [Test]
    public void Sizes_ForgetTheSignAndAddUpToOne()
    {
        var shares = new TrainingShares([1, 2], [("progress", [3, 0]), ("failure", [-1, 0])]).OfSizes();
        Assert.That(shares.Parts[0].Values, Is.EqualTo(new[] { 0.75, 0 }));
        Assert.That(shares.Parts[1].Values, Is.EqualTo(new[] { 0.25, 0 }));
    }

    /// <summary>250 iterations in buckets of three; the first is the mean of the first three.</summary>
    [Test]
    public void ManyIterations_AreAveraged()
    {
        using var folder = new TemporaryFolder();
        var shares = TrainingShares.Read(Run(folder, "steps,outcome/lap\n" + string.Concat(Enumerable.Range(1, 250).Select(i => FormattableString.Invariant($"{i},{i / 1000.0}\n")))), TrainingShares.Outcomes);
        Assert.That(shares.Steps, Has.Count.EqualTo(84));
        Assert.That((shares.Steps[0], shares.Parts[0].Values[0]), Is.EqualTo((2.0, 0.002)));
    }

    [TestCase("steps,return\n1,2\n3,4\n", "no such column")]
    [TestCase("steps,outcome/lap\n1,0.5\n", "found 1")]
    public void TooLittle_IsSaid(string table, string expected)
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => TrainingShares.Read(Run(folder, table), TrainingShares.Outcomes), Throws.TypeOf<UserErrorException>().With.Message.Contains(expected).And.Message.Contains("learning.csv"));
    }

    private static RunFolder Run(TemporaryFolder folder, string table)
    {
        var run = RunFolder.Create(folder.FullPath, "a");
        File.WriteAllText(run.LearningCsv, table);
        return run;
    }
}
