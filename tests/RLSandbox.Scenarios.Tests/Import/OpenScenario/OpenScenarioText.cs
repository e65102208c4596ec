using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Import;
using static RLSandbox.Scenarios.Tests.Import.OpenDrive.OpenDriveFile;

namespace RLSandbox.Scenarios.Tests.Import.OpenScenario;

/// <summary>Small scenarios in the text of a test, on one straight road: lanes −1 and −2 lead east around y −1.75 and −5.25, lane 1 west around 1.75, 0 ≤ x ≤ 400.</summary>
internal static class OpenScenarioText
{
    private static readonly string _lanes = Wide(-1) + Wide(-2);

    /// <summary>The road, in two sections of which the second begins at 120 m.</summary>
    public static string Map { get; } = Text(Road("1", 0, 400, Section(0, Wide(1), _lanes) + Section(120, Wide(1), _lanes)));

    /// <summary>A car called ego and one called car, each with a box of 4 m × 2 m around its point of reference.</summary>
    public static string Cars { get; } = Object("ego", Car()) + Object("car", Car());

    public static string Wide(int id) =>
        Lane(id, FormattableString.Invariant($"<link><predecessor id='{id}'/><successor id='{id}'/></link><width sOffset='0' a='3.5' b='0' c='0' d='0'/>"));

    public static string Object(string name, string body) => $"<ScenarioObject name='{name}'>{body}</ScenarioObject>";

    public static string Car(string centre = "x='0' y='0' z='0'", string category = "car") =>
        $"<Vehicle name='v' vehicleCategory='{category}'><BoundingBox><Center {centre}/><Dimensions width='2' length='4' height='1'/></BoundingBox></Vehicle>";

    public static string At(string name, string position) => Private(name, Teleport(position));

    public static string Private(string name, params string[] actions) => $"<Private entityRef='{name}'>{string.Concat(actions.Select(action => $"<PrivateAction>{action}</PrivateAction>"))}</Private>";

    public static string Teleport(string position) => $"<TeleportAction><Position>{position}</Position></TeleportAction>";

    public static string World(string x, string y, string more = "") => $"<WorldPosition x='{x}' y='{y}' {more}/>";

    public static string Speed(string value, string dynamics = "dynamicsShape='step' dynamicsDimension='time' value='0'") =>
        $"<LongitudinalAction><SpeedAction><SpeedActionDynamics {dynamics}/><SpeedActionTarget><AbsoluteTargetSpeed value='{value}'/></SpeedActionTarget></SpeedAction></LongitudinalAction>";

    public static string ChangeLane(string target, string dynamics, string more = "") =>
        $"<LateralAction><LaneChangeAction {more}><LaneChangeActionDynamics {dynamics}/><LaneChangeTarget>{target}</LaneChangeTarget></LaneChangeAction></LateralAction>";

    public static string Trigger(string kind, params string[] conditions) => $"<{kind}><ConditionGroup>{string.Concat(conditions)}</ConditionGroup></{kind}>";

    public static string When(string inside, string edge = "none", string delay = "0") => $"<Condition name='c' delay='{delay}' conditionEdge='{edge}'>{inside}</Condition>";

    public static string Time(string value, string rule = "greaterThan") => $"<ByValueCondition><SimulationTimeCondition value='{value}' rule='{rule}'/></ByValueCondition>";

    public static string Of(string entity, string condition) =>
        $"<ByEntityCondition><TriggeringEntities triggeringEntitiesRule='any'><EntityRef entityRef='{entity}'/></TriggeringEntities><EntityCondition>{condition}</EntityCondition></ByEntityCondition>";

    public static string State(string kind, string name, string state) =>
        $"<ByValueCondition><StoryboardElementStateCondition storyboardElementType='{kind}' storyboardElementRef='{name}' state='{state}'/></ByValueCondition>";

    public static string Event(string name, string action, string start, string priority = "parallel", string more = "") =>
        $"<Event name='{name}' priority='{priority}' {more}><Action name='{name}'>{action}</Action>{start}</Event>";

    public static string Do(string action) => $"<PrivateAction>{action}</PrivateAction>";

    /// <summary>An act of one maneuver for some actors, from the beginning on.</summary>
    public static string Act(string actor, string events, string start = "", string stop = "") =>
        $"<Story name='s'><Act name='a'><ManeuverGroup name='g' maximumExecutionCount='1'><Actors selectTriggeringEntities='false'><EntityRef entityRef='{actor}'/></Actors><Maneuver name='m'>{events}</Maneuver></ManeuverGroup>{start}{stop}</Act></Story>";

    /// <summary>A whole file; the storyboard ends at a time.</summary>
    public static string File(string init, string story = "", string seconds = "2", string entities = "", string head = "", string description = "test", string logic = "map.xodr") =>
        $"<?xml version='1.0'?>\n<OpenSCENARIO><FileHeader revMajor='1' revMinor='0' description='{description}'/>{head}\n<RoadNetwork><LogicFile filepath='{logic}'/></RoadNetwork><Entities>{(entities.Length > 0 ? entities : Cars)}</Entities>\n"
        + $"<Storyboard><Init><Actions>{init}</Actions></Init>\n{story}\n{Trigger("StopTrigger", When(Time(seconds, "greaterOrEqual")))}</Storyboard></OpenSCENARIO>";

    /// <summary>What the importer makes of a file, which stands beside the map.</summary>
    public static ImportedScene Imported(string text, params (string Name, string Text)[] catalogues)
    {
        using var folder = new TemporaryFolder();
        folder.Write("map.xodr", Map);
        folder.Write("test.xosc", text);
        Directory.CreateDirectory(folder.PathOf("catalogues"));
        foreach (var (name, catalogue) in catalogues) folder.Write(Path.Combine("catalogues", name), catalogue);
        return SceneImporters.Import(folder.PathOf("test.xosc"), new());
    }

    /// <summary>The recorded car of a file.</summary>
    public static RecordedActor TheCar(string text) => Imported(text).Scene.Actors.Single(actor => actor.Id == "car");
}
