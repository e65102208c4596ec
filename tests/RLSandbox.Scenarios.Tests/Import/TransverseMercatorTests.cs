using RLSandbox.Scenarios.Import.OpenStreetMap;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>The projection against published lengths and a slow integral.</summary>
[TestFixture]
public sealed class TransverseMercatorTests
{
    private const double Millimetre = 1e-3, EquatorRadius = 6378137, SquaredEccentricity = 0.00669437999014;

    [Test]
    public void TheQuarterMeridian_HasItsPublishedLength() =>
        Assert.That(new TransverseMercator(0, 0).Project(90, 0).Y, Is.EqualTo(10_001_965.729).Within(Millimetre));      // WGS 84

    [TestCase(48.1, 48.2)]
    [TestCase(-33.0, -32.0)]
    [TestCase(0.0, 60.0)]
    public void North_IsTheArcOfTheMeridian(double from, double to)
    {
        var sum = 0.0;
        const int Steps = 20_000;                                         // Simpson's rule
        var step = double.DegreesToRadians(to - from) / Steps;
        for (var i = 0; i <= Steps; i++)
        {
            var sine = Math.Sin(double.DegreesToRadians(from) + i * step);
            sum += (i == 0 || i == Steps ? 1 : i % 2 == 0 ? 2 : 4) * EquatorRadius * (1 - SquaredEccentricity) / Math.Pow(1 - SquaredEccentricity * sine * sine, 1.5);
        }
        Assert.That(new TransverseMercator(from, 8.4).Project(to, 8.4).Y, Is.EqualTo(sum * step / 3).Within(Millimetre));
    }

    [Test]
    public void East_FollowsTheParallel_AndBendsNorth()
    {
        // Snyder 1987, eq. 8-9 and 8-10 to the third power: x = N (A + (1 − T + C) A³ ÷ 6), y = N tan φ A² ÷ 2, with A = λ cos φ.
        double latitude = double.DegreesToRadians(49), a = double.DegreesToRadians(0.1) * Math.Cos(latitude), t = Math.Tan(latitude) * Math.Tan(latitude);
        var c = SquaredEccentricity / (1 - SquaredEccentricity) * Math.Cos(latitude) * Math.Cos(latitude);
        var n = EquatorRadius / Math.Sqrt(1 - SquaredEccentricity * Math.Sin(latitude) * Math.Sin(latitude));
        var (x, y) = new TransverseMercator(49, 8.4).Project(49, 8.5);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(x, Is.EqualTo(n * (a + (1 - t + c) * a * a * a / 6)).Within(Millimetre));
            Assert.That(y, Is.EqualTo(n * Math.Tan(latitude) * a * a / 2).Within(Millimetre));
        }
    }

    [Test]
    public void TheDateLine_IsNoBorder()
    {
        var (x, _) = new TransverseMercator(-17, 179.99).Project(-17, -179.99);
        Assert.That(x, Is.EqualTo(new TransverseMercator(-17, 10).Project(-17, 10.02).X).Within(Millimetre));
    }
}
