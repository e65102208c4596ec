using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Tests.Vehicles;

/// <summary>What holds for any state and any step.</summary>
[Category("Property")]
public sealed class DynamicBicyclePropertyTests
{
    private const float Rounding = 2e-6f;          // relative; a dozen float operations on the energy

    [Test]
    public void Coasting_NeverGainsEnergy()
    {
        var vehicle = VehicleRun.Frictionless;     // nothing else may hide a gain of the tyres
        for (var i = 0u; i < 50_000; i++)
        {
            var key = new RandomKey(1, i, 0, RandomPurpose.Of("coasting"));
            var run = new VehicleRun(VehicleModel.Dynamic, key.Uniform(0.005f, 0.2f, 0)) { Vehicle = vehicle, Motion = VehicleRun.Absurd(i) };
            var before = DynamicBicycle.KineticEnergy(run.Motion, vehicle);
            run.Step(key.Uniform(-0.6f, 0.6f, 1), 0f);
            Assert.That(DynamicBicycle.KineticEnergy(run.Motion, vehicle), Is.LessThanOrEqualTo(before * (1f + Rounding)), $"state {i}");
        }
    }

    [Test]
    public void AMillionRandomSteps_StayFiniteAndGainNoMoreThanTheDriveGives()
    {
        var vehicle = new VehicleParameters();
        const float dt = 0.05f;
        for (var start = 0u; start < 10_000; start++)
        {
            var run = new VehicleRun(VehicleModel.Dynamic, dt) { Motion = VehicleRun.Absurd(start) };
            var key = new RandomKey(2, start, 0, RandomPurpose.Of("random driver"));
            var norm = Norm(run.Motion, vehicle);
            for (var step = 0u; step < 100; step++)
            {
                run.Step(key.Uniform(-1f, 1f, 0, step), key.Uniform(-20f, 20f, 1, step));
                // Tyres and resistance only shrink the velocity (in the norm of the energy); the drive adds at most 6 m/s² * dt.
                var next = Norm(run.Motion, vehicle);
                if (!(next <= (norm + vehicle.MaxDrive * dt) * (1f + Rounding))) Assert.Fail($"start {start} step {step}: {norm} became {next}, {run.Motion}");
                norm = next;
            }
            if (!float.IsFinite(run.Pose.X + run.Pose.Y + run.Pose.Heading)) Assert.Fail($"start {start}: {run.Pose}");
        }
    }

    [Test]
    public void MirroredWorld_GivesTheMirroredMotionBitForBit()
    {
        for (var i = 0u; i < 2_000; i++)
        {
            var key = new RandomKey(3, i, 0, RandomPurpose.Of("mirror"));
            var motion = VehicleRun.Absurd(i);
            var left = new VehicleRun(VehicleModel.Dynamic, 0.05f) { Motion = motion, Pose = new(3f, 2f, 0.7f) };
            var right = new VehicleRun(VehicleModel.Dynamic, 0.05f) { Motion = Mirror(motion), Pose = new(3f, -2f, -0.7f) };
            for (var step = 0u; step < 20; step++)
            {
                var (steering, pedal) = (key.Uniform(-0.6f, 0.6f, 0, step), key.Uniform(-10f, 6f, 1, step));
                left.Step(steering, pedal);
                right.Step(-steering, pedal);
            }
            Assert.That(right.Motion, Is.EqualTo(Mirror(left.Motion)));
            Assert.That(right.Pose, Is.EqualTo(new Pose(left.Pose.X, -left.Pose.Y, -left.Pose.Heading)));
        }
    }

    [Test]
    public void TurnedWorld_GivesTheSameMotionAndATurnedPath()
    {
        const float turn = 1.1f;
        const float Path = 1e-4f;                  // m; float rounding of a path of 30 m
        var plain = new VehicleRun(VehicleModel.Dynamic, 0.05f) { Motion = new(16, 0, 0, 0, 0) }.For(2f, 0.08f, 1f);
        var turned = new VehicleRun(VehicleModel.Dynamic, 0.05f) { Motion = new(16, 0, 0, 0, 0), Pose = new(0, 0, turn) }.For(2f, 0.08f, 1f);
        Assert.That(turned.Motion, Is.EqualTo(plain.Motion));
        Assert.That(turned.Pose.X, Is.EqualTo(MathF.Cos(turn) * plain.Pose.X - MathF.Sin(turn) * plain.Pose.Y).Within(Path));
        Assert.That(turned.Pose.Y, Is.EqualTo(MathF.Sin(turn) * plain.Pose.X + MathF.Cos(turn) * plain.Pose.Y).Within(Path));
    }

    [TestCase(2f, 0.3f)]
    [TestCase(16f, 0.08f)]
    [TestCase(30f, 0.03f)]
    public void HalfTheStep_HalvesTheError(float speed, float amplitude)
    {
        // End points at h, h / 2, h / 4: no reference is needed, and a far finer one would drown in float rounding.
        VehicleRun coarse = Weave(speed, amplitude, 0.025f), middle = Weave(speed, amplitude, 0.0125f), fine = Weave(speed, amplitude, 0.00625f);
        float first = Distance(coarse, middle), second = Distance(middle, fine);
        Assert.That(first / second, Is.EqualTo(2f).Within(0.3f), $"{first} and {second} m");     // first order; the rest is the second-order term
    }

    [Test]
    public void Disturbed_RunsStraightAgain(
        [Values(0.5f, 2f, 5f, 10f, 20f, 30f, 40f, 50f)] float speed, [Values(0.01f, 0.02f, 0.05f, 0.1f)] float dt)
    {
        var run = new VehicleRun(VehicleModel.Dynamic, dt) { Motion = new(speed, 0.2f, 0.1f, 0.02f, 0f) };
        run.AtSpeed(speed, 1.5f, 0f);
        var early = MathF.Abs(run.Motion.YawRate) + MathF.Abs(run.Motion.LateralVelocity) / speed;
        run.AtSpeed(speed, 1.5f, 0f);
        var late = MathF.Abs(run.Motion.YawRate) + MathF.Abs(run.Motion.LateralVelocity) / speed;
        Assert.That(early, Is.LessThan(0.02f));
        Assert.That(late, Is.LessThan(0.001f));
    }

    [Test]
    public void DisturbedUnderFullBrake_DoesNotSpin([Values(20f, 30f, 40f, 50f)] float speed, [Values(0.01f, 0.05f, 0.1f)] float dt)
    {
        var run = new VehicleRun(VehicleModel.Dynamic, dt) { Motion = new(speed, 0.2f, 0.05f, 0.005f, 0f) };
        while (run.Motion.Speed > 5f) run.Step(0f, -9f);
        Assert.That(MathF.Abs(run.Pose.Heading), Is.LessThan(0.2f));
        Assert.That(MathF.Abs(run.Motion.LateralVelocity), Is.LessThan(0.1f));
    }

    [TestCase(0.01f)]
    [TestCase(0.05f)]
    [TestCase(0.1f)]
    public void RollingToAStopInABend_NeverSwingsBack(float dt)
    {
        var run = new VehicleRun(VehicleModel.Dynamic, dt) { Motion = new(3, 0, 0, 0, 0) }.For(0.3f, 0.3f, 0f);
        while (run.Motion.Speed > 0f)
        {
            run.Step(0.3f, -1f);
            Assert.That(run.Motion.YawRate, Is.GreaterThanOrEqualTo(0f));
            Assert.That(run.Motion.LateralVelocity, Is.GreaterThanOrEqualTo(-1e-6f));      // rounding of the solve at standstill
        }
        run.For(1f, -0.3f, 0f);
        Assert.That(run.Motion.Speed, Is.Zero);
        Assert.That(MathF.Abs(run.Motion.YawRate) + MathF.Abs(run.Motion.LateralVelocity), Is.LessThan(1e-30f));   // what rounding leaves of a stop
    }

    [Test]
    public void StandingStill_StaysExactlyStillWhileTheWheelsTurn()
    {
        var start = new Pose(12.5f, -3.25f, 0.3f);
        var run = new VehicleRun(VehicleModel.Dynamic, 0.05f) { Pose = start };
        for (var i = 0; i < 200; i++) run.Step(i % 40 < 20 ? 0.5f : -0.5f, i % 60 < 30 ? 0f : -9f);
        Assert.That(run.Pose, Is.EqualTo(start));
    }

    [TestCase(1f, 0.4f)]
    [TestCase(3f, 0.1f)]
    [TestCase(8f, 0.01f)]
    public void LowLateralAcceleration_DrivesLikeTheKinematicModel(float speed, float steering)
    {
        var dynamic = new VehicleRun(VehicleModel.Dynamic, 0.02f) { Motion = new(speed, 0, 0, 0, 0) }.AtSpeed(speed, 4f, steering);
        var kinematic = new VehicleRun(VehicleModel.Kinematic, 0.02f) { Motion = new(speed, 0, 0, 0, 0) }.AtSpeed(speed, 4f, steering);
        var apart = Distance(dynamic, kinematic);
        Assert.That(apart, Is.LessThan(0.01f * speed * 4f));       // 1 % of the path; understeer K v² / L is 2.7 % of the turn at 8 m/s, 0.04 % at 1 m/s
    }

    private static VehicleRun Weave(float speed, float amplitude, float dt)
    {
        var run = new VehicleRun(VehicleModel.Dynamic, dt) { Motion = new(speed, 0, 0, 0, 0) };
        for (var action = 0; action < 30; action++) run.For(0.1f, amplitude * MathF.Sin(0.2f * action), action < 15 ? 1f : -1f);
        return run;
    }

    private static float Distance(VehicleRun a, VehicleRun b)
        => MathF.Sqrt((a.Pose.X - b.Pose.X) * (a.Pose.X - b.Pose.X) + (a.Pose.Y - b.Pose.Y) * (a.Pose.Y - b.Pose.Y));

    private static float Norm(in Motion motion, in VehicleParameters vehicle) => MathF.Sqrt(2f * DynamicBicycle.KineticEnergy(motion, vehicle));

    private static Motion Mirror(in Motion m) => m with { LateralVelocity = -m.LateralVelocity, YawRate = -m.YawRate, Steering = -m.Steering };
}
