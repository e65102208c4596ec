using System.Text;
using RLSandbox.Core;
using RLSandbox.Driving.Maps;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Import.Tracks;
using RLSandbox.Scenarios.Maps;
using RLSandbox.Scenarios.Tests.Maps;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Circuits as GeoJSON and as MPCC tracks.</summary>
[TestFixture]
[DecimalComma]
public sealed class TrackImporterTests
{
    /// <summary>At 60° north on WGS 84 a degree is 55,800 m east and 111,412 m north.</summary>
    private const string Square = """
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"Name": "Ring", "length": LENGTH}, "geometry": {"type": "LineString", "coordinates":
        [[10, 60], [10.01, 60], [10.01, 60.005], [10, 60.005], [10, 60]]}}]}
        """;

    [Test]
    public void GeoJson_IsMetresAroundItsMiddleLongitudeFirst()
    {
        var (drawing, warnings) = Import("ring.geojson", Square.Replace("LENGTH", "2230", StringComparison.Ordinal));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(drawing.Name, Is.EqualTo("Ring"));
            Assert.That(drawing.Points.Max(p => p.X) - drawing.Points.Min(p => p.X), Is.EqualTo(558).Within(1));
            Assert.That(drawing.Points.Max(p => p.Y) - drawing.Points.Min(p => p.Y), Is.EqualTo(557).Within(1));
            Assert.That(drawing.Points.Max(p => p.X) + drawing.Points.Min(p => p.X), Is.Zero.Within(1e-9));
            Assert.That(drawing.Points.Count(p => (p.LeftWidth, p.RightWidth) == (6.0, 6.0)), Is.GreaterThan(0.95 * drawing.Points.Count), "all but the four corners");
            Assert.That(warnings[0], Is.EqualTo("road: the format has no widths; 12 m were taken, --width takes another"));
        }
    }

    [Test]
    public void ALengthThatIsNotThatOfTheLine_IsAWarning()
        => Assert.That(Import("ring.geojson", Square.Replace("LENGTH", "2300", StringComparison.Ordinal)).Warnings, Has.Some.Match("properties.length says 2300 m, the line is 223[01]"));

    [Test]
    public void AcrossTheDateLine_NothingIsTorn()
    {
        var (drawing, _) = Import("x.geojson", """{"type": "Polygon", "coordinates": [[[179.999, 0], [-179.999, 0], [-179.999, 0.002], [179.999, 0.002]]]}""");
        Assert.That(drawing.ToCircuit("x").Length, Is.EqualTo(2 * 222.6 + 2 * 221.1).Within(10), "a degree is 111.3 km east and 110.6 km north; corners are rounded");
    }

    [TestCase("""{"type": "FeatureCollection", "features": []}""", "expected a LineString or Polygon")]
    [TestCase("""{"type": "LineString", "coordinates": [[600000, 5000000], [600100, 5000000], [600000, 5000100]]}""", "expected longitude and latitude in degrees, found [600000, 5000000]")]
    [TestCase("""{"type": "LineString", "coordinates": [[0, 0], [0, 0.001], [0, 0.002], [0, 0.003], [0, 0.004]]}""", "the line is not closed: from the last point to the first are 442.3 m")]
    [TestCase("""{"type": "LineString", "coordinates": [[0, 0], [0, 10], [10, 0]]}""", "expected a circuit of at most 50 km")]
    [TestCase("""{"type": "LineString", "coordinates": [[0, 0], [null, 1], "a", [1]]}""", "expected a line of at least 3 different points, found 1")]
    [TestCase("""{"type": "LineString", "coordinates": [[0, 0], """, "this is not valid JSON")]
    [TestCase("""{"X": [0, 1, 1], "Y": [0, 0, 1], "X_i": [0, 1, 1], "Y_i": [0, 0, 1], "X_o": [0, 1], "Y_o": [0, 0, 1]}""", "X_o with 2")]
    [TestCase("""{"X": [0, 1, 1], "Y": [0, 0, 1], "X_i": [0, 1, 1], "Y_i": [0, 0, 1], "X_o": [0, 1, 1], "Y_o": [0, 0, null]}""", "at least 3 different points, found 2")]
    public void WhatIsNoCircuit_IsTheUsersMistake(string text, string message)
        => Assert.That(() => Import("x.json", text), Throws.InstanceOf<UserErrorException>().With.Message.Contains(message));

    [Test]
    public void MpccTrack_HasItsWidthsAndTheSizeOfCars()
    {
        // A clockwise square of 1 m with its inner edge 0.1 m to the right and its outer one 0.2 m to the left.
        var (drawing, warnings) = Import("track.json", """
            {"X": [0, 0, 1, 1, 0], "Y": [0, 1, 1, 0, 0], "X_i": [0.1, 0, 0.9, 1, 0.1], "Y_i": [0, 0.9, 1, 0.1, 0], "X_o": [-0.2, 0, 1.2, 1, -0.2], "Y_o": [0, 1.2, 1, -0.2, 0]}
            """);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(drawing.Points, Has.Count.EqualTo(4), "the repeated first point is dropped");
            Assert.That(drawing.Points.Select(p => p.LeftWidth), Has.All.EqualTo(43 * 0.2).Within(1e-9));
            Assert.That(drawing.Points.Select(p => p.RightWidth), Has.All.EqualTo(43 * 0.1).Within(1e-9));
            Assert.That(drawing.Points[0], Is.EqualTo(new CircuitPoint(-21.5, -21.5, drawing.Points[0].LeftWidth, drawing.Points[0].RightWidth)));
            Assert.That(warnings, Is.EqualTo(new[] { "road: it is 0.30 m wide, a model's; everything was multiplied by 43" }));
        }
    }

    /// <summary>A road of 60 m around bends of some 6 m: the inside would fold back.</summary>
    [Test]
    public void ARoadWiderThanItsBends_IsNarrowedInside()
    {
        var result = MapImporters.Import(ImportFile.Of("ring.geojson", Encoding.UTF8.GetBytes(Square.Replace("LENGTH", "null", StringComparison.Ordinal))), new(60));
        var walk = new CircuitWalk(result.Map.Circuit!.ToCircuit("ring"), 0.5f);
        Assert.That(walk.SmallestInnerRadiusShare, Is.GreaterThan(1));
        Assert.That(walk.WidestWidth, Is.EqualTo(60));
        Assert.That(result.Warnings.Single().Message, Does.Contain("its inner side was narrowed"));
    }

    /// <summary>Official lengths stand in the files; directions are those in which the races run.</summary>
    [TestCase("be-1925", 7004, true)]
    [TestCase("gb-1948", 5891, true)]
    [TestCase("it-1922", 5793, true)]
    [TestCase("mc-1929", 3337, true)]
    [Category("Oracle")]
    public void F1Circuit_IsAsLongAsItsOfficialLap(string name, double length, bool clockwise)
    {
        var result = MapImporters.Import(SharedFiles.Path($"f1-circuits/{name}.geojson"), new());
        var circuit = result.Map.Circuit!.ToCircuit(name);
        var walk = new CircuitWalk(circuit, 0.5f);
        TestContext.Out.WriteLine(FormattableString.Invariant($"{name}: {circuit.Length:0.0} m ({100 * (circuit.Length / length - 1):0.00} %), radius {circuit.SmallestRadius:0.0}, inner share {walk.SmallestInnerRadiusShare:0.00}; {string.Join(" | ", result.Warnings)}"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(circuit.Length, Is.EqualTo(length).Within(0.01 * length));
            Assert.That(circuit.IsClockwise, Is.EqualTo(clockwise));
            Assert.That(walk.SmallestInnerRadiusShare, Is.GreaterThan(1), "the inner edge folds");
        }
    }

    /// <summary>The same places in two files: the outline has a point every 10 to 100 m, the survey every 5 m.</summary>
    [TestCase("be-1925", "Spa")]
    [TestCase("it-1922", "Monza")]
    [TestCase("gb-1948", "Silverstone")]
    [Category("Oracle")]
    public void F1Circuit_IsAsLongAsTheSurveyOfTheSameTrack(string outline, string survey)
    {
        var one = MapImporters.Import(SharedFiles.Path($"f1-circuits/{outline}.geojson"), new()).Map.Circuit!.ToCircuit(outline);
        var other = TumCsvImporter.Import(SharedFiles.Path($"tumftm-racetracks/tracks/{survey}.csv")).ToCircuit(survey);
        Assert.That(one.Length, Is.EqualTo(other.Length).Within(0.01 * other.Length));
    }

    [Test]
    [Category("Oracle")]
    public void MpccTrack_EdgesLieWhereTheFileHasThem()
    {
        var path = SharedFiles.Path("mpcc-track/track.json");
        var result = MapImporters.Import(path, new());
        var circuit = result.Map.Circuit!.ToCircuit("mpcc");
        var walk = new CircuitWalk(circuit, 0.5f);
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(path));
        double[] Column(string key) => [.. json.RootElement.GetProperty(key).EnumerateArray().Select(value => value.GetDouble())];
        double[] x = Column("X"), y = Column("Y");
        double x0 = (x.Min() + x.Max()) / 2, y0 = (y.Min() + y.Max()) / 2;
        var worst = 0.0;
        foreach (var (ex, ey) in Column("X_i").Zip(Column("Y_i")).Concat(Column("X_o").Zip(Column("Y_o"))))
            worst = Math.Max(worst, Math.Abs(circuit.Locate((float)(43 * (ex - x0)), (float)(43 * (ey - y0))).BeyondEdge));
        TestContext.Out.WriteLine(FormattableString.Invariant($"{circuit.Length:0.0} m, radius {circuit.SmallestRadius:0.0}, width {walk.NarrowestWidth:0.00} to {walk.WidestWidth:0.00}, inner share {walk.SmallestInnerRadiusShare:0.00}, edges off by {worst:0.000} m; {string.Join(" | ", result.Warnings)}"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Map.Circuit!.Points, Has.Count.EqualTo(489));
            Assert.That(worst, Is.LessThan(0.5), "1 cm on the model: its sharpest inner corners are points, and the road is narrowed there");
            Assert.That(walk.SmallestInnerRadiusShare, Is.GreaterThan(1));
        }
    }

    private static (CircuitDrawing Drawing, string[] Warnings) Import(string path, string text)
    {
        var result = MapImporters.Import(ImportFile.Of(path, Encoding.UTF8.GetBytes(text)), new());
        return (result.Map.Circuit!, [.. result.Warnings.Select(warning => warning.ToString())]);
    }
}
