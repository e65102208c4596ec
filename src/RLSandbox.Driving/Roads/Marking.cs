namespace RLSandbox.Driving.Roads;

/// <summary>Paint along the edge of a lane, from an arc to the next marking or the end.</summary>
/// <param name="Arc">Metres along the lane.</param>
/// <param name="Kind">Pattern.</param>
/// <param name="Colour">Colour of the paint.</param>
/// <param name="Width">Of one line, m; 0 for the usual width.</param>
public readonly record struct Marking(double Arc, MarkingKind Kind, MarkingColour Colour = MarkingColour.White, double Width = 0);

/// <summary>Patterns of painted lines. Of two lines the left one, in driving direction, is named first.</summary>
public enum MarkingKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>One line.</summary>
    Solid,

    /// <summary>Dashes.</summary>
    Broken,

    /// <summary>Two lines.</summary>
    SolidSolid,

    /// <summary>A line and dashes.</summary>
    SolidBroken,

    /// <summary>Dashes and a line.</summary>
    BrokenSolid,

    /// <summary>Two rows of dashes.</summary>
    BrokenBroken,

    /// <summary>Raised dots.</summary>
    Dots,

    /// <summary>Kerb stones.</summary>
    Kerb,

    /// <summary>Where the paved road ends, unpainted.</summary>
    Edge,

    /// <summary>A wall, fence or guard rail.</summary>
    Barrier,
}

/// <summary>Colours of paint.</summary>
public enum MarkingColour
{
    /// <summary>White.</summary>
    White,

    /// <summary>Yellow.</summary>
    Yellow,

    /// <summary>Blue, green, orange or red: what is neither white nor yellow.</summary>
    Other,
}

/// <summary>A line that belongs to no lane.</summary>
public sealed record RoadLine
{
    /// <summary>Pattern; <see cref="MarkingKind.Edge"/> and <see cref="MarkingKind.Barrier"/> may not be crossed.</summary>
    public required MarkingKind Kind { get; init; }

    /// <summary>Colour of the paint.</summary>
    public MarkingColour Colour { get; init; }

    /// <summary>At least two places.</summary>
    public required IReadOnlyList<MapPoint> Points { get; init; }
}
