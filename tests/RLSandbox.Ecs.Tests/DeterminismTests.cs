namespace RLSandbox.Ecs.Tests;

[Category("Property")]
public sealed class DeterminismTests
{
    private const int Steps = 60;

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(7)]
    public void AnyThreadCount_GivesTheSameHash(int threads)
    {
        using var one = new ParticleWorld(200).Run(Steps);
        using var many = new ParticleWorld(200, threads: threads, chunk: 5).Run(Steps);
        Assert.That(many.World.Hash(), Is.EqualTo(one.World.Hash()));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(64)]
    [TestCase(200)]
    public void AnyChunkSize_GivesTheSameHash(int chunk)
    {
        using var reference = new ParticleWorld(200).Run(Steps);
        using var world = new ParticleWorld(200, threads: 2, chunk: chunk).Run(Steps);
        Assert.That(world.World.Hash(), Is.EqualTo(reference.World.Hash()));
    }

    [Test]
    public void EnvironmentOfALargeBatch_EqualsItselfAlone()
    {
        using var batch = new ParticleWorld(4096, threads: 2).Run(Steps);
        foreach (var environment in new[] { 0, 1, 777, 4095 })
        {
            using var alone = new ParticleWorld(1, firstEnvironment: environment).Run(Steps);
            Assert.That(batch.World.Hash(environment), Is.EqualTo(alone.World.Hash(0)), $"environment {environment}");
        }
    }

    [Test]
    public void EnvironmentsOfABatch_DifferFromEachOther()
    {
        using var batch = new ParticleWorld(100).Run(Steps);
        var hashes = Enumerable.Range(0, 100).Select(batch.World.Hash);
        Assert.That(hashes, Is.Unique);
    }

    [Test]
    public void AnotherSeed_GivesAnotherHash()
    {
        using var first = new ParticleWorld(3, seed: 1).Run(Steps);
        using var second = new ParticleWorld(3, seed: 2).Run(Steps);
        Assert.That(second.World.Hash(), Is.Not.EqualTo(first.World.Hash()));
    }

    [Test]
    public void EveryStep_ChangesTheHash()
    {
        using var world = new ParticleWorld(8);
        var hashes = new List<ulong>();
        for (var step = 0; step < Steps; step++) hashes.Add(world.Run(1).World.Hash());
        Assert.That(hashes, Is.Unique);
    }

    [Test]
    public void ResetOfOneEnvironment_LeavesTheOthersUntouched()
    {
        using var untouched = new ParticleWorld(5).Run(Steps);
        using var world = new ParticleWorld(5).Run(Steps / 2);
        world.Reset(2, episode: 1);
        world.Run(Steps - Steps / 2);
        for (var environment = 0; environment < 5; environment++)
            Assert.That(world.World.Hash(environment) == untouched.World.Hash(environment), Is.EqualTo(environment != 2), $"environment {environment}");
    }

    [Test]
    public void TheToyWorld_IsWorthTesting()                    // births, deaths, slots used again, full tables
    {
        using var world = new ParticleWorld(50);
        var particles = world.World.Table<ParticleWorld.Particle>();
        var wasFull = false;
        for (var step = 0; step < Steps; step++)
        {
            world.Run(1);
            wasFull |= particles.AliveCounts.Contains(ParticleWorld.Capacity);
        }
        Assert.That(wasFull, Is.True, "full");
        Assert.That(particles.Generations.ToArray().Max(), Is.GreaterThan(2), "slots used again");
        Assert.That(particles.Alive.ToArray().Zip(particles.Generations.ToArray()).Count(row => row.First && row.Second > 0), Is.GreaterThan(20), "living in a used slot");
    }
}
