using System.Xml.Linq;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>Reads obstacles into actors: <c>obstacle</c> with a role (2018b), <c>staticObstacle</c> and <c>dynamicObstacle</c> (2020a).</summary>
internal sealed class ObstacleReader(RoadMapDraft draft, ShapeReader shapes, double stepSeconds)
{
    private const double Smallest = 0.01, Largest = 200;                  // m; of a road user

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>All obstacles that were somewhere, in the order of the file.</summary>
    public IReadOnlyList<RecordedActor> Read(XElement root)
    {
        var actors = new List<RecordedActor>();
        foreach (var element in root.Elements())
        {
            var isStatic = element.Name.LocalName switch
            {
                "staticObstacle" => true,
                "dynamicObstacle" => false,
                "obstacle" => element.One("role").Word() == "static",
                _ => (bool?)null,
            };
            if (isStatic is { } role && Actor(element, role) is { } actor) actors.Add(actor);
            if (element.Name.LocalName == "phantomObstacle")
                draft.Warn($"phantomObstacle {element.Word("id")}", "it stands for traffic that nobody saw and was left out", ImportFile.LineOf(element));
        }
        return actors;
    }

    /// <summary>Buildings and the like, which belong to the map.</summary>
    public static void ReadEnvironment(XElement root, RoadMapDraft draft, SceneReach reach)
    {
        foreach (var element in root.All("environmentObstacle"))
        {
            var outlines = ShapeReader.Outlines(element.One("shape")).FindAll(outline => Array.TrueForAll(outline, reach.Has));
            if (outlines.Count == 0) draft.Warn($"environmentObstacle {element.Word("id")}", "it has no outline within 1 km of the lanes and was left out", ImportFile.LineOf(element));
            draft.Areas.AddRange(outlines.Select(outline => new RoadArea { Kind = AreaKind.Obstacle, Outline = outline }));
        }
    }

    private RecordedActor? Actor(XElement element, bool isStatic)
    {
        var (id, line) = (element.Word("id"), ImportFile.LineOf(element));
        var name = $"obstacle {id}";
        if (id.Length == 0 || !_ids.Add(id)) return Without("it has no id, or one that is taken");
        if (ShapeReader.Box(element.One("shape"), out var isExact) is not { Length: >= Smallest and <= Largest, Width: >= Smallest and <= Largest } box) return Without(FormattableString.Invariant($"its shape has no length and width from {Smallest} to {Largest} m"));
        if (!isExact) draft.Warn(name, FormattableString.Invariant($"its shape became the box round it, {box.Length:0.00} by {box.Width:0.00} m"), line);
        var states = States(element, isStatic, name, line);
        if (states.Count == 0) return Without("it has no state");
        return new()
        {
            Id = id, Kind = CommonRoadWords.Actor(element.One("type").Word()), Length = box.Length, Width = box.Width, IsStatic = isStatic,
            States = box is { X: 0, Y: 0, Turn: 0 } ? states : [.. states.Select(state => AtBox(state, box))],
        };

        RecordedActor? Without(string why)
        {
            draft.Warn(name, $"{why}; it was left out", line);
            return null;
        }
    }

    private IReadOnlyList<ActorState> States(XElement element, bool isStatic, string name, int line)
    {
        var reader = new StateReader(draft, shapes, name, stepSeconds);
        if (element.One("initialState") is { } initial) reader.Add(initial);
        if (!isStatic)
        {
            foreach (var state in element.One("trajectory").All("state")) reader.Add(state);
            foreach (var occupancy in element.One("occupancySet").All("occupancy")) reader.AddOccupancy(occupancy);
        }
        return reader.Finish(line);
    }

    /// <summary>A shape may lie beside the point that moves, and be turned against it.</summary>
    private static ActorState AtBox(ActorState state, BodyBox box)
    {
        var (sin, cos) = Math.SinCos(state.Heading);
        return state with { X = state.X + box.X * cos - box.Y * sin, Y = state.Y + box.X * sin + box.Y * cos, Heading = state.Heading + box.Turn };
    }
}
