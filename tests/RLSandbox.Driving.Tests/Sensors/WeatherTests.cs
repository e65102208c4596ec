using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Driving.Tests.Sensors;

public sealed class WeatherTests
{
    private const float Grass = 48, Sky = 172;                           // grays of the default palette

    private static readonly CameraMoment Now = new(5, 3, 2, 0, 7);
    private static readonly CameraConfig FromAbove = new() { Width = 45, Height = 35 }, Forward = FromAbove with { Projection = CameraProjection.Forward };

    [Test]
    public void Night_KeepsItsShareOfEveryByte()
    {
        var day = Render(FromAbove with { Output = CameraOutput.Rgb });
        var night = Render(FromAbove with { Output = CameraOutput.Rgb, Weather = new() { Night = 0.75f } });
        Assert.That(night, Is.EqualTo(day.Select(value => (byte)Math.Floor(value / 4.0 + 0.5))));
        Assert.That(Render(FromAbove with { Weather = new() { Night = 1f } }), Has.All.Zero);
    }

    [Test]
    public void Fog_HidesTheGroundByItsDistance()
    {
        // 35 rows of a lens that looks 15° down: grass everywhere below the horizon, nearer from row to row. Bands of 100 m / 16 are 6.25 m deep.
        using var raster = TextPicture.Raster(8, (_, _) => SurfaceClass.Grass);
        var view = Forward.ForwardView;
        var picture = Render(Forward with { Weather = new() { Fog = 0.5f } }, raster, []);
        for (var row = 0; row < 35; row++)
        {
            double below = row + 0.5 - 17.5, sin = Math.Sin(view.Pitch), cos = Math.Cos(view.Pitch), ahead = view.MountHeight * (cos * view.FocalLength - sin * below) / (sin * view.FocalLength + cos * below);
            var isGround = ahead is > 0 and < 100;                       // negative above the horizon
            var left = Math.Pow(0.5, (Math.Floor(ahead / 6.25) + 0.5) * 6.25 / 20);
            var expected = isGround ? Grass * left + Sky * (1 - left) : Sky;
            Assert.That(picture.Skip(row * 45).Take(45), Has.All.EqualTo(expected).Within(1), $"row {row}, {ahead} m ahead");        // 1: shares of 1/256
        }
    }

    [Test]
    public void Fog_HidesABodyByItsOwnDistance()                         // 8 m ahead: band 1, 9.4 m; vehicles are 255; its upper part stands before the sky
    {
        using var raster = TextPicture.Raster(8, (_, _) => SurfaceClass.Grass);
        OrientedBox body = new(new(8f, 0f, 0f), new(2f, 1f), SurfaceClass.Vehicle, 3f);
        var clear = Render(Forward with { Output = CameraOutput.Classes }, raster, [body]);
        var foggy = Render(Forward with { Weather = new() { Fog = 0.5f } }, raster, [body]);
        var left = Math.Pow(0.5, 1.5 * 6.25 / 20);
        var pixels = foggy.Where((_, pixel) => clear[pixel] == (byte)SurfaceClass.Vehicle).ToArray();
        Assert.That(pixels, Has.Length.GreaterThan(50).And.All.EqualTo(255 * left + Sky * (1 - left)).Within(1));
    }

    [Test]
    public void Dirt_IsDarkAtTheSamePlacesForAnEpisode()
    {
        var dirty = FromAbove with { Output = CameraOutput.Rgb, Weather = new() { Dirt = 0.5f } };
        var clear = Render(FromAbove with { Output = CameraOutput.Rgb });
        var spots = Spots(clear, Render(dirty));
        Assert.That(spots.Count(isDark => isDark), Is.InRange(clear.Length / 50, clear.Length / 4));
        Assert.That(Spots(clear, Render(dirty, moment: Now with { Step = 8 })), Is.EqualTo(spots));
        Assert.That(Spots(clear, Render(dirty, moment: Now with { Episode = 3 })), Is.Not.EqualTo(spots));
        Assert.That(Spots(clear, Render(dirty, moment: Now with { Agent = 1 })), Is.Not.EqualTo(spots));
        Assert.That(spots[..1575], Is.EqualTo(spots[1575..3150]), "red and green, 45 × 35 bytes each");

        static bool[] Spots(byte[] clear, byte[] dirty)
        {
            Assert.That(dirty.Zip(clear, (d, c) => d == c || d == c >> 2 || d == c >> 4 || d == c >> 6), Has.All.True);
            return [.. dirty.Zip(clear, (d, c) => d != c)];
        }
    }

    [Test]
    public void Noise_IsEvenAndStaysWithinItsStrength()
    {
        // Road is 112; 0.2 · 255 = 51: from 61 to 163, on average as before. Even over ±51: standard deviation 51 / √3 = 29.4. 45 · 35 pixels: its mean is within 4 · 29.4 / 40.
        using var raster = TextPicture.Raster(64, (_, _) => SurfaceClass.Road);
        var noisy = Render(FromAbove with { MetresPerPixel = 0.1f, Weather = new() { Noise = 0.2f } }, raster, []).Select(value => (double)value).ToArray();
        Assert.That(noisy.Min(), Is.InRange(61, 63));
        Assert.That(noisy.Max(), Is.InRange(160, 163));
        Assert.That(noisy.Average(), Is.EqualTo(112).Within(3));
        Assert.That(Math.Sqrt(noisy.Average(value => (value - 112) * (value - 112))), Is.EqualTo(29.4).Within(1.5));
    }

    [Test]
    public void Noise_DependsOnSeedEnvironmentEpisodeAgentAndStep_AndIsElseTheSame()
    {
        var noisy = FromAbove with { Output = CameraOutput.Rgb, Weather = new() { Noise = 0.3f } };
        CameraMoment[] others = [Now with { Seed = 6 }, Now with { Environment = 4 }, Now with { Episode = 3 }, Now with { Agent = 1 }, Now with { Step = 8 }];
        var here = Render(noisy);
        Assert.That(Render(noisy), Is.EqualTo(here));
        foreach (var other in others) Assert.That(Render(noisy, moment: other).Zip(here, (a, b) => a == b).Count(same => same), Is.LessThan(here.Length / 4), other.ToString());
    }

    [Test]
    public void Noise_StopsAtBlackAndWhite()
    {
        var loud = Render(FromAbove with { Weather = new() { Noise = 1f } });
        Assert.That(loud.Count(value => value == 0), Is.InRange(loud.Length / 8, loud.Length / 2), "half of what goes below 0 stays there");
        Assert.That(loud.Count(value => value == 255), Is.InRange(loud.Length / 16, loud.Length / 2));
    }

    [Test]
    public void Range_IsDrawnOncePerEpisode()
    {
        var config = FromAbove with { Weather = new() { Night = NumberRange.Uniform(0f, 1f) } };
        var episodes = Enumerable.Range(0, 8).Select(episode => Render(config, moment: Now with { Episode = (uint)episode })).ToArray();
        Assert.That(episodes.Select(picture => picture.Max()).Distinct().Count(), Is.GreaterThan(6));
        Assert.That(Render(config, moment: Now with { Step = 9 }), Is.EqualTo(Render(config)));
    }

    [TestCase(1, 16)]
    [TestCase(3, 5)]
    public void Batch_SeesTheSameWeather_WithAnyThreadsAndAlone(int threads, int environments)
    {
        var config = DrivingScenes.Config(agents: 2) with
        {
            Camera = Forward with { Weather = new() { Night = NumberRange.Uniform(0f, 0.5f), Fog = 0.3f, Dirt = 0.4f, Noise = 0.1f } },
        };
        var maps = DrivingScenes.Maps();
        using var one = DrivingScenes.Environment(maps, 1, config: config);
        using var many = DrivingScenes.Environment(maps, environments, threads, config);
        one.Reset(4);
        many.Reset(4);
        for (var row = 0; row < 2; row++) Assert.That(many.Observations.Bytes(0, row).SequenceEqual(one.Observations.Bytes(0, row)), $"row {row}");
        Assert.That(many.Observations.Bytes(0, 2).SequenceEqual(one.Observations.Bytes(0, 0)), Is.False);
        foreach (var map in maps) map.Dispose();
    }

    [TestCase(0f)]
    [TestCase(0.1f)]
    public void Environments_DrawTheirOwnNoise(float noise)              // all stand at the line of one map: without noise their pictures are the same
    {
        var task = DrivingScenes.Config();
        var config = task with { Camera = task.Camera! with { Weather = new() { Noise = noise } }, Episode = new() { Start = "line" } };
        using var map = MapCompiler.Compile(DrivingScenes.Stadium(), new(0.5f));
        using var environment = DrivingScenes.Environment([map], 3, config: config);
        environment.Reset(4);
        for (var row = 1; row < 3; row++) Assert.That(environment.Observations.Bytes(0, row).SequenceEqual(environment.Observations.Bytes(0, 0)), Is.EqualTo(noise == 0f));
    }

    [Test]
    public void Weather_AllocatesNothing()
    {
        using var raster = TextPicture.Raster(64, (_, _) => SurfaceClass.Road);
        var renderer = new CameraRenderer(Forward with { Output = CameraOutput.Rgb, Weather = new() { Night = 0.1f, Fog = NumberRange.Uniform(0f, 0.5f), Dirt = 0.5f, Noise = 0.1f } });
        var target = new byte[renderer.Part.ByteCount];
        renderer.Render(raster, default, default, [], Now, target);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0u; step < 100; step++) renderer.Render(raster, default, default, [], Now with { Step = step }, target);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [TestCase("night", "classes", "forward")]
    [TestCase("fog", "classes", "forward")]
    [TestCase("dirt", "classes", "forward")]
    [TestCase("noise", "classes", "forward")]
    [TestCase("fog", "gray", "top-down")]
    public void WeatherThatCannotBe_IsAProblemThatNamesItsKey(string key, string output, string projection)
    {
        var problems = new ConfigProblems();
        CameraConfig.Bind(new(Nodes.Map((key, "0.5"), ("output", output), ("projection", projection)), problems, "camera"));
        Assert.That(() => problems.ThrowIfAny(), Throws.TypeOf<ConfigException>().With.Message.Contains($"test.yaml:1:1: camera.{key}"));
    }

    [Test]
    public void EveryKey_IsRead()
    {
        var problems = new ConfigProblems();
        var config = CameraConfig.Bind(new(Nodes.Map(("projection", "forward"), ("night", "0.1"), ("fog", "0.2"), ("dirt", "0.3"), ("noise", "0.4")), problems, "camera"));
        problems.ThrowIfAny();
        Assert.That(config.Weather, Is.EqualTo(new WeatherConfig { Night = 0.1f, Fog = 0.2f, Dirt = 0.3f, Noise = 0.4f }));
    }

    [Test]
    public void TaskWithNoise_HasNoEpisodesThatRepeat()
    {
        var task = DrivingScenes.Config().ForEvaluation();
        Assert.That(task.DistinctEpisodes(2), Is.EqualTo(2));
        Assert.That((task with { Camera = task.Camera! with { Weather = new() { Noise = 0.1f } } }).DistinctEpisodes(2), Is.Null);
        Assert.That((task with { Camera = task.Camera! with { Weather = new() { Night = 0.1f } } }).DistinctEpisodes(2), Is.EqualTo(2));
    }

    private static byte[] Render(CameraConfig config, CameraMoment? moment = null)
    {
        using var raster = TextPicture.Raster(64, (x, y) => (SurfaceClass)(((int)x + 2 * (int)y) % 5));
        return Render(config, raster, [], moment);
    }

    private static byte[] Render(CameraConfig config, ClassRaster raster, ReadOnlySpan<OrientedBox> boxes, CameraMoment? moment = null)
    {
        var renderer = new CameraRenderer(config);
        var target = new byte[renderer.Part.ByteCount];
        renderer.Render(raster, raster.Width == 64 ? new(32f, 32f, 0.3f) : default, default, boxes, moment ?? Now, target);
        return target;
    }
}
