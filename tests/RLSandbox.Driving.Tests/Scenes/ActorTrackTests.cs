using RLSandbox.Driving.Scenes;

namespace RLSandbox.Driving.Tests.Scenes;

/// <summary>Where recorded actors are at a moment.</summary>
public sealed class ActorTrackTests
{
    private static readonly RecordedActor Late = new()
    {
        Id = "a", Kind = ActorKind.Car, Length = 4, Width = 2,
        States = [new(3, 10, 0, 3.1, 5), new(4, 11, 0, -3.1, 7), new(7, 20, 1, 0, 9)],
    };

    [TestCase(2.99, false)]
    [TestCase(3, true)]
    [TestCase(3.9, true)]
    [TestCase(4, true)]
    [TestCase(4.5, false)]                                               // steps 5 and 6 were not seen
    [TestCase(7, true)]
    [TestCase(7.01, false)]
    public void Actor_IsThereOnlyWhileItWasSeen(double steps, bool isThere)
        => Assert.That(new ActorTrack(Late).TryAt(steps, out _, out _), Is.EqualTo(isThere));

    [Test]
    public void AtAStep_ItIsWhereTheRecordingSays()
    {
        new ActorTrack(Late).TryAt(4 + 1e-9, out var pose, out var speed);
        Assert.That((pose.X, pose.Y, pose.Heading, speed), Is.EqualTo((11f, 0f, -3.1f, 7f)));
    }

    [Test]
    public void BetweenSteps_ItTurnsTheShortWay()
    {
        // From 3.1 to −3.1 rad are 0.0832 rad through π: half of it is π itself.
        new ActorTrack(Late).TryAt(3.5, out var pose, out var speed);
        Assert.That(MathF.Abs(pose.Heading), Is.EqualTo(MathF.PI).Within(1e-3f));
        Assert.That((pose.X, speed), Is.EqualTo((10.5f, 6f)));
    }

    [Test]
    public void WhatStands_IsAlwaysThere()
    {
        var parked = Late with { IsStatic = true, States = [new(0, 1, 2, 0.5, 0)] };
        Assert.That(new ActorTrack(parked).TryAt(400.3, out var pose, out _), Is.True);
        Assert.That(pose, Is.EqualTo(new Components.Pose(1, 2, 0.5f)));
    }

    [Test]
    public void IntelligentDriver_KeepsItsDistance()
    {
        // Standing 2 m behind somebody who stands: (s*/s)² = 1, so it stays. On a free road at the wanted speed: 1 − 1 = 0.
        Assert.That(IntelligentDriver.Accelerate(0, 10, 2, 0), Is.EqualTo(0f));
        Assert.That(IntelligentDriver.Accelerate(10, 10, float.PositiveInfinity, 0), Is.EqualTo(0f));
        // 10 m/s, 20 m behind a standing car: s* = 2 + 12 + 10·10/(2√3) = 42.87; 1.5 (1 − (10/15)⁴ − 2.1434²) = −5.687
        Assert.That(IntelligentDriver.Accelerate(10, 15, 20, 10), Is.EqualTo(-5.687f).Within(2e-3f));
        Assert.That(IntelligentDriver.Accelerate(10, 15, -0.1f, 0), Is.EqualTo(-IntelligentDriver.HardestBraking));
    }
}
