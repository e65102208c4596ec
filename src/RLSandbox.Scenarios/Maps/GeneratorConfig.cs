using RLSandbox.Core.Configuration;

namespace RLSandbox.Scenarios.Maps;

/// <summary>What kind of circuits <see cref="CircuitGenerator"/> makes. Every circuit draws its own numbers from these ranges.</summary>
public sealed record GeneratorConfig
{
    /// <summary>How much larger than half the width of the road its smallest radius must be, so that the inner edge keeps a radius too.</summary>
    internal const float RadiusPerHalfWidth = 1.15f;

    /// <summary>Length of the closed centre line, m.</summary>
    public NumberRange LengthMetres { get; init; } = NumberRange.Uniform(300, 1000);

    /// <summary>Distance between the edges, m. A circuit draws one width, or two between which it varies slowly.</summary>
    public NumberRange WidthMetres { get; init; } = NumberRange.Uniform(8, 12);

    /// <summary>Smallest radius of the centre line, m: the tightest bend has about the drawn radius, never one below the range.</summary>
    public NumberRange RadiusMetres { get; init; } = NumberRange.Uniform(10, 15);

    /// <summary>Reads the ranges of a section; what is not given is as in <paramref name="fallback"/>.</summary>
    /// <param name="fallback">Null for the standard circuits.</param>
    public static GeneratorConfig Bind(SectionReader section, GeneratorConfig? fallback = null)
    {
        fallback ??= new();
        var config = new GeneratorConfig
        {
            LengthMetres = section.Range("lengthMetres", fallback.LengthMetres, "Length of the closed centre line, m.", 100, 10_000),
            WidthMetres = section.Range("widthMetres", fallback.WidthMetres, "Distance between the edges of the road, m.", 3, 40),
            RadiusMetres = section.Range("radiusMetres", fallback.RadiusMetres, "Radius of the tightest bend of a circuit, m.", 4, 200),
        };
        // Only where a range stands in this section: the owner of an inherited one has been told.
        var isGiven = section.Has("lengthMetres") || section.Has("widthMetres") || section.Has("radiusMetres");
        if (isGiven && config.Contradiction() is var (fact, cure)) section.Reject("", fact, cure);
        return config;
    }

    /// <summary>What makes these ranges impossible, and the cure; null where nothing does.</summary>
    internal (string Fact, string Cure)? Contradiction()
    {
        var smallestRadius = RadiusPerHalfWidth * WidthMetres.Low / 2;
        if (RadiusMetres.High < smallestRadius)
            return ($"a road {WidthMetres.Low} m wide cannot bend with a radius of {RadiusMetres.High} m", $"raise radiusMetres above {smallestRadius} or lower widthMetres");
        if (LengthMetres.Low < 8 * RadiusMetres.High)
            return ($"circuits of {LengthMetres.Low} m have no room for bends of {RadiusMetres.High} m", $"raise lengthMetres to at least {8 * RadiusMetres.High} or lower radiusMetres");
        return null;
    }
}
