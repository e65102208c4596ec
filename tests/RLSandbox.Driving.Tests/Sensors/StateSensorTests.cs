using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Driving.Tests.Sensors;

public sealed class StateSensorTests
{
    private const float Rounding = 1e-5f;                                // a few float operations on numbers of about 1
    private const float Curve = 2e-3f;                                   // the spline through 72 points of a circle, seen over 30 m
    private const float Quarter = MathF.PI / 2;
    private const double Radius = 50;
    private static readonly StateScales Scales = new(TopSpeed: 16f, Steering: 0.5f, Acceleration: 8f);
    private static readonly Circuit Ring = MakeRing();
    private static readonly CircuitTable Rings = new(Ring);

    [TestCase(StateFeature.Speed, 0.75f)]                                // 12 / 16 m/s
    [TestCase(StateFeature.SlipAngle, -0.166282f)]                       // atan(-1 / 12) = -0.0831412 rad, over 0.5 rad
    [TestCase(StateFeature.YawRate, 0.3f)]                               // rad/s as it is
    [TestCase(StateFeature.Steering, -0.4f)]                             // -0.2 / 0.5 rad
    [TestCase(StateFeature.Acceleration, 0.25f)]                         // 2 / 8 m/s²
    [TestCase(StateFeature.LateralOffset, 0.5f)]                         // 2 m of 4 m to the left
    [TestCase(StateFeature.HeadingError, 0.25f)]                         // π/4 of π
    public void Feature_HasItsScale(StateFeature feature, float expected)
    {
        var motion = new Motion(Speed: 12f, LateralVelocity: -1f, YawRate: 0.3f, Steering: -0.2f, Acceleration: 2f);
        var place = new CircuitPosition(0f, LateralOffset: 2f, Heading: 1f, Curvature: 0f, LeftWidth: 4f, RightWidth: 5f);
        var state = Write([feature], new(0f, 0f, 1f + MathF.PI / 4), motion, place);
        Assert.That(state, Is.EqualTo(new[] { expected }).Within(Rounding));
    }

    [Test]
    public void RightOfTheCentreLine_IsMeasuredByTheRightWidth()         // −2.5 m of 5 m
    {
        Assert.That(Write([StateFeature.LateralOffset], default, default, new(0f, -2.5f, 0f, 0f, 4f, 5f)), Is.EqualTo(new[] { -0.5f }));
    }

    [Test]
    public void HeadingError_TakesTheShortWayRound()                     // from 3 to −3 rad it is 2π − 6 = 0.2832 rad to the left
    {
        var state = Write([StateFeature.HeadingError], new(0f, 0f, -3f), default, new(0f, 0f, 3f, 0f, 4f, 4f));
        Assert.That(state[0], Is.EqualTo(0.0901408f).Within(Rounding));
    }

    [TestCase(0f, 0f, 0f)]
    [TestCase(0f, 0.1f, 0.199337f)]                                      // parked: atan(0.1 / 1) = 0.0996687 rad, over 0.5 rad
    [TestCase(-10f, 10f, 1.570796f)]                                     // backwards: atan(10 / 10) = 0.7853982 rad
    public void Slip_StaysSmallAtRestAndBackwards(float speed, float lateral, float expected)
    {
        var state = Write([StateFeature.SlipAngle], default, new(speed, lateral, 0f, 0f, 0f), default);
        Assert.That(state[0], Is.EqualTo(expected).Within(Rounding));
    }

    [Test]
    public void Features_StandInTheOrderOfTheList()
    {
        var motion = new Motion(16f, 0f, 0.5f, 0.25f, 0f);
        Assert.That(Write([StateFeature.YawRate, StateFeature.Speed, StateFeature.Steering], default, motion, default), Is.EqualTo(new[] { 0.5f, 1f, 0.5f }));
    }

    [Test]
    public void LookAhead_IsTheCentreLineInTheCarsFrame()
    {
        // On a circle of 50 m driven counter-clockwise, a point at arc s ahead is 50 · sin(s/50) forward and 50 · (1 − cos(s/50)) to the left,
        // wherever the car is. Three points 10 m apart, over 30 m: s = 10, 20, 30.
        var car = OnRing(arc: 120);
        var state = Write([StateFeature.Speed, StateFeature.LookAhead], car, default, Ring.Locate(car.X, car.Y), points: 3, spacing: 10f);
        float[] expected = [0f, 0.331116f, 0.033222f, 0.649031f, 0.131565f, 0.941071f, 0.291107f];
        Assert.That(state, Is.EqualTo(expected).Within(Curve));
    }

    [Test]
    public void LookAheadInSeconds_ReachesFartherAtSpeed()
    {
        // 2 points 0.5 s apart at 20 m/s: 10 and 20 m, over 20 m; at rest 2 m/s count: 1 and 2 m, over 2 m, nearly straight ahead.
        var place = Ring.Locate(OnRing(120).X, OnRing(120).Y);
        var fast = Write([StateFeature.LookAhead], OnRing(120), new(20f, 0f, 0f, 0f, 0f), place, 2, 0.5f, inSeconds: true);
        var parked = Write([StateFeature.LookAhead], OnRing(120), default, place, 2, 0.5f, inSeconds: true);
        Assert.That(fast, Is.EqualTo(new[] { 0.496673f, 0.049833f, 0.973546f, 0.197348f }).Within(Curve));
        Assert.That(parked, Is.EqualTo(new[] { 0.499967f, 0.005000f, 0.999733f, 0.019997f }).Within(10 * Curve));
    }

    [Test]
    public void Writing_AllocatesNothingAndRefusesAnotherLength()
    {
        var sensor = new StateSensor(new() { Features = [.. Enum.GetValues<StateFeature>()] });
        var target = new float[sensor.Part.ElementCount];
        sensor.Write(OnRing(1), default, default, Rings, Scales, target);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) sensor.Write(OnRing(1), default, default, Rings, Scales, target);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(target, Has.All.Matches<float>(float.IsFinite));
        Assert.That(() => sensor.Write(default, default, default, Rings, Scales, new float[3]), Throws.ArgumentException);
    }

    private static float[] Write(
        StateFeature[] features, Pose pose, Motion motion, CircuitPosition place, int points = 8, float spacing = 5f, bool inSeconds = false)
    {
        var sensor = new StateSensor(new() { Features = features, LookAheadPoints = points, LookAheadSpacing = spacing, SpacingInSeconds = inSeconds });
        var target = new float[sensor.Part.ElementCount];
        sensor.Write(pose, motion, place, Rings, Scales, target);
        return target;
    }

    /// <summary>A car on the centre line, facing along it.</summary>
    private static Pose OnRing(double arc)
        => new((float)(Radius * Math.Cos(arc / Radius)), (float)(Radius * Math.Sin(arc / Radius)), (float)(arc / Radius) + Quarter);

    private static Circuit MakeRing()
    {
        var angles = Enumerable.Range(0, 72).Select(i => i * Math.Tau / 72);
        return Circuit.FromControlPoints("ring", [.. angles.Select(angle => new CircuitPoint(Radius * Math.Cos(angle), Radius * Math.Sin(angle), 4, 5))]);
    }
}
