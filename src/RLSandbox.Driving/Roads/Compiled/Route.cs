namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>A stretch of one lane.</summary>
/// <param name="Lane">Place in <see cref="RoadMap.Lanes"/>.</param>
/// <param name="From">Arc, m.</param>
/// <param name="To">Arc, m, not before <paramref name="From"/>.</param>
/// <param name="ChangeLength">Metres of this lane over which a vehicle comes over from the lane of the leg before; 0 where that lane goes on as this one.</param>
public readonly record struct RouteLeg(int Lane, float From, float To, float ChangeLength = 0)
{
    /// <summary>m.</summary>
    public float Length => To - From;
}

/// <summary>A way through a network: stretches of lanes, one after the other. Immutable.</summary>
public sealed class Route
{
    /// <summary>A route of these legs.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Route(IReadOnlyList<RouteLeg> legs)
    {
        if (legs.Count == 0) throw new ArgumentException("A route has at least one leg.", nameof(legs));
        Legs = legs;
        foreach (var leg in legs) Length += leg.Length;
    }

    /// <summary>In driving order; at least one.</summary>
    public IReadOnlyList<RouteLeg> Legs { get; }

    /// <summary>Sum of the legs, m.</summary>
    public double Length { get; }

    /// <summary>Where it begins.</summary>
    public LanePlace Start => new(Legs[0].Lane, Legs[0].From);

    /// <summary>Where it ends.</summary>
    public LanePlace End => new(Legs[^1].Lane, Legs[^1].To);
}
