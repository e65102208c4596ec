using System.Numerics;
using RLSandbox.Driving;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>The layers <see cref="View.Layers.Sensors"/> and <see cref="View.Layers.Frustum"/>: what a vehicle is told about the road, and the ground that its camera sees.</summary>
internal static class SensorShapes
{
    private const float PointRadius = 0.4f, RayWidth = 0.1f, EdgeWidth = 0.18f, SlowestLook = 2;      // m; m/s as the state sensor has it
    private const float FarthestNear = 0.98f;                            // share of the view at which a camera that looks up begins to see ground

    /// <summary>Points of the route ahead with rays to them, and the way to the centre line.</summary>
    public static void AddSensors(GroundShapes shapes, Snapshot snapshot, VehicleSnapshot vehicle, MapScene scene)
    {
        if (snapshot.State is not { } state) return;
        var (circuit, position, car) = (snapshot.Map.Circuit, vehicle.Position, scene.Place(vehicle.Pose.X, vehicle.Pose.Y));
        if (state.Features.Contains(StateFeature.LateralOffset)) shapes.Line(car, Place(position.Arc), RayWidth, new(Theme.YellowLine.WithAlpha(220)));
        if (!state.Features.Contains(StateFeature.LookAhead)) return;
        var spacing = state.LookAheadSpacing * (state.SpacingInSeconds ? Math.Max(SlowestLook, vehicle.Motion.Speed) : 1);
        for (var k = state.LookAheadPoints; k >= 1; k--)
        {
            var point = Place(position.Arc + k * spacing);
            shapes.Line(car, point, RayWidth, new(Theme.Accent.WithAlpha(110)));
            shapes.Disc(point, PointRadius, new(Theme.Mix(Theme.Accent, Theme.Good, k / (float)state.LookAheadPoints)));
        }

        Vector2 Place(float arc)
        {
            var sample = circuit.Sample(arc);
            return scene.Place(sample.X, sample.Y);
        }
    }

    /// <summary>Outline of the ground in the picture.</summary>
    public static void AddFrustum(GroundShapes shapes, Snapshot snapshot, VehicleSnapshot vehicle, MapScene scene)
    {
        if (snapshot.Camera is not { } camera) return;
        var (sin, cos) = MathF.SinCos(vehicle.Pose.Heading);
        var car = scene.Place(vehicle.Pose.X, vehicle.Pose.Y);
        Span<Vector2> corners = stackalloc Vector2[4];
        Ground(camera, corners);
        for (var i = 0; i < corners.Length; i++) corners[i] = car + new Vector2(cos * corners[i].X - sin * corners[i].Y, sin * corners[i].X + cos * corners[i].Y);
        shapes.Surface(corners[0], corners[1], corners[2], corners[3], new(Theme.HeadLamp.WithAlpha(34)));
        shapes.Polyline(corners, EdgeWidth, new(Theme.HeadLamp.WithAlpha(200)), closed: true);
    }

    /// <summary>Corners in the frame of the car, x forward, y left.</summary>
    private static void Ground(CameraConfig camera, Span<Vector2> corners)
    {
        if (camera.Projection == CameraProjection.TopDown)
        {
            var view = camera.View;
            float left = view.CarColumn * view.MetresPerPixel, right = left - view.Width * view.MetresPerPixel, front = view.CarRow * view.MetresPerPixel, back = front - view.Height * view.MetresPerPixel;
            (corners[0], corners[1], corners[2], corners[3]) = (new(back, left), new(front, left), new(front, right), new(back, right));
            return;
        }
        var forward = camera.ForwardView;
        float half = MathF.Tan(forward.FieldOfView / 2), down = forward.Pitch + MathF.Atan(half * forward.Height / forward.Width), far = forward.Reach;
        var near = down <= 0 ? far * FarthestNear : down >= MathF.PI / 2 ? 0 : Math.Min(forward.MountForward + forward.MountHeight / MathF.Tan(down), far * FarthestNear);
        float Aside(float ahead) => half * ((ahead - forward.MountForward) * MathF.Cos(forward.Pitch) + forward.MountHeight * MathF.Sin(forward.Pitch));
        (corners[0], corners[1], corners[2], corners[3]) = (new(near, Aside(near)), new(far, Aside(far)), new(far, -Aside(far)), new(near, -Aside(near)));
    }
}
