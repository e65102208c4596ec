using RLSandbox.Core;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Import.Waymo;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Recorded traffic of scene files.</summary>
[TestFixture]
[DecimalComma]
public sealed class WaymoSceneTests
{
    private const string Gone = "{\"x\": -10000, \"y\": -10000, \"z\": -10000}";

    [Test]
    public void StepsThatNobodySaw_AreMissingAndNeitherMeansNorGoalsKnowTheSentinel()
    {
        var (scene, warnings) = Read($$"""
            {"id": 5, "type": "cyclist", "length": 1.75, "width": 0.5, "goalPosition": {"x": 6, "y": 7},
             "position": [{{Gone}}, {"x": 1, "y": 2}, {"x": 2, "y": 2}, {{Gone}}, {"x": 4, "y": 2}],
             "velocity": [{{Gone}}, {"x": 3, "y": 4}, {"x": 10, "y": 0}, {{Gone}}, {"x": 10, "y": 0}],
             "heading": [-10000, 0.5, 0, -10000, 7], "valid": [false, true, true, true, 1]}
            """);
        var actor = scene.Actors.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((actor.Id, actor.Kind, actor.Length, actor.Width), Is.EqualTo(("5", ActorKind.Bicycle, 1.75, 0.5)));
            Assert.That(actor.States.Select(state => (state.Step, state.X, state.Speed)), Is.EqualTo(new[] { (1, 1.0, 5.0), (2, 2.0, 10.0), (4, 4.0, 10.0) }), "step 3 is flagged valid but holds the sentinel");
            Assert.That(actor.Goal, Is.EqualTo(new MapPoint(6, 7)));
            Assert.That((scene.StepSeconds, scene.StepCount), Is.EqualTo((0.1, 5)));
            Assert.That(warnings, Is.Empty);
        }
    }

    /// <summary>90 rad is 116° off, 90° is north: the motion decides. Small angles fit both; then only more than a full turn means degrees.</summary>
    [TestCase("90", 0, 5, 90 * Math.PI / 180)]
    [TestCase("1.5707963", 0, 5, 1.5707963)]
    [TestCase("-310.4", 6.4812, 7.6154, 49.6 * Math.PI / 180)]
    [TestCase("-310.4", 0, 0, 49.6 * Math.PI / 180)]
    [TestCase("0.25", 5, 0, 0.25)]
    [TestCase("3", 0, 0, 3)]
    public void Headings_AreDegreesOrRadiansByTheMotion(string heading, double vx, double vy, double expected)
    {
        var (scene, _) = Read(FormattableString.Invariant($"{{\"position\": [{{\"x\": 0, \"y\": 0}}], \"velocity\": [{{\"x\": {vx}, \"y\": {vy}}}], \"heading\": [{heading}], \"valid\": [true], \"type\": \"vehicle\"}}"));
        Assert.That(scene.Actors[0].States[0].Heading, Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void RecordingCarAndTracks_AreTheProblemsInThatOrder()
    {
        string Object(int id) => $"{{\"id\": {id}, \"type\": \"vehicle\", \"length\": 4, \"width\": 2, \"goalPosition\": {{\"x\": 50, \"y\": 0}}, \"position\": [{{\"x\": {id}, \"y\": 0}}, {{\"x\": {id}, \"y\": 0}}], \"valid\": [true, true], \"heading\": [0, 0], \"velocity\": [{{\"x\": 0, \"y\": 0}}, {{\"x\": 0, \"y\": 0}}]}}";
        var text = $"{{\"roads\": [], \"objects\": [{Object(10)}, {Object(11)}, {Object(12)}], \"metadata\": {{\"sdc_track_index\": 2, \"tracks_to_predict\": [{{\"track_index\": 0, \"difficulty\": 1}}, {{\"track_index\": \"2\"}}, {{\"track_index\": 9}}]}}}}";
        var (scene, warnings) = WaymoScene.Read(ImportFile.Of("s.json", System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.That(scene.Problems.Select(problem => problem.Id), Is.EqualTo(new[] { "12", "10" }));
        var goal = scene.Problems[0].Goals.Single();
        Assert.That((goal.FirstStep, goal.LastStep), Is.EqualTo((0, 1)));
        Assert.That(goal.Areas.Single().Select(p => Math.Sqrt((p.X - 50) * (p.X - 50) + p.Y * p.Y)), Has.All.EqualTo(2).Within(1e-9));
        Assert.That(warnings.Select(warning => warning.ToString()), Is.EqualTo(new[] { "track 9: the file has 3 objects, or nobody saw this one; no problem was made of it" }));
    }

    [Test]
    public void WithoutThose_EveryVehicleWithAGoalThatIsNoExpertIsAProblem()
    {
        string Object(string type, bool isExpert, string goal) => $"{{\"type\": \"{type}\", \"mark_as_expert\": {(isExpert ? "true" : "false")}, \"goalPosition\": {goal}, \"position\": [{{\"x\": 1, \"y\": 0}}]}}";
        const string There = "{\"x\": 50, \"y\": 0}";
        var (scene, _) = Read(string.Join(",", Object("vehicle", false, There), Object("vehicle", true, There), Object("pedestrian", false, There), Object("vehicle", false, Gone)));
        Assert.That(scene.Problems.Select(problem => problem.Id), Is.EqualTo(new[] { "0" }));
        Assert.That(scene.Actors[3].Goal, Is.Null);
    }

    [Test]
    public void WhatIsMissing_FollowsFromTheMotionOrIsAWarning()
    {
        var (scene, warnings) = Read("""
            {"position": [{"x": 0, "y": 0}, {"x": 0, "y": 1}, {"x": 0, "y": 13}], "type": "pedestrian"},
            {"position": [], "type": "vehicle"}
            """);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.Actors.Single().States[1], Is.EqualTo(new ActorState(1, 0, 1, Math.PI / 2, 10)));
            Assert.That(warnings, Has.Some.Contains("it has 3 positions, 0 headings, 0 velocities and 0 flags").And.Some.Contains("0.7 m × 0.7 m were taken")
                .And.Some.Contains("it moves 12.0 m in step 2").And.Some.Contains("object 1: no step has a valid position"));
        }
    }

    [Test]
    public void NobodyThere_IsTheUsersMistake()
        => Assert.That(() => Read(""), Throws.InstanceOf<UserErrorException>().With.Message.Contains("expected road users, found none"));

    [Test]
    public void CoordinatesAreThoseOfTheMap()
    {
        var lane = WaymoMapTests.Lane("a", "8000 100", "8010 100");
        var (scene, _) = WaymoScene.Read(WaymoMapTests.Scene(lane, "{\"position\": [{\"x\": 8001, \"y\": 101}], \"goalPosition\": {\"x\": 8005, \"y\": 100}, \"type\": \"vehicle\"}"));
        Assert.That((scene.Actors[0].States[0].X, scene.Actors[0].States[0].Y), Is.EqualTo((-4.0, 1.0)));
        Assert.That(scene.Problems[0].Goals[0].Areas[0].Average(p => p.X), Is.Zero.Within(1e-9));
    }

    [Test]
    public void Town02_Has32CarsOf91Steps()
    {
        var (scene, warnings) = WaymoScene.Read(ImportFile.Open(SharedFiles.Path("waymo-like-json/Town02.json")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.Name, Is.EqualTo("Town02"));
            Assert.That(scene.Actors.Select(actor => (actor.Kind, actor.States.Count)), Has.Exactly(32).EqualTo((ActorKind.Car, 91)));
            Assert.That(scene.Problems, Has.Count.EqualTo(32));
            Assert.That(scene.Actors.SelectMany(actor => actor.States), Has.All.Matches<ActorState>(state => Math.Abs(state.Heading) <= Math.PI && Math.Abs(state.X) < 250 && Math.Abs(state.Y) < 350));
            Assert.That(warnings.Select(warning => warning.Size).Max(), Is.EqualTo(48.2).Within(0.05), "synthetic cars jump");
        }
    }

    [Test]
    public void NocturnesTestFile_IsInDegrees()
    {
        var (scene, warnings) = WaymoScene.Read(ImportFile.Open(SharedFiles.Path("waymo-like-json/nocturne_scenario_test.json")));
        Assert.That(scene.Actors.Select(actor => actor.States.Single().Heading), Is.EqualTo(new[] { Math.PI / 2, 0 }).Within(1e-12));
        Assert.That(warnings, Has.Count.EqualTo(1));
    }

    private static (RecordedScene Scene, string[] Warnings) Read(string objects)
    {
        var (scene, warnings) = WaymoScene.Read(WaymoMapTests.Scene("", objects));
        return (scene, [.. warnings.Select(warning => warning.ToString()).Where(warning => !warning.StartsWith("headings", StringComparison.Ordinal))]);
    }
}
