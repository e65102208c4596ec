using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Collects the lines at which traffic waits: painted ones, and where a light or a sign stands without one.</summary>
internal sealed class StopLines(Network network)
{
    private const double Grid = 0.05;                                    // m; lines of roads that begin at the same place fall together

    private readonly Dictionary<(long, long, long, long), (StopLine Line, HashSet<string> Lanes)> _painted = [], _implied = [];

    /// <summary>Adds a line across lanes of one road.</summary>
    /// <param name="place">m along the road; NaN for where the lanes begin, in driving direction.</param>
    public void Add(IReadOnlyList<LaneStrip> lanes, double place, StopKind kind, bool isPainted)
    {
        foreach (var group in lanes.GroupBy(strip => (strip.Road, strip.SectionIndex, strip.IsForward)))
        {
            var (road, index, isForward) = group.Key;
            var (section, strips) = (road.Sections[index], network.Strips(road, index));
            var s = Math.Clamp(double.IsNaN(place) ? isForward ? section.Start : section.End : place, section.Start, section.End);
            var inside = Math.Clamp(s, section.Start + SourceSection.Shortest / 2, section.End - SourceSection.Shortest / 2);
            var edges = new SmoothStretch(road, section, inside, inside).At(s, new double[strips.Count]);
            var places = group.Select(strip => strip.Place).Distinct().Order().ToList();
            for (int first = 0, last = 0; first < places.Count; first = last)
            {
                for (last = first + 1; last < places.Count && places[last] == places[last - 1] + 1; last++) { }
                var (left, right) = isForward ? (places[first], places[last - 1] + 1) : (places[last - 1] + 1, places[first]);
                Add(new() { Kind = kind, From = Point(edges, left), To = Point(edges, right) }, places.GetRange(first, last - first).Select(place => strips[place].Id), isPainted ? _painted : _implied);
            }
        }
    }

    /// <summary>All lines. Where one is painted across a lane, a light or sign only says why one waits there.</summary>
    public IEnumerable<StopLine> All()
    {
        var kinds = new Dictionary<string, StopKind>(StringComparer.Ordinal);
        foreach (var (line, lanes) in _implied.Values)
            foreach (var lane in lanes) kinds[lane] = line.Kind;
        var painted = _painted.Values.SelectMany(item => item.Lanes).ToHashSet(StringComparer.Ordinal);
        foreach (var (line, lanes) in _painted.Values)
        {
            var kind = lanes.Select(lane => kinds.GetValueOrDefault(lane)).Append(line.Kind).FirstOrDefault(kind => kind != StopKind.Unknown);
            yield return line with { Kind = kind, Lanes = [.. lanes] };
        }
        foreach (var (line, lanes) in _implied.Values)
            if (!lanes.Overlaps(painted)) yield return line with { Lanes = [.. lanes] };
    }

    private static void Add(StopLine line, IEnumerable<string> lanes, Dictionary<(long, long, long, long), (StopLine Line, HashSet<string> Lanes)> into)
    {
        if (!double.IsFinite(line.From.X + line.From.Y + line.From.Z + line.To.X + line.To.Y + line.To.Z)) return;
        var key = (Round(line.From.X), Round(line.From.Y), Round(line.To.X), Round(line.To.Y));
        if (!into.TryGetValue(key, out var known)) into[key] = known = (line, new(StringComparer.Ordinal));
        known.Lanes.UnionWith(lanes);
    }

    private static long Round(double value) => (long)Math.Round(Math.Clamp(value / Grid, -1e15, 1e15));

    private static MapPoint Point(EdgeSample edges, int edge) => new(edges.X[edge], edges.Y[edge], edges.Z[edge]);
}
