using System.Text;
using System.Xml.Linq;
using RLSandbox.Core;
using RLSandbox.Scenarios.Import;
using static RLSandbox.Scenarios.Tests.Import.OpenScenario.OpenScenarioText;

namespace RLSandbox.Scenarios.Tests.Import.OpenScenario;

[TestFixture]
[DecimalComma]
public sealed class OpenScenarioStoryTests
{
    private static readonly string _start = Private("ego", Teleport(World("0.5", "-1.75")), Speed("10")) + At("car", World("100", "-5.25"));

    // The ego vehicle drives from x 0.5 at 10 m/s, the car stands at 100 until it starts with 5 m/s; boxes are 4 m long and 2 m wide, 3.5 m aside.
    private static readonly object[][] _conditions =
    [
        [When(Time("1.0")), 11],
        [When(Time("1.0", "equalTo")), 10],
        [When(Time("1.04", "equalTo")), 10],
        [When(Time("1.0"), "rising"), 11],
        [When(Time("1.0", "lessThan")), 0],
        [When(Time("1.0", "lessThan"), "rising"), -1],                   // true from the first answer on: no edge
        [When(Time("1.0", "lessThan"), "falling"), 10],
        [When(Time("1.0"), "risingOrFalling", "0.5"), 16],
        [When(Time("1.0"), "none", "0.5"), 16],
        [When(Of("ego", "<TraveledDistanceCondition value='12'/>")), 12],
        [When(Of("ego", "<SpeedCondition value='9' rule='greaterThan'/>")), 0],
        [When(Of("car", "<StandStillCondition duration='1'/>")), 10],
        [When(Of("ego", "<StandStillCondition duration='0'/>")), -1],
        [When(Of("ego", "<RelativeSpeedCondition entityRef='car' value='10' rule='equalTo'/>")), 0],
        [When(Of("ego", "<ReachPositionCondition tolerance='2'><Position><WorldPosition x='20.4' y='-1.75'/></Position></ReachPositionCondition>")), 18],        // 17.9 of them away 1.8 s on
        [When(Of("ego", "<DistanceCondition value='2' freespace='false' rule='lessThan'><Position><LanePosition roadId='1' laneId='-1' s='20.4'/></Position></DistanceCondition>")), 18],
        [When(Of("ego", Distance("longitudinal", "false", "90"))), 10],                               // 99.5 − 1 · step < 90
        [When(Of("ego", Distance("longitudinal", "true", "90"))), 6],                                 // and 4 m of bumpers
        [When(Of("ego", Distance("lateral", "true", "1.6"))), 0],                                     // 3.5 − 2
        [When(Of("ego", Distance("lateral", "false", "3.4"))), -1],
        [When(Of("ego", Distance("cartesianDistance", "false", "90"))), 10],                          // √(89.5² + 3.5²) = 89.57
        [When(Of("ego", "<TimeHeadwayCondition entityRef='car' value='9' freespace='false' alongRoute='false' rule='lessThan'/>")), 10],                            // 89.57 m at 10 m/s
        [When(Of("ego", "<TimeToCollisionCondition value='9' freespace='false' rule='lessThan'><TimeToCollisionConditionTarget><EntityRef entityRef='car'/></TimeToCollisionConditionTarget></TimeToCollisionCondition>")), 10],
        [When(Time("0.5")) + When(Of("ego", "<TraveledDistanceCondition value='12'/>")), 12],         // both
        [When("<ByEntityCondition><TriggeringEntities triggeringEntitiesRule='all'><EntityRef entityRef='ego'/><EntityRef entityRef='car'/></TriggeringEntities><EntityCondition><TraveledDistanceCondition value='1'/></EntityCondition></ByEntityCondition>"), -1],
        [When("<ByValueCondition><ParameterCondition parameterRef='mode' value='7' rule='lessThan'/></ByValueCondition>"), 0],
        [When("<ByValueCondition><ParameterCondition parameterRef='mode' value='7' rule='greaterThan'/></ByValueCondition>"), -1],
        [When(State("act", "a", "runningState")), 0],
        [When(State("event", "nobody", "runningState")), -1],
        [When("<ByValueCondition><UserDefinedValueCondition name='x' value='1' rule='equalTo'/></ByValueCondition>"), -1],
        ["", -1],                                                        // a group without conditions
    ];

    [TestCaseSource(nameof(_conditions))]
    public void ACondition_IsTrueFromAStepOn(string conditions, int step)
    {
        var story = Act("car", Event("e", Do(Speed("5")), Trigger("StartTrigger", conditions)));
        Assert.That(Started(TheCar(File(_start, story, "3", head: Parameters("mode", "5")))), Is.EqualTo(step));
    }

    [Test]
    public void WithoutATrigger_AnEventBeginsWithItsAct()
    {
        var story = Act("car", Event("e", Do(Speed("5")), ""), Trigger("StartTrigger", When(Time("0.75"))));
        Assert.That(Started(TheCar(File(_start, story))), Is.EqualTo(8));
    }

    [TestCase("endTransition", 16)]                                      // 5 m/s² from step 5 to 15 ends there; the second event is asked after the first one
    [TestCase("completeState", 16)]
    [TestCase("startTransition", 5)]
    public void AnEvent_WaitsForAnother(string state, int step)
    {
        var first = Event("first", Do(Speed("5", "dynamicsShape='linear' dynamicsDimension='rate' value='5'")), Trigger("StartTrigger", When(Time("0.5", "greaterOrEqual"))));
        var second = Event("second", Do(Speed("20")), Trigger("StartTrigger", When(State("action", "s::a::g::m::first", state), "none")));
        var car = TheCar(File(_start, Act("car", first + second), "3"));
        Assert.That(car.States.First(s => s.Speed == 20).Step, Is.EqualTo(step).Or.EqualTo(step - 1));
    }

    [TestCase("overwrite", 20, 10)]
    [TestCase("skip", 5, -1)]
    public void Priority_SaysWhatARunningEventMeans(string priority, double speed, int step)
    {
        var first = Event("first", Do(Speed("5", "dynamicsShape='linear' dynamicsDimension='time' value='2'")), "");
        var second = Event("second", Do(Speed("20")), Trigger("StartTrigger", When(Time("1", "equalTo"))), priority);
        var car = TheCar(File(_start, Act("car", first + second), "3"));
        Assert.That(car.States[^1].Speed, Is.EqualTo(speed));
        if (step > 0) Assert.That(car.States[step].Speed, Is.EqualTo(speed));
    }

    [Test]
    public void AnEvent_CanHappenAgain()
    {
        var faster = "<LongitudinalAction><SpeedAction><SpeedActionTarget><RelativeTargetSpeed entityRef='car' value='1' speedTargetValueType='delta'/></SpeedActionTarget></SpeedAction></LongitudinalAction>";
        var story = Act("car", Event("e", Do(faster), Trigger("StartTrigger", When(Time("0.2"))), more: "maximumExecutionCount='3'"));
        Assert.That(TheCar(File(_start, story)).States.Select(state => state.Speed).Distinct(), Is.EqualTo(new[] { 0.0, 1, 2, 3 }));
    }

    [Test]
    public void AnActThatIsStopped_BreaksItsActionsOffAndEndsTheRecording()
    {
        var story = Act("car", Event("e", Do(Speed("10", "dynamicsShape='linear' dynamicsDimension='time' value='2'")), ""), stop: Trigger("StopTrigger", When(Of("ego", "<TraveledDistanceCondition value='10'/>"))));
        var car = TheCar(File(_start, story, "5"));
        Assert.That(car.States, Has.Count.EqualTo(11));
        Assert.That(car.States[^1].Speed, Is.EqualTo(5).Within(1e-9));
    }

    [Test]
    public void EntitiesComeAndGo()
    {
        var story = Act("car", Event("go", "<GlobalAction><EntityAction entityRef='car'><DeleteEntityAction/></EntityAction></GlobalAction>", Trigger("StartTrigger", When(Time("0.5", "greaterOrEqual"))))
            + Event("come", "<GlobalAction><EntityAction entityRef='car'><AddEntityAction><Position><WorldPosition x='7' y='-1.75'/></Position></AddEntityAction></EntityAction></GlobalAction>", Trigger("StartTrigger", When(Time("1", "greaterOrEqual")))));
        var states = TheCar(File(_start, story)).States;
        Assert.That(states.Select(state => state.Step), Is.EqualTo(Enumerable.Range(0, 5).Concat(Enumerable.Range(10, 11))));
        Assert.That(states[5].X, Is.EqualTo(7));
    }

    [Test]
    public void InAFileOfScenarioRunner_ConditionsStayTrueAndStepsLast()
    {
        // By the standard both conditions would have to hold at once, and a step would have no length: 2 m/s for 1.5 m are 8 steps of 0.2 m.
        var first = Event("walk", Do(Speed("2", "dynamicsShape='step' dynamicsDimension='distance' value='1.5'")), Trigger("StartTrigger", When(Time("0", "equalTo"), "rising") + When(Of("ego", "<TraveledDistanceCondition value='5'/>"), "rising")));
        var second = Event("wait", Do(Speed("0")), Trigger("StartTrigger", When(State("action", "walk", "completeState"), "rising")));
        var start = Private("ego", Teleport(World("0.5", "1.75")), Speed("10")) + At("car", World("100", "5.25"));
        var runner = TheCar(File(start, Act("car", first + second), description: "CARLA:x"));
        Assert.That(Started(runner), Is.EqualTo(5));
        Assert.That(runner.States.First(state => state.Step > 5 && state.Speed == 0).Step, Is.EqualTo(13));
        Assert.That(runner.States[^1].X, Is.EqualTo(101.6).Within(1e-3));
        Assert.That(TheCar(File(_start, Act("car", first + second))).IsStatic, Is.True);
    }

    [Test]
    public void AnEgoVehicleWithoutASpeed_IsTakenToGainOne()
    {
        // 2 m/s² to 10 m/s: 25 m in 5 s, 10 m more in the sixth.
        var story = Act("car", Event("e", Do(Speed("5")), Trigger("StartTrigger", When(Of("ego", "<TraveledDistanceCondition value='34.5'/>")))));
        var imported = Imported(File(At("ego", World("0.5", "-1.75")) + At("car", World("100", "-5.25")), story, "8"));
        Assert.That(Started(imported.Scene.Actors[0]), Is.EqualTo(60));
        Assert.That(imported.Scene.Problems[0].Start.Speed, Is.Zero);
        Assert.That(imported.Warnings.Select(w => w.Message), Has.One.Contains("a speed that rises to 10 m/s at 2 m/s²"));
    }

    [Test]
    public void Parameters_ArePutIn_InnerOnesFirst()
    {
        var story = Act("car", Event("e", Do(Speed("$v")), "")).Replace("<Story name='s'>", "<Story name='s'>" + Parameters("v", "$base"));
        Assert.That(TheCar(File(_start, story, head: Parameters("base", "4") + Parameters("v", "9"))).States[^1].Speed, Is.EqualTo(4));
    }

    [Test]
    public void ACatalogue_GivesEntitiesAndManeuvers()
    {
        var vehicles = $"<OpenSCENARIO><FileHeader/><Catalog name='Cars'>{Car(category: "$kind").Replace("><BoundingBox", "><ParameterDeclarations><ParameterDeclaration name='kind' value='car'/></ParameterDeclarations><BoundingBox")}</Catalog></OpenSCENARIO>";
        var maneuvers = $"<OpenSCENARIO><FileHeader/><Catalog name='Moves'><Maneuver name='go'><ParameterDeclarations><ParameterDeclaration name='v' value='1'/></ParameterDeclarations>{Event("e", Do(Speed("$v")), "")}</Maneuver></Catalog></OpenSCENARIO>";
        var entities = Object("car", "<CatalogReference catalogName='Cars' entryName='v'><ParameterAssignments><ParameterAssignment parameterRef='kind' value='bus'/></ParameterAssignments></CatalogReference>")
            + Object("other", "<CatalogReference catalogName='Cars' entryName='v'/>") + Object("none", "<CatalogReference catalogName='Cars' entryName='w'/>");
        var story = Act("car", "").Replace("<Maneuver name='m'></Maneuver>", "<CatalogReference catalogName='Moves' entryName='go'><ParameterAssignments><ParameterAssignment parameterRef='v' value='$fast'/></ParameterAssignments></CatalogReference>");
        const string Places = "<CatalogLocations><VehicleCatalog><Directory path='catalogues'/></VehicleCatalog><ManeuverCatalog><Directory path='catalogues'/></ManeuverCatalog><RouteCatalog><Directory path='nowhere'/></RouteCatalog></CatalogLocations>";
        var imported = Imported(File(At("car", World("10", "-1.75")) + At("other", World("50", "-1.75")), story, entities: entities, head: Parameters("fast", "6") + Places), ("cars.xosc", vehicles), ("moves.xosc", maneuvers), ("broken.xosc", "<Open"));
        Assert.That(imported.Scene.Actors.Select(actor => actor.Kind.ToString()), Is.EqualTo(new[] { "Bus", "Car" }));
        Assert.That(imported.Scene.Actors[0].States[^1].Speed, Is.EqualTo(6));
        Assert.That(imported.Warnings.Select(w => w.Message), Has.One.Contains("no folder \"nowhere\"").And.One.Contains("not well-formed").And.One.Contains("expected an entry \"w\" of the catalogue \"Cars\""));
    }

    [Test]
    public void DamagedFiles_AreReadOrToldToTheUser()
    {
        using var folder = new TemporaryFolder();
        folder.Write("map.xodr", Map);
        string[] changes = [ChangeLane("<RelativeTargetLane entityRef='car' value='-1'/>", "dynamicsShape='cubic' dynamicsDimension='rate' value='2'"), Speed("5", "dynamicsShape='linear' dynamicsDimension='distance' value='5'")];
        var events = string.Concat(_conditions.Select((condition, i) => Event($"e{i}", Do(changes[i % 2]), Trigger("StartTrigger", (string)condition[0]), i % 3 == 0 ? "skip" : "overwrite")));
        var root = XDocument.Parse(File(_start + At("car", "<RelativeRoadPosition entityRef='ego' ds='50' dt='-1'/>"), Act("car", events), "1", head: Parameters("mode", "5")));
        var places = root.Descendants().SelectMany(element => element.Attributes().Select(a => (XObject)a).Append(element)).Where(item => item != root.Root).ToArray();
        string[] values = ["", "nan", "-1e308"];
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] is XAttribute attribute)
            {
                var good = attribute.Value;
                attribute.Value = values[i % 3];
                Try(folder, root);
                attribute.Value = good;
            }
            else if (places[i] is XElement element)
            {
                element.ReplaceWith(new XElement("gone"));
                Try(folder, root);
                root.Descendants("gone").Single().ReplaceWith(element);
            }
        }
    }

    [Test]
    public void AStoryboardOfTooManyParts_IsCutOffInTime()
    {
        // 20,000 events that all begin at once and would break each other off, each asking for all others by their one name.
        var events = string.Concat(Enumerable.Repeat(Event("e", Do(Speed("1")), Trigger("StartTrigger", When(State("event", "e", "standbyState"))), "overwrite", "maximumExecutionCount='1000'"), 20_000));
        var imported = Imported(File(_start, Act("car", events), "60"));
        Assert.That(imported.Warnings.Select(w => w.Message), Has.Some.Contains("a storyboard has at most 5000 parts"));
    }

    private static void Try(TemporaryFolder folder, XDocument root)
    {
        try
        {
            var imported = SceneImporters.Import(ImportFile.Of(folder.PathOf("test.xosc"), Encoding.UTF8.GetBytes(root.ToString())), new());
            foreach (var state in imported.Scene.Actors.SelectMany(actor => actor.States)) Assert.That(double.IsFinite(state.X + state.Y + state.Heading + state.Speed), root.ToString());
        }
        catch (UserErrorException)
        {
        }
        catch (Exception error) when (error is not AssertionException)
        {
            Assert.Fail($"{error}\n{root}");
        }
    }

    private static string Parameters(string name, string value) => $"<ParameterDeclarations><ParameterDeclaration name='{name}' parameterType='double' value='{value}'/></ParameterDeclarations>";

    private static string Distance(string type, string freespace, string value) => $"<RelativeDistanceCondition entityRef='car' relativeDistanceType='{type}' value='{value}' freespace='{freespace}' rule='lessThan'/>";

    /// <summary>The step at which the car starts; −1 if it never does.</summary>
    private static int Started(RLSandbox.Driving.Scenes.RecordedActor car) => car.States.Where(state => state.Speed > 0).Select(state => state.Step).DefaultIfEmpty(-1).First();
}
