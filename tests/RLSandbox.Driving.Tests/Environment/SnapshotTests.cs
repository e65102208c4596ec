using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Driving.Tests.Environment;

public sealed class SnapshotTests
{
    private const double RoundingOfABrightByte = 0.01;

    [Test]
    public void Weather_IsThatOfTheCameraInTheSameEpisode()
    {
        var camera = new CameraConfig { Width = 32, Height = 32 };
        var brightest = Brightest(camera, 1, out _)[0];
        var dark = Brightest(camera with { Weather = new() { Night = NumberRange.Uniform(0, 0.9f) } }, 3, out var nights);
        for (var i = 0; i < dark.Length; i++) Assert.That(dark[i] / brightest, Is.EqualTo(1 - nights[i]).Within(RoundingOfABrightByte));
        Assert.That(nights.Distinct().Count(), Is.EqualTo(3), "environments draw their own");
    }

    [Test]
    public void Sensors_AreThoseOfTheTask()
    {
        var config = DrivingScenes.Config();
        var maps = DrivingScenes.Maps();
        using var environment = new DrivingEnvironment(config, maps, 1);
        environment.Reset(1);
        var snapshot = Snapshot.Of(environment, 0);
        Assert.That(snapshot.Camera, Is.EqualTo(config.Camera));
        Assert.That(snapshot.State, Is.EqualTo(config.State));
        foreach (var map in maps) map.Dispose();
    }

    /// <summary>The brightest byte that each environment's camera shows at its start: a line on the road, in every picture from the start line.</summary>
    private static double[] Brightest(CameraConfig camera, int environments, out float[] nights)
    {
        using var map = MapCompiler.Compile(DrivingScenes.Stadium(), new(0.25f));
        using var environment = new DrivingEnvironment(DrivingScenes.Config() with { Camera = camera, State = null, Episode = new() { Start = "line" } }, [map], environments);
        environment.Reset(5);
        nights = [.. Enumerable.Range(0, environments).Select(i => Snapshot.Of(environment, i).Weather.Night)];
        return [.. Enumerable.Range(0, environments).Select(i => (double)environment.Observations.Bytes(0, i).ToArray().Max())];
    }
}
