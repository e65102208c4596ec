using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>Draws vehicles and obstacles in world metres.</summary>
/// <remarks>Shapes of a car are in half lengths (x forward) and half widths (y left), so that they fit any footprint; wheels and lamps are in metres.</remarks>
internal sealed class BodyPainter : IDisposable
{
    private const float AxleShare = 0.58f;
    private const float WheelLength = 0.66f, WheelWidth = 0.26f;
    /// <summary>Commanded deceleration from which the brake lamps shine, m/s².</summary>
    private const float BrakeLampFrom = 0.5f;
    private const float ShortestVehicle = 0.7f;                          // m, half length: shorter ones are people
    private const float ShadowX = 0.25f, ShadowY = -0.3f;

    private readonly SKPath _body = Body();
    private readonly SKPath _windscreen = Pane(0.40f, 0.74f, 0.12f, 0.62f, 0.07f);
    private readonly SKPath _rearWindow = Pane(-0.80f, 0.66f, -0.60f, 0.58f, -0.04f);
    private readonly SKPath _sideWindows = SideWindows();

    /// <summary>A car with turned front wheels, and brake lamps where it brakes.</summary>
    public void DrawVehicle(Drawing drawing, VehicleSnapshot vehicle, Footprint footprint, SKColor colour)
    {
        var (pose, motion) = (vehicle.Pose, vehicle.Motion);
        using (Scaled(drawing, Shadow(pose), footprint)) drawing.Fill(_body, Theme.Shadow);
        DrawWheels(drawing, pose, motion, footprint);
        using (Scaled(drawing, pose, footprint))
        {
            drawing.Fill(_body, colour);
            drawing.Fill(new SKRect(-0.60f, -0.60f, 0.16f, 0.60f), Theme.Mix(colour, SKColors.White, 0.18f), 0.12f);
            drawing.Fill(_windscreen, Theme.Glass);
            drawing.Fill(_rearWindow, Theme.Glass);
            drawing.Fill(_sideWindows, Theme.Glass);
        }
        DrawLamps(drawing, pose, motion, footprint);
    }

    /// <summary>A road user of a recorded scene: grey while it is replayed, coloured once it drives by itself; a disc for somebody on foot.</summary>
    public void DrawActor(Drawing drawing, ActorSnapshot actor)
    {
        var colour = actor.IsReactive ? Theme.Others[0] : Theme.Recorded;
        if (actor.Footprint.HalfLength < ShortestVehicle) drawing.Disc(new(actor.Pose.X, actor.Pose.Y), Math.Max(actor.Footprint.HalfLength, actor.Footprint.HalfWidth), colour);
        else DrawVehicle(drawing, new(actor.Pose, new(actor.Speed, 0, 0, 0, 0), default, default, true), actor.Footprint, colour);
    }

    /// <summary>A striped block.</summary>
    public static void DrawObstacle(Drawing drawing, ObstacleSnapshot obstacle)
    {
        var block = new SKRect(-1, -1, 1, 1);
        using (Scaled(drawing, Shadow(obstacle.Pose), obstacle.Footprint)) drawing.Fill(block, Theme.Shadow);
        using (Scaled(drawing, obstacle.Pose, obstacle.Footprint))
        {
            drawing.Fill(block, Theme.Obstacle);
            drawing.Fill(new SKRect(-0.5f, -1, -0.1f, 1), Theme.ObstacleStripe);
            drawing.Fill(new SKRect(0.3f, -1, 0.7f, 1), Theme.ObstacleStripe);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var path in (SKPath[])[_body, _windscreen, _rearWindow, _sideWindows]) path.Dispose();
    }

    private static Pose Shadow(Pose pose) => pose with { X = pose.X + ShadowX, Y = pose.Y + ShadowY };

    private static void DrawWheels(Drawing drawing, Pose pose, Motion motion, Footprint footprint)
    {
        var wheel = SKRect.Create(-WheelLength / 2, -WheelWidth / 2, WheelLength, WheelWidth);
        var beside = footprint.HalfWidth - 0.3f * WheelWidth;
        for (var corner = 0; corner < 4; corner++)
        {
            var isFront = corner < 2;
            using var frame = In(drawing, pose);
            drawing.Canvas.Translate((isFront ? AxleShare : -AxleShare) * footprint.HalfLength, corner % 2 == 0 ? beside : -beside);
            if (isFront) drawing.Canvas.RotateRadians(motion.Steering);
            drawing.Fill(wheel, Theme.Tyre, 0.08f);
        }
    }

    private static void DrawLamps(Drawing drawing, Pose pose, Motion motion, Footprint footprint)
    {
        using var frame = In(drawing, pose);
        var brakes = motion.Acceleration < -BrakeLampFrom;
        for (var side = -1; side <= 1; side += 2)
        {
            var y = side * 0.68f * footprint.HalfWidth;
            drawing.Disc(new(0.9f * footprint.HalfLength, y), 0.16f, Theme.HeadLamp);
            var tail = new SKPoint(-0.96f * footprint.HalfLength, y);
            if (brakes) drawing.Disc(tail, 0.55f, Theme.BrakeLamp.WithAlpha(90));
            drawing.Fill(SKRect.Create(tail.X - 0.1f, tail.Y - 0.25f, 0.25f, 0.5f), brakes ? Theme.BrakeLamp : Theme.TailLamp);
        }
    }

    /// <summary>Vehicle frame in half lengths and half widths, until disposed.</summary>
    private static SKAutoCanvasRestore Scaled(Drawing drawing, Pose pose, Footprint footprint)
    {
        var frame = In(drawing, pose);
        drawing.Canvas.Scale(footprint.HalfLength, footprint.HalfWidth);
        return frame;
    }

    /// <summary>Vehicle frame in metres, until disposed.</summary>
    private static SKAutoCanvasRestore In(Drawing drawing, Pose pose)
    {
        var frame = new SKAutoCanvasRestore(drawing.Canvas, doSave: true);
        drawing.Canvas.Translate(pose.X, pose.Y);
        drawing.Canvas.RotateRadians(pose.Heading);
        return frame;
    }

    private static SKPath Body()
    {
        using var path = new SKPathBuilder();
        path.MoveTo(-1, -0.70f);
        path.QuadTo(-1, -0.96f, -0.86f, -0.97f);
        path.LineTo(0.50f, -1);
        path.QuadTo(0.92f, -0.98f, 0.98f, -0.56f);
        path.QuadTo(1.02f, 0, 0.98f, 0.56f);
        path.QuadTo(0.92f, 0.98f, 0.50f, 1);
        path.LineTo(-0.86f, 0.97f);
        path.QuadTo(-1, 0.96f, -1, 0.70f);
        path.Close();
        return path.Detach();
    }

    /// <summary>A window across the car: its outer edge bulges by <paramref name="bulge"/>.</summary>
    private static SKPath Pane(float outerX, float outerY, float innerX, float innerY, float bulge)
    {
        using var path = new SKPathBuilder();
        path.MoveTo(outerX, -outerY);
        path.QuadTo(outerX + 2 * bulge, 0, outerX, outerY);
        path.LineTo(innerX, innerY);
        path.QuadTo(innerX + bulge, 0, innerX, -innerY);
        path.Close();
        return path.Detach();
    }

    private static SKPath SideWindows()
    {
        using var path = new SKPathBuilder();
        for (var side = -1; side <= 1; side += 2)
            path.AddPoly([new(-0.55f, side * 0.66f), new(0.08f, side * 0.66f), new(0.24f, side * 0.80f), new(-0.62f, side * 0.78f)], close: true);
        return path.Detach();
    }
}
