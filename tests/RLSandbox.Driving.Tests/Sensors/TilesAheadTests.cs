using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Driving.Tests.Sensors;

/// <summary>Which tiles of a map are asked for before a picture reads them.</summary>
public sealed class TilesAheadTests
{
    private const int Tiles = 200;                                       // along a side of the level
    private const double One = 1 << GroundWalk.FractionBits;
    private static readonly RasterLevel Level = new(0, Tiles * ClassRaster.TileSide, Tiles * ClassRaster.TileSide, 0.5f);

    [TestCase(64, 64, 0.5f)]
    [TestCase(84, 84, 0.5f)]
    [TestCase(84, 84, 0.95f)]
    [TestCase(100, 40, 0.6f)]
    [TestCase(33, 90, 0.3f)]
    public void TilesOfAPicture_AreAskedFor(int width, int height, float metresPerPixel)
    {
        var view = new CameraView(width, height, metresPerPixel, width / 2f, height / 2f);
        int read = 0, asked = 0, all = 0;
        for (var turn = 0; turn < 100; turn++)
        {
            var place = Place(view, turn * 0.37f, 700 + turn * 3.3, 800 - turn * 1.7);
            var wanted = TilesOf(view, place);
            var found = Asked(view, place);
            read += wanted.Count;
            asked += wanted.Intersect(found).Count();
            all += found.Count;
        }
        Assert.That(asked, Is.GreaterThanOrEqualTo(read * 999 / 1000), "rounding may miss what is hardly touched");
        Assert.That(all, Is.LessThan(read * 105 / 100), "and of the others only those that the picture touches between two pixels");
    }

    [TestCase(0f)]
    [TestCase(MathF.PI / 2)]
    [TestCase(MathF.PI)]
    [TestCase(-MathF.PI / 2)]
    [TestCase(1e-5f)]
    public void TilesOfAnUprightPicture_AreAskedFor(float heading)
    {
        var view = new CameraView(64, 64, 0.5f, 32, 32);
        var place = Place(view, heading, 803.7, 805.2);
        Assert.That(Asked(view, place), Is.EquivalentTo(TilesOf(view, place)));
    }

    [Test]
    public void AtTheEdgeOfTheMap_TilesInsideAreAskedFor()
    {
        var view = new CameraView(64, 64, 0.5f, 32, 32);
        foreach (var (x, y) in new[] { (-500.0, -500.0), (1e9, 3), (-1e9, 1e9), (3, 1e9) })
            Assert.That(Asked(view, Place(view, 0.7f, x, y)), Is.Empty, $"{x}, {y}");
        foreach (var (x, y) in new[] { (20.0, 20.0), (1590, 1590), (20, 1590), (1590, 20), (20, 800), (1590, 800) })
        {
            var place = Place(view, 0.7f, x, y);
            Assert.That(Asked(view, place), Is.SupersetOf(TilesOf(view, place)).And.All.InRange(0, Tiles * Tiles - 1), $"{x}, {y}");
        }
    }

    [Test]
    public void WithoutANextPicture_NothingIsAskedFor()
    {
        Assert.That(default(TilesAhead).Count, Is.Zero);
        Assert.That(TilesAhead.RoomFor(new(4096, 4096, 0.5f, 2048, 2048), 0.5f), Is.Zero, "too many tiles for a first-level cache");
    }

    /// <summary>A picture whose corner lies at (<paramref name="u"/>, <paramref name="v"/>), in cells.</summary>
    private static GroundPlace Place(in CameraView view, float heading, double u, double v)
    {
        var cells = view.MetresPerPixel / Level.MetresPerCell * One;
        return new((long)(u * One), (long)(v * One), (long)(Elementary.Sin(heading) * cells), (long)(Elementary.Cos(heading) * cells));
    }

    /// <summary>Tiles under the pixels that lie on the level.</summary>
    private static HashSet<int> TilesOf(in CameraView view, in GroundPlace place)
    {
        var tiles = new HashSet<int>();
        for (var row = 0; row < view.Height; row++)
            for (var column = 0; column < view.Width; column++)
            {
                long u = (place.U + column * place.Sin - row * place.Cos) >> GroundWalk.FractionBits, v = (place.V - column * place.Cos - row * place.Sin) >> GroundWalk.FractionBits;
                if (u >= 0 && v >= 0 && u < Level.Width && v < Level.Height) tiles.Add((int)(v / ClassRaster.TileSide * Tiles + u / ClassRaster.TileSide));
            }
        return tiles;
    }

    private static HashSet<int> Asked(in CameraView view, in GroundPlace place)
    {
        var ahead = new TilesAhead(Level, view, place, new uint[TilesAhead.RoomFor(view, Level.MetresPerCell)]);
        var tiles = new HashSet<int>();
        for (var tile = 0; tile < ahead.Count; tile++) Assert.That(tiles.Add((int)ahead[tile]), "once is enough");
        return tiles;
    }
}
