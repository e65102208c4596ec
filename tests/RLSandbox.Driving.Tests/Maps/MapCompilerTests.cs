using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Tests.Maps;

[Category("Property")]
public sealed class MapCompilerTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(7)]
    public void AnyNumberOfThreads_GivesTheSameMapsInOrder(int threads)
    {
        Circuit[] circuits = [TestCircuits.Wavy(), TestCircuits.FigureEight(), TestCircuits.Circle(), TestCircuits.ClockwiseCircle()];
        var maps = MapCompiler.CompileAll(circuits, new RasterConfig(0.5f, 2), threads);
        for (var i = 0; i < maps.Length; i++)
        {
            using var alone = MapCompiler.Compile(circuits[i], new RasterConfig(0.5f, 2));
            Assert.That(maps[i].Circuit, Is.SameAs(circuits[i]));
            Assert.That(Hash(maps[i].Raster), Is.EqualTo(Hash(alone.Raster)), $"map {i}");
            Assert.That(maps[i].ByteCount, Is.EqualTo(circuits[i].ByteCount + maps[i].Raster.ByteCount));
            maps[i].Dispose();
        }
    }

    [Test]
    public void Compiled_HasTheSameBitsOnEveryMachine()
    {
        // Literal numbers: a sine of the system would differ from machine to machine.
        CircuitPoint[] points = [new(0, 0, 5, 4), new(60, -5, 5, 4), new(90, 40, 4, 4.5), new(35, 55, 5, 5), new(-20, 80, 4, 4), new(-45, 30, 5, 5)];
        using var map = MapCompiler.Compile(Circuit.FromControlPoints("one", points), new RasterConfig());
        points[0] = points[0] with { X = 0.01 };
        using var other = MapCompiler.Compile(Circuit.FromControlPoints("other", points), new RasterConfig());
        const ulong golden = 1914091793728778279;
        Assert.That(StableHash.Combine(map.Circuit.Hash, Hash(map.Raster)), Is.EqualTo(golden));
        Assert.That(StableHash.Combine(other.Circuit.Hash, Hash(other.Raster)), Is.Not.EqualTo(golden));
    }

    private static ulong Hash(ClassRaster raster)
    {
        var cells = new List<byte>();
        for (var level = 0; level < raster.LevelCount; level++)
            for (var row = 0; row < raster.Height >> level; row++)
                for (var column = 0; column < raster.Width >> level; column++) cells.Add((byte)raster[level, column, row]);
        return StableHash.Of(cells.ToArray());
    }
}
