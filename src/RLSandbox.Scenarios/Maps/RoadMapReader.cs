using System.Globalization;
using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Maps;

/// <summary>Reads the lists of a road map, and notes every mistake with its place.</summary>
internal sealed class RoadMapReader(ConfigProblems problems)
{
    private const double Farthest = 20_000;                              // m; single precision resolves 2 mm there
    private readonly Dictionary<string, ConfigPosition> _ids = new(StringComparer.Ordinal);
    private readonly List<(string Lane, ConfigPosition Place, string Path)> _named = [];

    /// <summary>All lanes; names of lanes are checked once all are known, in <see cref="Lines"/>.</summary>
    public IReadOnlyList<Lane> Lanes(ConfigNode? list, ConfigNode root)
    {
        if (list is null) problems.Add(root.Position, "lanes", "the key \"lanes\" is missing", "write a list of lanes, or points for a circuit");
        var lanes = Each(list, "lanes", (reader, node) => Lane(reader, node)).ToList();
        return lanes;
    }

    /// <summary>See <see cref="RoadMap.Junctions"/>.</summary>
    public IReadOnlyList<Junction> Junctions(ConfigNode? list) => [.. Each(list, "junctions", (reader, node) => new Junction
    {
        Id = reader.RequiredText("id", "J1", "Unique among junctions."),
        Lanes = Named(reader, "lanes", "Ids of the lanes that lead through it."),
        RightOfWay = [.. Each(reader.Free("rightOfWay", "Who waits for whom."), reader.Path + ".rightOfWay", (rule, _) =>
            new RightOfWay(Named(rule, rule.RequiredText("lane", "a", "Id of the lane that waits.")), Named(rule, "yieldsTo", "Ids of the lanes with priority.")))],
        Outline = Points(reader, isRequired: false),
    })];

    /// <summary>See <see cref="RoadMap.Lights"/>.</summary>
    public IReadOnlyList<TrafficLight> Lights(ConfigNode? list) => [.. Each(list, "lights", (reader, node) => new TrafficLight
    {
        Id = reader.RequiredText("id", "L1", "Unique among lights."),
        Position = Point(reader.Free("at", "Where it stands, [x, y, height] in m."), reader.Path + ".at"),
        Lanes = Named(reader, "lanes", "Ids of the lanes whose traffic obeys it."),
        Group = reader.Text("group", "", "Lights with the same one change together."),
        Cycle = [.. reader.Texts("cycle", [], "Phases, such as green 20.").Select(text => Phase(reader, text))],
        OffsetSeconds = reader.Double("offsetSeconds", 0, "At time t the cycle stands at t − offset."),
    })];

    /// <summary>See <see cref="RoadMap.Signs"/>.</summary>
    public IReadOnlyList<RoadSign> Signs(ConfigNode? list) => [.. Each(list, "signs", (reader, node) => new RoadSign
    {
        Id = reader.RequiredText("id", "S1", "Unique among signs."),
        Kind = Word<SignKind>(reader, "kind", "What it means."),
        Position = Point(reader.Free("at", "Where it stands, [x, y, height] in m."), reader.Path + ".at"),
        Code = reader.Text("code", "", "Code of the country's catalogue."),
        Value = reader.Has("value") ? reader.Double("value", 0, "m/s for a speed limit.") : Absent(reader),
        Lanes = Named(reader, "lanes", "Ids of the lanes it holds for."),
    })];

    /// <summary>See <see cref="RoadMap.StopLines"/>.</summary>
    public IReadOnlyList<StopLine> StopLines(ConfigNode? list) => [.. Each(list, "stopLines", (reader, node) =>
    {
        var points = Points(reader);
        if (points.Length is not (0 or 2)) reader.Reject("path", $"expected 2 points, found {points.Length}", "write the left and the right end");
        return new StopLine { Kind = Word<StopKind>(reader, "kind", "Why one waits."), Lanes = Named(reader, "lanes", "Ids of the lanes that it crosses."), From = points.FirstOrDefault(), To = points.LastOrDefault() };
    })];

    /// <summary>See <see cref="RoadMap.Areas"/>.</summary>
    public IReadOnlyList<RoadArea> Areas(ConfigNode? list) => [.. Each(list, "areas", (reader, node) => new RoadArea { Kind = Word<AreaKind>(reader, "kind", "What it is."), Outline = Points(reader) })];

    /// <summary>See <see cref="RoadMap.Lines"/>; the last list, so that all names of lanes can be checked.</summary>
    public IReadOnlyList<RoadLine> Lines(ConfigNode? list)
    {
        var lines = Each(list, "lines", (reader, node) =>
        {
            var marking = Marking(reader, "marking", reader.RequiredText("marking", "solid", "Pattern and colour."), 0);
            return new RoadLine { Kind = marking.Kind, Colour = marking.Colour, Points = Points(reader) };
        }).ToList();
        foreach (var (lane, place, path) in _named)
            if (!_ids.ContainsKey(lane)) problems.Add(place, path, $"there is no lane \"{lane}\"", NearestName.Of(lane, problems.AreMany ? [] : _ids.Keys) is { } nearest ? $"did you mean \"{nearest}\"?" : "delete the name, or add the lane");
        return lines;
    }

    /// <summary>Two or three numbers, m.</summary>
    public MapPoint Point(ConfigNode? node, string path)
    {
        if (node is null) return default;
        var values = new double[3];
        var isPoint = node.Items.Count is 2 or 3;
        for (var i = 0; isPoint && i < node.Items.Count; i++) isPoint = double.TryParse(node.Items[i].Text, NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) && double.IsFinite(values[i]);
        if (!isPoint) problems.Add(node.Position, path, $"expected [x, y] or [x, y, height] in metres, found {node}", "write numbers with decimal points in brackets");
        return new(values[0], values[1], values[2]);
    }

    private Lane Lane(SectionReader reader, ConfigNode node)
    {
        var id = reader.RequiredText("id", "a", "Unique among lanes.");
        if (!_ids.TryAdd(id, node.Position)) reader.Reject("id", $"the lane \"{id}\" stands in line {_ids[id].Line} already", "give it another id");
        var users = RoadUsers.Vehicles;
        if (reader.Texts("users", [], "Who may use it.") is { Count: > 0 } words && !RoadWords.TryRead(words, out users)) reader.Reject("users", $"expected a list of {RoadWords.Choices<RoadUsers>()}", "correct the spelling");
        else if (reader.Has("users") && reader.Node("users")!.Items.Count == 0) users = RoadUsers.None;
        return new()
        {
            Id = id,
            Type = Word<LaneType>(reader, "type", "What it is for.", "driving"),
            Users = users,
            IsBidirectional = reader.Flag("bidirectional", false, "Whether it is driven both ways."),
            Junction = reader.OptionalText("junction", null, "Id of the junction that it leads through."),
            SpeedLimits = [.. Spans(reader, "speedLimits", "Limits, m/s.").Select(span => new SpeedLimit(span.Arc, Limit(reader, span.Text)))],
            Next = Named(reader, "next", "Ids of lanes that go on where this one ends."),
            Left = Neighbour(reader, "left", "leftOpposite"),
            Right = Neighbour(reader, "right", "rightOpposite"),
            LeftMarkings = [.. Spans(reader, "leftMarkings", "What is painted on the left edge.").Select(span => Marking(reader, "leftMarkings", span.Text, span.Arc))],
            RightMarkings = [.. Spans(reader, "rightMarkings", "What is painted on the right edge.").Select(span => Marking(reader, "rightMarkings", span.Text, span.Arc))],
            Sections = Sections(reader),
        };
    }

    private CrossSection[] Sections(SectionReader reader)
    {
        var v = Values(reader, RoadMapFile.SectionColumns, "[left x, left y, right x, right y, height]");
        var sections = new CrossSection[v.Length / RoadMapFile.SectionColumns];
        for (var i = 0; i < sections.Length; i++) sections[i] = new(v[5 * i], v[5 * i + 1], v[5 * i + 2], v[5 * i + 3], v[5 * i + 4]);
        if (sections.Length == 1) reader.Reject("", "expected at least 2 places along the lane, found 1", "write where it begins and where it ends");
        return sections;
    }

    private MapPoint[] Points(SectionReader reader, bool isRequired = true)
    {
        var v = Values(reader, RoadMapFile.PointColumns, "[x, y, height]", isRequired);
        var points = new MapPoint[v.Length / RoadMapFile.PointColumns];
        for (var i = 0; i < points.Length; i++) points[i] = new(v[3 * i], v[3 * i + 1], v[3 * i + 2]);
        return points;
    }

    /// <summary>Rows of numbers, from <c>path</c> (one text, millimetres) or <c>points</c> (a list of rows, metres).</summary>
    private double[] Values(SectionReader reader, int columns, string row, bool isRequired = true)
    {
        var path = reader.OptionalText("path", null, "Coordinates as one text, mm.");
        var points = reader.Free("points", $"Coordinates as a list of {row}, m.");
        if (path is not null && points is not null) reader.Reject("points", "expected path or points, found both", "delete one of them");
        if (path is null && points is null && isRequired) reader.Reject("points", "the key \"points\" is missing", $"write a list of {row} in metres");
        if (path is not null)
        {
            var values = PathText.Read(path, columns, out var mistake);
            if (values is null) reader.Reject("path", mistake, "write rows with a semicolon between them; the first as it is, the others as differences");
            else if (values.Any(value => Math.Abs(value) > Farthest)) reader.Reject("path", $"expected at most {Farthest:0} m from the origin, found more", "shift the map, and note by how much in origin");
            return values ?? [];
        }
        var list = new List<double>();
        foreach (var item in points?.Items ?? [])
        {
            var numbers = new List<double>();
            foreach (var number in item.Items)
                if (double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= Farthest) numbers.Add(value);
            if (numbers.Count == columns - 1 && item.Items.Count == columns - 1) numbers.Add(0);                // height may be left out
            if (numbers.Count == columns) list.AddRange(numbers);
            else problems.Add(item.Position, reader.Path + ".points", $"expected {row} in metres, at most {Farthest:0} m from the origin, found {item}", "write numbers with decimal points in brackets; the height may be left out");
        }
        return [.. list];
    }

    private NeighbourLane? Neighbour(SectionReader reader, string same, string opposite)
    {
        var (alike, against) = (reader.OptionalText(same, null, "Lane that shares this edge and is driven the same way."), reader.OptionalText(opposite, null, "Lane that shares this edge and is driven the other way."));
        if (alike is not null && against is not null) reader.Reject(opposite, $"expected {same} or {opposite}, found both", "delete one of them");
        if ((alike ?? against) is not { } lane) return null;
        return new(Named(reader, lane), alike is null);
    }

    private string Named(SectionReader reader, string lane)
    {
        _named.Add((lane, reader.Place, reader.Path));
        return lane;
    }

    private IReadOnlyList<string> Named(SectionReader reader, string key, string doc)
    {
        var names = reader.Texts(key, [], doc);
        foreach (var name in names) _named.Add((name, reader.Node(key)?.Position ?? reader.Place, $"{reader.Path}.{key}"));
        return names;
    }

    private static double Absent(SectionReader reader)
    {
        reader.OptionalText("value", null, "m/s for a speed limit.");
        return double.NaN;
    }

    private static double Limit(SectionReader reader, string text)
    {
        if (text == "none") return double.PositiveInfinity;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && double.IsFinite(value)) return value;
        reader.Reject("speedLimits", $"expected a number of m/s or none, found \"{text}\"", "write such as [13.9] or [13.9, from 50 8.3]");
        return 0;
    }

    private static IEnumerable<(double Arc, string Text)> Spans(SectionReader reader, string key, string doc)
    {
        foreach (var text in (reader.Free(key, doc)?.Items ?? []).Select(item => item.Text))           // not Texts: a lone number is one of them
        {
            var words = text.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            if (words is ["from", var start, var rest] && double.TryParse(start, NumberStyles.Float, CultureInfo.InvariantCulture, out var arc) && arc >= 0) yield return (arc, rest);
            else yield return (0, text);
        }
    }

    private static Marking Marking(SectionReader reader, string key, string text, double arc)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var width = 0.0;
        if (words.Count > 1 && double.TryParse(words[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out width)) words.RemoveAt(words.Count - 1);
        var colour = MarkingColour.White;
        if (words.Count > 1 && RoadWords.TryRead(words[1], out colour)) words.RemoveAt(1);
        if (words.Count == 1 && RoadWords.TryRead<MarkingKind>(words[0], out var kind)) return new(arc, kind, colour, width);
        reader.Reject(key, $"expected a marking such as broken, solid yellow or from 12.5 solid, found \"{text}\"", RoadWords.Hint<MarkingKind>(words.FirstOrDefault() ?? ""));
        return default;
    }

    private static LightPhase Phase(SectionReader reader, string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 2 && RoadWords.TryRead<LightColour>(words[0], out var colour) && double.TryParse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 && double.IsFinite(seconds))
            return new(colour, seconds);
        reader.Reject("cycle", $"expected a colour and seconds, such as green 20, found \"{text}\"", $"colours: {RoadWords.Choices<LightColour>()}");
        return default;
    }

    private static T Word<T>(SectionReader reader, string key, string doc, string? fallback = null) where T : struct, Enum
    {
        var word = fallback is null ? reader.RequiredText(key, RoadWords.Write(default(T)), doc) : reader.Text(key, fallback, doc);
        if (RoadWords.TryRead<T>(word, out var value)) return value;
        if (word.Length > 0) reader.Reject(key, $"expected one of {RoadWords.Choices<T>()}, found \"{word}\"", RoadWords.Hint<T>(word));
        return default;
    }

    private IEnumerable<T> Each<T>(ConfigNode? list, string key, Func<SectionReader, ConfigNode, T> bind)
    {
        if (list is null) yield break;
        if (list.Kind != ConfigNodeKind.List) problems.Add(list.Position, key, $"expected a list, found {list}", "write - before each entry");
        for (var i = 0; i < list.Items.Count; i++)
        {
            var reader = new SectionReader(list.Items[i], problems, string.Create(CultureInfo.InvariantCulture, $"{key}[{i}]"));
            var item = bind(reader, list.Items[i]);
            reader.Finish();
            yield return item;
        }
    }
}
