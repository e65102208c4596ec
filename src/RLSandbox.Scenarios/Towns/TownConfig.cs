using RLSandbox.Core.Configuration;

namespace RLSandbox.Scenarios.Towns;

/// <summary>What kind of towns <see cref="TownGenerator"/> makes. Every town draws its own numbers from these ranges.</summary>
public sealed record TownConfig
{
    internal const string Standard = "standard", Small = "small";

    /// <summary>Small towns like Town02 of CARLA: eight or so junctions, one lane of 4 m each way, right angles or nearly, tight corners, 200 m each way.</summary>
    public static TownConfig SmallTown { get; } = new()
    {
        Preset = Small, GridShare = 1, LaneWidthMetres = 4, LanesPerDirection = 1, SpeedLimitMps = NumberRange.Uniform(8.3f, 11.2f), TurnRadiusMetres = NumberRange.Uniform(6, 7.5f),
        CornerRadiusMetres = NumberRange.Uniform(8, 11), GridMetres = NumberRange.Uniform(180, 220), GridLines = 4, MissingShare = NumberRange.Uniform(0.05f, 0.2f), JitterMetres = NumberRange.Uniform(0, 6), SignalShare = 0.8f,
    };

    /// <summary>Name of the ranges that hold where a section says nothing: standard or small.</summary>
    public string Preset { get; init; } = Standard;

    /// <summary>Probability that a town is a grid of streets; the others are blocks found by search.</summary>
    public float GridShare { get; init; } = 0.5f;

    /// <summary>Blocks of a town found by search.</summary>
    public NumberRange Blocks { get; init; } = NumberRange.Uniform(5, 12);

    /// <summary>How often each kind of block is tried.</summary>
    public BlockWeights Kinds { get; init; } = new();

    /// <summary>Width of every lane, m.</summary>
    public NumberRange LaneWidthMetres { get; init; } = NumberRange.Uniform(3.25f, 4);

    /// <summary>Lanes each way where the town begins.</summary>
    public NumberRange LanesPerDirection { get; init; } = NumberRange.Uniform(1, 2);

    /// <summary>Radius of the centre line in curves, m.</summary>
    public NumberRange CurveRadiusMetres { get; init; } = NumberRange.Uniform(15, 60);

    /// <summary>How far curves turn.</summary>
    public NumberRange CurveDegrees { get; init; } = NumberRange.Uniform(30, 120);

    /// <summary>Length of straight blocks, m.</summary>
    public NumberRange StraightMetres { get; init; } = NumberRange.Uniform(20, 80);

    /// <summary>Limit on ordinary roads, m/s.</summary>
    public NumberRange SpeedLimitMps { get; init; } = NumberRange.Uniform(8.3f, 13.9f);

    /// <summary>Radius of right turns at junctions, m.</summary>
    public NumberRange TurnRadiusMetres { get; init; } = NumberRange.Uniform(6, 9);

    /// <summary>Radius of the centre line where a street of a grid turns a corner, m.</summary>
    public NumberRange CornerRadiusMetres { get; init; } = NumberRange.Uniform(8, 14);

    /// <summary>Distance between the outermost streets of a grid, m.</summary>
    public NumberRange GridMetres { get; init; } = NumberRange.Uniform(180, 280);

    /// <summary>Streets of a grid, each way; fewer where junctions would have no room.</summary>
    public NumberRange GridLines { get; init; } = NumberRange.Uniform(3, 5);

    /// <summary>Share of a grid's streets between two junctions that are left out.</summary>
    public NumberRange MissingShare { get; init; } = NumberRange.Uniform(0.05f, 0.3f);

    /// <summary>How far junctions of a grid lie off the grid, m.</summary>
    public NumberRange JitterMetres { get; init; } = NumberRange.Uniform(0, 8);

    /// <summary>Share of junctions with lights.</summary>
    public float SignalShare { get; init; } = 0.5f;

    /// <summary>Share of junction arms with a crossing for people on foot.</summary>
    public float CrossingShare { get; init; } = 0.3f;

    /// <summary>Width of sidewalks, m; 0 for none.</summary>
    public NumberRange SidewalkMetres { get; init; } = NumberRange.Choice(0, 2);

    /// <summary>Reads the ranges of a section; what is not given is as in <paramref name="fallback"/>.</summary>
    /// <param name="fallback">Null for the standard towns.</param>
    public static TownConfig Bind(SectionReader section, TownConfig? fallback = null)
    {
        fallback ??= new();
        var preset = section.Choice("preset", fallback.Preset, [Standard, Small], "Ranges that the keys below start from: standard for all kinds of towns, small for grids like Town02 of CARLA.");
        if (section.Has("preset")) fallback = preset == Small ? SmallTown : new();
        var config = new TownConfig
        {
            Preset = preset,
            GridShare = section.Number("gridShare", fallback.GridShare, "Probability that a town is a grid of streets; the others are blocks joined by search.", 0, 1),
            Blocks = section.Range("blocks", fallback.Blocks, "Number of blocks of a town found by search.", 1, 40),
            Kinds = BlockWeights.Bind(section.Section("kinds", "How often each kind of block is tried; 0 for never."), fallback.Kinds),
            LaneWidthMetres = section.Range("laneWidthMetres", fallback.LaneWidthMetres, "Width of every lane, m.", 2.75f, 5),
            LanesPerDirection = section.Range("lanesPerDirection", fallback.LanesPerDirection, "Lanes each way where the town begins; merges and splits change it.", 1, 2),
            CurveRadiusMetres = section.Range("curveRadiusMetres", fallback.CurveRadiusMetres, "Radius of the centre line in curves, m; enlarged where the inner lane would bend too tightly.", 8, 300),
            CurveDegrees = section.Range("curveDegrees", fallback.CurveDegrees, "How far a curve turns, degrees.", 5, 180),
            StraightMetres = section.Range("straightMetres", fallback.StraightMetres, "Length of straight blocks, m.", 10, 300),
            SpeedLimitMps = section.Range("speedLimitMps", fallback.SpeedLimitMps, "Limit on ordinary roads, m/s; lower in parking lots, roundabouts and at tollgates.", 3, 40),
            TurnRadiusMetres = section.Range("turnRadiusMetres", fallback.TurnRadiusMetres, "Radius of right turns at junctions, m.", 5.5f, 25),
            CornerRadiusMetres = section.Range("cornerRadiusMetres", fallback.CornerRadiusMetres, "Radius of the centre line where a street of a grid turns a corner, m; enlarged where the inner lane would bend too tightly.", 8, 40),
            GridMetres = section.Range("gridMetres", fallback.GridMetres, "Distance between the outermost streets of a grid, m.", 80, 1000),
            GridLines = section.Range("gridLines", fallback.GridLines, "Number of streets of a grid, each way; fewer where junctions would have no room.", 3, 8),
            MissingShare = section.Range("missingShare", fallback.MissingShare, "Share of a grid's streets between two junctions that are left out, as far as no dead end comes about.", 0, 0.6f),
            JitterMetres = section.Range("jitterMetres", fallback.JitterMetres, "How far junctions of a grid lie off the grid, m; half of the towns keep right angles and shift whole streets.", 0, 20),
            SignalShare = section.Number("signalShare", fallback.SignalShare, "Share of T and X junctions with traffic lights.", 0, 1),
            CrossingShare = section.Number("crossingShare", fallback.CrossingShare, "Share of the arms of T and X junctions with a crossing for people on foot.", 0, 1),
            SidewalkMetres = section.Range("sidewalkMetres", fallback.SidewalkMetres, "Width of sidewalks, m; 0 for none.", 0, 4),
        };
        // Only where one of them stands in this section: the owner of an inherited one has been told.
        var isGiven = section.Has("gridShare") || section.Has("kinds") || section.Has("gridMetres") || section.Has("gridLines");
        if (isGiven && config.Contradiction() is var (fact, cure)) section.Reject("", fact, cure);
        return config;
    }

    /// <summary>What makes these ranges impossible, and the cure; null where nothing does.</summary>
    internal (string Fact, string Cure)? Contradiction()
    {
        if (GridShare < 1 && Kinds.Sum <= 0) return ("every kind of block has weight 0", "give one kind a positive weight, or set gridShare to 1");
        var spacing = GridMetres.Low / Math.Max(2, GridLines.Low - 1);
        if (GridShare > 0 && spacing < 45) return ($"streets of a grid would lie {spacing:0} m apart", "raise gridMetres or lower gridLines: they need 45 m");
        return null;
    }
}
