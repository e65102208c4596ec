using RLSandbox.Driving.Components;
using RLSandbox.Driving.Drivers;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Tests.Drivers;

public sealed class ScriptedDriverTests
{
    private const float CarHalfWidth = 0.805f;     // m; the wheels stay on the road, too

    // longest and shortest radius, waist, half width: an oval, a bean with a left-right-left, a tight oval (12² / 14 = 10.3 m), a long fast one
    private static readonly (float Long, float Short, float Waist, float HalfWidth)[] Shapes =
        [(90, 35, 0, 5), (80, 45, 0.5f, 4), (14, 12, 0, 4), (600, 250, 0.3f, 6)];

    [Test]
    public void DriversThatLap_StayOnTheRoad(
        [Values("pure-pursuit", "grip-90")] string name, [Values] VehicleModel model, [Values(0, 1, 2, 3)] int shape, [Values(16f, 50f)] float topSpeed)
    {
        var circuit = Build(shape);
        var vehicle = new VehicleParameters { TopSpeed = topSpeed };
        var lap = Lap.Drive(ScriptedDrivers.Create(name, circuit, vehicle), circuit, model, vehicle, 240f);
        Assert.That(lap.Advance, Is.GreaterThanOrEqualTo(circuit.Length));
        Assert.That(lap.BeyondEdge, Is.LessThan(-CarHalfWidth));
        Assert.That(lap.HighestSpeed, Is.LessThanOrEqualTo(topSpeed));
    }

    [Test]
    public void GripDriver_IsFasterThanPurePursuitAndNearItsProfile([Values(0, 1, 2, 3)] int shape)
    {
        var circuit = Build(shape);
        var vehicle = new VehicleParameters();
        var profile = SpeedProfile.Build(circuit, vehicle, GripDriver.GripShare);
        var fast = Lap.Drive(new GripDriver(profile), circuit, VehicleModel.Dynamic, vehicle);
        var ordinary = Lap.Drive(new PurePursuitDriver(), circuit, VehicleModel.Dynamic, vehicle);
        Assert.That(fast.Seconds, Is.LessThan(0.97f * ordinary.Seconds));
        Assert.That(fast.Seconds - profile.LapSeconds, Is.InRange(0f, 0.06f * profile.LapSeconds + 6f));     // the standing start costs at most 40 m/s / (2 · 4 m/s²)
    }

    [Test]
    public void GripDriver_Reaches40OnALongCircuit()
    {
        var circuit = Build(3);
        var vehicle = new VehicleParameters();
        Assert.That(Lap.Drive(GripDriver.For(circuit, vehicle), circuit, VehicleModel.Dynamic, vehicle).HighestSpeed, Is.GreaterThan(40f));
    }

    [TestCase("parked", 0f, 0f)]
    [TestCase("circling", -9f, 9f)]                // its circle is 8.5 m across
    public void GoingNowhere_HasNoAdvance(string name, float least, float most)
    {
        var circuit = Build(0);
        var vehicle = new VehicleParameters();
        Assert.That(Lap.Drive(ScriptedDrivers.Create(name, circuit, vehicle), circuit, VehicleModel.Dynamic, vehicle, 60f).Advance, Is.InRange(least, most));
    }

    [Test]
    public void WrongWay_GoesBackwardsRoundTheCircuit([Values] VehicleModel model)
    {
        var circuit = Build(0);
        var vehicle = new VehicleParameters();
        // 60 s at 6 m/s are 360 m; turning round takes at most 10 s
        Assert.That(Lap.Drive(new WrongWayDriver(), circuit, model, vehicle, 60f).Advance, Is.LessThan(-290f));
    }

    [Test]
    public void EveryName_IsTheNameOfItsDriver([ValueSource(typeof(ScriptedDrivers), nameof(ScriptedDrivers.Names))] string name)
        => Assert.That(ScriptedDrivers.Create(name, Build(2), new VehicleParameters()).Name, Is.EqualTo(name));

    [Test]
    public void UnknownName_NamesTheKnownOnes()
        => Assert.That(() => ScriptedDrivers.Create("purepursuit", Build(2), new VehicleParameters()), Throws.ArgumentException.With.Message.Contains("pure-pursuit"));

    [Test]
    public void Driving_AllocatesNothing([ValueSource(typeof(ScriptedDrivers), nameof(ScriptedDrivers.Names))] string name)
    {
        var circuit = Build(1);
        var vehicle = new VehicleParameters();
        var driver = ScriptedDrivers.Create(name, circuit, vehicle);
        Pose pose = default;
        Motion motion = new(12, 0, 0, 0, 0);
        for (var i = 0; i < 50; i++) driver.Drive(pose, motion, circuit, i, vehicle);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) driver.Drive(pose, motion, circuit, i, vehicle);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static Circuit Build(int shape)
    {
        var (longest, shortest, waist, halfWidth) = Shapes[shape];
        return Lap.Bean(longest, shortest, waist, halfWidth);
    }
}
