using System.Diagnostics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Driving.Tests.Sensors;

/// <summary>Frames per second of one core; run by hand in Release, the figures stand in docs/decisions/0009-one-camera-kernel.md.</summary>
[Explicit("measures, asserts nothing about speed"), Category("Slow")]
public sealed class CameraMeasurements
{
    private const int Pictures = 256;                                    // per round: a round of about 1 ms is rarely interrupted
    private const int Rounds = 1200;
    private const int WarmUp = 300;
    private const float MapMetres = 350f;

    [TestCase(1, false, TestName = "One map, random places")]
    [TestCase(256, true, TestName = "256 maps, one car driving on each")]
    [TestCase(256, false, TestName = "256 maps, random places")]
    public void Frames(int maps, bool driving)
    {
        var rasters = Enumerable.Range(0, maps).Select(Ring).ToArray();
        foreach (var side in new[] { 64, 84 })
        {
            foreach (var boxCount in new[] { 0, 20 })
            {
                var microseconds = Measure(rasters, new() { Width = side, Height = side }, boxCount, driving);
                TestContext.Out.WriteLine($"{side}×{side}, {boxCount} boxes: {microseconds:F2} µs, {1000 / microseconds:F0} k frames/s");
            }
        }
        foreach (var raster in rasters) raster.Dispose();
    }

    /// <summary>Microseconds per picture in the fastest tenth of all rounds.</summary>
    private static double Measure(ClassRaster[] rasters, CameraConfig config, int boxCount, bool driving)
    {
        const int places = 16 * Pictures;
        var random = new Random(1);
        var poses = Enumerable.Range(0, places).Select(i => driving ? Driving(i, rasters.Length) : Anywhere(random)).ToArray();
        var maps = Enumerable.Range(0, places).Select(i => driving ? i % rasters.Length : random.Next(rasters.Length)).ToArray();
        var reach = config.Width * config.MetresPerPixel;
        var boxes = Enumerable.Range(0, places * boxCount).Select(i => Near(random, poses[i / boxCount], reach)).ToArray();
        var renderer = new CameraRenderer(config);
        var target = new byte[Pictures * renderer.Part.ByteCount];
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var picture = 0; picture < Pictures; picture++)
            {
                var i = (round * Pictures + picture) % places;
                renderer.Render(rasters[maps[i]], poses[i], default, boxes.AsSpan(i * boxCount, boxCount),
                    target.AsSpan(picture * renderer.Part.ByteCount, renderer.Part.ByteCount));
            }
            if (round >= WarmUp) times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Pictures);
        }
        times.Sort();
        Assert.That(target.Distinct().Count(), Is.GreaterThan(2));
        return times[times.Count / 10];
    }

    private static Pose Anywhere(Random random) => OnRoad(random.NextDouble() * Math.Tau, random.NextDouble() * Math.Tau);

    /// <summary>Environment after environment, every car 1.6 m farther each time round, as in training.</summary>
    private static Pose Driving(int picture, int environments)
    {
        var angle = picture % environments * 0.77 + picture / environments * (1.6 / 140);
        return OnRoad(angle, angle + Math.PI / 2);
    }

    private static Pose OnRoad(double angle, double heading)
        => new((float)(MapMetres / 2 + 140 * Math.Cos(angle)), (float)(MapMetres / 2 + 140 * Math.Sin(angle)), (float)heading);

    private static OrientedBox Near(Random random, Pose pose, float reach)
    {
        float x = pose.X + ((float)random.NextDouble() - 0.5f) * reach, y = pose.Y + ((float)random.NextDouble() - 0.5f) * reach;
        return new(new(x, y, (float)(random.NextDouble() * Math.Tau)), new(2.25f, 0.9f), SurfaceClass.Vehicle);
    }

    /// <summary>A wavy ring road about 900 m long; another one for each seed.</summary>
    private static ClassRaster Ring(int seed)
    {
        var raster = new ClassRaster(0f, 0f, 1400, 1400, 0.25f, 4);
        for (var row = 0; row < raster.Height; row++)
        {
            for (var column = 0; column < raster.Width; column++)
            {
                double x = column * 0.25 - MapMetres / 2, y = row * 0.25 - MapMetres / 2;
                var aside = Math.Abs(Math.Sqrt(x * x + y * y) - 140 + 3 * Math.Sin(5 * Math.Atan2(y, x) + seed));
                raster.Set(column, row, aside < 4.75 ? SurfaceClass.Road : aside < 5 ? SurfaceClass.EdgeLine : SurfaceClass.Grass);
            }
        }
        raster.BuildLevels();
        return raster;
    }
}
