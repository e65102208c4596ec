using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Rendering.Recording;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Rendering.Tests.Recording;

using Recording = Rendering.Recording.Recording;

/// <summary>Recordings played again: in the world that they were made in, and in others.</summary>
public sealed class RecordedPlayTests
{
    private const int Batch = 4, Wanted = 2;
    private const float Rounding = 0.006f;                                               // half of a centimetre, and floats of a hundred metres

    private CompiledMap _map = null!;

    [SetUp]
    public void MakeMap() => _map = CrowdScenes.Map(actors: 5, handoverSeconds: 2);

    [TearDown]
    public void RemoveMap() => _map.Dispose();

    [TestCase(1)]
    [TestCase(2)]
    public void EpisodeOfABatch_IsPlayedAgainAlone(int agents)
    {
        var seen = new List<ulong>();
        var recording = RecordBatch(agents, seen: seen);
        using var environment = Alone(CrowdScenes.Config(agents), _map);
        using var playback = Playback.Of(environment, recording, "a.rlrec");
        Assert.That(playback.Notice, Is.Null);
        Assert.That(playback.Length, Is.EqualTo(seen.Count - 1));
        for (var step = playback.Length; step >= 0; step -= 7)
        {
            playback.Seek(step);
            Assert.That(environment.World.Hash(0), Is.EqualTo(seen[step]), $"step {step}");
        }
        Assert.That(playback.Events, Is.EqualTo(recording.Header.Ends).And.Count.EqualTo(agents));
        Assert.That(recording.Header.Ends[^1].Step, Is.EqualTo(recording.Header.Steps));
    }

    [Test]
    public void EpisodeThatGoesOn_IsNoRecordingYet()
    {
        using var environment = new DrivingEnvironment(CrowdScenes.Config(), [_map], Batch);
        using var batch = new RecordedBatch(environment);
        using var actions = new ActionBuffer(environment.Spec.Action, Batch);
        batch.Reset(3);
        batch.Step(actions);
        Assert.That(batch.Episode(Wanted, Origin), Is.Null);
    }

    [Test]
    public void ChangedSimulation_NamesTheStep()
    {
        var recording = RecordBatch();
        using var environment = Alone(Heavier, _map);
        Assert.That(() => Playback.Of(environment, recording, "a.rlrec"), Throws.InstanceOf<UserErrorException>().With.Message.StartsWith("a.rlrec: after step ")
            .And.Message.Contains("is not the recorded one").And.Message.Contains("--poses"));
    }

    [Test]
    public void ChangedSimulationWithPoses_ShowsThemAndSaysSo()
    {
        var recording = RecordBatch(withPoses: true);
        using DrivingEnvironment same = Alone(CrowdScenes.Config(), _map), changed = Alone(Heavier, _map);
        using Playback played = Playback.Of(same, recording, "a.rlrec"), shown = Playback.Of(changed, recording, "a.rlrec");
        Assert.That(played.Notice, Is.Null);
        Assert.That(shown.Notice, Does.StartWith("a.rlrec: after step ").And.Contain("poses that were stored"));
        Assert.That((shown.Length, shown.Step), Is.EqualTo((played.Length, 0)));
        Assert.That(shown.Events, Is.EqualTo(played.Events));
        for (var step = 0; step <= played.Length; step += 5)
        {
            played.Seek(step);
            shown.Seek(step);
            RequireNear(shown.Moment(0).Snapshot, played.Moment(0).Snapshot, step);
        }
        using var actions = new ActionBuffer(changed.Spec.Action, 1);
        Assert.That(() => shown.Append(actions), Throws.InvalidOperationException);
        Assert.That(PlaybackEpisodes.Of(shown, 0, 0, "x").Camera, Is.Null);
    }

    [Test]
    public void OtherMap_IsExplainedOrShownByItsPoses()
    {
        var (bare, posed) = (RecordBatch(), RecordBatch(withPoses: true));
        using var moved = new CompiledMap("crowd", DrivingScenes.Kidney(), _map.Raster) { Scene = _map.Scene, OwnsRaster = false };
        using var environment = Alone(CrowdScenes.Config(), moved);
        Assert.That(() => Playback.Of(environment, bare, "a.rlrec"), Throws.InstanceOf<UserErrorException>().With.Message.Contains("the map crowd is not the recorded one"));
        using var playback = Playback.Of(environment, posed, "a.rlrec");
        Assert.That(playback.Notice, Does.Contain("the map crowd is not the recorded one"));
    }

    [Test]
    public void OtherActions_AreExplained()
    {
        var recording = RecordBatch();
        using var environment = Alone(CrowdScenes.Config() with { Actions = new() }, _map);
        Assert.That(() => Playback.Of(environment, recording, "a.rlrec"), Throws.InstanceOf<UserErrorException>().With.Message.Contains("kind of actions Continuous, found Discrete"));
    }

    [Test]
    public void Episodes_AreWhatTheRecorderOfARunningPolicyKeeps()
    {
        using var environment = new DrivingEnvironment(CrowdScenes.Config(), [_map], 1);
        using var policy = new Wandering();
        var expected = new EpisodeRecorder(environment).Record(policy, seed: 3);
        using var playback = new Playback(environment, seed: 3);
        using var actions = new ActionBuffer(environment.Spec.Action, 1);
        while (playback.Events.Count < 2)
        {
            CrowdScenes.Wander(actions, playback.Length);
            playback.Append(actions);
        }
        Assert.That(PlaybackEpisodes.Count(playback, 0), Is.EqualTo(2));
        var (first, second) = (PlaybackEpisodes.Of(playback, 0, 0, "wander"), PlaybackEpisodes.Of(playback, 0, 1, "wander"));
        Assert.That(first.Moments.Select(Text), Is.EqualTo(expected.Moments.Select(Text)));
        Assert.That(first.Outcome, Is.EqualTo(expected.Outcome));
        Assert.That(second.Moments[0].Snapshot.Step, Is.Zero, "it begins at its own start");
        Assert.That(second.Moments[0].TermSums, Is.All.Zero);
        Assert.That(second.Moments, Has.Count.EqualTo(playback.Events[1].Step - playback.Events[0].Step + 1));
    }

    private static DrivingConfig Heavier => CrowdScenes.Config() with { Vehicle = CrowdScenes.Config().Vehicle with { TopSpeedMps = 12 } };

    private static RecordingOrigin Origin { get; } = new() { ScenarioYaml = "scenario: crowd-v1", Policy = "wander" };

    private static DrivingEnvironment Alone(DrivingConfig config, CompiledMap map) => new(config, [map], 1, 1, new(Wanted, Batch));

    private static string Text(EpisodeMoment moment) => $"{StableHash.Of(moment.Camera)} {moment.Steering} {moment.Pedal} {string.Join(' ', moment.TermSums)} {string.Join(' ', moment.Snapshot.Vehicles)} {moment.Snapshot.Progress}";

    private Recording RecordBatch(int agents = 1, bool withPoses = false, List<ulong>? seen = null)
    {
        using var environment = new DrivingEnvironment(CrowdScenes.Config(agents), [_map], Batch);
        using var batch = new RecordedBatch(environment, withPoses);
        using var actions = new ActionBuffer(environment.Spec.Action, batch.Spec.RowCount);
        batch.Reset(3);
        seen?.Add(environment.World.Hash(Wanted));
        for (var step = 0; ; step++)
        {
            if (batch.Episode(Wanted, Origin) is { } recording) return recording;
            CrowdScenes.Wander(actions, step);
            batch.Step(actions);
            seen?.Add(environment.World.Hash(Wanted));
        }
    }

    private static void RequireNear(Snapshot shown, Snapshot played, int step)
    {
        Assert.That((shown.Step, shown.Vehicles.Count, shown.Actors.Count), Is.EqualTo((played.Step, played.Vehicles.Count, played.Actors.Count)));
        Assert.That(shown.Vehicles[0].Pose.X, Is.EqualTo(played.Vehicles[0].Pose.X).Within(Rounding), $"step {step}");
        Assert.That(shown.Vehicles[0].Pose.Y, Is.EqualTo(played.Vehicles[0].Pose.Y).Within(Rounding));
        for (var i = 0; i < shown.Actors.Count; i++)
        {
            Assert.That(shown.Actors[i].Pose.X, Is.EqualTo(played.Actors[i].Pose.X).Within(Rounding));
            Assert.That((shown.Actors[i].Id, shown.Actors[i].IsReactive), Is.EqualTo((played.Actors[i].Id, played.Actors[i].IsReactive)));
        }
    }

    private sealed class Wandering : IPolicy
    {
        private int _step;

        public string Name => "wander";
        public int StateSize => 0;
        public void Act(in PolicyInput input, Span<float> state, ActionBuffer actions) => CrowdScenes.Wander(actions, _step++);
        public void Dispose()
        {
        }
    }
}
