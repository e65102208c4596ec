using RLSandbox.Driving.Scenes;
using static RLSandbox.Scenarios.Tests.Import.OpenScenario.OpenScenarioText;

namespace RLSandbox.Scenarios.Tests.Import.OpenScenario;

[TestFixture]
[DecimalComma]
public sealed class OpenScenarioActionTests
{
    private const double Close = 1e-3;                                   // m, m/s and rad; 600 steps along float centre lines

    private static readonly string _onLane = World("10", "-1.75");

    [Test]
    public void ASpeed_MovesAnActorAlongItsLaneUntilTheStopTrigger()
    {
        var car = TheCar(File(Private("car", Speed("10"), Teleport(_onLane))));                       // the position counts first
        Assert.That(car.States, Has.Count.EqualTo(21));                                               // 0 to 2.0 s
        Assert.That(car.States.Select(state => state.Step), Is.EqualTo(Enumerable.Range(0, 21)));
        Assert.That(car.States.Select(state => state.X), Is.EqualTo(Enumerable.Range(0, 21).Select(step => 10.0 + step)).Within(Close));
        Assert.That(car.States.Select(state => state.Speed), Is.All.EqualTo(10));
        Assert.That(car.Kind, Is.EqualTo(ActorKind.Car));
        Assert.That(new[] { car.Length, car.Width }, Is.EqualTo(new[] { 4.0, 2.0 }));
    }

    // From 0 to 10 m/s. Linear in 2 s: 5 m/s after 1 s. Over 10 m the mean of 5 m/s takes 2 s as well. Half a wave: (1 − cos 45°) / 2 after a quarter.
    // At a rate of at most 5 m/s² linear takes 2 s, half a wave π s, a cubic 3 s: 10 · (3/9 − 2/27) after 1 s.
    [TestCase("linear", "time", "2", 10, 5)]
    [TestCase("linear", "distance", "10", 10, 5)]
    [TestCase("linear", "rate", "5", 10, 5)]
    [TestCase("sinusoidal", "time", "2", 5, 1.464466)]
    [TestCase("sinusoidal", "rate", "5", 31, 9.995676)]
    [TestCase("cubic", "time", "2", 5, 1.5625)]
    [TestCase("cubic", "rate", "5", 10, 2.592593)]
    [TestCase("step", "distance", "10", 0, 10)]
    public void AChangeOfSpeed_HasTheShapeOfItsDynamics(string shape, string dimension, string value, int step, double expected)
    {
        var car = TheCar(File(Private("car", Teleport(_onLane), Speed("10", $"dynamicsShape='{shape}' dynamicsDimension='{dimension}' value='{value}'")), seconds: "5"));
        Assert.That(car.States[step].Speed, Is.EqualTo(expected).Within(Close));
    }

    [Test]
    public void AChangeOverADistance_EndsThere()
    {
        // 0 to 10 m/s over 10 m: v² = 10 · s, so 5 m/s after 2.5 m and 10 m/s after 10 m.
        var states = TheCar(File(Private("car", Teleport(_onLane), Speed("10", "dynamicsShape='linear' dynamicsDimension='distance' value='10'")), seconds: "3")).States;
        Assert.That(states[10].X, Is.EqualTo(12.5).Within(Close));
        Assert.That(states[20].X, Is.EqualTo(20).Within(Close));
        Assert.That(states[30].X, Is.EqualTo(30).Within(Close));
    }

    [TestCase("delta", "-4", 6)]
    [TestCase("factor", "0.5", 5)]
    public void ARelativeSpeed_CountsFromAnother(string type, string value, double expected)
    {
        var relative = $"<LongitudinalAction><SpeedAction><SpeedActionTarget><RelativeTargetSpeed entityRef='ego' value='{value}' speedTargetValueType='{type}'/></SpeedActionTarget></SpeedAction></LongitudinalAction>";
        Assert.That(TheCar(File(Private("ego", Teleport(World("50", "-1.75")), Speed("10")) + Private("car", Teleport(_onLane), relative))).States[0].Speed, Is.EqualTo(expected));
    }

    // In 2 s at 10 m/s from the middle of lane −1, y −1.75. Half a wave is half way after 1 s, where it drifts by π/2 of the mean of 1.75 m/s.
    [TestCase("<RelativeTargetLane entityRef='car' value='-1'/>", -3.5, -5.25)]
    [TestCase("<RelativeTargetLane entityRef='ego' value='-1'/>", -3.5, -5.25, TestName = "AsFarAlongTheRoadAsAnother")]
    [TestCase("<AbsoluteTargetLane value='-2'/>", -3.5, -5.25)]
    [TestCase("<RelativeTargetLane entityRef='car' value='1'/>", 0, 1.75, TestName = "TheLaneOfTheOtherDirection")]
    public void AChangeOfLane_EndsInTheMiddleOfTheOther(string target, double halfWay, double end)
    {
        var change = ChangeLane(target, "dynamicsShape='sinusoidal' dynamicsDimension='time' value='2'");
        var states = TheCar(File(At("ego", World("150", "-1.75")) + Private("car", Teleport(_onLane), Speed("10"), change), seconds: "3")).States;
        Assert.That(new[] { states[10].Y, states[20].Y, states[30].Y }, Is.EqualTo(new[] { halfWay, end, end }).Within(Close));
        Assert.That(states[10].Heading, Is.EqualTo(Math.Sign(end + 1.75) * Math.Atan2(Math.PI / 2 * 1.75, 10)).Within(0.005));       // over the step before
        Assert.That(states[30].Heading, Is.Zero.Within(Close));
        Assert.That(states[30].X, Is.EqualTo(40).Within(Close));
    }

    [TestCase("distance", "20", 20)]
    [TestCase("rate", "1.75", 20)]
    [TestCase("time", "1", 10)]
    public void AChangeOfLane_TakesAsLongAsItSays(string dimension, string value, int steps)
    {
        var change = ChangeLane("<AbsoluteTargetLane value='-2'/>", $"dynamicsShape='linear' dynamicsDimension='{dimension}' value='{value}'", "targetLaneOffset='0.5'");
        if (dimension == "rate") change = change.Replace("targetLaneOffset='0.5'", "");
        var states = TheCar(File(Private("car", Teleport(_onLane), Speed("10"), change), seconds: "3")).States;
        var end = dimension == "rate" ? -5.25 : -4.75;
        Assert.That(new[] { states[steps / 2].Y, states[steps].Y }, Is.EqualTo(new[] { (end - 1.75) / 2, end }).Within(Close));
    }

    [Test]
    public void AnOffset_TakesTheTimeThatItsAccelerationAllows()
    {
        // 1 m at no more than 1 m/s²: π √(1/2) = 2.22 s; half of it after 1.11 s.
        const string Offset = "<LateralAction><LaneOffsetAction continuous='true'><LaneOffsetActionDynamics maxLateralAcc='1' dynamicsShape='sinusoidal'/><LaneOffsetTarget><AbsoluteTargetLaneOffset value='1'/></LaneOffsetTarget></LaneOffsetAction></LateralAction>";
        var states = TheCar(File(Private("car", Teleport(_onLane), Speed("10"), Offset), seconds: "3")).States;
        Assert.That(new[] { states[11].Y, states[22].Y, states[23].Y }, Is.EqualTo(new[] { -1.257775, -0.750244, -0.75 }).Within(Close));
        var carla = TheCar(File(Private("car", Teleport(World("10", "1.75")), Speed("10"), Offset), seconds: "3", description: "CARLA:x")).States;
        Assert.That(carla[23].Y, Is.EqualTo(-2.75).Within(Close));                                     // to the right there
    }

    [Test]
    public void WhoWalks_GoesStraightOn()
    {
        var walker = Object("car", "<Pedestrian name='p' pedestrianCategory='pedestrian'><BoundingBox><Center x='0' y='0' z='0'/><Dimensions width='0' length='0' height='0'/></BoundingBox></Pedestrian>");
        var imported = Imported(File(Private("car", Teleport(World("50", "-10", "h='1.5707963267948966'")), Speed("1.5")), entities: walker));
        var last = imported.Scene.Actors[0].States[^1];
        Assert.That(new[] { last.X, last.Y }, Is.EqualTo(new[] { 50.0, -7.0 }).Within(Close));
        Assert.That(imported.Scene.Actors[0].Kind, Is.EqualTo(ActorKind.Pedestrian));
        Assert.That(imported.Warnings.Select(w => w.Message), Has.Some.Contains("0.5 × 0.5 m were taken"));
    }

    [Test]
    public void WhereALaneEnds_TheActorStands()
    {
        var imported = Imported(File(Private("car", Teleport(World("390", "-1.75")), Speed("10"))));
        var last = imported.Scene.Actors[0].States[^1];
        Assert.That(new[] { last.X, last.Speed }, Is.EqualTo(new[] { 400.0, 0 }).Within(0.01));
        Assert.That(imported.Warnings.Select(w => w.ToString()), Has.Some.Contains("ScenarioObject car: its lane 1:1:-1 ends; it stands there from 1."));
    }

    [Test]
    public void WhoNeverMoves_IsStatic()
    {
        var car = TheCar(File(At("car", _onLane)));
        Assert.That(car.IsStatic, Is.True);
        Assert.That(car.States, Has.Count.EqualTo(1));
    }

    [Test]
    public void TheEgoVehicle_IsAProblemWithoutARecording()
    {
        var imported = Imported(File(Private("ego", Teleport(World("10", "-1.75", "h='0.1'")), Speed("7")) + At("car", _onLane)));
        Assert.That(imported.Scene.Actors.Select(actor => actor.Id), Is.EqualTo(new[] { "car" }));
        Assert.That(imported.Scene.Problems.Single(), Has.Property("Id").EqualTo("ego").And.Property("Start").EqualTo(new ActorState(0, 10, -1.75, 0.1, 7)));
        Assert.That(imported.Warnings.Select(w => w.ToString()), Has.One.Contains("ScenarioObject ego: an agent drives it").And.One.Contains("at its 7 m/s of the beginning"));
    }

    [Test]
    public void AnEgoVehicle_IsFoundByItsProperty()
    {
        var entities = Object("a", Car().Replace("</Vehicle>", "<Properties><Property name='type' value='ego_vehicle'/></Properties></Vehicle>")) + Object("hero", Car());
        var scene = Imported(File(At("a", _onLane) + At("hero", World("50", "-1.75")), entities: entities)).Scene;
        Assert.That(scene.Problems.Single().Id, Is.EqualTo("a"));
        Assert.That(scene.Actors.Single().Id, Is.EqualTo("hero"));
    }

    [Test]
    public void WithoutAStop_TheRecordingEndsAfterAMinute() => Assert.That(TheCar(File(Private("car", Teleport(World("0.5", "-1.75")), Speed("1")), seconds: "1e9")).States, Has.Count.EqualTo(601));

    [Test]
    public void WhatIsNotCarriedOut_IsNamedWithItsLine()
    {
        var imported = Imported(File("\n" + Private("car", Teleport(_onLane), "\n<RoutingAction><FollowTrajectoryAction/></RoutingAction>", "<LongitudinalAction><SpeedAction><SpeedActionTarget><AbsoluteTargetSpeed value='-3'/></SpeedActionTarget></SpeedAction></LongitudinalAction>")
            + "<GlobalAction><EnvironmentAction/></GlobalAction>"));
        Assert.That(imported.Warnings.Select(w => w.ToString()), Has.One.EqualTo("line 6: RoutingAction: it is not carried out")
            .And.One.Contains("line 6: AbsoluteTargetSpeed: expected a speed from 0 to 200 m/s, found -3").And.One.Contains("EnvironmentAction: it is not carried out; weather and light"));
    }
}
