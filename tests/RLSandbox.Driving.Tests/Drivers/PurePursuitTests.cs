using RLSandbox.Driving.Components;
using RLSandbox.Driving.Drivers;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Tests.Drivers;

[Category("Formula")]
public sealed class PurePursuitTests
{
    private static readonly VehicleParameters Car = new();

    [Test]
    public void PointOnACircleThroughTheRearAxle_GivesTheSteeringOfThatCircle()
    {
        // Rear axle at the origin (the centre of gravity is 1.4227 m ahead), circle of radius 20 m to the left, point at 30 degrees on it:
        // (20 sin 30, 20 − 20 cos 30) = (10, 2.6795). Steering atan(2.5789 / 20) = 0.12824.
        var pose = new Pose(Car.RearAxle, 0, 0);
        Assert.That(PurePursuit.Steering(pose, 10f, 2.6795f, Car), Is.EqualTo(0.12824f).Within(1e-4f));
        Assert.That(PurePursuit.Steering(pose, 10f, -2.6795f, Car), Is.EqualTo(-0.12824f).Within(1e-4f));
    }

    [Test]
    public void PointAhead_SteersStraight() => Assert.That(PurePursuit.Steering(new Pose(1, 2, 0), 9f, 2f, Car), Is.Zero);

    [TestCase(1f, 0.55f)]
    [TestCase(-1f, -0.55f)]
    public void PointBehind_IsFullLockTowardsIt(float side, float expected)
        => Assert.That(PurePursuit.Steering(default, -10f, side, Car), Is.EqualTo(expected));
}
