using RLSandbox.Core;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Import;
using static RLSandbox.Scenarios.Tests.Import.CommonRoad.CommonRoadText;

namespace RLSandbox.Scenarios.Tests.Import.CommonRoad;

/// <summary>Obstacles and planning problems of CommonRoad files, one rule each.</summary>
[TestFixture]
[DecimalComma]
public sealed class CommonRoadSceneTests
{
    private const double Exact = 1e-9;
    private const string Box = "<shape><rectangle><length>4.5</length><width>1.8</width></rectangle></shape>";

    private static string Dynamic(string more, string shape = Box) => $"<dynamicObstacle id=\"5\"><type>car</type>{shape}{more}</dynamicObstacle>";

    [Test]
    public void AnObstacle_IsWhereItsStatesSay()
    {
        var imported = Scene(Dynamic($"{State("initialState", 0, 1, 2, 0.5, 3)}<trajectory>{State("state", 1, 1.5, 2.25, 0.6, 4)}{State("state", 3, 3, 3, 0.7, 5)}</trajectory>"));
        var actor = imported.Scene.Actors.Single();
        Assert.That((actor.Id, actor.Kind, actor.Length, actor.Width, actor.IsStatic), Is.EqualTo(("5", ActorKind.Car, 4.5, 1.8, false)));
        Assert.That(actor.States, Is.EqualTo(new ActorState[] { new(0, 1, 2, 0.5, 3), new(1, 1.5, 2.25, 0.6, 4), new(3, 3, 3, 0.7, 5) }));
        Assert.That((imported.Format, imported.Scene.StepCount, imported.Warnings.Count), Is.EqualTo(("CommonRoad 2020a", 4, 0)));
    }

    [Test]
    public void ARole_TellsStaticObstaclesOf2018b()
    {
        var file = File(Road + $"<obstacle id=\"5\"><role>static</role><type>parkedVehicle</type>{Box}{State("initialState", 0, 1, 2)}</obstacle><obstacle id=\"6\"><role>dynamic</role><type>pedestrian</type>{Box}{State("initialState", 0, 1, 9)}</obstacle>",
            "commonRoadVersion=\"2018b\" timeStepSize=\"0.04\"");
        var scene = SceneImporters.Import(file, new()).Scene;
        Assert.That(scene.Actors.Select(actor => (actor.Kind, actor.IsStatic)), Is.EqualTo(new[] { (ActorKind.Car, true), (ActorKind.Pedestrian, false) }));
        Assert.That(scene.StepSeconds, Is.EqualTo(0.04));
    }

    [Test]
    public void AStepThatIsThereTwice_CountsOnce()
    {
        var imported = Scene(Dynamic($"{State("initialState", 0, 1, 2)}<trajectory>{State("state", 0, 1.1, 2)}{State("state", 1, 2, 2)}</trajectory>"));
        Assert.That(imported.Scene.Actors.Single().States.Select(state => state.X), Is.EqualTo(new[] { 1.0, 2 }));
        Assert.That(imported.Warnings.Single().Message, Is.EqualTo("a second state at step 0 was left out; the trajectory should begin one step after the initial state"));
    }

    [Test]
    public void Intervals_GiveTheirMiddle()
    {
        var imported = Scene(Dynamic("<initialState><position><point><x>1</x><y>2</y></point></position><orientation><intervalStart>0.2</intervalStart><intervalEnd>0.4</intervalEnd></orientation>"
            + "<velocity><intervalStart>2</intervalStart><intervalEnd>4</intervalEnd></velocity><time><exact>0</exact></time></initialState>"));
        var state = imported.Scene.Actors.Single().States.Single();
        Assert.That(state.Heading, Is.EqualTo(0.3).Within(Exact));
        Assert.That(state.Speed, Is.EqualTo(3));
        Assert.That(imported.Warnings.Single().Message, Does.Contain("its middle was taken"));
    }

    /// <summary>A triangle's middle is the mean of its corners: (1, 1).</summary>
    [TestCase("<rectangle><length>4</length><width>2</width><center><x>7</x><y>8</y></center></rectangle>", 7, 8)]
    [TestCase("<circle><radius>2</radius><center><x>7</x><y>8</y></center></circle>", 7, 8)]
    [TestCase("<polygon><point><x>0</x><y>0</y></point><point><x>3</x><y>0</y></point><point><x>0</x><y>3</y></point></polygon>", 1, 1)]
    [TestCase("<lanelet ref=\"1\"/>", 10, 0)]
    public void AnAreaInsteadOfAPoint_GivesItsMiddle(string area, double x, double y)
    {
        var imported = Scene(Dynamic($"<initialState><position>{area}</position><orientation><exact>0</exact></orientation><velocity><exact>1</exact></velocity><time><exact>0</exact></time></initialState>"));
        var state = imported.Scene.Actors.Single().States.Single();
        Assert.That(new[] { state.X, state.Y }, Is.EqualTo(new[] { x, y }).Within(Exact));
        Assert.That(imported.Warnings.Single().Message, Does.Contain("1 places are areas"));
    }

    [Test]
    public void Occupancies_AreStatesWithoutHeadingAndSpeed()
    {
        var imported = Scene(Dynamic(State("initialState", 0, 0, 0, 0.5, null) + "<occupancySet><occupancy><shape><circle><radius>2</radius><center><x>3</x><y>4</y></center></circle></shape><time><exact>2</exact></time></occupancy></occupancySet>"));
        // 5 m in 2 steps of 0.1 s are 25 m/s.
        Assert.That(imported.Scene.Actors.Single().States, Is.EqualTo(new ActorState[] { new(0, 0, 0, 0.5, 25), new(2, 3, 4, 0.5, 25) }));
    }

    [Test]
    public void AMissingHeading_IsThatOfTheMotion()
    {
        var imported = Scene(Dynamic($"{State("initialState", 0, 0, 0, null)}<trajectory>{State("state", 1, 0, 1, null)}</trajectory>"));
        Assert.That(imported.Scene.Actors.Single().States.Select(state => state.Heading), Is.All.EqualTo(Math.PI / 2).Within(Exact));
    }

    [TestCase("<circle><radius>1.5</radius></circle>", 3, 3, 1, 2, 0)]
    [TestCase("<polygon><point><x>0</x><y>-1</y></point><point><x>4</x><y>-1</y></point><point><x>4</x><y>1</y></point></polygon>", 4, 2, 1, 4, 0)]       // its middle is 2 m ahead, which is north
    [TestCase("<rectangle><length>4</length><width>2</width><orientation>0.25</orientation><center><x>1</x><y>0</y></center></rectangle>", 4, 2, 1, 3, 0.25)]
    public void AShape_IsABoxRoundItsMiddle(string shape, double length, double width, double x, double y, double turn)
    {
        var imported = Scene(Dynamic(State("initialState", 0, 1, 2, Math.PI / 2), $"<shape>{shape}</shape>"));
        var actor = imported.Scene.Actors.Single();
        Assert.That(new[] { actor.Length, actor.Width, actor.States[0].X, actor.States[0].Y, actor.States[0].Heading }, Is.EqualTo(new[] { length, width, x, y, Math.PI / 2 + turn }).Within(Exact));
        Assert.That(imported.Warnings, Has.Count.EqualTo(shape.StartsWith("<polygon", StringComparison.Ordinal) ? 1 : 0));
    }

    [TestCase("<initialState><time><exact>0</exact></time></initialState>", "it has no state")]
    [TestCase("<initialState><position><point><x>1e999</x><y>0</y></point></position><time><exact>0</exact></time></initialState>", "it has no state")]
    [TestCase("<initialState><position><point><x>1</x><y>-1500</y></point></position><time><exact>0</exact></time></initialState>", "1 states have no place within 1 km of the lanes")]
    [TestCase("<initialState><position><point><x>1</x><y>0</y></point></position><time><exact>2000000000</exact></time></initialState>", "1 states have no place within 1 km of the lanes, or no step from 0 to 99999")]
    public void AnObstacleWithoutAPlace_IsLeftOut(string state, string message)
    {
        var imported = Scene(Dynamic(state));
        Assert.That(imported.Scene.Actors, Is.Empty);
        Assert.That(imported.Warnings.Select(w => w.Message), Has.Some.Contains(message));
    }

    [Test]
    public void ABuilding_BelongsToTheMap_AndAPhantomIsLeftOut()
    {
        var imported = Scene("<environmentObstacle id=\"7\"><type>building</type><shape><polygon><point><x>0</x><y>9</y></point><point><x>3</x><y>9</y></point><point><x>0</x><y>12</y></point></polygon></shape></environmentObstacle><phantomObstacle id=\"8\"/>");
        Assert.That(imported.Map.Areas.Single().Kind, Is.EqualTo(AreaKind.Obstacle));
        Assert.That(imported.Map.Areas.Single().Outline, Has.Count.EqualTo(3));
        Assert.That(imported.Warnings.Single().Element, Is.EqualTo("phantomObstacle 8"));
    }

    private static string Problem(string goals, double x = 1, double y = 0) => $"<planningProblem id=\"4\">{State("initialState", 0, x, y, 0.5, 7)}{goals}</planningProblem>";

    private const string Time = "<time><intervalStart>30</intervalStart><intervalEnd>40</intervalEnd></time>";

    [Test]
    public void AProblem_HasAStartAndGoals()
    {
        var scene = Scene(Problem($"<goalState>{Time}</goalState><goalState><position><lanelet ref=\"1\"/></position>{Time}<orientation><intervalStart>-0.5</intervalStart><intervalEnd>0.5</intervalEnd></orientation>"
            + "<velocity><intervalStart>2</intervalStart><intervalEnd>4</intervalEnd></velocity></goalState>")).Scene;
        var problem = scene.Problems.Single();
        Assert.That((problem.Id, problem.Start), Is.EqualTo(("4", new ActorState(0, 1, 0, 0.5, 7))));
        Assert.That((problem.Goals[0].FirstStep, problem.Goals[0].LastStep, problem.Goals[0].Areas.Count, problem.Goals[0].Lanes.Count, problem.Goals[0].Speed), Is.EqualTo((30, 40, 0, 0, ((double, double)?)null)));
        Assert.That((problem.Goals[1].Lanes.Single(), problem.Goals[1].Heading, problem.Goals[1].Speed), Is.EqualTo(("1", ((double, double)?)(-0.5, 0.5), ((double, double)?)(2, 4))));
    }

    /// <summary>Turned by a quarter, 4 m lie along y.</summary>
    [Test]
    public void ARectangleAsGoal_IsAPolygon()
    {
        var goal = Scene(Problem($"<goalState><position><rectangle><length>4</length><width>2</width><orientation>1.5707963267948966</orientation><center><x>10</x><y>20</y></center></rectangle></position>{Time}</goalState>")).Scene.Problems.Single().Goals.Single();
        Assert.That(goal.Areas.Single().Select(p => (Math.Round(p.X, 9), Math.Round(p.Y, 9))), Is.EqualTo(new[] { (11.0, 18.0), (11.0, 22.0), (9.0, 22.0), (9.0, 18.0) }));
    }

    [Test]
    public void ACircleAsGoal_IsAPolygonOfTheSameArea()
    {
        var area = Scene(Problem($"<goalState><position><circle><radius>2</radius><center><x>10</x><y>20</y></center></circle></position>{Time}</goalState>")).Scene.Problems.Single().Goals.Single().Areas.Single();
        var twice = 0.0;
        for (var i = 0; i < area.Count; i++) twice += area[i].X * area[(i + 1) % area.Count].Y - area[(i + 1) % area.Count].X * area[i].Y;
        Assert.That(twice / 2, Is.EqualTo(Math.PI * 4).Within(1e-6));
    }

    /// <summary>A goal whose place cannot be read must not become a goal everywhere.</summary>
    [TestCase("<lanelet ref=\"77\"/>")]
    [TestCase("<polygon><point><x>0</x><y>0</y></point></polygon>")]
    public void AGoalWithoutAPlaceThatCanBeRead_IsLeftOut(string position)
    {
        var imported = Scene(Problem($"<goalState><position>{position}</position>{Time}</goalState>"));
        Assert.That(imported.Scene.Problems.Single().Goals, Is.Empty);
        Assert.That(imported.Warnings.Select(w => w.Message), Has.Some.EqualTo("a goal has a place of which nothing could be read; the goal was left out"));
    }

    [Test]
    public void EverythingIsShiftedWithTheMap()
    {
        var imported = SceneImporters.Import(File(Lanelet(1, (691_000, 5_330_000), (691_010, 5_330_000)) + Dynamic(State("initialState", 0, 691_006, 5_330_001))
            + Problem("<goalState><position><rectangle><length>4</length><width>2</width><center><x>691005</x><y>5330000</y></center></rectangle></position></goalState>", 691_004, 5_330_000)), new());
        Assert.That(imported.Map.Origin, Is.EqualTo(new MapPoint(691_005, 5_330_000)));
        Assert.That((imported.Scene.Actors[0].States[0].X, imported.Scene.Actors[0].States[0].Y), Is.EqualTo((1.0, 1.0)));
        Assert.That(imported.Scene.Problems[0].Goals[0].Areas[0][0], Is.EqualTo(new MapPoint(-2, -1)));
        Assert.That(imported.Scene.Problems[0].Start.X, Is.EqualTo(-1));
    }

    [Test]
    public void AMapOfAnotherFormat_IsNotAScene()
        => Assert.That(() => SceneImporters.Import(ImportFile.Of("a.xml", "<svg/>"u8.ToArray()), new()), Throws.TypeOf<UserErrorException>().With.Message.Contains("expected a recorded scene, found XML with the root <svg>"));

    [Test]
    public void ABrokenHead_IsMendedWithWarnings()
    {
        var imported = SceneImporters.Import(File(Road, "commonRoadVersion=\"2017a\" timeStepSize=\"soon\""), new());
        Assert.That(imported.Scene.StepSeconds, Is.EqualTo(0.1));
        Assert.That(imported.Warnings.Select(w => w.Message), Is.EqualTo(new[]
        {
            "expected the version 2018b or 2020a, found \"2017a\"; it was read as 2020a",
            "expected a timeStepSize from 0.001 to 10 s, found \"soon\"; 0.1 s was taken",
        }));
    }
}
