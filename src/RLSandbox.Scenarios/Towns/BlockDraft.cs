using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Towns;

/// <summary>What one block adds to a town; nothing of the town refers to it but the block in front, so it can be taken away again.</summary>
internal sealed class BlockDraft(string name, TownStyle style)
{
    /// <summary>m around everything that is laid.</summary>
    private const double Margin = 0.75;

    /// <summary>Begins every id of its parts.</summary>
    public string Name { get; } = name;

    /// <summary>The town's own numbers.</summary>
    public TownStyle Style { get; } = style;

    /// <summary>Lanes without their links.</summary>
    public List<Lane> Lanes { get; } = [];

    /// <summary>Which lane goes on as which.</summary>
    public List<(string From, string To)> Links { get; } = [];

    /// <summary>See <see cref="RoadMap.Junctions"/>.</summary>
    public List<Junction> Junctions { get; } = [];

    /// <summary>See <see cref="RoadMap.Lights"/>.</summary>
    public List<TrafficLight> Lights { get; } = [];

    /// <summary>See <see cref="RoadMap.Signs"/>.</summary>
    public List<RoadSign> Signs { get; } = [];

    /// <summary>See <see cref="RoadMap.StopLines"/>.</summary>
    public List<StopLine> StopLines { get; } = [];

    /// <summary>See <see cref="RoadMap.Areas"/>.</summary>
    public List<RoadArea> Areas { get; } = [];

    /// <summary>See <see cref="RoadMap.Lines"/>.</summary>
    public List<RoadLine> Lines { get; } = [];

    /// <summary>Ground that is taken: covers all that is laid and a margin around it.</summary>
    public List<Disc> Ground { get; } = [];

    /// <summary>Largest amount of curvature of lanes through junctions, 1/m.</summary>
    public double Sharpest { get; set; }

    /// <summary>Where other blocks can go on.</summary>
    public List<RoadEnd> Open { get; } = [];

    /// <summary>Lays a road that goes on from <paramref name="from"/>.</summary>
    public Strip Road(string name, RoadPath path, RoadEnd from, RoadForm? form = null)
    {
        var strip = Road(name, path, form ?? new(from.Lanes));
        Link(from, strip.AtStart);
        return strip;
    }

    /// <summary>Lets two road ends that look at each other go on as one another, lane by lane from the centre line outwards.</summary>
    public void Link(RoadEnd a, RoadEnd b)
    {
        foreach (var (from, to) in a.Arriving.Zip(b.Leaving)) Links.Add((from.Lane, to.Lane));
        foreach (var (from, to) in b.Arriving.Zip(a.Leaving)) Links.Add((from.Lane, to.Lane));
    }

    /// <summary>Paints a line.</summary>
    public void Paint(RoadPath path, Marking marking) =>
        Lines.Add(new() { Kind = marking.Kind, Colour = marking.Colour, Points = [.. path.Stations().Select(station => new MapPoint(station.Pose.X, station.Pose.Y))] });

    /// <summary>Lays a road.</summary>
    public Strip Road(string name, RoadPath path, RoadForm form)
    {
        var stations = form.Waist < 1 ? path.Stations(2) : path.Stations();
        var (forward, backward) = RoadLanes.Lay(this, $"{Name}.{name}", stations, form);
        var width = Style.LaneWidth * form.ShareAt(0);
        var last = Style.LaneWidth * form.ShareAt(1);
        var walk = form.HasSidewalks ? Style.Sidewalk : 0;
        Cover(path, form.Backward * Style.LaneWidth + walk, form.Forward * Style.LaneWidth + walk);
        return new(path,
            new(path.Start.Reversed, Ends(backward, path.Start.Reversed, width, false), Ends(forward, path.Start, width, true)),
            new(path.End, Ends(forward, path.End, last, true), Ends(backward, path.End.Reversed, last, false)));
    }

    /// <summary>Takes the ground of a circle.</summary>
    public void Cover(Pose middle, double radius) => Ground.Add(new(middle.X, middle.Y, radius + Margin));

    /// <summary>Takes the ground beside a path.</summary>
    public void Cover(RoadPath path, double left, double right)
    {
        var half = (left + right) / 2;
        // Discs one half width apart cover the strip if they are by √(1 + ¼²) larger than it.
        foreach (var station in path.Stations(half)) Cover(station.Pose.Beside((left - right) / 2), half * 1.04);
    }

    /// <summary>Middles of lanes on one side of a centre line; the pose looks along them, in which they lie on the right.</summary>
    private static LaneEnd[] Ends(string[] ids, Pose pose, double width, bool isForward) => [.. ids.Select((id, i) => new LaneEnd(id, pose.Beside(-(i + 0.5) * width)))];
}
