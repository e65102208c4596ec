using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Roads.Compiled;
using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>A whole road map on one page: from above, with lanes by type, markings, driving directions, lights, signs and scale.</summary>
public static class RoadPicture
{
    private const float HeaderHeight = 64, Margin = 24;

    /// <summary>From arrow to arrow along a lane, and the shortest lane with one, page units.</summary>
    private const float ArrowDistance = 80, ShortestWithArrow = 22;

    /// <summary>Draws <paramref name="map"/> over the whole of <paramref name="drawing"/>.</summary>
    public static void Draw(Drawing drawing, RoadMap map)
    {
        var network = RoadNetwork.Compile(map);
        var unit = Math.Min(drawing.Size.Width / 960f, drawing.Size.Height / 540f);
        var page = SKRect.Create(drawing.Size.Width / unit, drawing.Size.Height / unit);
        var ground = page with { Top = page.Top + HeaderHeight };
        var view = GroundView.Fit(Bounds(map), SKRect.Inflate(ground, -Margin, -Margin), margin: 0);
        RoadGround.Draw(drawing, map, network, new(view.X, view.Y, 0, view.PixelsPerMetre * unit, new(view.At.X * unit, view.At.Y * unit)));
        drawing.Canvas.Save();
        drawing.Canvas.Scale(unit);
        TintLanes(drawing, map, view);
        DrawArrows(drawing, network, view);
        RoadSymbols.Draw(drawing, map, view);
        DrawHeader(drawing, map, network, page);
        DrawLegend(drawing, map, page);
        ScaleBar.Draw(drawing, new(page.Left + 16, page.Bottom - 16), view.PixelsPerMetre);
        drawing.Canvas.Restore();
    }

    private static SKRect Bounds(RoadMap map)
    {
        float left = float.MaxValue, bottom = float.MaxValue, right = float.MinValue, top = float.MinValue;
        foreach (var section in map.Lanes.SelectMany(lane => lane.Sections))
        {
            (left, right) = (Math.Min(left, (float)section.X), Math.Max(right, (float)section.X));
            (bottom, top) = (Math.Min(bottom, (float)section.Y), Math.Max(top, (float)section.Y));
        }
        const float Reach = 6;                                              // a road that runs due east has no height of its own
        return left > right ? new(-Reach, -Reach, Reach, Reach) : new(left - Reach, bottom - Reach, right + Reach, top + Reach);
    }

    /// <summary>Colour of lanes that are not for cars in general; null for the others.</summary>
    private static SKColor? Tint(Lane lane) => lane.Type switch
    {
        LaneType.Bus => Theme.BusLane,
        LaneType.Biking => Theme.BikeLane,
        LaneType.Parking => Theme.ParkingLane,
        LaneType.Rail => Theme.Rail,
        LaneType.Ramp => Theme.Ramp,
        _ => null,
    };

    private static void TintLanes(Drawing drawing, RoadMap map, GroundView view)
    {
        foreach (var lanes in map.Lanes.Where(lane => Tint(lane) is not null).GroupBy(lane => lane.Type))
        {
            using var builder = new SKPathBuilder();
            foreach (var lane in lanes)
            {
                var outline = lane.Sections.Select(s => view.ToPicture((float)s.LeftX, (float)s.LeftY)).Concat(lane.Sections.Reverse().Select(s => view.ToPicture((float)s.RightX, (float)s.RightY)));
                builder.AddPoly([.. outline], close: true);
            }
            using var path = builder.Detach();
            drawing.Fill(path, Tint(lanes.First())!.Value.WithAlpha(120));
        }
    }

    private static void DrawArrows(Drawing drawing, RoadNetwork network, GroundView view)
    {
        using var builder = new SKPathBuilder();
        var size = Math.Clamp(1.2f * view.PixelsPerMetre, 2.2f, 7);
        for (var lane = 0; lane < network.Lanes.Length; lane++)
        {
            var l = network.Lanes[lane];
            if (!l.IsDrivable || l.Length * view.PixelsPerMetre < ShortestWithArrow) continue;
            var count = Math.Max(1, (int)(l.Length * view.PixelsPerMetre / ArrowDistance));
            for (var k = 0; k < count; k++) AddArrow(builder, network.Sample(lane, l.Length * (k + 0.5f) / count), view, size, l.IsBidirectional);
        }
        using var path = builder.Detach();
        drawing.Stroke(path, Theme.Arrow, Math.Max(1, size / 4));
    }

    private static void AddArrow(SKPathBuilder builder, LaneSample at, GroundView view, float size, bool bothWays)
    {
        var centre = view.ToPicture(at.X, at.Y);
        var (sin, cos) = MathF.SinCos(at.Heading);
        SKPoint Point(float ahead, float left) => new(centre.X + ahead * cos - left * sin, centre.Y - ahead * sin - left * cos);
        builder.AddPoly([Point(0, size * 0.7f), Point(size, 0), Point(0, -size * 0.7f)], close: false);
        if (bothWays) builder.AddPoly([Point(-size / 2, size * 0.7f), Point(-size * 1.5f, 0), Point(-size / 2, -size * 0.7f)], close: false);
    }

    private static void DrawHeader(Drawing drawing, RoadMap map, RoadNetwork network, SKRect page)
    {
        drawing.Fill(new SKRect(page.Left, page.Top, page.Right, page.Top + HeaderHeight), Theme.Panel);
        var title = new TextStyle(20, Theme.Text, Bold: true);
        drawing.Text(drawing.Fit(map.Name, page.Width - 32, title), new(16, 28), title);
        var (width, height) = RoadRasterizer.Size(map);
        var drivable = map.Lanes.Count(lane => lane.IsDrivable());
        var text = FormattableString.Invariant($"{network.DrivableLength / 1000:0.00} km on {drivable} driving lanes, {Count(map.Lanes.Count - drivable, "other lane")}, {Count(map.Junctions.Count, "junction")}, {Count(map.Lights.Count, "light")}, {Count(map.Signs.Count, "sign")}, {width:0} × {height:0} m, drives on the {(map.DrivesOnLeft ? "left" : "right")}");
        var dim = new TextStyle(13, Theme.TextDim);
        drawing.Text(drawing.Fit(text, page.Width - 32, dim), new(16, 50), dim);
    }

    private static void DrawLegend(Drawing drawing, RoadMap map, SKRect page)
    {
        var types = map.Lanes.Where(lane => Tint(lane) is not null).Select(lane => lane.Type).Distinct().Order().ToArray();
        if (types.Length == 0) return;
        var style = new TextStyle(12, Theme.Text);
        float right = page.Right - 16, top = page.Bottom - 20 - 18 * types.Length;
        drawing.Fill(new SKRect(right - 92, top - 6, right, page.Bottom - 12), Theme.Overlay, 6);
        for (var i = 0; i < types.Length; i++)
        {
            var lane = map.Lanes.First(lane => lane.Type == types[i]);
            drawing.Fill(SKRect.Create(right - 84, top + 18 * i + 1, 12, 12), Tint(lane)!.Value, 2);
            drawing.Text(types[i].ToString().ToLowerInvariant(), new(right - 66, top + 18 * i + 11), style);
        }
    }

    private static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : FormattableString.Invariant($"{count} {thing}s");
}
