using RLSandbox.Scenarios.Import.OpenDrive;

namespace RLSandbox.Scenarios.Tests.Import.OpenDrive;

/// <summary>Reference lines against formulas.</summary>
[TestFixture]
[DecimalComma]
public sealed class OpenDriveLineTests
{
    private const double Rounding = 1e-9;                                // m and rad

    /// <summary>Fresnel integrals C(1) and S(1): a clothoid whose heading is π/2·(s/100)² ends there, times 100.</summary>
    private const double FresnelX = 77.98934003768228, FresnelY = 43.82591473903548;

    [Test]
    public void Line_GoesStraight() => Expect(Geometry("1", "2", Math.PI / 2, 10, "<line/>"), 10, 1, 12, Math.PI / 2);

    /// <summary>Curvature 0.1: a quarter of a circle of 10 m to the left, then to the right.</summary>
    [TestCase("0.1", 10, Math.PI / 2)]
    [TestCase("-0.1", -10, -Math.PI / 2)]
    public void Arc_BendsLeftWhereItsCurvatureIsPositive(string curvature, double y, double heading) =>
        Expect(Geometry("0", "0", 0, 5 * Math.PI, $"<arc curvature='{curvature}'/>"), 5 * Math.PI, 10, y, heading);

    [Test]
    public void ArcOfTinyCurvature_IsALine() => Expect(Geometry("0", "0", 0, 100, "<arc curvature='1e-12'/>"), 100, 100, 0, 0, 1e-8);

    [Test]
    public void Spiral_EndsWhereFresnelSays() => Expect(Geometry("0", "0", 0, 100, "<spiral curvStart='0' curvEnd='0.031415926535897934'/>"), 100, FresnelX, FresnelY, Math.PI / 2);

    /// <summary>The same clothoid, driven backwards from its end: it starts bent and bends the other way.</summary>
    [Test]
    public void SpiralThatStartsBent_EndsWhereTheReverseOneBegan() =>
        Expect(Geometry(Text(FresnelX), Text(FresnelY), -Math.PI / 2, 100, "<spiral curvStart='-0.031415926535897934' curvEnd='0'/>"), 100, 0, 0, -Math.PI);

    [Test]
    public void SpiralOfOneCurvature_IsAnArc() => Expect(Geometry("0", "0", 0, 5 * Math.PI, "<spiral curvStart='0.1' curvEnd='0.1'/>"), 5 * Math.PI, 10, 10, Math.PI / 2);

    /// <summary>v = u²/2 has the length (u·√(1 + u²) + asinh u)/2, which is 1.1477935747 at u = 1; there its slope is 1.</summary>
    [TestCase(1.147793574696319, 1, 0.5, Math.PI / 4)]
    [TestCase(0.5201144097172754, 0.5, 0.125, 0.4636476090008061)]
    public void Poly3_IsMeasuredAlongTheCurve(double s, double x, double y, double heading) =>
        Expect(Geometry("0", "0", 0, 1.147793574696319, "<poly3 a='0' b='0' c='0.5' d='0'/>"), s, x, y, heading);

    /// <summary>u = 10p, v = 5p²: half way p is 0.5 if normalised, as it is where the file says nothing, and the slope is v′/u′ = 10p/10.</summary>
    [TestCase("pRange='normalized'")]
    [TestCase("")]
    public void ParamPoly3_RunsFrom0To1UnlessTheFileSaysOtherwise(string range)
    {
        var geometry = Geometry("0", "0", 0, 20, $"<paramPoly3 aU='0' bU='10' cU='0' dU='0' aV='0' bV='0' cV='5' dV='0' {range}/>");
        Expect(geometry, 10, 5, 1.25, Math.Atan(0.5));
        Expect(geometry, 20, 10, 5, Math.PI / 4);
    }

    [Test]
    public void ParamPoly3OfArcLength_RunsAlongS() => Expect(Geometry("0", "0", 0, 20, "<paramPoly3 bU='1' cV='0.01' pRange='arcLength'/>"), 10, 10, 1, Math.Atan(0.2));

    /// <summary>Whoever divides v′ by u′ turns a curve that runs backwards around.</summary>
    [Test]
    public void ParamPoly3ThatRunsBackwards_LooksBackwards() => Expect(Geometry("0", "0", 0, 10, "<paramPoly3 bU='-10' cV='0'/>"), 5, -5, 0, Math.PI);

    /// <summary>u = p², v = 0: no derivative at p = 0, where it leaves along +x.</summary>
    [Test]
    public void ParamPoly3WithACusp_LooksWhereItGoes() => Expect(Geometry("0", "0", 0, 10, "<paramPoly3 cU='10'/>"), 0, 0, 0, 0);

    [Test]
    public void RecordsWithoutLength_ChangeNothing()
    {
        var line = OpenDriveFile.Line(Geometry("0", "0", 0, 10, "<line/>") + "<geometry s='10' x='10' y='0' hdg='0' length='0'><arc curvature='1'/></geometry>"
            + "<geometry s='10' x='10' y='0' hdg='0' length='1e-15'><line/></geometry><geometry s='10' x='10' y='0' hdg='0' length='5'><line/></geometry>", 15);
        Assert.That(line.Length, Is.EqualTo(15));
        Assert.That(line.At(12.5), Is.EqualTo(new PlanPose(12.5, 0, 0)));
    }

    [TestCase("<geometry s='10' x='10.03' y='0' hdg='0' length='10'><line/></geometry>", "jumps by 0.030 m")]
    [TestCase("<geometry s='10' x='10' y='0' hdg='0.1' length='10'><line/></geometry>", "turns on the spot by 0.100 rad")]
    [TestCase("<geometry s='10' x='10' y='0' hdg='6.283185307179586' length='9.5'><line/></geometry>", "says that it is 20.00 m long, its geometry 19.50 m")]
    public void Gap_IsKeptAndSaid(string second, string message)
    {
        var imported = OpenDriveFile.Imported(OpenDriveFile.Curved(Geometry("0", "0", 0, 10, "<line/>") + second, 20));
        Assert.That(imported.Warnings[0].Message, Does.Contain(message));
        Assert.That(imported.Warnings[0].Element, Is.EqualTo("road 1"));
    }

    [TestCase("<geometry s='0' x='0' y='0' hdg='0' length='10'><cubic/></geometry>", "expected line, arc, spiral, poly3 or paramPoly3")]
    [TestCase("<geometry s='0' x='NaN' y='0' hdg='0' length='10'><line/></geometry>", "expected a number in x, found \"NaN\"")]
    [TestCase("<geometry s='0' x='0' y='0' hdg='0' length='10'><arc curvature='bent'/></geometry>", "found \"bent\"")]
    [TestCase("<geometry s='0' x='0' y='0' hdg='0' length='10'><spiral curvStart='0' curvEnd='1e300'/></geometry>", "a turn below 200 rad")]
    [TestCase("<geometry s='0' x='0' y='0' hdg='0' length='1e9'><line/></geometry>", "a length of 0 to 100 km")]
    [TestCase("<geometry s='0' x='0' y='0' hdg='0' length='-5'><line/></geometry>", "a length of 0 to 100 km")]
    [TestCase("", "expected a reference line, found none")]
    public void RoadWithoutAUsableLine_IsLeftOut(string geometry, string message)
    {
        var imported = OpenDriveFile.Imported(OpenDriveFile.Curved(geometry, 10), OpenDriveFile.Road("2", 0, 10, OpenDriveFile.Section(0, right: OpenDriveFile.Lane(-1))));
        Assert.That(imported.Map.Roads!.Lanes.Select(lane => lane.Id), Is.EqualTo(new[] { "2:0:-1" }));
        Assert.That(imported.Warnings.Select(warning => warning.Message), Has.Some.Contains(message));
    }

    private static string Geometry(string x, string y, double heading, double length, string shape) =>
        $"<geometry s='0' x='{x}' y='{y}' hdg='{Text(heading)}' length='{Text(length)}'>{shape}</geometry>";

    private static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static void Expect(string geometry, double s, double x, double y, double heading, double within = Rounding)
    {
        var pose = OpenDriveFile.Line(geometry, s).At(s);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pose.X, Is.EqualTo(x).Within(within));
            Assert.That(pose.Y, Is.EqualTo(y).Within(within));
            Assert.That(Math.IEEERemainder(pose.Heading - heading, 2 * Math.PI), Is.Zero.Within(Math.Max(within, 1e-9)));
        }
    }
}
