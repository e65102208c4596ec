using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios.Import.Waymo;

/// <summary>What a scene file of this family says, whichever of its forms it has: not yet a map, not yet a scene.</summary>
internal sealed class WaymoScenario
{
    /// <summary>Name or scenario id; empty if there is none.</summary>
    public string Name { get; set; } = "";

    /// <summary>Place of the recording car among the objects; −1 for none.</summary>
    public int RecordingCar { get; set; } = -1;

    /// <summary>Places of objects that somebody is asked to predict or to drive.</summary>
    public List<int> TracksToPredict { get; } = [];

    /// <summary>Lanes with recorded light states.</summary>
    public int LightCount { get; set; }

    /// <summary>Road users.</summary>
    public List<WaymoObject> Objects { get; } = [];

    /// <summary>Lanes, lines, edges, signs and areas.</summary>
    public List<WaymoRoad> Roads { get; } = [];

    /// <summary>What was wrong while reading.</summary>
    public WarningList Warnings { get; } = new();
}

/// <summary>What a road element is.</summary>
internal enum WaymoRoadKind
{
    /// <summary>A word or number that is not known, or none.</summary>
    Unknown,

    /// <summary>Centre line of a lane.</summary>
    Lane,

    /// <summary>Paint.</summary>
    Line,

    /// <summary>Where the road ends.</summary>
    Edge,

    /// <summary>A stop sign.</summary>
    StopSign,

    /// <summary>Where people walk across.</summary>
    Crossing,

    /// <summary>A bump.</summary>
    SpeedBump,

    /// <summary>From a road to a house.</summary>
    Driveway,
}

/// <summary>One road element.</summary>
/// <param name="Id">Empty if there is none.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Word">The type as the file spells it.</param>
/// <param name="Element">map_element_id, or −1.</param>
/// <param name="Points">Finite, in file order.</param>
/// <param name="Line">Line of the file; 0 for none.</param>
internal sealed record WaymoRoad(string Id, WaymoRoadKind Kind, string Word, int Element, IReadOnlyList<MapPoint> Points, int Line);

/// <summary>One road user: lists by step, NaN where the file has no number.</summary>
internal sealed class WaymoObject
{
    /// <summary>Empty if there is none.</summary>
    public string Id { get; set; } = "";

    /// <summary>Type as a word.</summary>
    public ActorKind Kind { get; set; } = ActorKind.Other;

    /// <summary>Centres, m.</summary>
    public List<MapPoint> Positions { get; } = [];

    /// <summary>In the unit of the file.</summary>
    public List<double> Headings { get; } = [];

    /// <summary>m/s.</summary>
    public List<MapPoint> Velocities { get; } = [];

    /// <summary>Which steps were seen; empty if the file does not say.</summary>
    public List<bool> Valid { get; } = [];

    /// <summary>m; NaN if unknown.</summary>
    public double Length { get; set; } = double.NaN;

    /// <summary>m; NaN if unknown.</summary>
    public double Width { get; set; } = double.NaN;

    /// <summary>Where it goes; null if unknown.</summary>
    public MapPoint? Goal { get; set; }

    /// <summary>Whether it is meant to repeat its recording.</summary>
    public bool IsExpert { get; set; }

    /// <summary>Line of the file; 0 for none.</summary>
    public int Line { get; set; }

    /// <summary>Whether somebody saw it at a step: flagged so, with a position that is no sentinel.</summary>
    public bool IsSeen(int step) => (Valid.Count == 0 || step < Valid.Count && Valid[step]) && IsReal(Positions[step]);

    /// <summary>Whether a place is one: finite, and not the −10000 that stands for "unknown" in every field.</summary>
    public static bool IsReal(MapPoint p) => IsReal(p.X) && IsReal(p.Y) && !(p.X == Sentinel && p.Y == Sentinel);

    /// <summary>Whether a measured number is one.</summary>
    public static bool IsMeasured(double value) => double.IsFinite(value) && value != Sentinel;

    // Real scenes reach 10 km from their origin, so one coordinate alone may be −10000 honestly; both together are not.
    private static bool IsReal(double coordinate) => Math.Abs(coordinate) < Farthest;

    /// <summary>m; what is farther is no place on a map.</summary>
    private const double Farthest = 1e7;

    private const double Sentinel = -10000;
}
