using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Towns;

/// <summary>Collects the lanes that lead through one junction, and finds out who waits for whom.</summary>
internal sealed class JunctionDraft(BlockDraft block, string name)
{
    private readonly List<Crossing> _lanes = [];

    /// <summary>Id of the junction.</summary>
    public string Id { get; } = $"{block.Name}.{name}";

    /// <summary>A lane from where one ends to where another begins.</summary>
    /// <param name="rank">Whoever has a lower rank has priority.</param>
    public void Connect(LaneEnd from, LaneEnd to, int rank = 0, RoadPath? path = null, LaneType type = LaneType.Driving, double? speed = null)
    {
        path ??= Joining.Simplest(from.Pose, to.Pose);
        var half = block.Style.LaneWidth / 2;
        var id = FormattableString.Invariant($"{Id}.{_lanes.Count + 1}");
        block.Lanes.Add(new()
        {
            Id = id, Type = type, Junction = Id, SpeedLimits = [new(0, speed ?? block.Style.Speed)],
            Sections = RoadLanes.Sections(path.Stations(), _ => (-half, half)),
        });
        block.Sharpest = Math.Max(block.Sharpest, path.Sharpest);
        block.Links.Add((from.Lane, id));
        block.Links.Add((id, to.Lane));
        _lanes.Add(new(id, from.Lane, to.Lane, rank, IsLeft(from.Pose, to.Pose), path.Stations(1)));
    }

    /// <summary>Lanes side by side; where there are more on one side, the outermost of the other divides, or is joined by those that wait.</summary>
    public void Connect(IReadOnlyList<LaneEnd> from, IReadOnlyList<LaneEnd> to)
    {
        for (var i = 0; i < Math.Max(from.Count, to.Count); i++)
            Connect(from[Math.Min(i, from.Count - 1)], to[Math.Min(i, to.Count - 1)], i < Math.Min(from.Count, to.Count) ? 0 : 1);
    }

    /// <summary>Adds the junction with its rules to the block.</summary>
    public void Finish(IReadOnlyList<MapPoint>? outline = null)
    {
        var rules = _lanes.Select(lane => new RightOfWay(lane.Id, [.. _lanes.Where(other => Meet(lane, other) && IsBefore(other, lane)).Select(other => other.Id)]));
        block.Junctions.Add(new() { Id = Id, Lanes = [.. _lanes.Select(lane => lane.Id)], RightOfWay = [.. rules.Where(rule => rule.YieldsTo.Count > 0)], Outline = outline ?? [] });
        if (outline is { Count: > 2 }) block.Areas.Add(new() { Kind = AreaKind.Paved, Outline = outline });
    }

    /// <summary>Whether the first has priority: rank first, then whoever does not turn left; of equals the one that was laid first, so that one always waits.</summary>
    private bool IsBefore(Crossing a, Crossing b)
    {
        if (a.Rank != b.Rank) return a.Rank < b.Rank;
        if (a.IsLeft != b.IsLeft) return b.IsLeft;
        return _lanes.IndexOf(a) < _lanes.IndexOf(b);
    }

    /// <summary>Whether two cars on these lanes can touch.</summary>
    private bool Meet(Crossing a, Crossing b)
    {
        if (a == b || a.From == b.From) return false;
        if (a.To == b.To) return true;
        var near = 0.8 * block.Style.LaneWidth;
        foreach (var here in a.Places)
            foreach (var there in b.Places)
                if (Math.Abs(here.Pose.X - there.Pose.X) < near && here.Pose.DistanceTo(there.Pose) < near) return true;
        return false;
    }

    private static bool IsLeft(Pose from, Pose to) => from.Cross(to) > 0 && from.Dot(to) < 0.7;

    private sealed record Crossing(string Id, string From, string To, int Rank, bool IsLeft, List<Station> Places);
}
