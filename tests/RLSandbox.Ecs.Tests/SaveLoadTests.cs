using static RLSandbox.Ecs.Tests.ParticleWorld;

namespace RLSandbox.Ecs.Tests;

public sealed class SaveLoadTests
{
    [Test]
    [Category("Property")]
    public void SavedMidRun_HasTheSameFuture()
    {
        using var world = new ParticleWorld(20).Run(30);
        using var file = Save(world.World);
        world.Run(40);

        using var loaded = new ParticleWorld(20).Run(7);        // a world that has lived differently
        loaded.Load(file, step: 30);
        loaded.Run(40);

        Assert.That(loaded.World.Hash(), Is.EqualTo(world.World.Hash()));
        Assert.That(loaded.World.Table<Particle>().Generations.SequenceEqual(world.World.Table<Particle>().Generations), Is.True, "stale references stay stale");
    }

    [Test]
    public void ColumnThatIsNotSaved_IsZeroAfterLoad()
    {
        using var world = new ParticleWorld(20).Run(30);
        using var file = Save(world.World);
        Assert.That(Travelled(world), Is.GreaterThan(0f));
        world.World.Load(file);
        Assert.That(Travelled(world), Is.Zero);
    }

    [Test]
    public void AnotherBatchSize_IsRefusedAndLeavesTheWorldAlone()
    {
        using var file = Save(new ParticleWorld(20).Run(30).World);
        using var world = new ParticleWorld(21).Run(10);
        var before = world.World.Hash();
        Assert.That(() => world.World.Load(file), Throws.TypeOf<InvalidDataException>().With.Message.Contains("20 environments").And.Message.Contains("21 environments"));
        Assert.That(world.World.Hash(), Is.EqualTo(before));
    }

    [Test]
    public void AnotherSetOfColumns_IsRefused()
    {
        using var saved = new WorldBuilder(2).Table<Particle>(3, columns => columns.Column<Position>()).Build();
        using var other = new WorldBuilder(2).Table<Particle>(3, columns => columns.Column<Position>().Column<Fuel>()).Build();
        using var file = Save(saved);
        Assert.That(() => other.Load(file), Throws.TypeOf<InvalidDataException>().With.Message.Contains("Fuel"));
    }

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(60)]
    [TestCase(-1)]
    public void CutFile_IsRefused(int length)
    {
        using var world = new ParticleWorld(4).Run(5);
        using var file = Save(world.World);
        file.SetLength(length < 0 ? file.Length + length : length);
        Assert.That(() => world.World.Load(file), Throws.TypeOf<InvalidDataException>().With.Message.Contains("cut short"));
    }

    [Test]
    public void SomethingElse_IsRefused()
    {
        using var world = new ParticleWorld(1);
        Assert.That(() => world.World.Load(new MemoryStream(new byte[100])), Throws.TypeOf<InvalidDataException>().With.Message.Contains("not a saved world"));
    }

    [Test]
    public void WhatFollowsInTheStream_IsNotConsumed()
    {
        using var world = new ParticleWorld(3).Run(5);
        using var file = new MemoryStream();
        world.World.Save(file);
        file.WriteByte(42);
        file.Position = 0;
        world.World.Load(file);
        Assert.That(file.ReadByte(), Is.EqualTo(42));
    }

    private static MemoryStream Save(World world)
    {
        var file = new MemoryStream();
        world.Save(file);
        file.Position = 0;
        return file;
    }

    private static float Travelled(ParticleWorld world)
    {
        var sum = 0f;
        foreach (var travel in world.World.Table<Particle>().Column<Travel>()) sum += travel.Metres;
        return sum;
    }
}
