using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using RLSandbox.Core;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Import.Tracks;
using RLSandbox.Scenarios.Tests.Maps;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Race tracks between walls: an occupancy map, its picture and a race line.</summary>
[TestFixture]
[DecimalComma]
public sealed class F1TenthImporterTests
{
    private const string Yaml = "image: ring.pgm\nresolution: 0.1\norigin: [-10.0, -8.0, 0.0]\nnegate: 0\noccupied_thresh: 0.65\nfree_thresh: 0.196\n";

    [Test]
    public void ARingBetweenWalls_HasItsMiddleAndItsWidths()
    {
        // Free between 4 m and 6 m around (0, 0); the race line wanders between 4.3 m and 5.1 m. The middle is a circle of 5 m with 1 m to each side.
        using var folder = new TemporaryFolder();
        var path = WriteRing(folder, Yaml);
        foreach (var named in new[] { path, folder.PathOf("ring_raceline.csv") })
        {
            var result = MapImporters.Import(named, new());
            var circuit = result.Map.Circuit!.ToCircuit("ring");
            var walk = new CircuitWalk(circuit, 0.1f);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(result.Format, Is.EqualTo("F1TENTH track"));
                Assert.That(result.Warnings, Is.Empty);
                Assert.That(circuit.Length, Is.EqualTo(Math.Tau * 5).Within(0.3));
                Assert.That(circuit.IsClockwise, Is.False);
                Assert.That(walk.NarrowestWidth, Is.EqualTo(2).Within(0.15), "a pixel is 0.1 m");
                Assert.That(walk.WidestWidth, Is.EqualTo(2).Within(0.15));
            }
        }
    }

    [Test]
    public void ATrackWithinOnePixel_IsRefused()
    {
        // Pixels of 190 m, the whole line in one that is free: found by damaging a resolution.
        using var folder = new TemporaryFolder();
        var path = WriteRing(folder, Yaml.Replace("0.1\norigin: [-10.0, -8.0", "190\norigin: [-28595, -15295", StringComparison.Ordinal));
        Assert.That(() => MapImporters.Import(path, new()), Throws.InstanceOf<UserErrorException>().With.Message.Contains("expected widths of at most 1000 m"));
    }

    [TestCase("origin: [-10.0, -8.0, 0.0]", "origin: [-10.0, 8.0, 0.0]", "points in walls; is it the line of another map?")]      // the picture upside down
    [TestCase("negate: 0", "negate: 1", "points in walls")]
    [TestCase("resolution: 0.1", "resolution: -1", "expected metres per pixel above 0")]
    [TestCase("resolution: 0.1", "resolution: NaN", "expected a number, found")]
    [TestCase("image: ring.pgm", "image: ../ring.pgm", "expected the name of a picture in the same folder")]
    [TestCase("image: ring.pgm", "image: other.pgm", "there is no such file")]
    [TestCase("origin: [-10.0, -8.0, 0.0]", "origin: 3", "expected x, y and yaw of the lower left pixel")]
    [TestCase("origin: [-10.0, -8.0, 0.0]", "origin: [-8e20, -8.0, 0.0]", "expected x and y of at most 100000 km")]             // filled the memory: found by damaging an origin
    public void AMistakeInTheMap_IsTheUsers(string right, string wrong, string message)
    {
        using var folder = new TemporaryFolder();
        var path = WriteRing(folder, Yaml.Replace(right, wrong, StringComparison.Ordinal));
        Assert.That(() => MapImporters.Import(path, new()), Throws.InstanceOf<UserErrorException>().With.Message.Contains(message));
    }

    [Test]
    public void ALineWithoutWalls_NeedsAWidth()
    {
        using var folder = new TemporaryFolder();
        var path = WriteRing(folder, Yaml);
        File.Delete(path);
        var line = folder.PathOf("ring_raceline.csv");
        Assert.That(() => MapImporters.Import(line, new()), Throws.InstanceOf<UserErrorException>().With.Message.Contains("looked for ring_map.yaml, ring.yaml. Give --width"));
        Assert.That(MapImporters.Import(line, new(3)).Map.Circuit!.Points.Select(p => (p.LeftWidth, p.RightWidth)), Has.All.EqualTo((1.5, 1.5)));
    }

    [Test]
    public void ALineOfTwoColumnsWithCommas_NeedsAWidthToo()
    {
        using var folder = new TemporaryFolder();
        var line = folder.PathOf("line.csv");
        File.WriteAllText(line, "# x_m,y_m\n0.5,0\n50,0\n50,30\n0.5,30\n");
        Assert.That(() => MapImporters.Import(line, new()), Throws.InstanceOf<UserErrorException>().With.Message.Contains("Give --width"));
        Assert.That(MapImporters.Import(line, new(10)).Map.Circuit!.Points.Select(p => (p.LeftWidth, p.RightWidth)), Has.All.EqualTo((5.0, 5.0)));
    }

    [Test]
    public void WallsWithoutALine_AreDrivenCounterClockwiseWithAWarning()
    {
        // The same ring: a circle of 5 m with 1 m to each side. What is given as a width is not needed.
        using var folder = new TemporaryFolder();
        var path = WriteRing(folder, Yaml);
        File.Delete(folder.PathOf("ring_raceline.csv"));
        var result = MapImporters.Import(path, new(3));
        var circuit = result.Map.Circuit!.ToCircuit("ring");
        var walk = new CircuitWalk(circuit, 0.1f);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Warnings.Select(warning => warning.ToString()), Is.EqualTo(new[]
            {
                "line: no race line was found beside ring_map.yaml (looked for ring_centerline.csv, ring_raceline.csv, ring_waypoints.csv, ring.csv); the centre line was made from the free space, and counter-clockwise is a guess. " +
                "To say which way to drive, put a table of x and y in driving direction beside the map under one of these names",
                "road: the walls say how wide it is; the given width was not used",
            }));
            Assert.That(circuit.Length, Is.EqualTo(Math.Tau * 5).Within(0.3));
            Assert.That(circuit.IsClockwise, Is.False);
            Assert.That(walk.NarrowestWidth, Is.EqualTo(2).Within(0.15), "a pixel is 0.1 m");
            Assert.That(walk.WidestWidth, Is.EqualTo(2).Within(0.15));
        }
    }

    [TestCase("# s_m; x_m; y_m; psi_rad; kappa_radpm; vx_mps; ax_mps2\n0; 1; 2; 0; 0; 0; 0\n1; 3; 4; 0; 0; 0; 0\n1; 1; 4; 0; 0; 0; 0\n")]
    [TestCase("0; 1; 2; 0; 0; 0; 0\n1; 3; 4; 0; 0; 0; 0\n1; 1; 4; 0; 0; 0; 0\n0; 1; 2; 0; 0; 0; 0\n")]
    [TestCase("# x_m; y_m\n1;2\n3; 4\n\n1.0e0; 4.0\n")]
    [TestCase("# 7daf4d34-e3c1\n1;2;9;9\n3;4;9;9\n1;4;9;9\n")]
    public void ColumnsOfATable_AreFoundByNameOrNumber(string text)
        => Assert.That(RaceLine.Read(ImportFile.Of("l.csv", Encoding.UTF8.GetBytes(text)), []).Select(p => (p.X, p.Y)), Is.EqualTo(new[] { (1.0, 2.0), (3.0, 4.0), (1.0, 4.0) }));

    [Test]
    public void BrokenRows_AreOneWarning()
    {
        var warnings = new List<ImportWarning>();
        RaceLine.Read(ImportFile.Of("l.csv", "1;2\n3;4\nNaN;1\nx;y\n7\n1;4\n"u8.ToArray()), warnings);
        Assert.That(warnings.Single().ToString(), Is.EqualTo("line 3: l.csv: 3 rows without two finite numbers in the columns of x and y were left out"));
    }

    /// <summary>Two by two pixels, 0 and 255 above 128 and 64, in every kind of PNG that keeps them.</summary>
    [TestCase(0, 8, new byte[] { 0, 0, 255, 0, 128, 64 })]
    [TestCase(0, 8, new byte[] { 1, 0, 255, 2, 128, 65 }, TestName = "Filters_SubAndUp")]                    // sub: 0, 0+255; up: 0+128, 255+65 = 64
    [TestCase(0, 8, new byte[] { 4, 0, 255, 3, 128, 129 }, TestName = "Filters_PaethAndAverage")]           // average: 128+0, 129+(128+255)/2 = 320 = 64
    [TestCase(0, 16, new byte[] { 0, 0, 7, 255, 7, 0, 128, 7, 64, 7 })]
    [TestCase(2, 8, new byte[] { 0, 0, 0, 0, 255, 255, 255, 0, 128, 127, 129, 64, 0, 128 })]
    [TestCase(4, 8, new byte[] { 0, 0, 9, 255, 9, 0, 128, 9, 64, 9 })]
    [TestCase(6, 8, new byte[] { 0, 0, 0, 0, 9, 255, 255, 255, 9, 0, 128, 128, 128, 9, 64, 64, 64, 9 })]
    [TestCase(3, 8, new byte[] { 0, 0, 1, 0, 2, 3 })]
    [TestCase(3, 2, new byte[] { 0, 0b0001_0000, 0, 0b1011_0000 })]
    public void Png_IsReadAsGrey(int colourType, int bits, byte[] rows)
    {
        var image = GrayImage.Read(Png(2, 2, colourType, bits, rows));
        Assert.That(image.Pixels, Is.EqualTo(new byte[] { 0, 255, 128, 64 }));
    }

    [TestCase("P2\n# by hand\n2 2\n# most\n15\n0 15\n8 4\n", new byte[] { 0, 255, 136, 68 })]
    [TestCase("P5 2 2 255\nABCD", new byte[] { 65, 66, 67, 68 })]
    [TestCase("P5 1 2 65535\nA_B_", new byte[] { 65, 66 })]
    public void Pgm_IsRead(string text, byte[] expected) => Assert.That(GrayImage.Read(Encoding.ASCII.GetBytes(text)).Pixels, Is.EqualTo(expected));

    [Test]
    public void PicturesThatAreNone_AreRefusedBeforeTheirSizeIsBelieved()
    {
        var good = Png(2, 2, 0, 8, [0, 0, 255, 0, 128, 64]);
        foreach (var bytes in new[] { Png(60_000, 2, 0, 8, []), Png(16_000, 4_000, 0, 8, []), Png(2, 2, 0, 8, [0, 1]), Png(2, 2, 0, 8, [9, 0, 0, 0, 0, 0]), Png(2, 2, 2, 4, []), Png(2, 2, 3, 8, [0, 0, 0, 0, 0, 0], palette: false),
                     good[..40], good[..^20], "P5 9999 9999 255\nA"u8.ToArray(), "P2 2 2 255\n1 2 3"u8.ToArray(), "P5"u8.ToArray(), "P5 x"u8.ToArray(), "GIF89a"u8.ToArray(), [] })
            Assert.That(() => GrayImage.Read(bytes), Throws.InstanceOf<InvalidDataException>(), $"{bytes.Length} bytes");
    }

    [Test]
    public void DamagedPictures_AreRefusedOrRead()
    {
        var good = Png(8, 8, 2, 8, [.. Enumerable.Range(0, 8 * 25).Select(i => (byte)(i % 25 == 0 ? i / 25 % 5 : i * 37))]);
        for (var at = 0; at < good.Length; at++)
            for (var bit = 0; bit < 8; bit++)
            {
                var bytes = (byte[])good.Clone();
                bytes[at] ^= (byte)(1 << bit);
                try
                {
                    GrayImage.Read(bytes);
                }
                catch (InvalidDataException)
                {
                    continue;
                }
            }
    }

    [Test]
    [Category("Oracle")]
    public void ExampleMap_HoldsItsPublishedRaceLineAndItsWallsAreTheEdges()
    {
        var path = SharedFiles.Path("f1tenth-gym/example_map.yaml");
        var result = MapImporters.Import(path, new());
        var circuit = result.Map.Circuit!.ToCircuit("example");
        var walk = new CircuitWalk(circuit, 0.25f);
        var grid = OccupancyGrid.Read(ImportFile.Open(path), []);
        var raw = RaceLine.Read(ImportFile.Open(SharedFiles.Path("f1tenth-gym/example_waypoints.csv")), []);
        // The drawing's local origin: found from its own first point, since the grid keeps the source's coordinates.
        var (line, _, _) = WalledTrack.Between(grid, raw, path, []);
        double x0 = line[0].X - result.Map.Circuit!.Points[0].X, y0 = line[0].Y - result.Map.Circuit!.Points[0].Y;
        var (closest, advance) = (double.PositiveInfinity, 0.0);
        var last = circuit.Locate((float)(raw[^1].X - x0), (float)(raw[^1].Y - y0));
        foreach (var point in raw)
        {
            var here = circuit.Locate((float)(point.X - x0), (float)(point.Y - y0));
            closest = Math.Min(closest, -here.BeyondEdge);
            advance += circuit.Advance(last.Arc, here.Arc);
            last = here;
        }
        var beyond = 0.0;
        for (var arc = 0f; arc < circuit.Length; arc += 0.25f)
        {
            var s = circuit.Sample(arc);
            foreach (var side in new[] { s.LeftWidth, -s.RightWidth })
            {
                // From 20 cm inside the edge to 20 cm beyond it a wall begins: how far beyond or before the edge?
                double nx = -Math.Sin(s.Heading) * Math.Sign(side), ny = Math.Cos(s.Heading) * Math.Sign(side);
                var reach = grid.Reach(new(s.X + x0, s.Y + y0), nx, ny, 10);
                beyond = Math.Max(beyond, Math.Abs(reach - Math.Abs(side)));
            }
        }
        TestContext.Out.WriteLine(FormattableString.Invariant($"{circuit.Length:0.0} m, radius {circuit.SmallestRadius:0.0}, width {walk.NarrowestWidth:0.00} to {walk.WidestWidth:0.00}, inner share {walk.SmallestInnerRadiusShare:0.00}, race line {closest:0.00} m inside, lap {advance:0.0}, walls off by {beyond:0.00} m, {result.Map.Circuit.Points.Count} points; {string.Join(" | ", result.Warnings)}"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(closest, Is.GreaterThan(0), "every point of the published race line lies between the edges");
            Assert.That(advance, Is.EqualTo(circuit.Length).Within(0.1), "one lap forward");
            Assert.That(beyond, Is.LessThan(0.25));
            Assert.That(walk.SmallestInnerRadiusShare, Is.GreaterThan(1));
        }
    }

    /// <summary>200 × 160 pixels of 0.1 m from (−10, −8) on.</summary>
    private static string WriteRing(TemporaryFolder folder, string yaml)
    {
        var pixels = new byte[200 * 160];
        for (var row = 0; row < 160; row++)
            for (var column = 0; column < 200; column++)
            {
                double x = -10 + 0.1 * (column + 0.5), y = -8 + 0.1 * (159 - row + 0.5), radius = Math.Sqrt(x * x + y * y);
                pixels[200 * row + column] = (byte)(radius is > 4 and < 6 ? 254 : radius > 7 ? 205 : 0);
            }
        File.WriteAllBytes(folder.PathOf("ring.pgm"), [.. "P5\n200 160\n255\n"u8, .. pixels]);
        File.WriteAllText(folder.PathOf("ring_map.yaml"), yaml);
        var line = new StringBuilder("# s_m; x_m; y_m; psi_rad; kappa_radpm; vx_mps; ax_mps2\n");
        for (var i = 0; i < 120; i++)
        {
            double angle = Math.Tau * i / 120, radius = 4.7 + 0.4 * Math.Sin(3 * angle);
            line.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i}; {radius * Math.Cos(angle):0.000}; {radius * Math.Sin(angle):0.000}; 0; 0; 5; 0\n");
        }
        File.WriteAllText(folder.PathOf("ring_raceline.csv"), line.ToString());
        return folder.PathOf("ring_map.yaml");
    }

    private static byte[] Png(int width, int height, int colourType, int bits, byte[] rows, bool palette = true)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = ((byte)bits, (byte)colourType);
        Chunk(file, "IHDR"u8, header);
        if (palette && colourType == 3) Chunk(file, "PLTE"u8, [0, 0, 0, 255, 255, 255, 128, 129, 127, 64, 63, 65]);
        using var packed = new MemoryStream();
        using (var pack = new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true)) pack.Write(rows);
        var half = (int)packed.Length / 2;                                  // rows may be cut into chunks anywhere
        Chunk(file, "IDAT"u8, packed.ToArray()[..half]);
        Chunk(file, "IDAT"u8, packed.ToArray()[half..]);
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, byte[] content)
    {
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        file.Write(new byte[4]);
    }
}
