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
    public void NineOfTenTilesOfAPicture_AreAskedFor(int width, int height, float metresPerPixel)
    {
        var view = new CameraView(width, height, metresPerPixel, width / 2f, height / 2f);
        int read = 0, asked = 0, samples = 0;
        for (var turn = 0; turn < 100; turn++)
        {
            var place = Place(view, turn * 0.37f, 700 + turn * 3.3, 800 - turn * 1.7);
            var wanted = TilesOf(view, place);
            var found = TilesOf(new TilesAhead(Level, view, place), ref samples);
            read += wanted.Count;
            asked += wanted.Intersect(found).Count();
        }
        Assert.That(asked, Is.GreaterThan(read * 88 / 100));
        Assert.That(samples, Is.LessThan(3 * read), "each costs a little, even where it finds nothing new");
    }

    [Test]
    public void BesideTheMap_TilesAtItsEdgeAreAskedFor()
    {
        var view = new CameraView(64, 64, 0.5f, 32, 32);
        var samples = 0;
        foreach (var (x, y) in new[] { (-500.0, -500.0), (1e9, 3), (-1e9, 1e9), (1590, 1590) })
            Assert.That(TilesOf(new TilesAhead(Level, view, Place(view, 0.7f, x, y)), ref samples), Is.Not.Empty.And.All.InRange(0, Tiles * Tiles - 1), $"{x}, {y}");
    }

    [Test]
    public void WithoutANextPicture_NothingIsAskedFor() => Assert.That(default(TilesAhead).RowCount, Is.Zero);

    /// <summary>A picture whose corner lies at (<paramref name="u"/>, <paramref name="v"/>), in cells.</summary>
    private static GroundPlace Place(in CameraView view, float heading, double u, double v)
    {
        var cells = view.MetresPerPixel / Level.MetresPerCell * One;
        return new((long)(u * One), (long)(v * One), (long)(Elementary.Sin(heading) * cells), (long)(Elementary.Cos(heading) * cells));
    }

    private static HashSet<int> TilesOf(in CameraView view, in GroundPlace place)
    {
        var tiles = new HashSet<int>();
        for (var row = 0; row < view.Height; row++)
            for (var column = 0; column < view.Width; column++)
            {
                long u = (place.U + column * place.Sin - row * place.Cos) >> GroundWalk.FractionBits, v = (place.V - column * place.Cos - row * place.Sin) >> GroundWalk.FractionBits;
                tiles.Add((int)(v / ClassRaster.TileSide * Tiles + u / ClassRaster.TileSide));
            }
        return tiles;
    }

    private static HashSet<int> TilesOf(in TilesAhead ahead, ref int samples)
    {
        var tiles = new HashSet<int>();
        for (var row = 0; row < ahead.RowCount; row++)
            for (var block = 0; block < ahead.BlockCount; block++, samples += Lanes.Count)
                for (var lane = 0; lane < Lanes.Count; lane++) tiles.Add((int)(ahead.Offsets(row, block)[lane] / (ClassRaster.TileSide * ClassRaster.TileSide)));
        return tiles;
    }
}
