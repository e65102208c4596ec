using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Tests.Maps;

[Category("Property")]
public sealed class CircuitRasterizerTests
{
    [Test]
    public void EveryCellOfTheRoad_IsPaintedAndNoneBesideIt()
    {
        var circuit = TestCircuits.Wavy();
        using var raster = CircuitRasterizer.Rasterize(circuit, new RasterConfig());
        var painted = 0;
        for (var row = 0; row < raster.Height; row++)
            for (var column = 0; column < raster.Width; column++)
            {
                float x = raster.OriginX + (column + 0.5f) * raster.MetresPerCell, y = raster.OriginY + (row + 0.5f) * raster.MetresPerCell;
                var beyond = circuit.Locate(x, y).BeyondEdge;
                // Within 1 cm of an edge the quads' straight sides decide.
                if (Math.Abs(beyond) < 0.01f) continue;
                var surface = raster[0, column, row];
                if (surface != SurfaceClass.Grass) painted++;
                if (surface != SurfaceClass.Grass == beyond < 0 || surface == SurfaceClass.StartLine) continue;
                Assert.Fail($"cell ({column}, {row}) is {surface}, {beyond} m beyond the edge");
            }
        // About 9 m × 540 m of road in cells of 1/16 m².
        Assert.That(painted, Is.InRange(70_000, 85_000));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void EdgeLine_HasNoHoleAtAnyLevel(int level)
    {
        var circuit = TestCircuits.Wavy();
        using var raster = CircuitRasterizer.Rasterize(circuit, new RasterConfig());
        var cell = raster.MetresPerCell * (1 << level);
        for (var arc = 2f; arc < circuit.Length - 2; arc += 0.1f)
        {
            var s = circuit.Sample(arc);
            // The middle of the 0.3 m line; rounding to cells may leave it in the neighbour.
            Assert.That(FindsLine(raster, level, cell, s, s.LeftWidth - 0.15f), Is.True, $"left, arc {arc}");
            Assert.That(FindsLine(raster, level, cell, s, 0.15f - s.RightWidth), Is.True, $"right, arc {arc}");
        }
    }

    [Test]
    public void StartLine_CrossesTheWholeRoadAtArcZero()
    {
        var circuit = TestCircuits.Circle(radius: 50, left: 4, right: 5);
        using var raster = CircuitRasterizer.Rasterize(circuit, new RasterConfig());
        // Arc 0 lies at (50, 0) and heads north: the road runs from x = 46 to x = 55.
        for (var x = 46.2f; x < 55; x += 0.25f) Assert.That(raster.At(x, 0.1f), Is.EqualTo(SurfaceClass.StartLine), $"x {x}");
        Assert.That(raster.At(50, 1.2f), Is.EqualTo(SurfaceClass.Road));
        Assert.That(raster.At(56, 0.1f), Is.EqualTo(SurfaceClass.Grass));
    }

    [Test]
    public void TightBends_HaveKerbsAndWideOnesNone()
    {
        using var tight = CircuitRasterizer.Rasterize(TestCircuits.Circle(radius: 30, left: 5, right: 5), new RasterConfig());
        using var wide = CircuitRasterizer.Rasterize(TestCircuits.Circle(radius: 80, left: 5, right: 5), new RasterConfig());
        // Half a metre behind the 0.3 m line of the inner edge at the west point.
        Assert.That(tight.At(-25.7f, 0), Is.EqualTo(SurfaceClass.Kerb));
        Assert.That(wide.At(-75.7f, 0), Is.EqualTo(SurfaceClass.Road));
    }

    [Test]
    public void Bridge_HasNoLinesAcrossEitherLevel()
    {
        var eight = TestCircuits.FigureEight();
        using var raster = CircuitRasterizer.Rasterize(eight, new RasterConfig());
        for (var metre = -15f; metre <= 15; metre += 0.1f)
        {
            var s = eight.Sample(eight.Length / 2 + metre);
            Assert.That(raster.At(s.X, s.Y), Is.AnyOf(SurfaceClass.Road, SurfaceClass.StartLine), $"metre {metre}");
        }
        // Both roads are 10 m wide and cross at a right angle: 12 m from the crossing the lines are there again.
        var (after, left) = (eight.Sample(12), 4.85f);
        Assert.That(raster.At(after.X - left * MathF.Sin(after.Heading), after.Y + left * MathF.Cos(after.Heading)), Is.EqualTo(SurfaceClass.EdgeLine));
    }

    [Test]
    public void EveryLevel_HoldsTheHighestPriorityOfItsFourCells()
    {
        using var raster = CircuitRasterizer.Rasterize(TestCircuits.Wavy(), new RasterConfig(0.5f, 3));
        for (var level = 1; level < raster.LevelCount; level++)
            for (var row = 0; row < raster.Height >> level; row++)
                for (var column = 0; column < raster.Width >> level; column++)
                {
                    SurfaceClass a = raster[level - 1, 2 * column, 2 * row], b = raster[level - 1, 2 * column + 1, 2 * row];
                    SurfaceClass c = raster[level - 1, 2 * column, 2 * row + 1], d = raster[level - 1, 2 * column + 1, 2 * row + 1];
                    var highest = new[] { a, b, c, d }.MaxBy(SurfaceClasses.Priority);
                    if (raster[level, column, row] != highest) Assert.Fail($"level {level}, cell ({column}, {row})");
                }
    }

    [Test]
    public void Everything_FitsInside()
    {
        var circuit = TestCircuits.Circle(radius: 50, left: 4, right: 5);
        using var raster = CircuitRasterizer.Rasterize(circuit, new RasterConfig(0.5f, 2));
        Assert.That(raster.OriginX, Is.LessThan(-56));
        Assert.That(raster.OriginX + raster.Width * raster.MetresPerCell, Is.GreaterThan(56));
        Assert.That(raster.LevelCount, Is.EqualTo(2));
    }

    private static bool FindsLine(ClassRaster raster, int level, float cell, CentreLineSample s, float offset)
    {
        float x = s.X - offset * MathF.Sin(s.Heading), y = s.Y + offset * MathF.Cos(s.Heading);
        int column = (int)MathF.Floor((x - raster.OriginX) / cell), row = (int)MathF.Floor((y - raster.OriginY) / cell);
        for (var dy = -1; dy <= 1; dy++)
            for (var dx = -1; dx <= 1; dx++)
                if (raster[level, column + dx, row + dy] >= SurfaceClass.EdgeLine) return true;
        return false;
    }
}
