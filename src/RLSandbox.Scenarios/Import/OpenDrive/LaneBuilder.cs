using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Makes lanes with edges, markings, limits and neighbours of a road's sections.</summary>
internal sealed class LaneBuilder(SourceReader reader, SectionSampler sampler, RoadMapDraft draft)
{
    private const double Narrowest = 0.001;                              // m; a lane that is nowhere wider does not exist
    private const double VisibleStep = 0.02;                             // m
    private const double VisibleNegative = -0.001;                       // m

    /// <summary>Strips of a section from left to right.</summary>
    public List<LaneStrip> Build(SourceRoad road, int index)
    {
        var section = road.Sections[index];
        var strips = section.Left.Reverse().Concat(section.Right).Select((lane, place) => new LaneStrip(road, index, place, lane)).ToList();
        sampler.Spend(strips.Count);
        if (strips.Count == 0 || !section.HasLength) return strips;
        var samples = sampler.Sample(road, section, out var narrowest, out var step);
        if (step > VisibleStep) reader.Warn(road.Element, FormattableString.Invariant($"edges of lanes of section {section.Label} step by up to {step:0.00} m from one record to the next; kept as they are"), step);
        var kept = new List<int>();
        for (var place = 0; place < strips.Count; place++)
        {
            if (narrowest[place] < VisibleNegative) reader.Warn(strips[place].Lane.Element, FormattableString.Invariant($"its width falls to {narrowest[place]:0.000} m; taken as 0 there"), narrowest[place]);
            if (samples.Any(sample => Width(sample, place) > Narrowest)) kept.Add(place);
        }
        for (var i = 0; i < kept.Count; i++)
        {
            var strip = strips[kept[i]];
            Add(strip, Lane(strip, samples, i > 0 ? strips[kept[i - 1]] : null, i + 1 < kept.Count ? strips[kept[i + 1]] : null));
        }
        return strips;
    }

    private void Add(LaneStrip strip, Lane lane)
    {
        if (lane.Length < SourceSection.Shortest)
        {
            reader.Warn(strip.Lane.Element, "its centre line has no length; the lane was left out");
            return;
        }
        if (lane.IsDrivable() && Folds(lane.Sections) is > 0 and var folds) reader.Warn(strip.Lane.Element, FormattableString.Invariant($"an edge runs backwards at {folds} places, since the bend is narrower than the road; kept as it is"), folds);
        draft.Add(lane, ImportFile.LineOf(strip.Lane.Element));
        strip.Built = draft.Find(lane.Id);                               // null if its numbers were not finite
    }

    /// <summary>At how many places an edge goes the other way than the centre line.</summary>
    private static int Folds(IReadOnlyList<CrossSection> sections)
    {
        var folds = 0;
        for (var i = 1; i < sections.Count; i++)
        {
            CrossSection a = sections[i - 1], b = sections[i];
            double x = b.X - a.X, y = b.Y - a.Y, left = x * (b.LeftX - a.LeftX) + y * (b.LeftY - a.LeftY), right = x * (b.RightX - a.RightX) + y * (b.RightY - a.RightY);
            if (Math.Min(left, right) < -1e-6) folds++;
        }
        return folds;
    }

    private static double Width(EdgeSample sample, int place)
    {
        double dx = sample.X[place] - sample.X[place + 1], dy = sample.Y[place] - sample.Y[place + 1];
        return Math.Sqrt(dx * dx + dy * dy);
    }

    /// <summary>One lane; <paramref name="left"/> and <paramref name="right"/> are its neighbours as s counts.</summary>
    private static Lane Lane(LaneStrip strip, List<EdgeSample> samples, LaneStrip? left, LaneStrip? right)
    {
        var sections = samples.Select(sample => Section(sample, strip.Place, strip.IsForward)).ToArray();
        if (!strip.IsForward) Array.Reverse(sections);
        var arcs = new ArcScale(samples, sections, strip.IsForward);
        var (leftMarks, rightMarks) = (Marks(strip, strip.Place, arcs), Marks(strip, strip.Place + 1, arcs));
        var (leftLane, rightLane) = (Neighbour(strip, left), Neighbour(strip, right));
        return new()
        {
            Id = strip.Id,
            Type = strip.Lane.Type,
            Users = strip.Lane.Users,
            Sections = sections,
            IsBidirectional = strip.Lane.IsBidirectional,
            Junction = strip.Road.Junction,
            SpeedLimits = Limits(strip, arcs),
            Left = strip.IsForward ? leftLane : rightLane,
            Right = strip.IsForward ? rightLane : leftLane,
            LeftMarkings = strip.IsForward ? leftMarks : rightMarks,
            RightMarkings = strip.IsForward ? rightMarks : leftMarks,
        };
    }

    private static CrossSection Section(EdgeSample sample, int place, bool isForward)
    {
        var (left, right) = isForward ? (place, place + 1) : (place + 1, place);
        return new(sample.X[left], sample.Y[left], sample.X[right], sample.Y[right], 0.5 * (sample.Z[left] + sample.Z[right]));
    }

    private static NeighbourLane? Neighbour(LaneStrip strip, LaneStrip? other) => other is null ? null : new(other.Id, other.IsForward != strip.IsForward);

    /// <summary>What is painted on an edge, edges counted from left to right as s counts.</summary>
    private static Marking[] Marks(LaneStrip strip, int edge, ArcScale arcs)
    {
        var (left, right) = (strip.Section.Left, strip.Section.Right);
        var marks = edge < left.Count ? left[left.Count - 1 - edge].Marks : edge == left.Count ? strip.Section.CentreMarks : right[edge - left.Count - 1].Marks;
        return [.. arcs.Place(marks).Select(span => span.Value with { Arc = span.Start, Kind = strip.IsForward ? span.Value.Kind : LaneWords.Turned(span.Value.Kind) })];
    }

    /// <summary>Limits of the lane where it has some, else those of its road. A stretch without any keeps the limit before it, at the beginning the first one.</summary>
    private static SpeedLimit[] Limits(LaneStrip strip, ArcScale arcs)
    {
        IReadOnlyList<Span<double>> spans = strip.Lane.Speeds.Count == 0 ? strip.Road.Speeds : Merged(strip);
        var limits = arcs.Place(spans).Where(span => !double.IsNaN(span.Value)).Select(span => new SpeedLimit(span.Start, span.Value)).ToArray();
        if (limits.Length > 0) limits[0] = limits[0] with { Arc = 0 };
        return limits;
    }

    /// <summary>The road's limits up to where the lane's own ones start.</summary>
    private static List<Span<double>> Merged(LaneStrip strip)
    {
        var (road, own) = (strip.Road.Speeds, strip.Lane.Speeds);
        var merged = new List<Span<double>>();
        for (var i = road.Count == 0 ? 0 : Starts.LastUpTo(road, strip.Section.Start, span => span.Start); i < road.Count && road[i].Start < own[0].Start - SourceSection.Shortest; i++) merged.Add(road[i]);
        merged.AddRange(own);
        return merged;
    }
}
