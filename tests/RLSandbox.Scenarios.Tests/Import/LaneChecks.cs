using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Facts that hold for the lanes of any map.</summary>
internal static class LaneChecks
{
    /// <summary>Ids of lanes of which an edge runs backward somewhere: in bends that are tighter than half of the lane.</summary>
    public static List<string> Folded(RoadMap map)
    {
        var folded = new List<string>();
        foreach (var lane in map.Lanes)
            for (var i = 1; i < lane.Sections.Count; i++)
            {
                CrossSection a = lane.Sections[i - 1], b = lane.Sections[i];
                double x = b.X - a.X, y = b.Y - a.Y;
                if ((b.LeftX - a.LeftX) * x + (b.LeftY - a.LeftY) * y >= -1e-9 && (b.RightX - a.RightX) * x + (b.RightY - a.RightY) * y >= -1e-9) continue;
                folded.Add(lane.Id);
                break;
            }
        return folded;
    }

    /// <summary>m by which the left edge lies to the right of the right edge, seen along the lane; 0 where both are in order.</summary>
    public static double Swapped(Lane lane)
    {
        var worst = 0.0;
        for (var i = 1; i < lane.Sections.Count; i++)
        {
            CrossSection a = lane.Sections[i - 1], b = lane.Sections[i];
            double x = b.X - a.X, y = b.Y - a.Y, length = Math.Max(Math.Sqrt(x * x + y * y), 1e-9);
            worst = Math.Max(worst, -(x * (b.LeftY - b.RightY) - y * (b.LeftX - b.RightX)) / length);
        }
        return worst;
    }
}
