using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Tests.Vehicles;

public sealed class VehicleParametersTests
{
    [Test]
    public void DefaultCar_TurnsOnTenMetresWithHalfItsSteering()
    {
        // atan(2.5789 / 10) = 0.2524 rad
        Assert.That(new VehicleParameters().SteadySteering(0.1f, 0f), Is.EqualTo(0.2524f).Within(1e-3f));
    }

    [TestCase(12f)]
    [TestCase(25f)]
    [TestCase(40f)]
    public void SteadySteering_HoldsTheBend(float speed)
    {
        var vehicle = new VehicleParameters();
        var curvature = 0.8f * vehicle.Grip / (speed * speed);
        var run = new VehicleRun(VehicleModel.Dynamic, 0.05f) { Motion = new(speed, 0, 0, 0, 0) }.AtSpeed(speed, 5f, vehicle.SteadySteering(curvature, speed));
        Assert.That(run.Motion.YawRate / speed, Is.EqualTo(curvature).Within(0.05f * curvature));     // 5 %: drag of the front wheels moves load, cos of steering
    }

    [TestCase(8f)]
    [TestCase(16f)]
    [TestCase(30f)]
    [TestCase(40f)]
    public void SteeringLimit_NearlyReachesTheGripAndStaysSteady(float speed)
    {
        var vehicle = new VehicleParameters();
        var run = new VehicleRun(VehicleModel.Dynamic, 0.05f) { Motion = new(speed, 0, 0, 0, 0) }.AtSpeed(speed, 5f, vehicle.SteeringLimit(speed, 1.1f));
        Assert.That(run.Motion.YawRate * speed, Is.InRange(0.85f * vehicle.Grip, 0.96f * vehicle.Grip));
    }

    [Test]
    public void SteeringLimit_IsTheStopAtLowSpeedAndFallsAbove()
    {
        var vehicle = new VehicleParameters();
        Assert.That(vehicle.SteeringLimit(0f, 1.1f), Is.EqualTo(vehicle.MaxSteering));
        var last = vehicle.MaxSteering;
        for (var speed = 1f; speed < 50f; speed++)
        {
            Assert.That(vehicle.SteeringLimit(speed, 1.1f), Is.LessThanOrEqualTo(last));
            last = vehicle.SteeringLimit(speed, 1.1f);
        }
    }

    [Test]
    public void EmptySection_IsTheDefaultCar()
    {
        var problems = new ConfigProblems();
        var config = VehicleConfig.Bind(new SectionReader(null, problems, "vehicle"));
        Assert.That(config, Is.EqualTo(new VehicleConfig()));
        Assert.That(config.ToParameters(), Is.EqualTo(new VehicleParameters()));
    }
}
