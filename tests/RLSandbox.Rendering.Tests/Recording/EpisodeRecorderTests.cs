using RLSandbox.Core.Contract;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Ends;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Rendering.Tests.Recording;

public sealed class EpisodeRecorderTests
{
    private const double Rounding = 1e-4;                                                // sums of some hundred floats below 1

    private Scene _scene = null!;

    [SetUp]
    public void MakeScene() => _scene = new();

    [TearDown]
    public void RemoveScene() => _scene.Dispose();

    [TestCase(2.0, 21)]
    [TestCase(2.05, 21)]
    [TestCase(10.0, 101)]
    public void Limit_CountsWholeStepsAndTheStart(double seconds, int moments)
    {
        var episode = _scene.Record(seconds);
        Assert.That(episode.Moments, Has.Count.EqualTo(moments));
        Assert.That(episode.Seconds, Is.EqualTo(0.1 * (moments - 1)).Within(Rounding));
        Assert.That(episode.Outcome, Is.Null);
    }

    [Test]
    public void WholeEpisode_EndsWithItsOutcomeAndItsReturn()
    {
        var episode = _scene.Record(double.PositiveInfinity);
        Assert.That(episode.Outcome?.Name, Is.EqualTo("lap"));
        Assert.That(episode.Moments[^1].Snapshot.Progress, Is.EqualTo(1).Within(0.01), "share of the lap");
        Assert.That(episode.Moments[^1].TermSums.Sum(), Is.EqualTo(Return(episode.Moments.Count - 1)).Within(Rounding));
    }

    [Test]
    public void LastPicture_CarriesOnFromTheOneBefore()
    {
        var moments = _scene.Record(double.PositiveInfinity).Moments;
        var (before, last) = (moments[^2].Snapshot.Vehicles[0], moments[^1].Snapshot.Vehicles[0]);
        var distance = MathF.Sqrt(MathF.Pow(last.Pose.X - before.Pose.X, 2) + MathF.Pow(last.Pose.Y - before.Pose.Y, 2));
        Assert.That(distance, Is.EqualTo(before.Motion.Speed * 0.1f).Within(0.05f), "m; slip aside");
    }

    [Test]
    public void Camera_HoldsTheBytesThatThePolicyRead()
    {
        var seen = new List<byte[]>();
        using var environment = _scene.Environment();
        using var policy = new Watching(Scene.Driver(environment), seen);
        var episode = new EpisodeRecorder(environment).Record(policy, seed: 1, seconds: 1);
        Assert.That(seen, Has.Count.EqualTo(10));
        for (var step = 0; step < seen.Count; step++) Assert.That(episode.Moments[step].Camera, Is.EqualTo(seen[step]), $"step {step}");
        Assert.That(episode.Moments[9].Camera, Is.Not.EqualTo(episode.Moments[0].Camera), "the car moved");
    }

    [Test]
    public void CopyOfABatch_DrivesTheSameEpisodeInAnyBatch()
    {
        var config = Scene.Config with { Episode = Scene.Config.Episode with { Start = "anywhere" } };
        RecordedEpisode Record(int batch, int index)
        {
            using var environment = _scene.Environment(batch, config);
            using var policy = Scene.Driver(environment);
            return new EpisodeRecorder(environment, index).Record(policy, seed: 5, seconds: 3);
        }
        var (small, large, other) = (Record(3, 2), Record(5, 2), Record(3, 1));
        Assert.That(large.Moments.Select(Poses), Is.EqualTo(small.Moments.Select(Poses)));
        Assert.That(other.Moments.Select(Poses), Is.Not.EqualTo(small.Moments.Select(Poses)));
    }

    [Test]
    public void Failure_KeepsItsOutcome()
    {
        using var environment = _scene.Environment();
        using var policy = Scene.Driver(environment, "wrong-way");
        var episode = new EpisodeRecorder(environment).Record(policy, seed: 1);
        Assert.That(episode.Outcome, Is.EqualTo(Outcomes.All[(int)Outcome.OffRoad]));
    }

    [Test]
    public void Interrupted_Stops()
    {
        using var environment = _scene.Environment();
        using var policy = Scene.Driver(environment);
        Assert.That(() => new EpisodeRecorder(environment).Record(policy, 1, interrupted: new(true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void EnvironmentThatIsNotThere_IsRefused()
    {
        using var environment = _scene.Environment();
        Assert.That(() => new EpisodeRecorder(environment, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static Pose Poses(EpisodeMoment moment) => moment.Snapshot.Vehicles[0].Pose;

    /// <summary>What the environment paid in the first steps of the same drive.</summary>
    private double Return(int steps)
    {
        using var environment = _scene.Environment();
        using var policy = Scene.Driver(environment);
        using var actions = new ActionBuffer(environment.Spec.Action, 1);
        environment.Reset(1);
        var sum = 0.0;
        for (var step = 0; step < steps; step++)
        {
            policy.Act(new() { Observations = environment.Observations, Started = environment.Started }, [], actions);
            environment.Step(actions);
            sum += environment.Rewards[0];
        }
        return sum;
    }

    /// <summary>Notes the camera part of every call.</summary>
    private sealed class Watching(IPolicy inner, List<byte[]> seen) : IPolicy
    {
        public string Name => inner.Name;
        public int StateSize => inner.StateSize;

        public void Act(in PolicyInput input, Span<float> state, ActionBuffer actions)
        {
            seen.Add(input.Observations.Bytes(0, 0).ToArray());
            inner.Act(input, state, actions);
        }

        public void Dispose() => inner.Dispose();
    }
}
