using System.Globalization;
using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Scenes;

/// <summary>Reads the tree of a scene file, and notes every mistake with its place.</summary>
internal sealed class SceneReader(ConfigProblems problems)
{
    private const double LongestStep = 10;                               // s
    private const double Largest = 1000;                                 // m; of an actor
    private const string Row = "[step, x, y, heading, speed]";

    /// <summary>What a file says.</summary>
    /// <exception cref="ConfigException">All problems of the file.</exception>
    public static RecordedScene Bind(ConfigNode root, ConfigProblems problems)
    {
        var (reader, parts) = (new SectionReader(root, problems, ""), new SceneReader(problems));
        MapVersion.Check(reader, SceneFile.FormatVersion);
        var scene = new RecordedScene
        {
            Name = reader.RequiredText("name", "My scene", "Name for people."),
            Licence = reader.Text("licence", "", "Terms under which the file may be passed on."),
            Source = reader.Text("source", "", "Where it came from."),
            StepSeconds = parts.Positive(reader, "stepSeconds", 0.1, LongestStep, "From step to step, s."),
            Actors = parts.Actors(reader.Free("actors", "Who was there.")),
            Problems = parts.Problems(reader.Free("problems", "What there is to do.")),
        };
        reader.Finish();
        problems.ThrowIfAny();
        return scene;
    }

    private IReadOnlyList<RecordedActor> Actors(ConfigNode? list)
    {
        var ids = new Dictionary<string, ConfigPosition>(StringComparer.Ordinal);
        return Each(list, "actors", (reader, node) => new RecordedActor
        {
            Id = Unique(reader, node, ids),
            Kind = Kind(reader),
            Length = Positive(reader, "length", 4.5, Largest, "From bumper to bumper, m."),
            Width = Positive(reader, "width", 1.8, Largest, "From side to side, m."),
            IsStatic = reader.Flag("static", false, "Whether it stands still and is always there."),
            Goal = Goal(reader),
            States = States(reader),
        });
    }

    private IReadOnlyList<SceneProblem> Problems(ConfigNode? list)
    {
        var ids = new Dictionary<string, ConfigPosition>(StringComparer.Ordinal);
        return Each(list, "problems", (reader, node) => new SceneProblem
        {
            Id = Unique(reader, node, ids),
            Start = Start(reader),
            Goals = Each(reader.Free("goals", "Any one of these."), reader.Path + ".goals", (goal, _) => Goal(goal, goal.Free("steps", "First and last step that count."))),
        });
    }

    private SceneGoal Goal(SectionReader reader, ConfigNode? steps)
    {
        var range = steps is null ? [0] : Numbers(steps);
        if (range.Length is not (1 or 2) || range[0] < 0 || range[^1] < range[0] || range[^1] > int.MaxValue || range.Any(step => step != Math.Floor(step)))
        {
            reader.Reject("steps", $"expected [first] or [first, last], found {steps}", "write whole numbers, such as [30, 40]");
            range = [0];
        }
        return new()
        {
            FirstStep = (int)range[0], LastStep = range.Length == 1 ? int.MaxValue : (int)range[1],
            Areas = [.. reader.Texts("areas", [], "Polygons as texts, mm.").Select(text => Area(reader, text))],
            Lanes = reader.Texts("lanes", [], "Ids of lanes."),
            Heading = Interval(reader, "heading", "Smallest and largest heading, rad."),
            Speed = Interval(reader, "speed", "Smallest and largest speed, m/s."),
        };
    }

    private static MapPoint[] Area(SectionReader reader, string text)
    {
        var values = PathText.Read(text, SceneWriter.AreaColumns, out var mistake);
        if (values is null) reader.Reject("areas", mistake, "write x y in mm, with a semicolon between corners; the first as it is, the others as differences");
        else if (values.Length < 3 * SceneWriter.AreaColumns) reader.Reject("areas", $"expected at least 3 corners, found {values.Length / SceneWriter.AreaColumns}", "write a polygon");
        var points = new MapPoint[(values?.Length ?? 0) / SceneWriter.AreaColumns];
        for (var i = 0; i < points.Length; i++) points[i] = new(values![2 * i], values[2 * i + 1]);
        return points;
    }

    private static (double, double)? Interval(SectionReader reader, string key, string doc)
    {
        if (reader.Free(key, doc) is not { } node) return null;
        if (Numbers(node) is [var low, var high] && low <= high) return (low, high);
        reader.Reject(key, $"expected [smallest, largest], found {node}", "write two numbers in brackets");
        return null;
    }

    private static MapPoint? Goal(SectionReader reader)
    {
        if (reader.Free("goal", "Where it went, [x, y] in m.") is not { } node) return null;
        if (Numbers(node) is [var x, var y]) return new(x, y);
        reader.Reject("goal", $"expected [x, y] in metres, found {node}", "write two numbers in brackets");
        return null;
    }

    private static ActorState Start(SectionReader reader)
    {
        var node = reader.Free("start", $"Where the ego vehicle begins, {Row}.");
        if (node is not null && State(node, 0, -1, out var mistake) is { } state) return state;
        reader.Reject("start", node is null ? "the key \"start\" is missing" : $"expected {Row}, found {node}", "write such as [0, 1.2, -3, 0, 13.9], in m, rad and m/s");
        return default;
    }

    private IReadOnlyList<ActorState> States(SectionReader reader)
    {
        var (path, rows) = (reader.OptionalText("path", null, "States as one text."), reader.Free("states", $"States as a list of {Row}."));
        if (path is null == rows is null) reader.Reject("path", path is null ? "the key \"path\" is missing" : "expected path or states, found both", $"write path, or states with a list of {Row}");
        if (path is null) return Rows(rows);
        var states = StateText.Read(path, out var mistake);
        if (states is null) reader.Reject("path", mistake, "write rows of step, x, y, heading, speed with a semicolon between them; the first as it is, the others as differences");
        return states ?? [];
    }

    private List<ActorState> Rows(ConfigNode? rows)
    {
        var states = new List<ActorState>();
        foreach (var item in rows?.Items ?? [])
        {
            if (State(item, states.Count, states.Count == 0 ? -1 : states[^1].Step, out var mistake) is { } state) states.Add(state);
            else problems.Add(item.Position, "states", mistake, "write numbers with decimal points, in m, rad and m/s");
        }
        if (rows is { Items.Count: 0 }) problems.Add(rows.Position, "states", $"expected a list of {Row}, found {rows}", "write at least one");
        return states;
    }

    private static ActorState? State(ConfigNode node, int index, int before, out string mistake)
    {
        mistake = $"expected {Row}, at most {StateText.Farthest:0} m from the origin, found {node}";
        if (Numbers(node) is not [var step, var x, var y, var heading, var speed] || step != Math.Floor(step) || Math.Abs(step) > int.MaxValue) return null;
        if (new[] { x, y, heading, speed }.Any(value => Math.Abs(value) > StateText.Farthest)) return null;
        mistake = StateText.StepMistake((long)step, index, before);
        return mistake.Length > 0 ? null : new((int)step, x, y, heading, speed);
    }

    /// <summary>Finite numbers of a list; empty if anything else is in it.</summary>
    private static double[] Numbers(ConfigNode node)
    {
        var numbers = new double[node.Items.Count];
        for (var i = 0; i < numbers.Length; i++)
            if (!double.TryParse(node.Items[i].Text, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i])) return [];
        return numbers;
    }

    private double Positive(SectionReader reader, string key, double example, double largest, string doc)
    {
        var value = reader.Double(key, example, doc, 0, largest);
        if (!reader.Has(key)) reader.Reject(key, $"the key \"{key}\" is missing", string.Create(CultureInfo.InvariantCulture, $"write a line such as {key}: {example}"));
        else if (value <= 0) reader.Reject(key, "expected a number above 0, found 0", string.Create(CultureInfo.InvariantCulture, $"write such as {example}"));
        return value;
    }

    private static ActorKind Kind(SectionReader reader)
    {
        var word = reader.Text("kind", "other", "What it is.");
        if (!RoadWords.TryRead<ActorKind>(word, out var kind)) reader.Reject("kind", $"expected one of {RoadWords.Choices<ActorKind>()}, found \"{word}\"", RoadWords.Hint<ActorKind>(word));
        return kind;
    }

    private static string Unique(SectionReader reader, ConfigNode node, Dictionary<string, ConfigPosition> ids)
    {
        var id = reader.RequiredText("id", "a", "Unique among its like.");
        if (!ids.TryAdd(id, node.Position)) reader.Reject("id", $"\"{id}\" stands in line {ids[id].Line} already", "give it another id");
        return id;
    }

    private List<T> Each<T>(ConfigNode? list, string key, Func<SectionReader, ConfigNode, T> bind)
    {
        var items = new List<T>();
        if (list is null) return items;
        if (list.Kind != ConfigNodeKind.List) problems.Add(list.Position, key, $"expected a list, found {list}", "write - before each entry");
        for (var i = 0; i < list.Items.Count; i++)
        {
            var reader = new SectionReader(list.Items[i], problems, string.Create(CultureInfo.InvariantCulture, $"{key}[{i}]"));
            items.Add(bind(reader, list.Items[i]));
            reader.Finish();
        }
        return items;
    }
}
