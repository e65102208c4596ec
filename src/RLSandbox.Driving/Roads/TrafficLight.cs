namespace RLSandbox.Driving.Roads;

/// <summary>A light with a fixed cycle, for certain lanes.</summary>
public sealed record TrafficLight
{
    /// <summary>Unique among lights.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public MapPoint Position { get; init; }

    /// <summary>Ids of the lanes whose traffic obeys it: those that wait before it, or lead away from its stop line.</summary>
    public IReadOnlyList<string> Lanes { get; init; } = [];

    /// <summary>What it shows, one phase after the other; empty if the source does not say.</summary>
    public IReadOnlyList<LightPhase> Cycle { get; init; } = [];

    /// <summary>Lights of one junction with the same group change together; empty for a light of its own.</summary>
    public string Group { get; init; } = "";

    /// <summary>At time t of an episode the cycle stands at t − offset, s.</summary>
    public double OffsetSeconds { get; init; }

    /// <summary>What it shows at a moment of an episode; <see cref="LightColour.Off"/> without a cycle.</summary>
    public LightColour At(double seconds)
    {
        var whole = 0.0;
        foreach (var phase in Cycle) whole += phase.Seconds;
        if (!(whole > 0)) return LightColour.Off;
        var at = seconds - OffsetSeconds;
        at -= whole * Math.Floor(at / whole);
        foreach (var phase in Cycle)
        {
            if (at < phase.Seconds) return phase.Colour;
            at -= phase.Seconds;
        }
        return Cycle[^1].Colour;
    }
}

/// <summary>One part of a cycle.</summary>
public readonly record struct LightPhase(LightColour Colour, double Seconds);

/// <summary>What a light shows.</summary>
public enum LightColour
{
    /// <summary>Switched off or blinking: signs hold.</summary>
    Off,

    /// <summary>Stop.</summary>
    Red,

    /// <summary>About to become green.</summary>
    RedAmber,

    /// <summary>Go.</summary>
    Green,

    /// <summary>Go, after whoever has priority.</summary>
    YieldingGreen,

    /// <summary>About to become red.</summary>
    Amber,
}

/// <summary>A sign that does not change.</summary>
public sealed record RoadSign
{
    /// <summary>Unique among signs.</summary>
    public required string Id { get; init; }

    /// <summary>What it means.</summary>
    public required SignKind Kind { get; init; }

    /// <summary>Code of the country's catalogue, such as 206 or R1-1; empty if unknown.</summary>
    public string Code { get; init; } = "";

    /// <summary>m/s for a speed limit, else what the source says; NaN for none.</summary>
    public double Value { get; init; } = double.NaN;

    /// <summary>Where it stands.</summary>
    public MapPoint Position { get; init; }

    /// <summary>Ids of the lanes it holds for.</summary>
    public IReadOnlyList<string> Lanes { get; init; } = [];
}

/// <summary>What a sign means.</summary>
public enum SignKind
{
    /// <summary>Something else.</summary>
    Other,

    /// <summary>Stop and yield.</summary>
    Stop,

    /// <summary>Yield.</summary>
    Yield,

    /// <summary>Priority road.</summary>
    Priority,

    /// <summary>Speed limit.</summary>
    SpeedLimit,
}
