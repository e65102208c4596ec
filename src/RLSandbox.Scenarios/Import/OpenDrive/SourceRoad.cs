using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>A road as the file describes it.</summary>
internal sealed class SourceRoad
{
    /// <summary>A text in newer files, a number in older ones.</summary>
    public required string Id { get; init; }

    /// <summary>The element that it was read from.</summary>
    public required XElement Element { get; init; }

    /// <summary>Id of the junction that it leads through; null for none.</summary>
    public string? Junction { get; init; }

    /// <summary>Whether traffic keeps to the left.</summary>
    public bool DrivesOnLeft { get; init; }

    /// <summary>Where t is 0.</summary>
    public required ReferenceLine Line { get; init; }

    /// <summary>Height of the reference line, m.</summary>
    public required CubicProfile Elevation { get; init; }

    /// <summary>Roll, rad, positive where the left side is higher.</summary>
    public required CubicProfile Superelevation { get; init; }

    /// <summary>t of the centre lane, m.</summary>
    public required CubicProfile LaneOffset { get; init; }

    /// <summary>What it goes on as at its beginning (0) and at its end (1); null for nothing.</summary>
    public required SourceLink?[] Links { get; init; }

    /// <summary>Speed limits of the road by s, m/s; NaN where none is known.</summary>
    public required IReadOnlyList<Span<double>> Speeds { get; init; }

    /// <summary>How many lane sections the file has.</summary>
    public required int SectionCount { get; init; }

    /// <summary>Stretches with the same lanes, by start: the file's lane sections, cut where the road jumps or another one joins.</summary>
    public required List<SourceSection> Sections { get; init; }
}

/// <summary>Something that holds from a place on.</summary>
internal readonly record struct Span<T>(double Start, T Value);

/// <summary>What a road goes on as.</summary>
/// <param name="IsJunction">Whether <paramref name="Id"/> is that of a junction.</param>
/// <param name="AtEnd">Whether the other road's end is meant; null if the file does not say.</param>
/// <param name="Place">Where on the other road, if in its middle; NaN otherwise.</param>
internal sealed record SourceLink(bool IsJunction, string Id, bool? AtEnd, double Place, XElement Element);

/// <summary>A stretch of a road on which its lanes stay the same.</summary>
/// <param name="Label">Number of the lane section, the middle part of lane ids.</param>
/// <param name="Left">From the centre outwards.</param>
/// <param name="Right">From the centre outwards.</param>
/// <param name="CentreMarks">What is painted on the centre line.</param>
internal sealed record SourceSection(string Label, double Start, double End, IReadOnlyList<SourceLane> Left, IReadOnlyList<SourceLane> Right, IReadOnlyList<Span<Marking>> CentreMarks)
{
    /// <summary>m; shorter ones would vanish when a map is rounded to millimetres, so that they only hand on links.</summary>
    public const double Shortest = 0.0015;

    /// <summary>Whether lanes can be made of it.</summary>
    public bool HasLength => End - Start >= Shortest;
}

/// <summary>A lane of a lane section as the file describes it.</summary>
internal sealed class SourceLane
{
    /// <summary>Positive to the left of the centre, negative to the right.</summary>
    public required int Id { get; init; }

    /// <summary>The element that it was read from.</summary>
    public required XElement Element { get; init; }

    /// <summary>What it is for.</summary>
    public required LaneType Type { get; init; }

    /// <summary>Who may use it.</summary>
    public required RoadUsers Users { get; init; }

    /// <summary>Whether traffic uses it in both directions.</summary>
    public bool IsBidirectional { get; init; }

    /// <summary>Whether it is driven against the side on which it lies.</summary>
    public bool IsReversed { get; init; }

    /// <summary>Width by s, m; empty if there is a border.</summary>
    public required CubicProfile Widths { get; init; }

    /// <summary>Distance of the outer edge from the centre lane by s, m; empty if there are widths.</summary>
    public required CubicProfile Borders { get; init; }

    /// <summary>Lanes that it goes on as at its beginning (0) and its end (1), as the s of its own road counts.</summary>
    public required IReadOnlyList<int>[] Links { get; init; }

    /// <summary>What is painted on the outer edge by s; of two lines the left one, looking along s, is named first.</summary>
    public required IReadOnlyList<Span<Marking>> Marks { get; init; }

    /// <summary>Speed limits by s, m/s; NaN where none is known.</summary>
    public required IReadOnlyList<Span<double>> Speeds { get; init; }
}
