using RLSandbox.Scenarios.Import.OpenStreetMap;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Quantities in tags.</summary>
[TestFixture]
[DecimalComma]
public sealed class OsmNumberTests
{
    [TestCase("50", 50 / 3.6)]
    [TestCase("50 km/h", 50 / 3.6)]
    [TestCase("50km/h", 50 / 3.6)]
    [TestCase("30 mph", 13.4112)]
    [TestCase("30mph", 13.4112)]
    [TestCase("8.5 m/s", 8.5)]
    [TestCase("none", double.PositiveInfinity)]
    public void Speeds_HaveUnits(string text, double expected)
    {
        Assert.That(OsmNumber.TrySpeed(text, out var speed), Is.True);
        Assert.That(speed, Is.EqualTo(expected).Within(1e-9));
    }

    [TestCase("walk")]
    [TestCase("DE:urban")]
    [TestCase("-5")]
    [TestCase("nan")]
    [TestCase("50 furlongs")]
    [TestCase("")]
    public void WhatIsNoSpeed_IsRefused(string text) => Assert.That(OsmNumber.TrySpeed(text, out _), Is.False);

    [TestCase("3.5", 3.5)]
    [TestCase("3.5 m", 3.5)]
    [TestCase("10 ft", 3.048)]
    [TestCase("10'", 3.048)]
    [TestCase("10'6\"", 3.2004)]
    public void Lengths_HaveUnits(string text, double expected)
    {
        Assert.That(OsmNumber.TryLength(text, out var metres), Is.True);
        Assert.That(metres, Is.EqualTo(expected).Within(1e-9));
    }

    [TestCase("wide")]
    [TestCase("0")]
    [TestCase("-3")]
    [TestCase("3,5")]
    [TestCase("'")]
    public void WhatIsNoLength_IsRefused(string text) => Assert.That(OsmNumber.TryLength(text, out _), Is.False);
}
