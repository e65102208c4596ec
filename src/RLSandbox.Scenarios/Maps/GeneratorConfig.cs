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

    /// <summary>What makes these ranges impossible, with the cure; null where nothing does.</summary>
    internal string? Contradiction()
    {
        if (RadiusMetres.High < RadiusPerHalfWidth * WidthMetres.Low / 2)
            return $"a road {WidthMetres.Low} m wide cannot bend with a radius of {RadiusMetres.High} m; raise radiusMetres above {RadiusPerHalfWidth * WidthMetres.Low / 2} or lower widthMetres";
        if (LengthMetres.Low < 8 * RadiusMetres.High)
            return $"circuits of {LengthMetres.Low} m have no room for bends of {RadiusMetres.High} m; raise lengthMetres to at least {8 * RadiusMetres.High} or lower radiusMetres";
        return null;
    }
}
