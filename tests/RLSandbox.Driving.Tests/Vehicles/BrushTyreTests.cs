using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Tests.Vehicles;

[Category("Formula")]
public sealed class BrushTyreTests
{
    private const float Tolerance = 1e-5f;         // relative float rounding

    // stiffness 60, grip 4: slides at slip 3 * 4 / 60 = 0.2; force = 4 * (1 − (1 − slip / 0.2)³)
    [TestCase(0.1f, 3.5f)]                         // half of it: 4 * (1 − 1/8)
    [TestCase(0.2f, 4f)]
    [TestCase(5f, 4f)]
    [TestCase(0.002f, 0.11880f)]                   // 4 * (1 − 0.99³) = 4 * 0.029701; the tangent would give 0.12
    public void Force_FollowsTheCurve(float slip, float expected)
    {
        var lateral = 10f * slip;
        Assert.That(lateral / BrushTyre.Compliance(lateral, 10f, 60f, 4f), Is.EqualTo(expected).Within(Tolerance * 4f));
        Assert.That(lateral / BrushTyre.Compliance(-lateral, -10f, 60f, 4f), Is.EqualTo(expected).Within(Tolerance * 4f));
    }

    [Test]
    public void NoSlip_HasTheComplianceOfTheTangent() => Assert.That(BrushTyre.Compliance(0f, 10f, 60f, 4f), Is.EqualTo(10f / 60f).Within(Tolerance));

    [Test]
    public void WheelAtRest_Sticks() => Assert.That(BrushTyre.Compliance(0f, 0f, 60f, 4f), Is.Zero);

    [TestCase(0f)]
    [TestCase(0.5f)]
    [TestCase(-0.9f)]
    [TestCase(1f)]
    public void SlipFor_IsTheInverse(float share)
    {
        var slip = BrushTyre.SlipFor(share, 20f);
        var q = MathF.Abs(slip) * 20f / 3f;
        Assert.That(MathF.CopySign(1f - (1f - q) * (1f - q) * (1f - q), slip), Is.EqualTo(share).Within(Tolerance));
    }
}
