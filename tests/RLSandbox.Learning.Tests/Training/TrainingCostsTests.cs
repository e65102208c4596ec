using RLSandbox.Learning.Evaluation;
using RLSandbox.Learning.Tests.Evaluation;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Tests.Training;

/// <summary>What timing.csv says beside the time of an iteration.</summary>
public sealed class TrainingCostsTests
{
    private const int StepsPerIteration = ToyLearner.StepsPerIteration;        // one environment

    /// <summary>With a clock on which every piece of work takes one second: what was done since the row before stands in each row.</summary>
    [Test]
    public void WorkBesideLearning_IsTimedByItsKind()
    {
        using var runs = new TemporaryFolder();
        var run = RunFolder.Create(runs.FullPath, "timed");
        using var environment = new CountdownEnvironment(1, [5, 2, 9]);
        using var validation = new EvaluationSuite("validation", () => new CountdownEnvironment(1, [3]), episodes: 1, seed: 1);
        using var learner = new ToyLearner(environment, 1);
        var options = new TrainingOptions
        {
            Steps = 4 * StepsPerIteration, Seed = 1, CheckpointEverySteps = 3 * StepsPerIteration, Validation = validation, ValidateEverySteps = 2 * StepsPerIteration, Clock = new SecondsClock(),
        };
        using (var trainer = Trainer.Begin(learner, environment.Spec, run, options)) trainer.Run();

        var rows = File.ReadAllLines(run.TimingCsv).Select(row => row.Split(',')).ToArray();
        Assert.That(rows[0][4..], Is.EqualTo(new[] { "validationSeconds", "checkpointSeconds", "loggingSeconds", "residentBytes", "managedBytes", "liveTensors" }));
        Assert.That(rows.Skip(1).Select(row => string.Join(' ', row[4..7])), Is.EqualTo(new[] { "1 1 0", "1 0 1", "2 1 2", "1 0 1" }),
            "to ask whether suites are due counts as validation; the first checkpoint is that of the begin, the second that of the best");
        Assert.That(long.Parse(rows[4][7]), Is.GreaterThan(1 << 20));
        Assert.That(long.Parse(rows[4][8]), Is.Positive.And.LessThan(long.Parse(rows[4][7])));
        Assert.That(long.Parse(rows[4][9]), Is.Not.Negative);
    }

    /// <summary>One second later at every look.</summary>
    private sealed class SecondsClock : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _looks++;
    }
}
