using System.Numerics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Scenes;
using static RLSandbox.Rendering.OpenGl.BodyPart;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>What bodies there are.</summary>
internal enum BodyKind
{
    /// <summary>A passenger car.</summary>
    Car,

    /// <summary>A cab with a load behind it.</summary>
    Truck,

    /// <summary>A long box with many windows.</summary>
    Bus,

    /// <summary>Two wheels with a motor.</summary>
    Motorbike,

    /// <summary>Two wheels without.</summary>
    Bicycle,

    /// <summary>Somebody on foot.</summary>
    Pedestrian,

    /// <summary>A striped block.</summary>
    Obstacle,

    /// <summary>A tree.</summary>
    Tree,

    /// <summary>What a sign or a light stands on.</summary>
    Pole,

    /// <summary>A tree from so far away that its leaves do not show.</summary>
    DistantTree,

    /// <summary>A car from so far away that its wheels do not show.</summary>
    Distant,
}

/// <summary>The shapes of all bodies, and which one fits what.</summary>
internal static class BodyCatalogue
{
    private const float ShortestTruck = 3.1f, ShortestBus = 5.2f, NarrowestCar = 0.55f, ShortestBike = 0.55f, NarrowestMotorbike = 0.38f;      // m, half lengths and widths

    /// <summary>The body of a road user: its kind where that is known, else its footprint tells.</summary>
    public static BodyKind Of(ActorKind kind, in Footprint footprint) => kind switch
    {
        ActorKind.Truck => BodyKind.Truck,
        ActorKind.Bus => BodyKind.Bus,
        ActorKind.Motorcycle => BodyKind.Motorbike,
        ActorKind.Bicycle => BodyKind.Bicycle,
        ActorKind.Pedestrian => BodyKind.Pedestrian,
        ActorKind.Obstacle => BodyKind.Obstacle,
        _ => Of(footprint),
    };

    /// <summary>The body that a footprint suggests.</summary>
    public static BodyKind Of(in Footprint footprint) => footprint switch
    {
        { HalfLength: < ShortestBike } => BodyKind.Pedestrian,
        { HalfWidth: < NarrowestMotorbike } => BodyKind.Bicycle,
        { HalfWidth: < NarrowestCar } => BodyKind.Motorbike,
        { HalfLength: > ShortestBus } => BodyKind.Bus,
        { HalfLength: > ShortestTruck } => BodyKind.Truck,
        _ => BodyKind.Car,
    };

    /// <summary>How tall it stands, m.</summary>
    public static float Height(BodyKind kind, in Footprint footprint) => kind switch
    {
        BodyKind.Truck => Math.Clamp(1.05f * footprint.HalfLength, 2.4f, 3.6f),
        BodyKind.Bus => 3.1f,
        BodyKind.Motorbike or BodyKind.Bicycle => 1.7f,
        BodyKind.Pedestrian => 1.75f,
        BodyKind.Obstacle => 1,
        _ => Math.Clamp(0.66f * footprint.HalfLength, 0.5f, 1.5f),
    };

    /// <summary>Its shape.</summary>
    public static BodyShapes Shape(BodyKind kind) => kind switch
    {
        BodyKind.Car => Car(),
        BodyKind.Truck => Truck(),
        BodyKind.Bus => Bus(),
        BodyKind.Motorbike => TwoWheeler(0.34f, 0.16f, 0.62f),
        BodyKind.Bicycle => TwoWheeler(0.33f, 0.06f, 0.22f),
        BodyKind.Pedestrian => Pedestrian(),
        BodyKind.Obstacle => new BodyShapes(1).Loft(0.01f, 1, new(0, -1, 1, 1, 1, Stripes), new(1, -1, 1, 1, 1, Stripes)),
        BodyKind.Tree => Tree(),
        BodyKind.DistantTree => new BodyShapes(3)
            .Loft(0.09f, 1, new(0, -0.12f, 0.12f, 0.12f, 0.12f, Bark), new(0.42f, -0.09f, 0.09f, 0.09f, 0.09f, Bark))
            .Loft(0.9f, 1, new(0.30f, -0.5f, 0.5f, 0.5f, 0.5f, Leaves), new(0.52f, -0.97f, 0.97f, 0.97f, 0.97f, Leaves), new(0.84f, -0.58f, 0.58f, 0.58f, 0.58f, Leaves), new(1, -0.1f, 0.1f, 0.1f, 0.1f, Leaves)),
        BodyKind.Pole => new BodyShapes(1).Loft(0.3f, 1, new(0, -1, 1, 1, 1, Trim), new(1, -1, 1, 1, 1, Trim)),
        _ => new BodyShapes(1)
            .Loft(0.2f, 2.4f, new(0.1f, -1, 1, 0.95f, 0.92f, Paint), new(0.57f, -0.98f, 0.97f, 0.93f, 0.88f, Paint), new(0.64f, -0.80f, 0.38f, 0.84f, 0.84f, Glass), new(0.97f, -0.58f, 0.06f, 0.7f, 0.7f, Roof))
            .Plates(new(0.93f, 0.66f, 0.54f), new(0.36f, 0.36f, 0.16f), HeadLamp).Plates(new(-0.95f, 0.66f, 0.54f), new(0.30f, 0.40f, 0.16f), TailLamp),
    };

    private static BodyShapes Car() => new BodyShapes(4)
        .Wheel(-0.60f, 0.86f, 0.33f, 0.24f, Tyre).Wheel(-0.60f, -0.86f, 0.33f, 0.24f, Tyre)
        .Wheel(0.60f, 0.86f, 0.33f, 0.24f, FrontTyre).Wheel(0.60f, -0.86f, 0.33f, 0.24f, FrontTyre)
        .Loft(0.42f, 2.4f,
            new(0.15f, -0.97f, 0.98f, 0.84f, 0.82f, Trim), new(0.26f, -1, 1, 0.94f, 0.90f, Paint), new(0.50f, -0.99f, 0.995f, 0.95f, 0.90f, Paint), new(0.58f, -0.97f, 0.94f, 0.90f, 0.82f, Paint),
            new(0.64f, -0.80f, 0.38f, 0.84f, 0.84f, Glass), new(0.93f, -0.60f, 0.08f, 0.71f, 0.72f, Roof), new(0.98f, -0.57f, 0.04f, 0.66f, 0.67f, Roof))
        .Boxes(new(0.935f, 0.64f, 0.50f), new(0.34f, 0.30f, 0.16f), HeadLamp, HeadLamp)
        .Boxes(new(-0.955f, 0.66f, 0.53f), new(0.20f, 0.36f, 0.16f), TailLamp, TailLamp)
        .Boxes(new(0.90f, 0.845f, 0.47f), new(0.26f, 0.13f, 0.14f), LeftIndicator, RightIndicator)
        .Boxes(new(-0.93f, 0.90f, 0.50f), new(0.22f, 0.12f, 0.14f), LeftIndicator, RightIndicator)
        .Boxes(new(0.34f, 0.99f, 0.62f), new(0.14f, 0.20f, 0.12f), Paint, Paint);

    private static BodyShapes Truck() => new BodyShapes(3)
        .Wheel(-0.72f, 0.84f, 0.48f, 0.3f, Tyre).Wheel(-0.72f, -0.84f, 0.48f, 0.3f, Tyre).Wheel(-0.48f, 0.84f, 0.48f, 0.3f, Tyre).Wheel(-0.48f, -0.84f, 0.48f, 0.3f, Tyre)
        .Wheel(0.76f, 0.84f, 0.48f, 0.3f, FrontTyre).Wheel(0.76f, -0.84f, 0.48f, 0.3f, FrontTyre)
        .Loft(0.08f, 3.2f, new(0.14f, -0.98f, 0.95f, 0.8f, 0.8f, Trim), new(0.24f, -0.98f, 0.95f, 0.8f, 0.8f, Trim))
        .Loft(0.06f, 3.2f, new(0.24f, -1, 0.56f, 0.98f, 0.98f, Roof), new(0.97f, -1, 0.56f, 0.98f, 0.98f, Roof), new(0.98f, -0.99f, 0.55f, 0.95f, 0.95f, Roof))
        .Loft(0.20f, 3.2f,
            new(0.13f, 0.60f, 1, 0.96f, 0.96f, Paint), new(0.48f, 0.60f, 1, 0.96f, 0.94f, Glass), new(0.72f, 0.60f, 0.95f, 0.94f, 0.9f, Paint), new(0.80f, 0.62f, 0.90f, 0.9f, 0.86f, Paint))
        .Boxes(new(0.985f, 0.72f, 0.24f), new(0.2f, 0.34f, 0.2f), HeadLamp, HeadLamp)
        .Boxes(new(-1, 0.8f, 0.22f), new(0.16f, 0.4f, 0.18f), TailLamp, TailLamp)
        .Boxes(new(0.97f, 0.97f, 0.24f), new(0.24f, 0.12f, 0.2f), LeftIndicator, RightIndicator)
        .Boxes(new(-0.99f, 0.99f, 0.24f), new(0.24f, 0.12f, 0.2f), LeftIndicator, RightIndicator);

    private static BodyShapes Bus() => new BodyShapes(3)
        .Wheel(-0.55f, 0.88f, 0.5f, 0.3f, Tyre).Wheel(-0.55f, -0.88f, 0.5f, 0.3f, Tyre).Wheel(0.62f, 0.88f, 0.5f, 0.3f, FrontTyre).Wheel(0.62f, -0.88f, 0.5f, 0.3f, FrontTyre)
        .Loft(0.22f, 4.6f,
            new(0.10f, -1, 1, 0.97f, 0.97f, Paint), new(0.42f, -1, 1, 0.98f, 0.98f, Glass), new(0.80f, -0.99f, 0.975f, 0.96f, 0.95f, Paint), new(0.95f, -0.98f, 0.96f, 0.92f, 0.9f, Roof), new(0.97f, -0.97f, 0.95f, 0.88f, 0.86f, Roof))
        .Box(new(-0.45f, 0, 1), new(2.2f, 1.3f, 0.22f), Trim).Box(new(0.35f, 0, 1), new(1.4f, 1.2f, 0.2f), Trim)
        .Boxes(new(0.99f, 0.72f, 0.2f), new(0.24f, 0.34f, 0.2f), HeadLamp, HeadLamp)
        .Boxes(new(-1, 0.8f, 0.3f), new(0.2f, 0.34f, 0.3f), TailLamp, TailLamp)
        .Boxes(new(0.97f, 0.98f, 0.24f), new(0.24f, 0.12f, 0.2f), LeftIndicator, RightIndicator)
        .Boxes(new(-0.98f, 0.98f, 0.24f), new(0.24f, 0.12f, 0.2f), LeftIndicator, RightIndicator);

    /// <summary>Wheels, a frame, and somebody on it.</summary>
    private static BodyShapes TwoWheeler(float radius, float tyre, float frame) => new BodyShapes(3)
        .Wheel(-0.66f, 0, radius, tyre, Tyre).Wheel(0.66f, 0, radius, tyre, FrontTyre)
        .Loft(0.2f, 3, new(0.22f, -0.55f, 0.5f, frame * 0.5f, frame * 0.4f, Paint), new(0.44f, -0.7f, 0.55f, frame, frame * 0.6f, Paint), new(0.52f, -0.6f, 0.5f, frame * 0.7f, frame * 0.4f, Paint))
        .Box(new(0.5f, 0, 0.62f), new(0.08f, 0.62f, 0.06f), Trim)
        .Loft(0.4f, 3, new(0.46f, -0.30f, 0.10f, 0.35f, 0.35f, Trim), new(0.62f, -0.26f, 0.16f, 0.55f, 0.5f, Trim), new(0.80f, -0.12f, 0.26f, 0.62f, 0.6f, Trim), new(0.84f, -0.02f, 0.22f, 0.3f, 0.3f, Trim))
        .Boxes(new(0.28f, 0.5f, 0.68f), new(0.5f, 0.1f, 0.1f), Trim, Trim)
        .Loft(0.3f, 3, new(0.84f, 0.03f, 0.21f, 0.22f, 0.22f, Skin), new(0.90f, 0.0f, 0.26f, 0.3f, 0.3f, Roof), new(0.97f, 0.02f, 0.22f, 0.26f, 0.26f, Roof), new(1, 0.08f, 0.17f, 0.1f, 0.1f, Roof))
        .Box(new(0.78f, 0, 0.52f), new(0.1f, 0.14f, 0.12f), HeadLamp).Box(new(-0.85f, 0, 0.46f), new(0.1f, 0.14f, 0.1f), TailLamp);

    private static BodyShapes Pedestrian() => new BodyShapes(4)
        .Loft(0.4f, 1, new(0, -0.42f, 0.42f, 0.45f, 0.45f, Trim), new(0.46f, -0.46f, 0.46f, 0.60f, 0.60f, Paint), new(0.62f, -0.52f, 0.52f, 0.80f, 0.80f, Paint), new(0.80f, -0.48f, 0.48f, 0.98f, 0.98f, Paint), new(0.84f, -0.2f, 0.2f, 0.3f, 0.3f, Skin))
        .Loft(0.34f, 1, new(0.83f, -0.2f, 0.2f, 0.2f, 0.2f, Skin), new(0.89f, -0.36f, 0.38f, 0.34f, 0.34f, Skin), new(0.93f, -0.38f, 0.32f, 0.35f, 0.35f, Bark), new(0.98f, -0.3f, 0.22f, 0.26f, 0.26f, Bark), new(1, -0.15f, 0.1f, 0.1f, 0.1f, Bark));

    private static BodyShapes Tree() => new BodyShapes(3)
        .Loft(0.09f, 1, new(0, -0.13f, 0.13f, 0.13f, 0.13f, Bark), new(0.42f, -0.09f, 0.09f, 0.09f, 0.09f, Bark))
        .Loft(0.95f, 1,
            new(0.30f, -0.42f, 0.42f, 0.42f, 0.42f, Leaves), new(0.42f, -0.88f, 0.84f, 0.86f, 0.88f, Leaves), new(0.56f, -0.98f, 1, 1, 0.96f, Leaves),
            new(0.72f, -0.80f, 0.84f, 0.82f, 0.80f, Leaves), new(0.86f, -0.52f, 0.50f, 0.50f, 0.54f, Leaves), new(0.96f, -0.24f, 0.22f, 0.22f, 0.24f, Leaves), new(1, -0.08f, 0.08f, 0.08f, 0.08f, Leaves));
}
