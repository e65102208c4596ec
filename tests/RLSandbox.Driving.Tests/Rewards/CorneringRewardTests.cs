using RLSandbox.Driving.Components;
using RLSandbox.Driving.Rewards;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Tests.Rewards;

public sealed class CorneringRewardTests
{
    private const float Rounding = 1e-6f;                 // one product and one difference in single precision

    [TestCase(10f, 0.5f, 0f)]                             // 5 m/s²: comfortable
    [TestCase(16f, 0.5f, 0.2f)]                           // 8 m/s², 2 above 6, for 0.1 s
    [TestCase(16f, -0.5f, 0.2f)]                          // to the right it costs the same
    [TestCase(-16f, 0.5f, 0.2f)]                          // and backwards
    public void LateralAcceleration_CountsAboveSix(float speed, float yawRate, float expected)
    {
        using var world = new WorldBuilder(1).FixedTable<Ego>(1, columns => columns.Column<Motion>()).Build();
        world.Table<Ego>().Column<Motion>()[0] = new(speed, 0, yawRate, 0, 0);
        Span<float> amount = stackalloc float[1];
        new CorneringReward().Write(new StepContext(0.1f, 0, 1), world.All, amount);
        Assert.That(amount[0], Is.EqualTo(expected).Within(Rounding));
    }
}
