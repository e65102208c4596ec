using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.View;

public sealed class GroundViewTests
{
    private const float Rounding = 1e-3f;                                                // pixels; floats of some hundred

    // Ten pixels per metre around world (5, 7) at picture (100, 60). North-up: a metre east is ten right, a metre north ten up.
    // Turned by a quarter counter-clockwise: east is up, north is left.
    [TestCase(0f, 6f, 7f, 110f, 60f)]
    [TestCase(0f, 5f, 8f, 100f, 50f)]
    [TestCase(MathF.PI / 2, 6f, 7f, 100f, 50f)]
    [TestCase(MathF.PI / 2, 5f, 8f, 90f, 60f)]
    public void Ground_LiesWhereScaleAndTurnPutIt(float turn, float x, float y, float expectedX, float expectedY)
    {
        var point = new GroundView(5, 7, turn, 10, new(100, 60)).ToPicture(x, y);
        Assert.That(point.X, Is.EqualTo(expectedX).Within(Rounding));
        Assert.That(point.Y, Is.EqualTo(expectedY).Within(Rounding));
    }

    [Test]
    public void Fit_ShowsTheWholeGroundAsLargeAsPossible()
    {
        // 100 m × 50 m and 10 m around, into 240 × 400: the width decides, 240 / 120 = 2 pixels per metre.
        var view = GroundView.Fit(new(0, 0, 100, 50), new(0, 0, 240, 400), margin: 10);
        Assert.That(view.PixelsPerMetre, Is.EqualTo(2));
        Assert.That(view.ToPicture(50, 25), Is.EqualTo(new SKPoint(120, 200)));
        Assert.That(view.ToPicture(0, 25).X, Is.EqualTo(20).Within(Rounding));
    }
}
