using RLSandbox.Driving.Components;
using RLSandbox.Driving.Systems;

namespace RLSandbox.Driving.Tests.Systems;

/// <summary>Boxes of 4 × 2 m (half 2 × 1) against each other, by hand.</summary>
public sealed class ContactSystemTests
{
    private static readonly Footprint Car = new(2f, 1f);
    private const float Right = MathF.PI / 2;

    [TestCase(3.99f, 0f, 0f, true)]          // bumper to bumper: they meet at 4 m
    [TestCase(4.01f, 0f, 0f, false)]
    [TestCase(0f, 1.99f, 0f, true)]          // side by side: they meet at 2 m
    [TestCase(0f, 2.01f, 0f, false)]
    [TestCase(2.99f, 0f, Right, true)]       // the other stands across: 2 + 1 m
    [TestCase(3.01f, 0f, Right, false)]
    [TestCase(3.2f, 2.2f, Right / 2, true)]  // its rear edge runs from (2.49, 0.08) to (1.08, 1.49): x + y = 2.57, below the 3 of our corner (2, 1)
    [TestCase(4.2f, 3.2f, Right / 2, false)] // the same edge now has x + y = 4.57
    public void TwoCars_TouchWhenNoAxisSeparatesThem(float x, float y, float heading, bool expected)
    {
        var (a, b) = (new Pose(0, 0, 0), new Pose(x, y, heading));
        Assert.That(ContactSystem.Overlap(a, Car, b, Car), Is.EqualTo(expected));
        Assert.That(ContactSystem.Overlap(b, Car, a, Car), Is.EqualTo(expected), "the other way round");
    }

    [TestCase(0.3f)]
    [TestCase(-2.8f)]
    public void TurningBothTogether_ChangesNothing(float turn)
    {
        var (sin, cos) = MathF.SinCos(turn);
        foreach (var (x, expected) in new[] { (3.9f, true), (4.1f, false) })
            Assert.That(ContactSystem.Overlap(new(0, 0, turn), Car, new(x * cos, x * sin, turn), Car), Is.EqualTo(expected), $"{x} m ahead");
    }
}
