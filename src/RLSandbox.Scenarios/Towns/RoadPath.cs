namespace RLSandbox.Scenarios.Towns;

/// <summary>A smooth line of straight pieces and arcs.</summary>
internal sealed class RoadPath(Pose start)
{
    private const double StraightStep = 10;                              // m
    private const double LongestStep = 2;                                // m, in bends
    private const double TurnPerStep = 0.08;                             // rad: 5 mm between chord and arc at 6 m radius

    private readonly List<(double Curvature, double Length)> _pieces = [];

    /// <summary>Where it begins.</summary>
    public Pose Start { get; } = start;

    /// <summary>Where it ends.</summary>
    public Pose End { get; private set; } = start;

    /// <summary>m.</summary>
    public double Length { get; private set; }

    /// <summary>Largest amount of curvature, 1/m.</summary>
    public double Sharpest { get; private set; }

    /// <summary>Sum of all turns, whichever way, rad.</summary>
    public double Turning { get; private set; }

    /// <summary>Goes on straight.</summary>
    public RoadPath Straight(double length) => Arc(0, length);

    /// <summary>Goes on in a bend; curvature positive to the left.</summary>
    public RoadPath Arc(double curvature, double length)
    {
        if (length < 1e-6) return this;
        _pieces.Add((curvature, length));
        End = End.Along(curvature, length);
        Length += length;
        Sharpest = Math.Max(Sharpest, Math.Abs(curvature));
        Turning += Math.Abs(curvature) * length;
        return this;
    }

    /// <summary>Sets the end to where it is known to be, so that what follows begins at the same bits.</summary>
    public RoadPath EndingAt(Pose exact)
    {
        End = exact;
        return this;
    }

    /// <summary>Metres from the beginning, and from the end, that are straight.</summary>
    public (double First, double Last) StraightEnds()
    {
        var first = _pieces.TakeWhile(piece => piece.Curvature == 0).Sum(piece => piece.Length);
        return (first, Enumerable.Reverse(_pieces).TakeWhile(piece => piece.Curvature == 0).Sum(piece => piece.Length));
    }

    /// <summary>Places dense enough that chords between them stand for the line; the first is the start and the last is the end.</summary>
    public List<Station> Stations() => Walk(curvature => curvature == 0 ? StraightStep : Math.Min(LongestStep, TurnPerStep / Math.Abs(curvature)));

    /// <summary>Places at most <paramref name="step"/> metres apart.</summary>
    public List<Station> Stations(double step) => Walk(_ => step);

    private List<Station> Walk(Func<double, double> stepAt)
    {
        var stations = new List<Station> { new(Start, 0) };
        var (at, arc) = (Start, 0.0);
        foreach (var (curvature, length) in _pieces)
        {
            var steps = Math.Max(1, (int)Math.Ceiling(length / stepAt(curvature) - 1e-9));
            for (var k = 1; k <= steps; k++) stations.Add(new(at.Along(curvature, length * k / steps), arc + length * k / steps));
            at = at.Along(curvature, length);
            arc += length;
        }
        stations[^1] = new(End, Length);
        return stations;
    }
}

/// <summary>A place on a path.</summary>
/// <param name="Pose">Where, and which way the path runs there.</param>
/// <param name="Arc">Metres from its beginning.</param>
internal readonly record struct Station(Pose Pose, double Arc);
