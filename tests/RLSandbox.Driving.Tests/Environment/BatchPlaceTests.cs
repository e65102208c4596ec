using RLSandbox.Core.Configuration;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Driving.Tests.Environment;

/// <summary>Some copies of a batch, taken out of it.</summary>
public sealed class BatchPlaceTests
{
    private const int Batch = 7, Wanted = 5, Steps = 300;

    private readonly IReadOnlyList<CompiledMap> _maps = DrivingScenes.Maps();

    [OneTimeTearDown]
    public void Release()
    {
        foreach (var map in _maps) map.Dispose();
    }

    [TestCase(true)]
    [TestCase(false)]
    public void CopyOfABatch_LivesThroughTheSameEpisodesAlone(bool mapsInOrder)
    {
        var config = Config(mapsInOrder);
        using var batch = DrivingScenes.Environment(_maps, Batch, config: config);
        using var alone = new DrivingEnvironment(config, _maps, 1, 1, new(Wanted, Batch));
        using var another = new DrivingEnvironment(config, _maps, 1, 1, new(Wanted - 1, Batch));
        var ends = Compare(batch, alone);
        Assert.That(ends, Is.GreaterThan(2), "episodes of later numbers began on the way");
        Drive(another);
        Assert.That(another.World.Hash(0), Is.Not.EqualTo(alone.World.Hash(0)));
    }

    /// <summary>Noise, night and obstacles are drawn, too.</summary>
    private static DrivingConfig Config(bool mapsInOrder) => DrivingScenes.Config(obstacles: 3) with
    {
        MapsInOrder = mapsInOrder,
        Episode = new() { Start = "anywhere" },
        Camera = new() { Width = 16, Height = 16, MetresPerPixel = 2f, Weather = new() { Noise = 0.2f, Night = NumberRange.Uniform(0f, 0.5f) } },
    };

    private static int Compare(DrivingEnvironment batch, DrivingEnvironment alone)
    {
        using ActionBuffer all = new(batch.Spec.Action, Batch), one = new(alone.Spec.Action, 1);
        batch.Reset(3);
        alone.Reset(3);
        var ends = 0;
        for (var step = 0; step < Steps; step++)
        {
            Assert.That(alone.World.Hash(0), Is.EqualTo(batch.World.Hash(Wanted)), $"step {step}");
            Assert.That(StableHash.Of(alone.Observations.Bytes(0, 0)), Is.EqualTo(StableHash.Of(batch.Observations.Bytes(0, Wanted))), $"camera at step {step}");
            for (var row = 0; row < Batch; row++) all.Choices[row] = Choice(row, step);
            one.Choices[0] = all.Choices[Wanted];
            batch.Step(all);
            alone.Step(one);
            if (alone.Outcomes[0] >= 0) ends++;
        }
        return ends;
    }

    private static void Drive(DrivingEnvironment environment)
    {
        using var one = new ActionBuffer(environment.Spec.Action, 1);
        environment.Reset(3);
        for (var step = 0; step < Steps; step++)
        {
            one.Choices[0] = Choice(Wanted, step);
            environment.Step(one);
        }
    }

    private static int Choice(int row, int step) => new RandomKey(7, (uint)row, 0, 0).Integer(15, step: (uint)step / 3);
}
