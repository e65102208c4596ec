using RLSandbox.Driving.Components;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Tests.Vehicles;

/// <summary>Cases worked out by hand.</summary>
[Category("Formula")]
public sealed class DynamicBicycleTests
{
    private const float Rounding = 1e-3f;         // m; float sums over 40 steps of about a metre
    private const float SmallSlip = 0.01f;        // share; the brush curve is 1 % below its tangent at 5 % of the grip, front and rear alike
    private const float Metre = 1f;               // m; the step rounds a stop to 0.05 s, and both resistances are averaged by hand

    [Test]
    public void StraightAhead_CoversSpeedTimesTime()
    {
        var run = new VehicleRun(VehicleModel.Dynamic, 0.05f) { Vehicle = VehicleRun.Frictionless, Motion = new(20, 0, 0, 0, 0) };
        run.For(2f, 0f, 0f);                      // 2 s at 20 m/s = 40 m
        Assert.That(run.Pose.X, Is.EqualTo(40f).Within(Rounding));
        Assert.That((run.Pose.Y, run.Pose.Heading), Is.EqualTo((0f, 0f)));
    }

    [Test]
    public void ConstantPedal_FollowsHalfATSquared()
    {
        var run = new VehicleRun(VehicleModel.Dynamic, 0.05f) { Vehicle = VehicleRun.Frictionless, Motion = new(4, 0, 0, 0, 2) };
        run.For(2f, 0f, 2f);                      // 4 * 2 + 2 * 2² / 2 = 12 m, 4 + 2 * 2 = 8 m/s; the pedal is there already
        Assert.That(run.Pose.X, Is.EqualTo(12f).Within(Rounding));
        Assert.That(run.Motion.Speed, Is.EqualTo(8f).Within(Rounding));
    }

    [TestCase(8f, 0.05f)]
    [TestCase(16f, 0.05f)]
    [TestCase(30f, 0.05f)]
    [TestCase(40f, 0.05f)]
    [TestCase(40f, 0.1f)]
    public void SteadyBend_YawRateFollowsTheUndersteerGradient(float speed, float dt)
    {
        // yaw rate = v δ / (L + K v²), K = (1/18.8 − 1/23) / (0.92 * 9.81) = 0.0010762 rad s²/m, L = 2.5789 m
        const float L = 2.5789f, K = 0.0010762f;
        var steering = 0.05f * 9.0252f * (L / (speed * speed) + K);        // 5 % of the grip
        var run = new VehicleRun(VehicleModel.Dynamic, dt) { Motion = new(speed, 0, 0, 0, 0) }.AtSpeed(speed, 5f, steering);
        Assert.That(run.Motion.YawRate, Is.EqualTo(speed * steering / (L + K * speed * speed)).Within(SmallSlip * run.Motion.YawRate));
    }

    [TestCase(16f)]
    [TestCase(30f)]
    [TestCase(40f)]
    public void MoreSteeringThanTheRoadHolds_StopsAtTheGripAndRunsWide(float speed)
    {
        var vehicle = new VehicleParameters();
        var steering = 2.5f * vehicle.SteadySteering(0.5f * vehicle.Grip / (speed * speed), speed);
        var run = new VehicleRun(VehicleModel.Dynamic, 0.05f) { Motion = new(speed, 0, 0, 0, 0) }.AtSpeed(speed, 5f, steering);
        var lateral = run.Motion.YawRate * speed;
        Assert.That(lateral, Is.InRange(0.88f * vehicle.Grip, vehicle.Grip));     // 0.96 is what the front tyres have, steered far over they also brake
        Assert.That(run.Motion.YawRate, Is.LessThan(0.9f * speed * steering / vehicle.Wheelbase), "wheels do not roll where they point");
    }

    [Test]
    public void LockedInABendUnderFullBrake_LeavesTheSteadyCircle()
    {
        var vehicle = new VehicleParameters();
        var steering = vehicle.SteadySteering(0.8f * vehicle.Grip / 900f, 30f);
        var run = new VehicleRun(VehicleModel.Dynamic, 0.05f) { Motion = new(30, 0, 0, 0, 0) }.AtSpeed(30f, 4f, steering);
        var before = run.Motion.YawRate * 30f;
        run.For(0.6f, steering, -9f);
        // 95 % of the grip brakes, sqrt(1 − 0.95²) = 31 % is left for the bend
        Assert.That(before, Is.GreaterThan(0.75f * vehicle.Grip));
        Assert.That(PathAcceleration(run, steering), Is.LessThan(0.45f * vehicle.Grip));
    }

    [TestCase(0.01f)]
    [TestCase(0.05f)]
    [TestCase(0.1f)]
    public void FullBrakeFrom40_TakesAbout92Metres(float dt)
    {
        // Brake min(9, 0.95 * 9.025) = 8.574; rolling 0.12, air 0.56 at 40 m/s and half of it on average over the distance: 8.97 m/s².
        // 40² / (2 * 8.97) = 89.2 m. The pedal needs 8.574 / 36 = 0.24 s, in which half of the braking is missing: 0.12 s * 40 m/s, less
        // 0.12 s of standing at the end: 4.8 m − half of what 0.24 s brakes away (0.2 m) = 4.6 m. Sum 93.8, steps end inside the ramp: 92 to 94.
        var run = new VehicleRun(VehicleModel.Dynamic, dt) { Motion = new(40, 0, 0, 0, 0) }.For(6f, 0f, -20f);
        Assert.That(run.Motion.Speed, Is.Zero);
        Assert.That(run.Pose.X, Is.EqualTo(92.8f).Within(Metre));
    }

    [Test]
    public void FullDrive_Reaches40InAboutTwelveSecondsAndStopsAtTopSpeed()
    {
        // Without resistance: 14.03 m/s in 2.34 s at 6 m/s², then (1600 − 197) / (2 * 84.17) = 8.33 s: 10.7 s; resistance adds some 15 %.
        var run = new VehicleRun(VehicleModel.Dynamic, 0.05f).For(13f, 0f, 6f);
        Assert.That(run.Motion.Speed, Is.InRange(40f, 42f));
        run.For(60f, 0f, 6f);
        Assert.That(run.Motion.Speed, Is.EqualTo(50f).Within(Rounding));
    }

    [Test]
    public void BrakingToAStop_StaysThereAndDrivesOffAgain()
    {
        var run = new VehicleRun(VehicleModel.Dynamic, 0.05f) { Motion = new(5, 0, 0, 0, 0) }.For(3f, 0.2f, -9f);
        var stop = run.Pose;
        run.For(3f, -0.3f, -9f);
        Assert.That(run.Pose, Is.EqualTo(stop), "the brake never reverses");
        run.For(2f, 0f, 3f);
        Assert.That(run.Motion.Speed, Is.GreaterThan(4f));
    }

    private static float PathAcceleration(VehicleRun run, float steering)
    {
        var (fromSpeed, fromSide, from) = (run.Motion.Speed, run.Motion.LateralVelocity, run.Pose.Heading);
        run.Step(steering, -9f);
        var turned = MathF.Atan2(run.Motion.LateralVelocity, run.Motion.Speed) + run.Pose.Heading - MathF.Atan2(fromSide, fromSpeed) - from;
        return MathF.Abs(turned) / 0.05f * run.Motion.Speed;
    }
}
