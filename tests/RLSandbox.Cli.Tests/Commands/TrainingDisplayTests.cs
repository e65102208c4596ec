using RLSandbox.Cli.Commands;
using RLSandbox.Learning.Logging;

namespace RLSandbox.Cli.Tests.Commands;

public sealed class TrainingDisplayTests
{
    [Test]
    public void Line_ShowsProgressSpeedReturnLossesAndTimeLeft()
    {
        // 100,000 of 400,000 steps in 20 s: a quarter is done, three times 20 s are left.
        var progress = new TrainingProgress
        {
            Iteration = 1,
            Steps = 100_000,
            TotalSteps = 400_000,
            TrainingSeconds = 20,
            IterationSeconds = 1,
            EnvironmentStepsPerSecond = 6543.2,
            Episodes = [new("return", 1.25), new("success", double.NaN)],
            Metrics = [new("policyLoss", -0.01)],
        };
        Assert.That(
            TrainingDisplay.Line(progress),
            Is.EqualTo("  25 %  100,000 steps  6,543 env steps/s  return 1.25  success –  policyLoss -0.01  1:00 left"));
    }
}
