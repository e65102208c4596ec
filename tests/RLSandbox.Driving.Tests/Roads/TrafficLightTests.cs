using RLSandbox.Driving.Roads;

namespace RLSandbox.Driving.Tests.Roads;

public sealed class TrafficLightTests
{
    // Green for 10 s, amber for 3 s, red for 7 s: again every 20 s.
    private static readonly TrafficLight Light = new() { Id = "a", Cycle = [new(LightColour.Green, 10), new(LightColour.Amber, 3), new(LightColour.Red, 7)] };

    [TestCase(0, LightColour.Green)]
    [TestCase(9.99, LightColour.Green)]
    [TestCase(10, LightColour.Amber)]
    [TestCase(13, LightColour.Red)]
    [TestCase(19.99, LightColour.Red)]
    [TestCase(20, LightColour.Green)]
    [TestCase(412, LightColour.Amber)]
    public void Moment_ShowsItsPhase(double seconds, LightColour colour) => Assert.That(Light.At(seconds), Is.EqualTo(colour));

    [TestCase(0, LightColour.Red)]                                       // 5 s before its cycle begins: 15 s into the one before
    [TestCase(5, LightColour.Green)]
    [TestCase(16, LightColour.Amber)]
    public void Offset_DelaysTheCycle(double seconds, LightColour colour) => Assert.That((Light with { OffsetSeconds = 5 }).At(seconds), Is.EqualTo(colour));

    [Test]
    public void NoCycle_IsOff() => Assert.That(new TrafficLight { Id = "b" }.At(3), Is.EqualTo(LightColour.Off));
}
