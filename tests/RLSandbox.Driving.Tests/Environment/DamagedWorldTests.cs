using RLSandbox.Core.Contract;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Roads.Compiled;
using RLSandbox.Ecs;
using RLSandbox.TestKit;
using RLSandbox.TestKit.Roads;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Driving.Tests.Environment;

/// <summary>A saved world, damaged at random, is refused or drives on; it never brings the simulator down.</summary>
public sealed class DamagedWorldTests
{
    private const uint Rounds = 1500;

    [Test]
    public void World_IsRefusedOrDrivesOn()
    {
        var maps = DrivingScenes.Maps();
        using var environment = DrivingScenes.Environment(maps, environments: 3, config: DrivingScenes.Config(agents: 2, obstacles: 2));
        using var actions = new ActionBuffer(environment.Spec.Action, environment.Spec.RowCount);
        environment.Reset(1);
        for (var step = 0; step < 20; step++) environment.Step(actions);
        var saved = new MemoryStream();
        environment.SaveState(saved);
        var (refused, loaded) = (0, 0);
        for (uint round = 0; round < Rounds; round++)
        {
            try
            {
                environment.LoadState(new MemoryStream(Mutation.Of(saved.ToArray(), round)));
                environment.Step(actions);
                loaded++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        foreach (var map in maps) map.Dispose();
        Assert.That(refused, Is.Positive);
        Assert.That(loaded, Is.Positive);
    }

    [Test]
    public void MapThatTheScenarioDoesNotHave_IsRefused()
    {
        var maps = DrivingScenes.Maps();
        using var environment = DrivingScenes.Environment(maps, environments: 1);
        environment.Reset(1);
        environment.World.Table<EpisodeSlot>().Column<EpisodeState>()[0].Ended = 0;
        environment.World.Table<EpisodeSlot>().Column<EpisodeState>()[0].MapIndex = 7;
        var saved = new MemoryStream();
        environment.SaveState(saved);
        saved.Position = 0;
        Assert.That(() => environment.LoadState(saved), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("map 7; the scenario has 2"));
        foreach (var map in maps) map.Dispose();
    }

    private static readonly Action<World>[] Damages =
    [
        world => world.Table<Actor>().Column<Pose>()[0].X = float.NaN,
        world => world.Table<Actor>().Column<Footprint>()[1].HalfWidth = float.PositiveInfinity,
        world => world.Table<Actor>().Column<ActorMotion>()[0].Speed = float.NaN,
        world => world.Table<Actor>().Column<ActorMotion>()[2].Arc = float.NaN,
        world => world.Table<Actor>().Column<ActorMotion>()[2].IsThere = 2,
        world => world.Table<Ego>().Column<WrongWayTime>()[0].SpellSeconds = float.NaN,
    ];

    [TestCaseSource(nameof(Damages))]
    public void SceneOrLanesThatAreNoNumbers_AreRefused(Action<World> damage)
    {
        using var crowd = CrowdScenes.Map(actors: 3);
        using var map = new CompiledMap(crowd.Name, crowd.Circuit, crowd.Raster) { Scene = crowd.Scene, Roads = RoadNetwork.Compile(HandMadeRoads.Straight()), OwnsRaster = false };
        using var environment = new DrivingEnvironment(CrowdScenes.Config(), [map], 1);
        environment.Reset(1);
        Assert.That(() => Reloaded(environment), Throws.Nothing, "as it was");
        damage(environment.World);
        Assert.That(() => Reloaded(environment), Throws.InstanceOf<InvalidDataException>());
    }

    private static void Reloaded(DrivingEnvironment environment)
    {
        var saved = new MemoryStream();
        environment.SaveState(saved);
        saved.Position = 0;
        environment.LoadState(saved);
    }
}
