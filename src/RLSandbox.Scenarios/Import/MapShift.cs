using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import;

/// <summary>Moves a map to a local origin.</summary>
internal static class MapShift
{
    /// <summary>The map itself if no lane (or line, where there is no lane) lies farther than <paramref name="limit"/> from the origin, else one around the middle of its lanes, in whole metres.</summary>
    public static RoadMap ToLocal(RoadMap map, double limit)
    {
        var places = map.Lanes.Count > 0 ? map.Lanes.SelectMany(lane => lane.Sections).Select(section => new MapPoint(section.X, section.Y, section.Z)) : map.Lines.SelectMany(line => line.Points).DefaultIfEmpty();
        double left = double.MaxValue, right = double.MinValue, bottom = double.MaxValue, top = double.MinValue, low = double.MaxValue, high = double.MinValue;
        foreach (var section in places)
        {
            (left, right) = (Math.Min(left, section.X), Math.Max(right, section.X));
            (bottom, top) = (Math.Min(bottom, section.Y), Math.Max(top, section.Y));
            (low, high) = (Math.Min(low, section.Z), Math.Max(high, section.Z));
        }
        if (Math.Max(Math.Max(Math.Abs(left), Math.Abs(right)), Math.Max(Math.Abs(bottom), Math.Abs(top))) <= limit && Math.Max(Math.Abs(low), Math.Abs(high)) <= limit) return map;
        return Moved(map, new(Math.Round((left + right) / 2), Math.Round((bottom + top) / 2), Math.Max(Math.Abs(low), Math.Abs(high)) <= limit ? 0 : Math.Round(low)));
    }

    private static RoadMap Moved(RoadMap map, MapPoint by)
    {
        return new(map.Name, [.. map.Lanes.Select(lane => lane with { Sections = [.. lane.Sections.Select(Section)] })])
        {
            Licence = map.Licence, Source = map.Source, Projection = map.Projection, DrivesOnLeft = map.DrivesOnLeft,
            Origin = new(map.Origin.X + by.X, map.Origin.Y + by.Y, map.Origin.Z + by.Z),
            Junctions = [.. map.Junctions.Select(junction => junction with { Outline = Points(junction.Outline) })],
            Lights = [.. map.Lights.Select(light => light with { Position = Point(light.Position) })],
            Signs = [.. map.Signs.Select(sign => sign with { Position = Point(sign.Position) })],
            StopLines = [.. map.StopLines.Select(line => line with { From = Point(line.From), To = Point(line.To) })],
            Areas = [.. map.Areas.Select(area => area with { Outline = Points(area.Outline) })],
            Lines = [.. map.Lines.Select(line => line with { Points = Points(line.Points) })],
        };

        CrossSection Section(CrossSection s) => new(s.LeftX - by.X, s.LeftY - by.Y, s.RightX - by.X, s.RightY - by.Y, s.Z - by.Z);
        MapPoint Point(MapPoint p) => new(p.X - by.X, p.Y - by.Y, p.Z - by.Z);
        MapPoint[] Points(IReadOnlyList<MapPoint> points) => [.. points.Select(Point)];
    }
}
