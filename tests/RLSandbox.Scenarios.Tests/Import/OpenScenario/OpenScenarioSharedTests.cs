using RLSandbox.Driving.Roads.Compiled;
using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Import;

namespace RLSandbox.Scenarios.Tests.Import.OpenScenario;

/// <summary>ScenarioRunner's published examples, on the town that they name.</summary>
[TestFixture]
[DecimalComma]
public sealed class OpenScenarioSharedTests
{
    private const double Close = 1e-3;                                   // m and rad
    private const double Oracle = 0.005;                                 // m; what an independent program measured has two places

    [TestCase("CatalogExample", 4, 1)]
    [TestCase("CyclistCrossing", 1, 226)]
    [TestCase("FollowLeadingVehicle", 1, 226)]
    [TestCase("LaneOffsetActionExample", 1, 601)]
    [TestCase("Slalom", 5, 1)]
    public void AnExample_HasItsActorsAndOneProblem(string name, int actors, int steps)
    {
        var imported = Imported(name);
        Assert.That(imported.Format, Is.EqualTo("OpenSCENARIO 1.0"));
        Assert.That(imported.Scene.Actors, Has.Count.EqualTo(actors));
        Assert.That(imported.Scene.StepCount, Is.EqualTo(steps));
        Assert.That(imported.Scene.Problems.Single().Id, Is.EqualTo("hero"));
        Assert.That(imported.Warnings.Where(warning => warning.Element is not ("objects" or "tests of ScenarioRunner")), Has.All.Property("Line").Positive);      // those count several lines
        foreach (var warning in imported.Warnings) TestContext.Out.WriteLine(warning);
    }

    // The file says y 55, which is 52.95 m from the nearest lane; a left-handed frame puts it at −55.
    [TestCase("CyclistCrossing", "9:0:1", 0.50)]
    [TestCase("CatalogExample", "10:0:1", 0.49)]
    [TestCase("FollowLeadingVehicle", "4:0:-1", 0.75)]                   // t 2.75 to the right of the road's line; the lane's middle is 2.00 from it
    [TestCase("LaneOffsetActionExample", "4:0:-1", 0.00)]
    [TestCase("Slalom", "24:0:1", 0.02)]
    public void TheEgoVehicle_StandsOnItsLaneAndHeadsAlongIt(string name, string lane, double distance)
    {
        var imported = Imported(name);
        var found = Nearest(imported, imported.Scene.Problems[0].Start);
        Assert.That(imported.Map.Lanes[found.Lane].Id, Is.EqualTo(lane));
        Assert.That(found.Distance, Is.EqualTo(distance).Within(Oracle));
        Assert.That(Math.IEEERemainder(found.Heading - imported.Scene.Problems[0].Start.Heading, Math.Tau), Is.Zero.Within(Close));
    }

    [Test]
    public void TheCyclist_WalksIntoTheLaneWhenTheEgoVehicleComesNear()
    {
        // 2 m/s for 1.5 m, which 8 steps of 0.2 m pass; then it waits until the act ends, 200 m on: 25 m in 5 s, 175 m at 10 m/s.
        var cyclist = Imported("CyclistCrossing").Scene.Actors[0];
        Assert.That(cyclist.Kind, Is.EqualTo(ActorKind.Bicycle));
        Assert.That(new[] { cyclist.States[0].X, cyclist.States[0].Y, cyclist.States[^1].X, cyclist.States[^1].Y }, Is.EqualTo(new[] { 95.5, -41, 93.9, -41 }).Within(Close));
        Assert.That(cyclist.States.Count(state => state.Speed > 0), Is.EqualTo(8));
        Assert.That(cyclist.States[^1].Step, Is.EqualTo(225));
    }

    [Test]
    public void TheLeadingVehicle_DrivesTwentyMetresAndStops()
    {
        // 50 m before the ego vehicle and 1 m to its left: −2.75 + 1 to the right of the road's line. 20 m at 2 m/s once less than 40 m are free.
        var imported = Imported("FollowLeadingVehicle");
        var (ego, states) = (imported.Scene.Problems[0].Start, imported.Scene.Actors[0].States);
        Assert.That(states[0].X - ego.X, Is.EqualTo(50).Within(Close));
        Assert.That(states[0].Y - ego.Y, Is.EqualTo(1).Within(0.03));     // the road turns by 0.0004 rad
        Assert.That(states[^1].X - states[0].X, Is.EqualTo(20).Within(Close));
        Assert.That(states.Count(state => state.Speed > 0), Is.EqualTo(100));
        Assert.That(states.Max(state => state.Speed), Is.EqualTo(2));
    }

    [Test]
    public void AnOffset_IsToTheLeftWhereCarlaSaysMinus()
    {
        var imported = Imported("LaneOffsetActionExample");
        var states = imported.Scene.Actors[0].States;
        Assert.That(Nearest(imported, states[^1]).LateralOffset - Nearest(imported, states[0]).LateralOffset, Is.EqualTo(2).Within(0.01));
        Assert.That(states[0].Speed, Is.EqualTo(1));
        Assert.That(states[^1].Speed, Is.EqualTo(10));
    }

    [Test]
    public void TheContainers_OfTheSlalomStand()
    {
        var containers = Imported("Slalom").Scene.Actors;
        Assert.That(containers.Select(actor => (actor.Kind, actor.IsStatic, actor.Length, actor.Width)), Is.All.EqualTo((ActorKind.Obstacle, true, 2.0, 1.0)));
        Assert.That(containers.Select(actor => actor.States[0].Y), Is.EqualTo(new[] { -308.0, -298, -288, -278, -268 }));
    }

    private static LanePosition Nearest(ImportedScene imported, ActorState state) =>
        RoadNetwork.Compile(imported.Map).Nearest((float)state.X, (float)state.Y, 0, (float)state.Heading);

    private static ImportedScene Imported(string name) =>
        SceneImporters.Import(SharedFiles.Path($"openscenario-scenario_runner/{name}.xosc"), new(MapFile: SharedFiles.Path("carla-scenic/Town01.xodr")));
}
