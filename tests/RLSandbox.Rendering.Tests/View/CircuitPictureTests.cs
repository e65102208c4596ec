using RLSandbox.Driving.Maps;
using RLSandbox.Rendering.View;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Rendering.Tests.View;

public sealed class CircuitPictureTests
{
    [Test]
    public void SmallCircuit_ShowsItsRoadAndLabels()
    {
        using var drawing = new Drawing(960, 540);
        CircuitPicture.Draw(drawing, DrivingScenes.Stadium());
        Assert.That(drawing.Count(Theme.Road), Is.GreaterThan(10_000));
        Assert.That(drawing.Count(Theme.Text, new(0, 0, 400, 64)), Is.GreaterThan(100), "title");
        Assert.That(drawing.Count(Theme.Accent), Is.GreaterThan(50), "tightest bend");
    }

    [Test]
    public void LongCircuit_IsARibbonThatCanBeSeen()
    {
        // 12 km around and 10 m wide: a pixel is about 8 m.
        var points = Enumerable.Range(0, 90).Select(i => i * Math.Tau / 90).Select(t => new CircuitPoint(1900 * Math.Cos(t), 1900 * Math.Sin(t), 5, 5));
        using var drawing = new Drawing(960, 540);
        CircuitPicture.Draw(drawing, Circuit.FromControlPoints("ring", [.. points]));
        Assert.That(drawing.Count(Theme.EdgeLine), Is.GreaterThan(2_000));
    }

    [Test]
    public void OtherDirection_GivesAnotherPicture()
    {
        using Drawing one = new(480, 270), other = new(480, 270);
        CircuitPicture.Draw(one, Ring(1));
        CircuitPicture.Draw(other, Ring(-1));
        Assert.That(one.Bytes(), Is.Not.EqualTo(other.Bytes()));
    }

    private static Circuit Ring(int direction) =>
        Circuit.FromControlPoints("ring", [.. Enumerable.Range(0, 24).Select(i => direction * i * Math.Tau / 24).Select(t => new CircuitPoint(50 * Math.Cos(t), 50 * Math.Sin(t), 4, 4))]);
}
