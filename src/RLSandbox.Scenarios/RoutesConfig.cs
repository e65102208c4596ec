using RLSandbox.Core.Configuration;

namespace RLSandbox.Scenarios;

/// <summary>Section <c>map.routes</c>: what is driven on maps with lanes. Circuits have none.</summary>
public sealed record RoutesConfig
{
    internal const int MostRoutes = 100_000;

    /// <summary>Routes on each map with lanes.</summary>
    public int Count { get; init; } = 64;

    /// <summary>Another seed, other routes.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>From start to goal, m.</summary>
    public NumberRange LengthMetres { get; init; } = NumberRange.Uniform(150, 400);

    /// <summary>Reads the section.</summary>
    public static RoutesConfig Bind(SectionReader reader, RoutesConfig defaults) => new()
    {
        Count = reader.Integer("count", defaults.Count, "Routes to draw on each map with lanes; an episode drives one of them.", 1, MostRoutes),
        Seed = reader.Long("seed", defaults.Seed, "Seed of the routes; another seed gives other routes.", 0),
        LengthMetres = reader.Range("lengthMetres", defaults.LengthMetres, "From the start of a route to its goal, m.", 10, 100_000),
    };
}
