using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>Turns the two bounds of a lanelet into cross-sections and mends what is turned round.</summary>
/// <remarks>Ends are never left out: lanelets follow each other where their ends meet.</remarks>
internal sealed class LaneletBounds(RoadMapDraft draft, XElement lanelet, string name, LaneletReach reach)
{
    /// <summary>Whether the left bound was the right one in the file.</summary>
    public bool IsSwapped { get; private set; }

    /// <summary>Cross-sections in driving direction; fewer than two if the bounds are no lines.</summary>
    public CrossSection[] Read()
    {
        List<MapPoint> left = Points("leftBound"), right = Points("rightBound");
        if (left.Count != right.Count && left.Count > 1 && right.Count > 1)
            Warn($"the left bound has {left.Count} points and the right one {right.Count}; places were paired by their share of the length");
        var sections = LaneShape.FromEdges(left, right);
        if (sections.Length < 2) return sections;
        SwapAll(sections);
        SwapSingle(sections);
        return Forward(sections);
    }

    private void Warn(string message, double? size = null) => draft.Warn(name, message, ImportFile.LineOf(lanelet), size);

    private List<MapPoint> Points(string bound)
    {
        var points = new List<MapPoint>();
        var bad = 0;
        foreach (var point in lanelet.One(bound).All("point"))
        {
            if (point.Place() is { } place && reach.Has(place)) points.Add(place);
            else bad++;
        }
        if (bad > 0) Warn($"{bad} points of {bound} are no places, or farther from most lanelets than a map reaches; they were left out");
        return points;
    }

    /// <summary>The left bound lies on the right all along.</summary>
    private void SwapAll(CrossSection[] sections)
    {
        var wrong = 0;
        for (var i = 0; i < sections.Length; i++)
            if (Side(sections, i) < 0) wrong++;
        if (2 * wrong <= sections.Length) return;
        IsSwapped = true;
        for (var i = 0; i < sections.Length; i++) sections[i] = Swapped(sections[i]);
        Warn("the left bound lies on the right of the right one; they were swapped");
    }

    /// <summary>Left and right change places at one vertex, so that the strip is twisted there.</summary>
    private void SwapSingle(CrossSection[] sections)
    {
        for (var i = 0; i < sections.Length; i++)
        {
            if (Side(sections, i) >= 0) continue;
            var neighbour = sections[i == 0 ? 1 : i - 1];
            if (Across(sections[i], neighbour) >= 0) continue;
            sections[i] = Swapped(sections[i]);
            Warn($"left and right are swapped at vertex {i + 1} of {sections.Length}; they were swapped back");
        }
    }

    /// <summary>Leaves out places that repeat the one before them, and places that go back, where left and right change sides for a moment.</summary>
    private CrossSection[] Forward(CrossSection[] sections)
    {
        var kept = new List<CrossSection> { sections[0] };
        var back = new List<(int Vertex, double Metres)>();
        for (var i = 1; i < sections.Length; i++)
        {
            var isLast = i == sections.Length - 1;
            if (sections[i] == kept[^1] && !isLast) continue;
            if (Step(kept[^1], sections[i]) < 0)
            {
                back.Add((i, Distance(kept[^1], sections[i])));
                if (!isLast) continue;
                while (kept.Count > 1 && Step(kept[^1], sections[i]) < 0) kept.RemoveAt(kept.Count - 1);
            }
            kept.Add(sections[i]);
        }
        if (2 * back.Count > sections.Length) return LeftAsItIs(sections, back.Count);
        foreach (var (i, metres) in back)
            Warn(FormattableString.Invariant($"left and right are swapped between vertices {i} and {i + 1} of {sections.Length}, where the lane goes back by {metres:0.00} m; one vertex was left out"), metres);
        return [.. kept];
    }

    private CrossSection[] LeftAsItIs(CrossSection[] sections, int back)
    {
        Warn($"the lane goes back at {back} of {sections.Length} vertices; it was left as it is");
        return sections;
    }

    /// <summary>Positive where the left edge is on the left of the direction in which the centre line runs at a vertex.</summary>
    private static double Side(CrossSection[] sections, int i)
    {
        CrossSection before = sections[Math.Max(0, i - 1)], after = sections[Math.Min(sections.Length - 1, i + 1)], here = sections[i];
        return (after.X - before.X) * (here.LeftY - here.RightY) - (after.Y - before.Y) * (here.LeftX - here.RightX);
    }

    /// <summary>Positive where a step goes forward, with the left edges on its left.</summary>
    private static double Step(CrossSection from, CrossSection to)
    {
        double acrossX = from.LeftX - from.RightX + to.LeftX - to.RightX, acrossY = from.LeftY - from.RightY + to.LeftY - to.RightY;
        return (to.X - from.X) * acrossY - (to.Y - from.Y) * acrossX;
    }

    private static double Across(CrossSection a, CrossSection b) => (a.LeftX - a.RightX) * (b.LeftX - b.RightX) + (a.LeftY - a.RightY) * (b.LeftY - b.RightY);

    private static CrossSection Swapped(CrossSection s) => new(s.RightX, s.RightY, s.LeftX, s.LeftY, s.Z);

    private static double Distance(CrossSection a, CrossSection b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
