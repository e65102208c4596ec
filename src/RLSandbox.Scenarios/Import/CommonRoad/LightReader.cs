using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>Reads traffic lights and stop lines.</summary>
internal sealed class LightReader(RoadMapDraft draft, SignReader signs, IReadOnlyDictionary<string, XElement> lanelets, SceneReach reach, double stepSeconds)
{
    private const double ShortestPhase = 0.001, LongestPhase = 86_400;   // s

    /// <summary>Adds all lights to the draft.</summary>
    /// <param name="turns">Lanes that lead on from a lanelet through a junction, by where they turn; see <see cref="IntersectionReader"/>.</param>
    public void Read(XElement root, Func<string, TurnLanes?> turns)
    {
        var waiting = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (id, lanelet) in lanelets)
            foreach (var light in lanelet.References("trafficLightRef"))
                (waiting.TryGetValue(light, out var list) ? list : waiting[light] = []).Add(id);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var light in root.All("trafficLight"))
        {
            var id = light.Word("id");
            if (id.Length == 0 || !known.Add(id)) draft.Warn($"trafficLight {id}", "a light without an id, or with one that is taken, was left out", ImportFile.LineOf(light));
            else Add(id, light, waiting.GetValueOrDefault(id) ?? [], turns);
        }
        foreach (var (light, lanes) in waiting)
            if (!known.Contains(light)) draft.Warn($"lanelet {lanes[0]}", $"names the light {light}, which does not exist; it was dropped", ImportFile.LineOf(lanelets[lanes[0]]));
    }

    private void Add(string id, XElement light, List<string> waiting, Func<string, TurnLanes?> turns)
    {
        var position = light.One("position").One("point").Place();
        if (position is null && waiting.Count > 0 && draft.Find(waiting[0])!.Sections[^1] is var end) position = new(end.RightX, end.RightY, end.Z);
        if (position is null) draft.Warn($"trafficLight {id}", "it stands nowhere and no lanelet names it; it was put at the origin", ImportFile.LineOf(light));
        var direction = light.One("direction").Word();
        draft.Lights.Add(new()
        {
            Id = id, Position = position ?? default, Cycle = Cycle(id, light),
            OffsetSeconds = (light.One("cycle").One("timeOffset").Number() ?? 0) * stepSeconds,
            Lanes = [.. waiting.SelectMany(lane => direction is "" or "all" || turns(lane) is not { } ways ? [lane] : ways.Matching(direction)).Distinct(StringComparer.Ordinal)],
        });
    }

    private LightPhase[] Cycle(string id, XElement light)
    {
        var phases = new List<LightPhase>();
        foreach (var element in light.One("cycle").All("cycleElement"))
        {
            var (steps, colour) = (element.One("duration").Number(), CommonRoadWords.Colour(element.One("color").Word()));
            if (steps * stepSeconds is >= ShortestPhase and <= LongestPhase && colour is { } known) phases.Add(new(known, steps!.Value * stepSeconds));
            else draft.Warn($"trafficLight {id}", $"expected a duration above 0 steps and below a day, and a colour, found \"{element.One("duration").Word()}\" and \"{element.One("color").Word()}\"; the phase was left out", ImportFile.LineOf(element));
        }
        if (light.One("active").Word() is not ("false" or "0")) return [.. phases];
        return [new(LightColour.Off, Math.Max(stepSeconds, phases.Sum(phase => phase.Seconds)))];
    }

    /// <summary>Adds all stop lines to the draft; one without places spans the end of its lane.</summary>
    public void ReadStopLines()
    {
        foreach (var (id, lanelet) in lanelets)
        {
            if (lanelet.One("stopLine") is not { } line) continue;
            var end = draft.Find(id)!.Sections[^1];
            MapPoint left = new(end.LeftX, end.LeftY, end.Z), right = new(end.RightX, end.RightY, end.Z);
            var points = line.All("point").Select(point => point.Place()).OfType<MapPoint>().Where(reach.Has).ToList();
            if (points.Count == 2)
            {
                var isTurned = (points[0].X - points[1].X) * (left.X - right.X) + (points[0].Y - points[1].Y) * (left.Y - right.Y) < 0;
                (left, right) = isTurned ? (points[1], points[0]) : (points[0], points[1]);
            }
            else if (points.Count > 0) draft.Warn($"lanelet {id}", $"expected a stop line of 2 points or none, found {points.Count}; it was laid across the end of the lane", ImportFile.LineOf(line));
            draft.StopLines.Add(new() { Kind = Kind(lanelet, line), From = left, To = right, Lanes = [id] });
        }
    }

    private StopKind Kind(XElement lanelet, XElement line)
    {
        if (line.One("trafficLightRef") is not null || lanelet.One("trafficLightRef") is not null) return StopKind.Light;
        var kinds = signs.Kinds(line.References("trafficSignRef").Concat(lanelet.References("trafficSignRef"))).ToList();
        if (kinds.Contains(SignKind.Stop)) return StopKind.Stop;
        if (kinds.Contains(SignKind.Yield)) return StopKind.Yield;
        return line.One("lineMarking").Word().Contains("dashed", StringComparison.Ordinal) ? StopKind.Yield : StopKind.Unknown;
    }
}

/// <summary>Lanes that lead on from one lanelet, by where they turn.</summary>
internal sealed record TurnLanes(IReadOnlyList<string> Left, IReadOnlyList<string> Straight, IReadOnlyList<string> Right)
{
    /// <summary>Lanes that a light's <c>direction</c> such as <c>straightRight</c> names.</summary>
    public IEnumerable<string> Matching(string direction)
    {
        var lanes = Enumerable.Empty<string>();
        if (direction.Contains("left", StringComparison.OrdinalIgnoreCase)) lanes = lanes.Concat(Left);
        if (direction.Contains("straight", StringComparison.OrdinalIgnoreCase)) lanes = lanes.Concat(Straight);
        if (direction.Contains("right", StringComparison.OrdinalIgnoreCase)) lanes = lanes.Concat(Right);
        return lanes;
    }
}
