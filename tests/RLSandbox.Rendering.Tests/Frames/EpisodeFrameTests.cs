using RLSandbox.Driving.Components;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Rendering.Tests.Frames;

public sealed class EpisodeFrameTests
{
    private const float Rounding = 1e-4f;                                                // m, rad and m/s; floats near 3

    private Scene _scene = null!;

    [SetUp]
    public void MakeScene() => _scene = new();

    [TearDown]
    public void RemoveScene() => _scene.Dispose();

    [Test]
    public void BetweenTwoMoments_TheCarIsBetween()
    {
        // A quarter of the way from 10 to 12 m/s, and of the turn from 3.0 over π to −3.08 = 3.2032 rad: 3.0508.
        var frame = EpisodeFrame.At(Episode(), 0.025);
        var vehicle = frame.Snapshot.Vehicles[0];
        Assert.That(frame.Index, Is.Zero);
        Assert.That(vehicle.Pose.X, Is.EqualTo(0.25f).Within(Rounding));
        Assert.That(vehicle.Pose.Heading, Is.EqualTo(3.0508f).Within(Rounding));
        Assert.That(vehicle.Motion.Speed, Is.EqualTo(10.5f).Within(Rounding));
    }

    [TestCase(0.1, 1)]
    [TestCase(0.0999999, 1)]
    [TestCase(0.09, 0)]
    [TestCase(5.0, 1)]
    [TestCase(-1.0, 0)]
    public void Time_ChoosesTheLatestMoment(double seconds, int index) => Assert.That(EpisodeFrame.At(Episode(), seconds).Index, Is.EqualTo(index));

    [Test]
    public void AtAMoment_TheSnapshotIsItsOwn()
    {
        var episode = Episode();
        Assert.That(EpisodeFrame.At(episode, 0).Snapshot, Is.SameAs(episode.Moments[0].Snapshot));
    }

    private RecordedEpisode Episode() => new()
    {
        Policy = "p", Scenario = "s", Map = "m", Terms = [], Camera = null, TopSpeed = 16, StepSeconds = 0.1f,
        Moments = [Moment(new(0, 0, 3), 10), Moment(new(1, 0, -3.08f), 12)],
    };

    private EpisodeMoment Moment(Pose pose, float speed)
    {
        var snapshot = _scene.At(0);
        return new() { Snapshot = snapshot with { Vehicles = [snapshot.Vehicles[0] with { Pose = pose, Motion = new(speed, 0, 0, 0, 0) }] }, Camera = [], Terms = [], TermSums = [] };
    }
}
