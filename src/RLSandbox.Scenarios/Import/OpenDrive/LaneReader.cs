using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Reads one lane of a lane section.</summary>
internal sealed class LaneReader(SourceReader reader)
{
    /// <summary>The lane; null, with a warning, if it has no number.</summary>
    /// <param name="start">Where its section starts, m along the road.</param>
    public SourceLane? Read(XElement lane, double start)
    {
        if (reader.Whole(lane, "id") is not { } id) return null;
        var word = SourceReader.Text(lane, "type");
        if (!LaneWords.TryType(word, out var type, out var users) && word.Length > 0) reader.Warn(lane, $"the lane type \"{SourceReader.Short(word)}\" is unknown; taken as none");
        var direction = SourceReader.Text(lane, "direction");
        var widths = reader.Profile(SourceReader.Children(lane, "width"), "sOffset", start);
        var link = SourceReader.Child(lane, "link");
        return new()
        {
            Id = id,
            Element = lane,
            Type = type,
            Users = Access(lane, users),
            IsBidirectional = direction == "both" || string.Equals(word, "bidirectional", StringComparison.OrdinalIgnoreCase),
            IsReversed = direction == "reversed",
            Widths = widths,
            Borders = widths.Records.Count > 0 ? CubicProfile.Zero : reader.Profile(SourceReader.Children(lane, "border"), "sOffset", start),
            Links = [Ids(link, "predecessor"), Ids(link, "successor")],
            Marks = Marks(lane, start, isLeft: id > 0),
            Speeds = Speeds(lane, start),
        };
    }

    /// <summary>Road marks by s. Of two lines the file names the inner one first, at the centre lane the left one.</summary>
    public IReadOnlyList<Span<Marking>> Marks(XElement lane, double start, bool isLeft)
    {
        var marks = new List<Span<Marking>>();
        foreach (var mark in SourceReader.Children(lane, "roadMark"))
        {
            var s = start + reader.Number(mark, "sOffset", 0);
            if (!double.IsFinite(s)) continue;
            var word = SourceReader.Text(mark, "type");
            if (!LaneWords.TryMark(word, out var kind)) reader.Warn(mark, $"the road mark \"{SourceReader.Short(word)}\" is unknown; taken as none");
            var lines = SourceReader.Children(SourceReader.Child(mark, "type"), "line").ToList();
            if (word == "custom") kind = Custom(mark, lines);
            // The width of a double line is that of both with their gap; that of one stands in its line.
            var width = lines.Count > 0 ? reader.Number(lines[0], "width", 0) : reader.Number(mark, "width", 0);
            marks.Add(new(s, new(0, isLeft ? LaneWords.Turned(kind) : kind, LaneWords.Colour(SourceReader.Text(mark, "color")), width is > 0 and < 10 ? width : 0)));
        }
        var ordered = InOrder(marks);
        if (ordered.Count > 0 && ordered[0].Start > start + SourceSection.Shortest) ordered.Insert(0, new(start, default));
        return ordered;
    }

    private MarkingKind Custom(XElement mark, List<XElement> lines)
    {
        lines.AddRange(SourceReader.Children(SourceReader.Child(mark, "explicit"), "line"));
        var isBroken = lines.Select(line => reader.Number(line, "space", 0) > 0).ToList();
        return isBroken switch
        {
            [] => MarkingKind.Solid,
            [var one] => one ? MarkingKind.Broken : MarkingKind.Solid,
            [var first, var second, ..] => (first, second) switch
            {
                (true, true) => MarkingKind.BrokenBroken,
                (true, false) => MarkingKind.BrokenSolid,
                (false, true) => MarkingKind.SolidBroken,
                _ => MarkingKind.SolidSolid,
            },
        };
    }

    private List<Span<double>> Speeds(XElement lane, double start)
    {
        var speeds = new List<Span<double>>();
        foreach (var speed in SourceReader.Children(lane, "speed"))
        {
            var s = start + reader.Number(speed, "sOffset", 0);
            if (double.IsFinite(s)) speeds.Add(new(s, Limit(speed)));
        }
        return InOrder(speeds);
    }

    /// <summary>Limit of a speed element, m/s: +∞ for none, NaN for unknown.</summary>
    public double Limit(XElement speed)
    {
        var text = SourceReader.Text(speed, "max");
        if (text is "no limit" or "nolimit") return double.PositiveInfinity;
        if (text is "undefined" or "") return double.NaN;
        var perUnit = LaneWords.PerUnit(SourceReader.Text(speed, "unit"));
        if (double.IsNaN(perUnit))
        {
            reader.Warn(speed, $"expected a speed in m/s, km/h or mph, found the unit \"{SourceReader.Short(SourceReader.Text(speed, "unit"))}\"; the limit was left out");
            return double.NaN;
        }
        var limit = reader.Number(speed, "max", double.NaN) * perUnit;
        if (limit <= 0) reader.Warn(speed, $"expected a speed above 0, found {SourceReader.Short(text)}; the limit was left out");
        return limit > 0 ? limit : double.NaN;
    }

    /// <summary>Those whom access records let in. Without a rule a record denies, as in the newer versions.</summary>
    private static RoadUsers Access(XElement lane, RoadUsers users)
    {
        var allowed = RoadUsers.None;
        foreach (var access in SourceReader.Children(lane, "access"))
        {
            var named = LaneWords.Users(SourceReader.Text(access, "restriction"));
            foreach (var restriction in SourceReader.Children(access, "restriction")) named |= LaneWords.Users(SourceReader.Text(restriction, "type"));
            if (SourceReader.Text(access, "rule") == "allow") allowed |= named;
            else users &= ~named;
        }
        return allowed == RoadUsers.None ? users : allowed;
    }

    private List<int> Ids(XElement? link, string name)
    {
        var ids = new List<int>();
        foreach (var element in SourceReader.Children(link, name))
            if (reader.Whole(element, "id") is { } id && id != 0) ids.Add(id);
        return ids;
    }

    private static List<Span<T>> InOrder<T>(List<Span<T>> spans) => [.. spans.OrderBy(span => span.Start)];
}
