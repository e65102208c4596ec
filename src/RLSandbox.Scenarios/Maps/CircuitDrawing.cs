using RLSandbox.Driving.Maps;

namespace RLSandbox.Scenarios.Maps;

/// <summary>What a map file says about a circuit, before it becomes one.</summary>
public sealed record CircuitDrawing
{
    /// <summary>For people; tables use the file name.</summary>
    public required string Name { get; init; }

    /// <summary>Closed centre line with widths, in driving direction from the start line on, around a local origin.</summary>
    public required IReadOnlyList<CircuitPoint> Points { get; init; }

    /// <summary>Under which terms the file may be passed on; empty if unknown.</summary>
    public string Licence { get; init; } = "";

    /// <summary>Who drew or surveyed it; empty if unknown.</summary>
    public string Source { get; init; } = "";

    /// <summary>The circuit through these points.</summary>
    /// <param name="name">For tables.</param>
    public Circuit ToCircuit(string name) => Circuit.FromControlPoints(name, Points);
}
