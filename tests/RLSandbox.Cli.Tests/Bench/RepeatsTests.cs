using RLSandbox.Cli.Bench;

namespace RLSandbox.Cli.Tests.Bench;

[NonParallelizable]                                              // counts what every thread allocates
public sealed class RepeatsTests
{
    [Test]
    public void WorkThatAllocatesNothing_IsNotChargedWithTheMeasuring()
    {
        const int repeats = 200;
        const int tries = 20;                                   // the counter of all threads also sees others of this process: one try must be free of them
        const int sorted = sizeof(double);                      // bytes per call, at least, if the sorted rates were counted

        var bytes = Enumerable.Range(0, tries).Select(_ => new Repeats(repeats, 0).RateAndAllocation(() => Thread.SpinWait(20_000), 1).BytesPerCall);
        Assert.That(bytes, Has.Some.LessThan(sorted));
    }
}
