using RLSandbox.Driving.Components;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Tests.Vehicles;

[Category("Formula")]
public sealed class KinematicBicycleTests
{
    private const float Rounding = 1e-3f;          // m; float sums over some hundred steps

    [TestCase(20f, 40f)]
    [TestCase(0f, 0f)]
    public void StraightAhead_CoversSpeedTimesTime(float speed, float expectedX)
    {
        var run = new VehicleRun(VehicleModel.Kinematic, 0.05f) { Vehicle = VehicleRun.Frictionless, Motion = new(speed, 0, 0, 0, 0) };
        run.For(2f, 0f, 0f);
        Assert.That(run.Pose.X, Is.EqualTo(expectedX).Within(Rounding));
        Assert.That(run.Pose.Heading, Is.Zero);
    }

    [Test]
    public void Bend_RearAxleRollsOnWheelbaseOverTangent()
    {
        // steering 0.3: tan = 0.30934, rear axle radius 2.5789 / 0.30934 = 8.3369 m; at 4 m/s yaw rate 0.47979 rad/s, lateral 1.4227 * 0.47979 = 0.68260
        var run = new VehicleRun(VehicleModel.Kinematic, 0.05f) { Vehicle = VehicleRun.Frictionless, Motion = new(4, 0, 0, 0.3f, 0) };
        run.Step(0.3f, 0f);
        Assert.That(run.Motion.YawRate, Is.EqualTo(0.47979f).Within(1e-4f));
        Assert.That(run.Motion.LateralVelocity, Is.EqualTo(0.68260f).Within(1e-4f));
    }

    [Test]
    public void MoreThanTheGrip_TurnsLess()
    {
        // 30 m/s, 0.3 rad would be 30² * 0.30934 / 2.5789 = 108 m/s²; the road holds 0.92 * 9.81 = 9.0252
        var run = new VehicleRun(VehicleModel.Kinematic, 0.05f) { Vehicle = VehicleRun.Frictionless, Motion = new(30, 0, 0, 0.3f, 0) };
        run.Step(0.3f, 0f);
        Assert.That(run.Motion.YawRate * 30f, Is.EqualTo(9.0252f).Within(1e-3f));
    }

    [Test]
    public void HalfTheStep_QuartersTheErrorOfAHalfCircle()
    {
        Assert.That(HalfCircleError(40) / HalfCircleError(80), Is.EqualTo(4f).Within(0.3f));      // second order; float rounding of the small error
    }

    [Test]
    public void Rates_LimitSteeringAndPedal()
    {
        var run = new VehicleRun(VehicleModel.Kinematic, 0.05f) { Motion = new(10, 0, 0, 0, 0) };
        run.Step(2f, -20f);                        // one step: 1 rad/s * 0.05 = 0.05 rad, 36 m/s³ * 0.05 = 1.8 m/s²
        Assert.That(run.Motion.Steering, Is.EqualTo(0.05f).Within(1e-6f));
        Assert.That(run.Motion.Acceleration, Is.EqualTo(-1.8f).Within(1e-6f));
        run.For(1f, 2f, -20f);
        Assert.That((run.Motion.Steering, run.Motion.Acceleration), Is.EqualTo((0.55f, -9f)));
    }

    [Test]
    public void NotANumber_KeepsTheLastSetting()
    {
        var run = new VehicleRun(VehicleModel.Dynamic, 0.05f) { Motion = new(10, 0, 0, 0.1f, 1f) };
        run.Step(float.NaN, float.NaN);
        Assert.That((run.Motion.Steering, run.Motion.Acceleration), Is.EqualTo((0.1f, 1f)));
    }

    private static float HalfCircleError(int steps)
    {
        // Speed 5 m/s of the rear axle at 0.3 rad: yaw rate 5 * 0.309336 / 2.5789 = 0.599745 rad/s, half a turn in pi / 0.599745 s.
        // The centre of gravity moves by 2 * rear radius to the left of the start and by twice its distance to the rear axle back.
        var vehicle = VehicleRun.Frictionless;
        var yawRate = 5f * MathF.Tan(0.3f) / vehicle.Wheelbase;
        var run = new VehicleRun(VehicleModel.Kinematic, MathF.PI / yawRate / steps) { Vehicle = vehicle, Motion = new(5, vehicle.RearAxle * yawRate, yawRate, 0.3f, 0) };
        for (var i = 0; i < steps; i++) run.Step(0.3f, 0f);
        float dx = run.Pose.X + 2f * vehicle.RearAxle, dy = run.Pose.Y - 2f * 5f / yawRate;
        return MathF.Sqrt(dx * dx + dy * dy);
    }
}
