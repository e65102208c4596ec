using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>A lane on one section of a road: what it becomes in our map, and what it goes on as.</summary>
internal sealed class LaneStrip(SourceRoad road, int index, int place, SourceLane lane)
{
    private readonly List<(LaneStrip Strip, bool AtEnd)>[] _joined = [[], []];

    /// <summary>The road that it belongs to.</summary>
    public SourceRoad Road => road;

    /// <summary>Number of its section among those of the road.</summary>
    public int SectionIndex => index;

    /// <summary>The section that it lies on.</summary>
    public SourceSection Section => road.Sections[index];

    /// <summary>Number among the lanes of its section, from left to right as s counts; also that of its left edge.</summary>
    public int Place => place;

    /// <summary>What the file says about it.</summary>
    public SourceLane Lane => lane;

    /// <summary>Road, section and lane.</summary>
    public string Id { get; } = FormattableString.Invariant($"{road.Id}:{road.Sections[index].Label}:{lane.Id}");

    /// <summary>Whether it is driven along the s of its road.</summary>
    public bool IsForward { get; } = lane.Id < 0 ^ road.DrivesOnLeft ^ lane.IsReversed;

    /// <summary>In our map; null if it is too short or too narrow for a lane.</summary>
    public Lane? Built { get; set; }

    /// <summary>What it meets at its beginning or end, as s counts.</summary>
    public List<(LaneStrip Strip, bool AtEnd)> Joined(bool atEnd) => _joined[atEnd ? 1 : 0];

    /// <summary>Whether traffic leaves the lane at its beginning or end, as s counts.</summary>
    public bool LeavesAt(bool atEnd) => IsForward == atEnd;

    /// <summary>The cross-section at its beginning or end, as s counts; null if it is not built.</summary>
    public CrossSection? EndAt(bool atEnd) => Built?.Sections[LeavesAt(atEnd) ? ^1 : 0];
}
