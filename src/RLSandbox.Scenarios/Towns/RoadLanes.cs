using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Towns;

/// <summary>What a road looks like across.</summary>
/// <param name="Forward">Lanes in the path's direction, right of it.</param>
/// <param name="Backward">Lanes against it, left of it.</param>
internal sealed record RoadForm(int Forward, int Backward)
{
    /// <summary>So many lanes each way, with sidewalks where the town has them.</summary>
    public RoadForm(int each) : this(each, each) => HasSidewalks = true;

    /// <summary>Of the driving lanes.</summary>
    public LaneType Type { get; init; } = LaneType.Driving;

    /// <summary>m/s; null for the town's own.</summary>
    public double? Speed { get; init; }

    /// <summary>Whether sidewalks run along it.</summary>
    public bool HasSidewalks { get; init; }

    /// <summary>Share of the town's lane width in the middle of the road; its ends have all of it.</summary>
    public double Waist { get; init; } = 1;

    /// <summary>Share of the lane width at a share of the path: smooth over the first and the last third.</summary>
    public double ShareAt(double along)
    {
        var t = Math.Clamp(3 * Math.Min(along, 1 - along), 0, 1);
        return 1 - (1 - Waist) * t * t * (3 - 2 * t);
    }
}

/// <summary>Makes the lanes of a road.</summary>
internal static class RoadLanes
{
    private static readonly Marking _solid = new(0, MarkingKind.Solid), _broken = new(0, MarkingKind.Broken);

    /// <summary>Adds all lanes to a block; gives the ids of the driving lanes, from the centre line outwards.</summary>
    public static (string[] Forward, string[] Backward) Lay(BlockDraft block, string name, List<Station> stations, RoadForm form)
    {
        string[] forward = [.. Enumerable.Range(1, form.Forward).Select(i => FormattableString.Invariant($"{name}+{i}"))];
        string[] backward = [.. Enumerable.Range(1, form.Backward).Select(i => FormattableString.Invariant($"{name}-{i}"))];
        var back = Enumerable.Reverse(stations).Select(station => station with { Pose = station.Pose.Reversed }).ToList();
        Side(block, stations, form, forward, backward);
        Side(block, back, form, backward, forward);
        if (!form.HasSidewalks || block.Style.Sidewalk <= 0) return (forward, backward);
        block.Lanes.Add(Sidewalk(block.Style, $"{name}+walk", stations, form, form.Forward));
        if (form.Backward > 0) block.Lanes.Add(Sidewalk(block.Style, $"{name}-walk", back, form, form.Backward));
        return (forward, backward);
    }

    /// <summary>Places along a lane between two distances to the right of a line.</summary>
    public static CrossSection[] Sections(IReadOnlyList<Station> stations, Func<double, (double Left, double Right)> edges)
    {
        var (first, last) = (Math.Min(stations[0].Arc, stations[^1].Arc), Math.Max(stations[0].Arc, stations[^1].Arc));
        return [.. stations.Select(station =>
        {
            var (left, right) = edges((station.Arc - first) / (last - first));
            Pose a = station.Pose.Beside(-left), b = station.Pose.Beside(-right);
            return new CrossSection(a.X, a.Y, b.X, b.Y, 0);
        })];
    }

    private static void Side(BlockDraft block, List<Station> stations, RoadForm form, string[] ids, string[] opposite)
    {
        var style = block.Style;
        var centre = opposite.Length > 0 ? style.Centre : new(0, MarkingKind.Solid, style.Centre.Colour);
        for (var i = 0; i < ids.Length; i++)
        {
            var inner = i;
            block.Lanes.Add(new()
            {
                Id = ids[i], Type = form.Type, SpeedLimits = [new(0, form.Speed ?? style.Speed)],
                Sections = Sections(stations, along => (inner * style.LaneWidth * form.ShareAt(along), (inner + 1) * style.LaneWidth * form.ShareAt(along))),
                Left = i > 0 ? new(ids[i - 1], false) : opposite.Length > 0 ? new(opposite[0], true) : null,
                Right = i + 1 < ids.Length ? new(ids[i + 1], false) : null,
                LeftMarkings = [i > 0 ? _broken : centre],
                RightMarkings = [i + 1 < ids.Length ? _broken : _solid],
            });
        }
    }

    private static Lane Sidewalk(TownStyle style, string id, List<Station> stations, RoadForm form, int lanes) => new()
    {
        Id = id, Type = LaneType.Sidewalk, Users = RoadUsers.Pedestrian, IsBidirectional = true,
        Sections = Sections(stations, along => (lanes * style.LaneWidth * form.ShareAt(along), lanes * style.LaneWidth * form.ShareAt(along) + style.Sidewalk)),
        LeftMarkings = [new(0, MarkingKind.Kerb)],
    };
}
