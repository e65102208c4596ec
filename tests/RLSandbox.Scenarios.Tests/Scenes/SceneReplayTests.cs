using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Scenes;
using RLSandbox.Driving.Systems;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Maps;
using RLSandbox.Scenarios.Scenes;

namespace RLSandbox.Scenarios.Tests.Scenes;

/// <summary>Scenes that other people recorded, driven through: imported, written, read, compiled and stepped.</summary>
[DecimalComma]
public sealed class SceneReplayTests
{
    private const double Exact = 1e-3;                                   // m: the promise of docs/scenes.md

    [TestCase("commonroad-crime/USA_Lanker-1_3_T-1.xml")]
    [TestCase("commonroad-crime/ZAM_Zip-1_56_T-1.xml")]
    [TestCase("commonroad-reachable-set/ARG_Carcarana-1_1_T-1.xml")]
    [TestCase("commonroad-reachable-set/DEU_Flensburg-16_1_T-1.xml")]
    [TestCase("commonroad-reachable-set/DEU_Guetersloh-20_1_T-1.xml")]
    [TestCase("commonroad-reachable-set/USA_Peach-3_1_T-1.xml")]
    [TestCase("commonroad-reachable-set/USA_US101-5_1_T-1.xml")]
    [TestCase("commonroad-reachable-set/ZAM_two_lanes_solid_traffic_light.xml")]
    [TestCase("waymo-like-json/Town02.json")]
    public void EveryActor_IsWhereTheFileSaysAtEveryStep(string file)
    {
        var imported = SceneImporters.Import(SharedFiles.Path(file), new());
        using var folder = new TemporaryFolder();
        var (scenario, map, scene) = (folder.PathOf("s.yaml"), folder.PathOf("s.map.yaml"), folder.PathOf("s.scene.yaml"));
        RoadMapFile.Write(map, imported.Map);
        SceneFile.Write(scene, imported.Scene);
        SceneScenario.Write(scenario, imported.Scene, "s.map.yaml", "s.scene.yaml");
        var loaded = ScenarioFile.Load(scenario, ["ends.crash=false", "ends.offRoadSeconds=0", "ends.wrongWaySeconds=0", "ends.backwardsMetres=0"], null);
        using var maps = MapSet.Build(loaded.Map, "map", threads: 1);
        var compared = Compare(loaded, maps, imported.Scene);
        Assert.That(compared, Is.GreaterThan(20), "a scene that ends at once shows nothing");
    }

    /// <summary>Stands until the episode ends; returns how many poses were compared.</summary>
    private static int Compare(Scenario scenario, MapSet maps, RecordedScene scene)
    {
        using var environment = new DrivingEnvironment(scenario.Driving with { MapsInOrder = true }, [maps.Maps[0]], 1);
        using var actions = new ActionBuffer(environment.Spec.Action, 1);
        environment.Reset(1);
        var (compared, first) = (0, maps.Maps[0].Scene!.Ego.Start.Step);
        for (var step = 0; step < scene.StepCount - first; step++)
        {
            var actors = Snapshot.Of(environment, 0).Actors.ToDictionary(actor => actor.Id);
            foreach (var actor in scene.Actors.Where(actor => !actor.IsStatic && actor.Id != maps.Maps[0].Scene!.Ego.ActorId))
            {
                var states = actor.States.Where(state => state.Step == first + step).ToArray();
                Assert.That(actors.ContainsKey(actor.Id), Is.EqualTo(states.Length > 0), $"actor {actor.Id} at step {step}");
                if (states.Length == 0) continue;
                Assert.That(actors[actor.Id].Pose.X, Is.EqualTo(states[0].X).Within(Exact), $"actor {actor.Id} at step {step}");
                Assert.That(actors[actor.Id].Pose.Y, Is.EqualTo(states[0].Y).Within(Exact), $"actor {actor.Id} at step {step}");
                compared++;
            }
            environment.Step(actions);
            if (environment.Terminated[0] || environment.Truncated[0]) return compared;
        }
        return compared;
    }

    [TestCase("commonroad-crime/USA_Lanker-1_3_T-1.xml")]
    [TestCase("commonroad-reachable-set/USA_Peach-3_1_T-1.xml")]
    [TestCase("commonroad-reachable-set/USA_US101-5_1_T-1.xml")]
    public void RecordedTraffic_DoesNotOverlapAtTheStart(string file)
    {
        var bodies = SceneImporters.Import(SharedFiles.Path(file), new()).Scene.Actors
            .SelectMany(actor => actor.States.Where(state => state.Step == 0).Select(state => (actor.Id, Pose: new Pose((float)state.X, (float)state.Y, (float)state.Heading), Size: new Footprint((float)actor.Length / 2, (float)actor.Width / 2)))).ToArray();
        Assert.That(bodies, Has.Length.GreaterThan(3));
        for (var i = 0; i < bodies.Length; i++)
            for (var j = 0; j < i; j++)
                Assert.That(ContactSystem.Overlap(bodies[i].Pose, bodies[i].Size, bodies[j].Pose, bodies[j].Size), Is.False, $"{bodies[i].Id} and {bodies[j].Id}");
    }
}
