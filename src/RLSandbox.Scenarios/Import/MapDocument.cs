using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Import;

/// <summary>What a map file can hold: one closed road, or a network of lanes. Exactly one of both is there.</summary>
public sealed record MapDocument
{
    private MapDocument()
    {
    }

    /// <summary>A closed road; null for a network.</summary>
    public CircuitDrawing? Circuit { get; private init; }

    /// <summary>A network of lanes; null for a circuit.</summary>
    public RoadMap? Roads { get; private init; }

    /// <summary>A circuit as a document.</summary>
    public static MapDocument Of(CircuitDrawing circuit) => new() { Circuit = circuit };

    /// <summary>A network as a document.</summary>
    public static MapDocument Of(RoadMap roads) => new() { Roads = roads };
}
