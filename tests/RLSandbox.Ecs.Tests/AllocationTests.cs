namespace RLSandbox.Ecs.Tests;

[NonParallelizable]
public sealed class AllocationTests
{
    private const int Steps = 200;

    /// <summary>The counter of all threads also sees timers of the test runner: short tries, of which one must be free of them. A step that allocates does so in each.</summary>
    private const int Tries = 100;

    private const int StepsPerTry = 10;

    [Test]
    public void Step_AllocatesNothingOnTheCaller()
    {
        using var world = new ParticleWorld(100).Run(Steps);
        var before = GC.GetAllocatedBytesForCurrentThread();
        world.Run(Steps);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Step_AllocatesNothingOnAnyThread(int threads)
    {
        using var world = new ParticleWorld(100, threads: threads, chunk: 5).Run(Steps);
        var least = long.MaxValue;
        for (var attempt = 0; attempt < Tries && least > 0; attempt++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            world.Run(StepsPerTry);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        Assert.That(least, Is.Zero);
    }

    [Test]
    public void Hash_AllocatesNothing()
    {
        using var world = new ParticleWorld(100).Run(Steps);
        world.World.Hash();
        var before = GC.GetAllocatedBytesForCurrentThread();
        world.World.Hash();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
