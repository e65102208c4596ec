using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import.OpenStreetMap;

namespace RLSandbox.Scenarios.Import.Lanelet2;

/// <summary>What a way looks like on the road.</summary>
internal static class LaneletMarkings
{
    private const double ThickLine = 0.25;                                // m; thin ones have the usual width

    /// <summary>On the edge of a lane; empty where nothing is seen.</summary>
    public static IReadOnlyList<Marking> Of(OsmWay way, bool isReversed) => KindOf(way, isReversed) is { } kind ? [new(0, kind, ColourOf(way), way["type"] == "line_thick" ? ThickLine : 0)] : [];

    /// <summary>Null for what is no line on the road and no border of it.</summary>
    public static MarkingKind? KindOf(OsmWay way, bool isReversed) => way["type"] switch
    {
        "line_thin" or "line_thick" => Painted(way["subtype"], isReversed),
        "curbstone" => MarkingKind.Kerb,
        "road_border" => MarkingKind.Edge,
        "guard_rail" or "wall" or "fence" or "jersey_barrier" => MarkingKind.Barrier,
        _ => null,
    };

    /// <summary>White unless a tag says otherwise.</summary>
    public static MarkingColour ColourOf(OsmWay way) => (way.Tags.GetValueOrDefault("color") ?? way.Tags.GetValueOrDefault("colour") ?? "white").ToUpperInvariant() switch
    {
        "WHITE" => MarkingColour.White,
        "YELLOW" => MarkingColour.Yellow,
        _ => MarkingColour.Other,
    };

    /// <summary>The left one of two lines is named first, along the way; against it the right one comes first.</summary>
    private static MarkingKind Painted(string subtype, bool isReversed) => subtype switch
    {
        "dashed" => MarkingKind.Broken,
        "solid_solid" => MarkingKind.SolidSolid,
        "dashed_dashed" => MarkingKind.BrokenBroken,
        "solid_dashed" => isReversed ? MarkingKind.BrokenSolid : MarkingKind.SolidBroken,
        "dashed_solid" => isReversed ? MarkingKind.SolidBroken : MarkingKind.BrokenSolid,
        _ => MarkingKind.Solid,
    };
}
