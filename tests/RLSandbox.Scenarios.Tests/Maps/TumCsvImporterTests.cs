using RLSandbox.Core;
using RLSandbox.Driving.Maps;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Tests.Maps;

public sealed class TumCsvImporterTests
{
    private const string Header = "# x_m,y_m,w_tr_right_m,w_tr_left_m\n";

    /// <summary>m; a spline is a little longer than the chords that the table adds up: at most 0.5 m per lap of 6 km, plus 0.1 m of rounding.</summary>
    private const double ChordLoss = 0.9;

    /// <summary>m; the table has one decimal.</summary>
    private const double TableRounding = 0.06;

    /// <summary>m; widths are given to 1 mm and stored as float.</summary>
    private const float WidthRounding = 0.006f;

    [Test]
    public void FileOfTheFormat_IsReadRightWidthFirstAndCentred()
    {
        // A 60 m × 20 m rectangle far away: its middle becomes the origin.
        var drawing = TumCsvImporter.Parse(Header + "\n1000,2000,3,4\n 1060.0 , 2000 , 3, 4\r\n# turn\n1060,2020,3.5,4\n1000,2020,3,4\n", "folder/far.csv");
        Assert.Multiple(() =>
        {
            Assert.That(drawing.Name, Is.EqualTo("far"));
            Assert.That(drawing.Points[0] with { X = 0, Y = 0 }, Is.EqualTo(new CircuitPoint(0, 0, LeftWidth: 4, RightWidth: 3)));
            Assert.That(drawing.Points[2].RightWidth, Is.EqualTo(3.5));
            Assert.That(drawing.Points.Sum(p => p.X), Is.EqualTo(0).Within(1e-9));
            Assert.That(drawing.Points[1].X, Is.EqualTo(30).Within(0.25), "fairing moves points by at most 0.25 m");
        });
    }

    [TestCase("0,0,1,1\n9,0,1\n9,9,1,1\n", "t.csv:2:1: expected 4 numbers")]
    [TestCase("0,0,1,1\n9,0,1,1,1\n9,9,1,1\n", "t.csv:2:1: expected 4 numbers")]
    [TestCase("0,0,1,1\n9,0,1,one\n9,9,1,1\n", "found \"9,0,1,one\"")]
    [TestCase("0;0;1;1\n", "t.csv:1:1: expected 4 numbers")]
    [TestCase("0,0,1,NaN\n", "t.csv:1:1: expected 4 numbers")]
    [TestCase("0,0,1,1\n9,0,1,-1\n9,9,1,1\n", "t.csv:2:1: expected widths of at least 0 m, found left -1")]
    [TestCase("0,0,1,1\n9,0,0,0\n9,9,1,1\n", "t.csv:2:1: expected a road")]
    [TestCase("0,0,1,1\n9,0,1,1\n", "expected at least 3 points, found 2")]
    [TestCase("", "expected at least 3 points, found 0")]
    [TestCase("0,0,1,1\n9,0,1,1\n9,0,1,1\n5,9,1,1\n", "t.csv:3:1: this point repeats the one before it")]
    [TestCase("0,0,1,1\n9,0,1,1\n5,9,1,1\n0,0,1,1\n", "t.csv:4:1: the last point repeats the first; delete it")]
    [TestCase("0,0,1,1\n9,0,1,1\n18,0,1,1\n27,0,1,1\n36,1,1,1\n", "t.csv:5:1: the line is not closed: from the last point to the first are 36.014 m")]
    public void FileWithAMistake_IsRefusedWithItsLine(string text, string expected)
        => Assert.That(() => TumCsvImporter.Parse(text, "t.csv"), Throws.InstanceOf<UserErrorException>().With.Message.Contains(expected));

    [Test]
    public void ManyBadLines_AreNotAllListed()
    {
        var error = Assert.Throws(Is.InstanceOf<UserErrorException>(), () => TumCsvImporter.Parse(string.Concat(Enumerable.Repeat("x\n", 1000)), "t.csv"));
        Assert.That(error!.Message.Split('\n'), Has.Length.LessThan(20));
    }

    [Test]
    public void MissingFile_IsTheUsersMistake()
        => Assert.That(() => TumCsvImporter.Import("no-such-track.csv"), Throws.InstanceOf<UserErrorException>().With.Message.Contains("no-such-track.csv"));

    /// <summary>Lengths and widths measured from the bytes by an independent sampler; directions from the signed area; radii through three raw points.</summary>
    [TestCase("Budapest", 4376.9, 7.63, 16.10, true, 14.2)]
    [TestCase("IMS", 4022.3, 15.30, 15.30, false, 185.2)]
    [TestCase("Monza", 5790.2, 7.52, 12.42, true, 9.9)]
    [TestCase("Norisring", 2295.8, 10.30, 20.97, false, 10.3)]
    [TestCase("Silverstone", 5886.8, 11.27, 17.84, true, 12.3)]
    [TestCase("Spa", 7000.1, 7.87, 16.42, true, 8.0)]
    [Category("Oracle")]
    public void RealCircuit_AgreesWithIndependentMeasurements(string name, double length, double narrowest, double widest, bool clockwise, double threePointRadius)
    {
        var circuit = TumCsvImporter.Import(TrackFile(name)).ToCircuit(name);
        var walk = new CircuitWalk(circuit, spacing: 0.5f);
        Assert.Multiple(() =>
        {
            Assert.That(circuit.Length, Is.InRange(length - TableRounding, length + ChordLoss));
            Assert.That(circuit.IsClockwise, Is.EqualTo(clockwise));
            // Between the points a width is interpolated, so the walk may miss the extremes by little.
            Assert.That(walk.NarrowestWidth, Is.EqualTo(narrowest).Within(0.02 + WidthRounding));
            Assert.That(walk.WidestWidth, Is.EqualTo(widest).Within(0.02 + WidthRounding));
            // A circle through three points 5 m apart averages the bend; the spline finds its tightest place, up to 15 % tighter.
            Assert.That(circuit.SmallestRadius, Is.InRange(0.85 * threePointRadius, 1.02 * threePointRadius));
            Assert.That(walk.SmallestInnerRadiusShare, Is.GreaterThan(1), "the inner edge folds");
        });
    }

    [TestCase("Budapest")]
    [TestCase("IMS")]
    [TestCase("Monza")]
    [TestCase("Norisring")]
    [TestCase("Silverstone")]
    [TestCase("Spa")]
    [Category("Oracle")]
    public void PublishedRaceLine_StaysOnTheRoadAndRunsForward(string name)
    {
        var circuit = TumCsvImporter.Import(TrackFile(name)).ToCircuit(name);
        var raw = ReadColumns(TrackFile(name));
        double x0 = (raw.Min(p => p.X) + raw.Max(p => p.X)) / 2, y0 = (raw.Min(p => p.Y) + raw.Max(p => p.Y)) / 2;
        var line = ReadColumns(RaceLineFile(name));
        var last = circuit.Locate((float)(line[^1].X - x0), (float)(line[^1].Y - y0));
        var total = 0.0;
        foreach (var (x, y) in line)
        {
            var here = circuit.Locate((float)(x - x0), (float)(y - y0));
            Assert.That(here.BeyondEdge, Is.LessThan(0), $"({x}, {y})");
            Assert.That(circuit.Advance(last.Arc, here.Arc), Is.InRange(1, 25), $"({x}, {y})");      // 5 m apart; more arc at the inside of a bend
            total += circuit.Advance(last.Arc, here.Arc);
            last = here;
        }
        Assert.That(total, Is.EqualTo(circuit.Length).Within(0.1), "one lap, not more");
    }

    [TestCase("Norisring")]
    [TestCase("Spa")]
    [Category("Oracle")]
    public void SurveyedPoints_StayWithinAQuarterOfAMetre(string name)
    {
        var circuit = TumCsvImporter.Import(TrackFile(name)).ToCircuit(name);
        var raw = ReadColumns(TrackFile(name));
        double x0 = (raw.Min(p => p.X) + raw.Max(p => p.X)) / 2, y0 = (raw.Min(p => p.Y) + raw.Max(p => p.Y)) / 2;
        foreach (var (x, y) in raw)
            Assert.That(circuit.Locate((float)(x - x0), (float)(y - y0)).LateralOffset, Is.EqualTo(0).Within(0.25 + 1e-3), $"({x}, {y})");
    }

    private static string RaceLineFile(string name) => Path.Combine(Path.GetDirectoryName(TrackFile(name))!, "..", "racelines", name + ".csv");

    private static string TrackFile(string name)
    {
        var folder = Environment.GetEnvironmentVariable("RLSANDBOX_DATA");
        if (string.IsNullOrEmpty(folder)) Assert.Ignore("RLSANDBOX_DATA is not set; see docs/data.md");
        return Path.Combine(folder!, "tumftm-racetracks", "tracks", name + ".csv");
    }

    private static List<(double X, double Y)> ReadColumns(string path)
        => [.. File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(','))
            .Select(row => (double.Parse(row[0], System.Globalization.CultureInfo.InvariantCulture), double.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture)))];
}
