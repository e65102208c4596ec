using RLSandbox.Rendering.View;

namespace RLSandbox.Rendering.Tests.View;

public sealed class ScaleBarTests
{
    // At most 120 units wide: 120 / 7.7 = 15.6 → 10 m; 120 / 0.2 = 600 → 500 m; 120 / 5 = 24 → 20 m.
    [TestCase(7.7f, 10)]
    [TestCase(0.2f, 500)]
    [TestCase(5f, 20)]
    [TestCase(500f, 1)]
    public void Bar_IsARoundNumberOfMetres(float pixelsPerMetre, int metres) => Assert.That(ScaleBar.MetresFor(pixelsPerMetre), Is.EqualTo(metres));
}
