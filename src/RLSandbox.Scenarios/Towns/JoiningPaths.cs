namespace RLSandbox.Scenarios.Towns;

/// <summary>Roads that could join two ends.</summary>
internal static class JoiningPaths
{
    /// <summary>m.</summary>
    public const double SmallestRadius = 14;

    private const double Longest = 260;                                  // m
    private const double LargestTurning = 5;                             // rad; more looks like a knot
    private static readonly double[] _radii = [1, 1.6, 2.5, 4];

    /// <summary>Straightest first.</summary>
    public static IEnumerable<RoadPath> Between(Pose from, Pose to, double smallestRadius)
    {
        if (from.DistanceTo(to) > Longest) return [];
        var paths = new List<RoadPath>();
        if (Joining.Bend(from, to) is { } bend && bend.Sharpest * smallestRadius < 1) paths.Add(bend);
        foreach (var factor in _radii)
            for (var word = 0; word < 4; word++)
                if (Joining.ArcLineArc(from, to, factor * smallestRadius, word % 2 == 0, word / 2 == 0) is { } path) paths.Add(path);
        return paths.Where(path => path.Length <= Longest && path.Turning <= LargestTurning).OrderBy(path => path.Turning);
    }
}
