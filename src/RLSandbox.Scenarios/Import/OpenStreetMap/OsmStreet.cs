using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>A way for vehicles, in the direction of its forward lanes.</summary>
internal sealed record OsmStreet
{
    public required OsmWay Way { get; init; }

    /// <summary>The way's nodes; turned around where it is a one-way street against its order.</summary>
    public required long[] Nodes { get; init; }

    public required LaneType Type { get; init; }

    public required RoadUsers Users { get; init; }

    /// <summary>Lanes along the nodes.</summary>
    public required int Forward { get; init; }

    /// <summary>Lanes against them.</summary>
    public required int Backward { get; init; }

    /// <summary>Whether one lane forward and one backward lie on the same narrow ground.</summary>
    public bool IsShared { get; init; }

    /// <summary>Of a lane, m.</summary>
    public required double LaneWidth { get; init; }

    /// <summary>m/s; null if unknown.</summary>
    public double? ForwardLimit { get; init; }

    /// <inheritdoc cref="ForwardLimit"/>
    public double? BackwardLimit { get; init; }

    /// <summary>Directions painted on each forward lane, from the innermost on; empty if unknown.</summary>
    public IReadOnlyList<string> ForwardTurns { get; init; } = [];

    /// <inheritdoc cref="ForwardTurns"/>
    public IReadOnlyList<string> BackwardTurns { get; init; } = [];

    /// <summary>Whether lanes are known to be painted.</summary>
    public bool HasLines { get; init; }

    public bool IsRoundabout { get; init; }

    /// <summary>From edge to edge, m.</summary>
    public double Width => (IsShared ? 1 : Forward + Backward) * LaneWidth;

    /// <summary>Where a lane's inner edge lies, m to the left of the way; to the right of it where traffic keeps to the left.</summary>
    /// <param name="isForward">Direction.</param>
    /// <param name="lane">From 0, the innermost, on; the number of lanes gives the outer edge.</param>
    public double Edge(bool isForward, int lane)
    {
        if (IsShared) return isForward ? Width / 2 - lane * LaneWidth : lane * LaneWidth - Width / 2;
        var middle = Width / 2 - Backward * LaneWidth;
        return isForward ? middle - lane * LaneWidth : middle + lane * LaneWidth;
    }

    /// <summary>Lanes in a direction.</summary>
    public int Count(bool isForward) => isForward ? Forward : Backward;
}
