using RLSandbox.Core.Contract;
using RLSandbox.TestKit;
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
        environment.World.Table<Components.EpisodeSlot>().Column<Components.EpisodeState>()[0].Ended = 0;
        environment.World.Table<Components.EpisodeSlot>().Column<Components.EpisodeState>()[0].MapIndex = 7;
        var saved = new MemoryStream();
        environment.SaveState(saved);
        saved.Position = 0;
        Assert.That(() => environment.LoadState(saved), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("map 7; the scenario has 2"));
        foreach (var map in maps) map.Dispose();
    }
}
