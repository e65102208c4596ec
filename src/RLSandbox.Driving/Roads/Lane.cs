namespace RLSandbox.Driving.Roads;

/// <summary>A strip of ground for one row of traffic, from its beginning to its end in driving direction.</summary>
public sealed record Lane
{
    private double _length = double.NaN;

    /// <summary>Unique in the map, kept from the source where it has one.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for.</summary>
    public LaneType Type { get; init; }

    /// <summary>Who may use it.</summary>
    public RoadUsers Users { get; init; } = RoadUsers.Vehicles;

    /// <summary>At least two places along the lane, each with both edges.</summary>
    public required IReadOnlyList<CrossSection> Sections { get; init; }

    /// <summary>Whether it is driven both ways.</summary>
    public bool IsBidirectional { get; init; }

    /// <summary>Ids of lanes that go on where this one ends.</summary>
    public IReadOnlyList<string> Next { get; init; } = [];

    /// <summary>Lane that shares the left edge; null for none.</summary>
    public NeighbourLane? Left { get; init; }

    /// <summary>Lane that shares the right edge; null for none.</summary>
    public NeighbourLane? Right { get; init; }

    /// <summary>Id of the junction that the lane leads through; null for none.</summary>
    public string? Junction { get; init; }

    /// <summary>Limits in order, the first at arc 0; empty if unknown.</summary>
    public IReadOnlyList<SpeedLimit> SpeedLimits { get; init; } = [];

    /// <summary>What is painted on the left edge, in order; empty if nothing is or nothing is known.</summary>
    public IReadOnlyList<Marking> LeftMarkings { get; init; } = [];

    /// <summary>What is painted on the right edge.</summary>
    public IReadOnlyList<Marking> RightMarkings { get; init; } = [];

    /// <summary>Length of the centre line, m.</summary>
    public double Length
    {
        get
        {
            if (double.IsNaN(_length)) _length = Measure();
            return _length;
        }
    }

    private double Measure()
    {
        var length = 0.0;
        for (var i = 1; i < Sections.Count; i++)
        {
            double dx = Sections[i].X - Sections[i - 1].X, dy = Sections[i].Y - Sections[i - 1].Y;
            length += Math.Sqrt(dx * dx + dy * dy);
        }
        return length;
    }
}

/// <summary>Both edges of a lane at one place along it, and the height there, m. The centre line runs half way between the edges.</summary>
public readonly record struct CrossSection(double LeftX, double LeftY, double RightX, double RightY, double Z)
{
    /// <summary>Centre line.</summary>
    public double X => 0.5 * (LeftX + RightX);

    /// <summary>Centre line.</summary>
    public double Y => 0.5 * (LeftY + RightY);

    /// <summary>From edge to edge, m.</summary>
    public double Width => Math.Sqrt((LeftX - RightX) * (LeftX - RightX) + (LeftY - RightY) * (LeftY - RightY));

    /// <summary>Whether all five numbers are finite.</summary>
    public bool IsFinite => double.IsFinite(LeftX) && double.IsFinite(LeftY) && double.IsFinite(RightX) && double.IsFinite(RightY) && double.IsFinite(Z);
}

/// <summary>A lane on the other side of an edge.</summary>
/// <param name="Lane">Its id.</param>
/// <param name="IsOpposite">Whether it is driven the other way.</param>
public readonly record struct NeighbourLane(string Lane, bool IsOpposite);

/// <summary>A limit that holds from an arc on.</summary>
/// <param name="Arc">Metres along the lane.</param>
/// <param name="MetresPerSecond">+∞ where any speed is allowed.</param>
public readonly record struct SpeedLimit(double Arc, double MetresPerSecond);
