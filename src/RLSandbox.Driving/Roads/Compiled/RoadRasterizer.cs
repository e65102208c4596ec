using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>Paints a road map into a class raster: ground, lanes by type, markings, crossings, stop lines, obstacles.</summary>
/// <remarks>
/// Surfaces are those of the map, with straight edges from section to section; a cell belongs to one when its centre does. Whatever leads over
/// another road is painted after it, with its lines. In order: green and paved areas, sidewalks, strips beside the road, driving lanes, kerbs,
/// crossings, lines, stop lines, obstacles. The same bits on every machine.
/// </remarks>
public static class RoadRasterizer
{
    /// <summary>0.1 m per cell and six levels, up to 3.2 m per cell.</summary>
    public static RasterConfig StandardConfig { get; } = new(0.1f, 6);

    /// <summary>Thickness of a stop line, m.</summary>
    public const double StopLineWidth = 0.4;

    /// <summary>Width of a stripe of a crossing and of the gap beside it, m.</summary>
    public const double StripeWidth = 0.5;

    private const double Margin = 10;

    /// <summary>Metres from west to east and from south to north that a raster of the map covers.</summary>
    public static (float Width, float Height) Size(RoadMap map)
    {
        var (left, bottom, right, top) = Bounds(map);
        return ((float)(right - left), (float)(top - bottom));
    }

    /// <summary>A raster with all levels built; it reaches 10 m beyond the outermost lane or area. The caller disposes it.</summary>
    public static ClassRaster Rasterize(RoadMap map, RoadNetwork network, RasterConfig config)
    {
        var (left, bottom, right, top) = Bounds(map);
        double cell = config.MetresPerCell;
        var raster = new ClassRaster((float)left, (float)bottom, (int)Math.Ceiling((right - left) / cell), (int)Math.Ceiling((top - bottom) / cell), config.MetresPerCell, config.LevelCount);
        Paint(map, network, new RasterPainter(raster));
        raster.BuildLevels();
        return raster;
    }

    /// <summary>Hands the ground of a map to a painter.</summary>
    public static void Paint(RoadMap map, RoadNetwork network, IGroundPainter ground)
    {
        var painter = new RoadPainter(ground);
        var pieces = RoadPieces.Cut(map);
        var markings = new MarkingPainter(map, painter);
        PaintGround(map, painter);
        var last = pieces.Length == 0 ? 0 : pieces.Max(piece => piece.Layer);
        for (var layer = 0; layer <= last; layer++)
        {
            foreach (var surface in new[] { SurfaceClass.Sidewalk, SurfaceClass.SideStrip, SurfaceClass.Road, SurfaceClass.Kerb })
                foreach (ref readonly var piece in pieces.AsSpan())
                    if (piece.Layer == layer && SurfaceOf(map.Lanes[piece.Lane]) == surface) painter.Band(piece.From, piece.To, surface);
            if (layer == 0) PaintCrossings(map, network, painter);
            foreach (ref readonly var piece in pieces.AsSpan())
                if (piece.Layer == layer) markings.Paint(piece);
        }
        markings.PaintLines();
        foreach (var line in map.StopLines) painter.Line(line.From, line.To, StopLineWidth, SurfaceClass.StopLine);
        PaintAreas(map, painter, AreaKind.SpeedBump, SurfaceClass.Kerb);
        PaintAreas(map, painter, AreaKind.Obstacle, SurfaceClass.Obstacle);
    }

    /// <summary>What a lane's ground looks like; grass for what is not drawn.</summary>
    public static SurfaceClass SurfaceOf(Lane lane) => lane.Type switch
    {
        LaneType.Driving or LaneType.Ramp => SurfaceClass.Road,
        LaneType.Bus or LaneType.Biking or LaneType.Parking or LaneType.Shoulder or LaneType.Border or LaneType.Rail => SurfaceClass.SideStrip,
        LaneType.Kerb => SurfaceClass.Kerb,
        LaneType.Sidewalk => SurfaceClass.Sidewalk,
        _ => SurfaceClass.Grass,
    };

    private static void PaintGround(RoadMap map, RoadPainter painter)
    {
        foreach (var junction in map.Junctions) painter.Area(junction.Outline, SurfaceClass.Road);
        PaintAreas(map, painter, AreaKind.Paved, SurfaceClass.Road);
        PaintAreas(map, painter, AreaKind.Green, SurfaceClass.Grass);
        PaintAreas(map, painter, AreaKind.Sidewalk, SurfaceClass.Sidewalk);
        PaintAreas(map, painter, AreaKind.Driveway, SurfaceClass.SideStrip);
        PaintAreas(map, painter, AreaKind.Parking, SurfaceClass.SideStrip);
    }

    private static void PaintAreas(RoadMap map, RoadPainter painter, AreaKind kind, SurfaceClass surface)
    {
        foreach (var area in map.Areas)
            if (area.Kind == kind) painter.Area(area.Outline, surface);
    }

    private static void PaintCrossings(RoadMap map, RoadNetwork network, RoadPainter painter)
    {
        foreach (var area in map.Areas)
            if (area.Kind == AreaKind.Crossing) painter.Stripes(area.Outline, Across(area, network), StripeWidth, SurfaceClass.Crossing);
    }

    /// <summary>Unit vector along which people walk: across the lane in the middle of the crossing, else along the longest side of its outline.</summary>
    private static (double X, double Y) Across(RoadArea area, RoadNetwork network)
    {
        var points = area.Outline;
        double x = points.Average(point => point.X), y = points.Average(point => point.Y), z = points.Average(point => point.Z);
        var lane = network.Nearest((float)x, (float)y, (float)z, 0);
        if (lane.IsFound && lane.BeyondEdge <= 2)
        {
            var nodes = network.NodesOf(lane.Lane);
            var node = nodes[Math.Clamp((int)Math.Round(lane.Arc / Math.Max(network.Lanes[lane.Lane].Spacing, 1e-6f)), 0, nodes.Length - 1)];
            return (-node.TangentY, node.TangentX);
        }
        (double X, double Y, double Length) longest = (1, 0, 0);
        for (var i = 0; i < points.Count; i++)
        {
            MapPoint a = points[i], b = points[(i + 1) % points.Count];
            var length = Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y));
            if (length > longest.Length) longest = ((b.X - a.X) / length, (b.Y - a.Y) / length, length);
        }
        return (longest.X, longest.Y);
    }

    private static (double Left, double Bottom, double Right, double Top) Bounds(RoadMap map)
    {
        double left = double.MaxValue, bottom = double.MaxValue, right = double.MinValue, top = double.MinValue;
        foreach (var lane in map.Lanes)
            foreach (var section in lane.Sections)
            {
                Reach(section.LeftX, section.LeftY);
                Reach(section.RightX, section.RightY);
            }
        foreach (var outline in map.Areas.Select(area => area.Outline).Concat(map.Junctions.Select(junction => junction.Outline)))
            foreach (var point in outline) Reach(point.X, point.Y);
        if (map.Lanes.Count == 0)
            foreach (var point in map.Lines.SelectMany(line => line.Points)) Reach(point.X, point.Y);
        return left > right ? (-Margin, -Margin, Margin, Margin) : (left - Margin, bottom - Margin, right + Margin, top + Margin);

        void Reach(double x, double y) =>
            (left, bottom, right, top) = (Math.Min(left, x), Math.Min(bottom, y), Math.Max(right, x), Math.Max(top, y));
    }
}
