using RLSandbox.Cli.Bench;

namespace RLSandbox.Cli.Tests.Bench;

[NonParallelizable]                                              // counts what every thread allocates
public sealed class RepeatsTests
{
    [Test]
    public void WorkThatAllocatesNothing_IsNotChargedWithTheMeasuring()
    {
        const int repeats = 200;
        const int sorted = sizeof(double);                      // bytes per call, at least, if the sorted rates were counted

        var (_, bytes) = new Repeats(repeats, 0).RateAndAllocation(() => Thread.SpinWait(20_000), 1);
        Assert.That(bytes, Is.LessThan(sorted));
    }
}
