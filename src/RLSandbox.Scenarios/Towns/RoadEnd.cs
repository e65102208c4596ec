namespace RLSandbox.Scenarios.Towns;

/// <summary>One end of a two-way road, where another road or a junction goes on: how blocks fit together.</summary>
/// <param name="Pose">On the centre line, looking off the road.</param>
/// <param name="Arriving">Lanes that end here, from the centre line outwards, each looking off the road.</param>
/// <param name="Leaving">Lanes that begin here, from the centre line outwards, each looking back along the road.</param>
internal sealed record RoadEnd(Pose Pose, IReadOnlyList<LaneEnd> Arriving, IReadOnlyList<LaneEnd> Leaving)
{
    /// <summary>Lanes for each direction.</summary>
    public int Lanes => Arriving.Count;
}

/// <summary>Where a lane begins or ends.</summary>
/// <param name="Lane">Its id.</param>
/// <param name="Pose">Middle of the lane, in driving direction.</param>
internal readonly record struct LaneEnd(string Lane, Pose Pose);

/// <summary>A road that was laid: its path and what follows at both ends.</summary>
/// <param name="Path">The centre line of two-way roads, the left edge of one-way roads.</param>
/// <param name="AtStart">The end at the beginning of the path.</param>
/// <param name="AtEnd">The end at the end of the path.</param>
internal sealed record Strip(RoadPath Path, RoadEnd AtStart, RoadEnd AtEnd);

/// <summary>A round piece of ground that is taken.</summary>
internal readonly record struct Disc(double X, double Y, double Radius);
