using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Where one copy of an object lies and how large it is, m and rad.</summary>
internal readonly record struct Repetition(double S, double T, double Z, double Length, double Width)
{
    /// <summary>The object itself.</summary>
    public static Repetition None(SourceReader reader, XElement element) =>
        new(reader.Number(element, "s", double.NaN), reader.Number(element, "t", 0), reader.Number(element, "zOffset", 0), reader.Number(element, "length", 0), reader.Number(element, "width", 0));

    /// <summary>A copy at a place; what a repeat element gives for its start and end changes evenly with <paramref name="share"/>.</summary>
    public static Repetition Of(SourceReader reader, XElement element, XElement repeat, double s, double share)
    {
        var own = None(reader, element);
        return new(s, Between("t", own.T), Between("zOffset", own.Z), Between("length", own.Length), Between("width", own.Width));

        double Between(string name, double usual)
        {
            double from = reader.Number(repeat, name + "Start", usual), to = reader.Number(repeat, name + "End", from);
            return from + share * (to - from);
        }
    }
}

/// <summary>Outlines of objects.</summary>
internal sealed class ObjectShape(SourceReader reader)
{
    private const int CornersOfCircle = 8;
    private const double StripStep = 2;                                  // m
    private const double VisibleOverrun = 0.1;                           // m

    /// <summary>Corners of one copy; none if it has no size.</summary>
    public List<MapPoint> Outline(SourceRoad road, XElement element, Repetition copy)
    {
        var outline = SourceReader.Child(SourceReader.Child(element, "outlines"), "outline") ?? SourceReader.Child(element, "outline");
        var corners = Corners(road, element, outline, copy);
        if (corners.Count > 0) return corners;
        if (copy.Length > 0 && copy.Width > 0) return Local(road, element, copy, [(-copy.Length / 2, -copy.Width / 2), (copy.Length / 2, -copy.Width / 2), (copy.Length / 2, copy.Width / 2), (-copy.Length / 2, copy.Width / 2)]);
        var radius = reader.Number(element, "radius", 0);
        if (!(radius > 0)) return [];
        return Local(road, element, copy, Enumerable.Range(0, CornersOfCircle).Select(i => 2 * Math.PI * i / CornersOfCircle).Select(angle => (radius * Math.Cos(angle), radius * Math.Sin(angle))));
    }

    /// <summary>Both sides of an object that goes on without gaps; equal if it has no width.</summary>
    public (List<MapPoint> Left, List<MapPoint> Right) Strip(SourceRoad road, XElement element, XElement repeat, double start, double length)
    {
        var (left, right) = (new List<MapPoint>(), new List<MapPoint>());
        if (!(length > 0)) return (left, right);
        var steps = (int)Math.Ceiling(length / StripStep);
        for (var step = 0; step <= steps; step++)
        {
            var copy = Repetition.Of(reader, element, repeat, start + step * length / steps, (double)step / steps);
            left.Add(OnRoad(road, copy.S, copy.T + copy.Width / 2, copy.Z));
            right.Add(OnRoad(road, copy.S, copy.T - copy.Width / 2, copy.Z));
        }
        return (left, right);
    }

    private List<MapPoint> Corners(SourceRoad road, XElement element, XElement? outline, Repetition copy)
    {
        var corners = new List<MapPoint>();
        if (outline is null) return corners;
        var overrun = 0.0;
        var shift = copy.S - reader.Number(element, "s", copy.S);           // corners on the road move with a copy
        foreach (var corner in outline.Elements())
        {
            if (corner.Name.LocalName == "cornerRoad")
            {
                var s = reader.Number(corner, "s", double.NaN) + shift;
                overrun = Math.Max(overrun, Math.Max(-s, s - road.Line.Length));
                corners.Add(OnRoad(road, s, reader.Number(corner, "t", double.NaN), reader.Number(corner, "dz", 0)));
            }
            else if (corner.Name.LocalName == "cornerLocal") corners.AddRange(Local(road, element, copy, [(reader.Number(corner, "u", double.NaN), reader.Number(corner, "v", double.NaN))]));
        }
        if (overrun > VisibleOverrun) reader.Warn(element, FormattableString.Invariant($"its outline runs {overrun:0.00} m past the end of the road; the road was taken to go on straight there"), overrun);
        return corners;
    }

    private List<MapPoint> Local(SourceRoad road, XElement element, Repetition copy, IEnumerable<(double U, double V)> corners)
    {
        var place = road.Line.At(copy.S).Ahead(0, copy.T, reader.Number(element, "hdg", 0));
        var z = road.Elevation.At(copy.S) + copy.Z;
        return [.. corners.Select(corner => place.Ahead(corner.U, corner.V, 0)).Select(pose => new MapPoint(pose.X, pose.Y, z))];
    }

    private static MapPoint OnRoad(SourceRoad road, double s, double t, double z)
    {
        var pose = road.Line.At(s).Ahead(0, t, 0);
        return new(pose.X, pose.Y, road.Elevation.At(s) + z);
    }
}
