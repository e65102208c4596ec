using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>Reads shapes: rectangles, circles, polygons and, where a place is meant, points and lanelets.</summary>
internal sealed class ShapeReader(RoadMapDraft draft, SceneReach reach)
{
    private const int CircleCorners = 24;
    private const double PointRadius = 1;                                 // m; nobody can be exactly at a point

    /// <summary>Whether a place can be on this map.</summary>
    public bool Reaches(MapPoint place) => reach.Has(place);

    /// <summary>Outlines of all shapes in an element, apart from lanelets; a circle becomes a polygon of the same area.</summary>
    public static List<MapPoint[]> Outlines(XElement? element) => [.. Known(element).Select(Outline).OfType<MapPoint[]>()];

    /// <summary>The middle of what an element describes; null if it describes no place.</summary>
    /// <param name="isArea">Whether it is anything but a single point.</param>
    public MapPoint? Middle(XElement? element, out bool isArea)
    {
        isArea = false;
        if (element.One("point").Place() is { } point) return point;
        isArea = true;
        var middles = Known(element).Select(shape => Middle(shape)).OfType<MapPoint>().ToList();
        foreach (var id in element.References("lanelet"))
            if (draft.Find(id) is { } lane && lane.Sections[lane.Sections.Count / 2] is var section) middles.Add(new(section.X, section.Y, section.Z));
        return middles.Count == 0 ? null : new(middles.Average(p => p.X), middles.Average(p => p.Y), middles.Average(p => p.Z));
    }

    /// <summary>The box round a body's shapes, in its own frame: x forward, y to the left. Null if there is none with an extent.</summary>
    /// <param name="isExact">Whether the body is one rectangle or circle.</param>
    public static BodyBox? Box(XElement? element, out bool isExact)
    {
        var shapes = Known(element).ToList();
        isExact = shapes.Count == 1 && shapes[0].Name.LocalName != "polygon";
        if (shapes.Count == 1 && shapes[0].Name.LocalName == "rectangle") return Rectangle(shapes[0]);
        double left = double.MaxValue, right = double.MinValue, bottom = double.MaxValue, top = double.MinValue;
        foreach (var point in shapes.SelectMany(Extremes))
        {
            (left, right) = (Math.Min(left, point.X), Math.Max(right, point.X));
            (bottom, top) = (Math.Min(bottom, point.Y), Math.Max(top, point.Y));
        }
        return right > left && top > bottom ? new((left + right) / 2, (bottom + top) / 2, 0, right - left, top - bottom) : null;
    }

    /// <summary>Heading of a single rectangle; null for anything else.</summary>
    public static double? Heading(XElement? element) => element.One("rectangle").One("orientation").Number();

    private static IEnumerable<XElement> Known(XElement? element) => (element?.Elements() ?? []).Where(shape => shape.Name.LocalName is "rectangle" or "circle" or "polygon");

    private static BodyBox? Rectangle(XElement rectangle)
    {
        if (rectangle.One("length").Number() is not { } length || rectangle.One("width").Number() is not { } width || length <= 0 || width <= 0) return null;
        var centre = rectangle.One("center").Place() ?? default;
        return length > CommonRoadXml.Farthest || width > CommonRoadXml.Farthest ? null : new(centre.X, centre.Y, rectangle.One("orientation").Number() ?? 0, length, width);
    }

    private static double? Radius(XElement circle) => circle.One("radius").Number() is { } radius and > 0 && radius < CommonRoadXml.Farthest ? radius : null;

    private static MapPoint[]? Outline(XElement shape)
    {
        if (shape.Name.LocalName == "circle") return Radius(shape) is { } radius ? Circle(shape.One("center").Place() ?? default, radius) : null;
        if (shape.Name.LocalName == "rectangle") return Rectangle(shape) is { } box ? box.Corners() : null;
        var points = Corners(shape);
        return points.Length > 2 ? points : null;
    }

    private static MapPoint[] Circle(MapPoint centre, double radius)
    {
        var angle = Math.Tau / CircleCorners;
        var outer = radius * Math.Sqrt(angle / Math.Sin(angle));
        return [.. Enumerable.Range(0, CircleCorners).Select(i => new MapPoint(centre.X + outer * Math.Cos(i * angle), centre.Y + outer * Math.Sin(i * angle), centre.Z))];
    }

    /// <summary>A small circle, for goals that are points.</summary>
    public static MapPoint[] Round(MapPoint point) => Circle(point, PointRadius);

    private static IEnumerable<MapPoint> Extremes(XElement shape)
    {
        if (shape.Name.LocalName != "circle") return Outline(shape) ?? [];
        if (Radius(shape) is not { } radius) return [];
        var centre = shape.One("center").Place() ?? default;
        return [new(centre.X - radius, centre.Y - radius), new(centre.X + radius, centre.Y + radius)];
    }

    private static MapPoint[] Corners(XElement polygon) => [.. polygon.All("point").Select(point => point.Place()).OfType<MapPoint>()];

    private static MapPoint? Middle(XElement shape)
    {
        if (shape.Name.LocalName != "polygon") return shape.One("center").Place() ?? default(MapPoint);
        var points = Corners(shape);
        return points.Length == 0 ? null : Centroid(points);
    }

    /// <summary>Of the area; the mean of the corners where there is none.</summary>
    private static MapPoint Centroid(MapPoint[] points)
    {
        double twice = 0, x = 0, y = 0, x0 = points[0].X, y0 = points[0].Y;
        for (var i = 0; i < points.Length; i++)
        {
            MapPoint a = points[i], b = points[(i + 1) % points.Length];
            var cross = (a.X - x0) * (b.Y - y0) - (b.X - x0) * (a.Y - y0);
            (twice, x, y) = (twice + cross, x + cross * (a.X + b.X - 2 * x0), y + cross * (a.Y + b.Y - 2 * y0));
        }
        if (Math.Abs(twice) < 1e-9) return new(points.Average(p => p.X), points.Average(p => p.Y), points.Average(p => p.Z));
        return new(x0 + x / (3 * twice), y0 + y / (3 * twice), points.Average(p => p.Z));
    }
}

/// <summary>A rectangle in a frame: its middle, m, how it is turned, rad, and its size, m.</summary>
internal readonly record struct BodyBox(double X, double Y, double Turn, double Length, double Width)
{
    /// <summary>Counter-clockwise, from the right rear corner on.</summary>
    public MapPoint[] Corners()
    {
        var (sin, cos) = Math.SinCos(Turn);
        return [Corner(this, -1, -1), Corner(this, 1, -1), Corner(this, 1, 1), Corner(this, -1, 1)];

        MapPoint Corner(BodyBox box, int forward, int left)
        {
            double x = forward * box.Length / 2, y = left * box.Width / 2;
            return new(box.X + x * cos - y * sin, box.Y + x * sin + y * cos);
        }
    }
}
