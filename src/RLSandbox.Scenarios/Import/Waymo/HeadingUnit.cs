using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Waymo;

/// <summary>Finds out whether the headings of a file are degrees or radians: Nocturne writes the first, the others write the second, and nothing says which.</summary>
internal static class HeadingUnit
{
    /// <summary>m/s; slower road users have no direction to compare with.</summary>
    private const double Moving = 0.5;

    private const double PerDegree = Math.PI / 180;
    private const double SmallestCosine = 0.8660254;                       // of 30°

    /// <summary>Radians in the unit of the file's headings.</summary>
    /// <remarks>Every step in motion votes for the units in which heading and velocity agree within 30°. A tie (small angles agree in both) goes to degrees only if a number is beyond a full turn.</remarks>
    public static double Of(WaymoScenario scenario)
    {
        int degrees = 0, radians = 0;
        var largest = 0.0;
        foreach (var actor in scenario.Objects)
            for (var step = 0; step < Math.Min(actor.Headings.Count, actor.Positions.Count); step++)
            {
                if (!actor.IsSeen(step) || !WaymoObject.IsMeasured(actor.Headings[step])) continue;
                largest = Math.Max(largest, Math.Abs(actor.Headings[step]));
                if (step >= actor.Velocities.Count) continue;
                if (Agrees(actor.Velocities[step], actor.Headings[step] * PerDegree)) degrees++;
                if (Agrees(actor.Velocities[step], actor.Headings[step])) radians++;
            }
        if (degrees != radians) return degrees > radians ? PerDegree : 1;
        return largest > Math.Tau + 1e-3 ? PerDegree : 1;
    }

    private static bool Agrees(MapPoint velocity, double heading)
    {
        var speed = Math.Sqrt(velocity.X * velocity.X + velocity.Y * velocity.Y);
        return speed > Moving && velocity.X * Math.Cos(heading) + velocity.Y * Math.Sin(heading) > SmallestCosine * speed;
    }
}
