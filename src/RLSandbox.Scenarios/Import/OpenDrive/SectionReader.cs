using System.Globalization;
using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Reads the lane sections of a road.</summary>
internal sealed class SectionReader(SourceReader reader)
{
    private const double Rounding = 1e-6;                                // m

    private const int MostLanes = 200;                                   // on one side; the widest roads have a dozen

    private readonly LaneReader _lanes = new(reader);

    /// <summary>Sections by start, cut where the road jumps sideways by more than any link may, and where the caller says.</summary>
    /// <param name="cuts">Places at which other roads join, m along the road.</param>
    public List<SourceSection> Read(XElement road, ReferenceLine line, CubicProfile offset, IEnumerable<double> cuts)
    {
        var elements = new List<(XElement Element, double Start)>();
        foreach (var element in SourceReader.Children(SourceReader.Child(road, "lanes"), "laneSection"))
        {
            var s = reader.Number(element, "s", double.NaN);
            if (s > line.Length + Rounding) reader.Warn(element, FormattableString.Invariant($"begins at s {s:0.00} m, behind the end of the road at {line.Length:0.00} m; it was left out"), s - line.Length);
            else if (double.IsFinite(s)) elements.Add((element, Math.Max(0, s)));
        }
        if (elements.Count == 0) reader.Warn(road, "has no lane section; it was left out");
        var ordered = elements.OrderBy(item => item.Start).ToList();
        if (!ordered.SequenceEqual(elements)) reader.Warn(road, "expected lane sections by growing s, found a smaller one; they were sorted");
        var sections = new List<SourceSection>();
        for (var i = 0; i < ordered.Count; i++)
            sections.Add(Section(ordered[i].Element, i, ordered[i].Start, i + 1 < ordered.Count ? ordered[i + 1].Start : line.Length, sections.LastOrDefault()));
        return Cut(sections, Jumps(line, offset).Concat(cuts));
    }

    /// <summary>Sections cut in two at places, the parts of which share their lanes. Nothing happens near the ends of a section.</summary>
    private static List<SourceSection> Cut(List<SourceSection> sections, IEnumerable<double> places)
    {
        var cuts = new Queue<double>(places.Order());
        var parts = new List<SourceSection>();
        foreach (var section in sections)
        {
            var rest = section;
            var part = 0;
            while (cuts.Count > 0 && cuts.Peek() < section.End + SourceSection.Shortest)
            {
                var s = cuts.Dequeue();
                if (s < rest.Start + SourceSection.Shortest || s > rest.End - SourceSection.Shortest) continue;
                parts.Add(rest with { End = s });
                rest = section with { Start = s, Label = string.Create(CultureInfo.InvariantCulture, $"{section.Label}.{++part}") };
            }
            parts.Add(rest);
        }
        return parts;
    }

    private SourceSection Section(XElement element, int index, double start, double end, SourceSection? before)
    {
        var centre = SourceReader.Children(SourceReader.Child(element, "center"), "lane").FirstOrDefault();
        var left = Side(element, "left", start, 1);
        var right = Side(element, "right", start, -1);
        IReadOnlyList<Span<Marking>> marks = centre is null ? [] : _lanes.Marks(centre, start, isLeft: false);
        if (SourceReader.Text(element, "singleSide") is "true" or "1" && before is not null)       // the other side goes on as it was
        {
            if (SourceReader.Child(element, "left") is null) left = before.Left;
            else if (SourceReader.Child(element, "right") is null) right = before.Right;
            if (centre is null) marks = before.CentreMarks;
        }
        return new(index.ToString(CultureInfo.InvariantCulture), start, end, left, right, marks);
    }

    private IReadOnlyList<SourceLane> Side(XElement section, string name, double start, int sign)
    {
        var lanes = new SortedDictionary<int, SourceLane>();
        foreach (var element in SourceReader.Children(section, name).SelectMany(side => SourceReader.Children(side, "lane")))
        {
            if (lanes.Count == MostLanes)
            {
                reader.Warn(section, $"expected at most {MostLanes} lanes on the {name}, found more; the others were left out");
                break;
            }
            if (_lanes.Read(element, start) is not { } lane) continue;
            if (lane.Id * sign <= 0) reader.Warn(element, $"expected a {(sign > 0 ? "positive" : "negative")} number on the {name}; the lane was left out");
            else if (!lanes.TryAdd(lane.Id * sign, lane)) reader.Warn(element, "a second lane with this number was left out");
            else if (lane.Widths.Records.Count + lane.Borders.Records.Count == 0) reader.Warn(element, "expected width or border, found neither; the lane has no width and was left out");
        }
        if (lanes.Count > 0 && lanes.Keys.Last() != lanes.Count) reader.Warn(section, $"expected the lanes on the {name} to be numbered 1 to {lanes.Count} from the centre, found {lanes.Keys.Last()}; they were put side by side");
        return [.. lanes.Values];
    }

    /// <summary>Where a lane would have to leap: not one lane with a leap in it, but two with a gap between them.</summary>
    private static List<double> Jumps(ReferenceLine line, CubicProfile offset)
    {
        var jumps = new List<double>();
        for (var i = 1; i < line.Pieces.Count; i++)
        {
            var s = line.Pieces[i].Start;
            PlanPose end = line.Pieces[i - 1].At(s), begin = line.Pieces[i].At(s);
            double dx = end.X - begin.X, dy = end.Y - begin.Y;
            if (dx * dx + dy * dy > RoadMapDraft.LargestJump * RoadMapDraft.LargestJump) jumps.Add(s);
        }
        for (var i = 1; i < offset.Records.Count; i++)
            if (Math.Abs(offset.Records[i - 1].At(offset.Records[i].Start) - offset.Records[i].A) > RoadMapDraft.LargestJump) jumps.Add(offset.Records[i].Start);
        return jumps;
    }
}
