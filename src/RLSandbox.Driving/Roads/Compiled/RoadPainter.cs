using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>Makes shapes of what a road map has.</summary>
internal sealed class RoadPainter(IGroundPainter painter)
{
    /// <summary>m; a thinner line would have holes.</summary>
    public double ThinnestLine { get; } = 1.2 * painter.MetresPerCell;

    /// <summary>The ground between two cross-sections.</summary>
    public void Band(in CrossSection from, in CrossSection to, SurfaceClass surface) =>
        painter.Quad((from.LeftX, from.LeftY), (to.LeftX, to.LeftY), (to.RightX, to.RightY), (from.RightX, from.RightY), surface);

    /// <summary>A strip from one point to another; its sides lie at two offsets to the left of the way.</summary>
    public void Strip((double X, double Y) from, (double X, double Y) to, double low, double high, SurfaceClass surface)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y, length = Math.Sqrt(dx * dx + dy * dy);
        if (!(length > 1e-9)) return;
        double nx = -dy / length, ny = dx / length;
        painter.Quad((from.X + high * nx, from.Y + high * ny), (to.X + high * nx, to.Y + high * ny), (to.X + low * nx, to.Y + low * ny), (from.X + low * nx, from.Y + low * ny), surface);
    }

    /// <summary>A line of some width.</summary>
    public void Line(MapPoint from, MapPoint to, double width, SurfaceClass surface) => Strip((from.X, from.Y), (to.X, to.Y), -width / 2, width / 2, surface);

    /// <summary>The inside of an outline; nothing where it has fewer than three corners.</summary>
    public void Area(IReadOnlyList<MapPoint> outline, SurfaceClass surface)
    {
        if (outline.Count >= 3) painter.Area([.. outline.Select(point => (point.X, point.Y))], surface);
    }

    /// <summary>Stripes of equal width and distance inside an outline, one after the other along an axis, the same at both ends.</summary>
    public void Stripes(IReadOnlyList<MapPoint> outline, (double X, double Y) axis, double width, SurfaceClass surface)
    {
        if (outline.Count < 3) return;
        var (low, high) = (double.MaxValue, double.MinValue);
        foreach (var point in outline)
        {
            var along = point.X * axis.X + point.Y * axis.Y;
            (low, high) = (Math.Min(low, along), Math.Max(high, along));
        }
        var count = (int)Math.Clamp(Math.Floor(((high - low) / width + 1) / 2), 1, 1000);
        var first = (low + high) / 2 - (2 * count - 1) * width / 2;
        for (var stripe = 0; stripe < count; stripe++)
        {
            var from = first + 2 * stripe * width;
            var part = Half(Half([.. outline], axis, from, 1), axis, from + width, -1);
            Area(part, surface);
        }
    }

    /// <summary>The part of an outline on one side of a line across an axis. Source: Sutherland and Hodgman, "Reentrant polygon clipping", 1974.</summary>
    private static List<MapPoint> Half(List<MapPoint> outline, (double X, double Y) axis, double border, int side)
    {
        var kept = new List<MapPoint>(outline.Count + 2);
        for (var i = 0; i < outline.Count; i++)
        {
            MapPoint a = outline[i], b = outline[(i + 1) % outline.Count];
            double da = side * (a.X * axis.X + a.Y * axis.Y - border), db = side * (b.X * axis.X + b.Y * axis.Y - border);
            if (da >= 0) kept.Add(a);
            if (da >= 0 == db >= 0) continue;
            var t = da / (da - db);
            kept.Add(new(a.X + t * (b.X - a.X), a.Y + t * (b.Y - a.Y), a.Z));
        }
        return kept;
    }
}
