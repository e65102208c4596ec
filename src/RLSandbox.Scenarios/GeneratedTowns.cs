using RLSandbox.Core.Configuration;
using RLSandbox.Scenarios.Towns;

namespace RLSandbox.Scenarios;

/// <summary>Section <c>map.towns</c>: road networks made by a generator; number k is drawn from the seed and k alone.</summary>
public sealed record GeneratedTowns
{
    /// <summary>How many.</summary>
    public int Count { get; init; } = 32;

    /// <summary>Another seed, other towns.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>What they look like.</summary>
    public TownConfig Shape { get; init; } = new();

    internal static GeneratedTowns Bind(SectionReader reader, GeneratedTowns defaults) => new()
    {
        Count = reader.Integer("count", defaults.Count, "How many towns to generate.", 1, GeneratedMaps.MostCircuits),
        Seed = reader.Long("seed", defaults.Seed, "Seed of the generator; another seed gives other towns.", 0),
        Shape = TownConfig.Bind(reader, defaults.Shape),
    };
}
