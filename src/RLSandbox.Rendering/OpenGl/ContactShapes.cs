using System.Numerics;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>The layer <see cref="View.Layers.Contacts"/>: bodies that touch the followed vehicle, and it too, in a red frame.</summary>
internal static class ContactShapes
{
    private const float Width = 0.22f, Reach = 0.05f;                    // m; bodies that near touch: a step has just parted them

    /// <summary>Adds the frames.</summary>
    public static void Add(GroundShapes shapes, Snapshot snapshot, int agent, MapScene scene)
    {
        var own = new Body(snapshot.Vehicles[agent].Pose, snapshot.VehicleFootprint);
        var others = snapshot.Vehicles.Where((vehicle, i) => i != agent && vehicle.IsActive).Select(vehicle => new Body(vehicle.Pose, snapshot.VehicleFootprint))
            .Concat(snapshot.Obstacles.Select(obstacle => new Body(obstacle.Pose, obstacle.Footprint)))
            .Concat(snapshot.Actors.Select(actor => new Body(actor.Pose, actor.Footprint)));
        var touches = false;
        foreach (var other in others)
        {
            if (!Touch(own, other)) continue;
            touches = true;
            Frame(shapes, other, scene);
        }
        if (touches) Frame(shapes, own, scene);
    }

    /// <summary>Whether no axis parts two rectangles.</summary>
    private static bool Touch(Body a, Body b)
    {
        var apart = new Vector2(b.Pose.X - a.Pose.X, b.Pose.Y - a.Pose.Y);
        foreach (var axis in (ReadOnlySpan<Vector2>)[a.Ahead, a.Left, b.Ahead, b.Left])
            if (MathF.Abs(Vector2.Dot(apart, axis)) > a.HalfAlong(axis) + b.HalfAlong(axis) + Reach) return false;
        return true;
    }

    private static void Frame(GroundShapes shapes, Body body, MapScene scene)
    {
        Vector2 middle = scene.Place(body.Pose.X, body.Pose.Y), ahead = body.Ahead * (body.Footprint.HalfLength + Width / 2), left = body.Left * (body.Footprint.HalfWidth + Width / 2);
        shapes.Polyline([middle - ahead - left, middle + ahead - left, middle + ahead + left, middle - ahead + left], Width, new(Theme.Bad), closed: true);
    }

    private readonly record struct Body(Pose Pose, Footprint Footprint)
    {
        public Vector2 Ahead => new(MathF.Cos(Pose.Heading), MathF.Sin(Pose.Heading));

        public Vector2 Left => new(-Ahead.Y, Ahead.X);

        public float HalfAlong(Vector2 axis) => Footprint.HalfLength * MathF.Abs(Vector2.Dot(Ahead, axis)) + Footprint.HalfWidth * MathF.Abs(Vector2.Dot(Left, axis));
    }
}
