namespace RLSandbox.Driving.Roads;

/// <summary>A place where lanes meet and cross.</summary>
public sealed record Junction
{
    /// <summary>Unique among junctions.</summary>
    public required string Id { get; init; }

    /// <summary>Ids of the lanes that lead through it.</summary>
    public IReadOnlyList<string> Lanes { get; init; } = [];

    /// <summary>Who waits for whom where no light says otherwise.</summary>
    public IReadOnlyList<RightOfWay> RightOfWay { get; init; } = [];

    /// <summary>Outline of the paved area; empty if the source has none.</summary>
    public IReadOnlyList<MapPoint> Outline { get; init; } = [];
}

/// <summary>Whoever drives on one lane waits for whoever drives on certain others.</summary>
/// <param name="Lane">Id of the lane that waits.</param>
/// <param name="YieldsTo">Ids of the lanes with priority.</param>
public sealed record RightOfWay(string Lane, IReadOnlyList<string> YieldsTo);
