using RLSandbox.Driving.Drivers;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Tests.Drivers;

public sealed class SpeedProfileTests
{
    private const float Share = 0.9f;
    private const float Knots = 0.03f;             // share; curvature between knots 1 m apart is not the knots'

    [Test]
    [Category("Formula")]
    public void Ring_IsTheSpeedOfItsRadius()
    {
        // radius 50 m: 0.9 * 0.96 * 0.92 * 9.81 = 7.7978 m/s², v = sqrt(7.7978 * 50) = 19.746 m/s, lap 2 pi 50 / 19.746 = 15.91 s.
        // Held against 0.12 + 0.00035 * 390 = 0.26 m/s² of resistance: the tyres must push a little, so a bit less is left.
        var profile = SpeedProfile.Build(Lap.Bean(50, 50, 0, 5), new VehicleParameters(), Share);
        Assert.That(profile.Speed(123f), Is.EqualTo(19.746f).Within(1).Percent);
        Assert.That(profile.LapSeconds, Is.EqualTo(15.91f).Within(1).Percent);
    }

    [Test]
    [Category("Property")]
    public void EveryMetre_StaysWithinGripBrakeAndDrive([Values(0.5f, 0.9f, 1f)] float share, [Values(0f, 0.5f)] float waist)
    {
        var vehicle = new VehicleParameters();
        var circuit = Lap.Bean(120, 45, waist, 5);
        var profile = SpeedProfile.Build(circuit, vehicle, share);
        for (var arc = 0f; arc < circuit.Length; arc += 1f)
        {
            var speed = profile.Speed(arc);
            var lateral = MathF.Abs(circuit.Sample(arc).Curvature) * speed * speed;
            var longitudinal = profile.Acceleration(arc, 0.5f);
            var tyres = longitudinal > 0f ? longitudinal + vehicle.RollingResistance : longitudinal;
            Assert.That(lateral, Is.LessThanOrEqualTo(share * vehicle.LateralLimit(0f) * (1f + Knots)), $"grip at {arc} m");
            Assert.That(MathF.Sqrt(lateral * lateral + tyres * tyres), Is.LessThanOrEqualTo(share * vehicle.Grip * (1f + Knots)), $"friction circle at {arc} m");
            Assert.That(longitudinal, Is.InRange(-vehicle.BrakingLimit * (1f + Knots), vehicle.DriveLimit(speed) * (1f + Knots)), $"pedals at {arc} m");
        }
    }

    [Test]
    public void SpeedAcrossTheStartLine_IsContinuous()
    {
        var circuit = Lap.Bean(120, 45, 0.5f, 5);
        var profile = SpeedProfile.Build(circuit, new VehicleParameters(), Share);
        Assert.That(profile.Speed(circuit.Length - 0.01f), Is.EqualTo(profile.Speed(0.01f)).Within(0.02f));      // m/s; 0.02 m at 10 m/s² and 10 m/s
        Assert.That(profile.Speed(-5f), Is.EqualTo(profile.Speed(circuit.Length - 5f)).Within(1e-3f));
    }

    [Test]
    public void TopSpeed_IsNeverExceeded()
    {
        var circuit = Lap.Bean(600, 250, 0, 5);
        var profile = SpeedProfile.Build(circuit, new VehicleParameters { TopSpeed = 20f }, Share);
        for (var arc = 0f; arc < circuit.Length; arc += 7f) Assert.That(profile.Speed(arc), Is.LessThanOrEqualTo(20f));
    }

    [Test]
    public void OneFloatPerMetre()
    {
        var circuit = Lap.Bean(50, 50, 0, 5);
        Assert.That(SpeedProfile.Build(circuit, new VehicleParameters(), Share).ByteCount, Is.EqualTo(4 * (int)circuit.Length));
    }

    [TestCase(0f)]
    [TestCase(1.1f)]
    public void ShareOutsideItsRange_IsRefused(float share)
        => Assert.That(() => SpeedProfile.Build(Lap.Bean(50, 50, 0, 5), new VehicleParameters(), share), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
