using System.Diagnostics;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving;
using RLSandbox.Driving.Maps;
using RLSandbox.Rendering.Recording;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Rendering.Tests.Recording;

public sealed class PlaybackTests
{
    private CompiledMap _map = null!;

    [SetUp]
    public void MakeMap() => _map = CrowdScenes.Map(actors: 5, handoverSeconds: 3);

    [TearDown]
    public void RemoveMap() => _map.Dispose();

    [TestCase(1, 1)]
    [TestCase(3, 2)]
    public void Seek_ShowsTheMomentThatWasFirstPlayed(int environments, int agents)
    {
        using var environment = Environment(environments, agents);
        using var playback = new Playback(environment, seed: 3);
        var seen = new List<string> { Text(environment, playback) };
        Play(playback, environment, 700, () => seen.Add(Text(environment, playback)));
        Assert.That(playback.Events, Is.Not.Empty, "episodes ended on the way");
        foreach (var step in Steps(700).Concat(playback.Events.SelectMany(end => new[] { end.Step, end.Step - 1, Math.Min(end.Step + 1, 700) })))
        {
            playback.Seek(step);
            Assert.That(playback.Step, Is.EqualTo(step));
            Assert.That(Text(environment, playback), Is.EqualTo(seen[step]), $"step {step}");
        }
    }

    [Test]
    public void EndOfAnEpisode_ShowsItsOutcomeAndItsWholeReturn()
    {
        using var environment = Environment();
        using var playback = new Playback(environment, seed: 1);
        var (sum, returned) = (0.0, double.NaN);
        Play(playback, environment, 700, () =>
        {
            sum += environment.Rewards[0];
            if (environment.Outcomes[0] >= 0 && double.IsNaN(returned)) returned = sum;
        });
        var end = playback.Events[0];
        playback.Seek(end.Step);
        var moment = playback.Moment(0);
        Assert.That(moment.Outcome?.Name, Is.EqualTo(end.Outcome));
        Assert.That(moment.TermSums.Sum(), Is.EqualTo(returned).Within(1e-4));           // sums of some hundred floats below 1
        Assert.That(moment.Snapshot.Step, Is.EqualTo(end.Step), "the ended episode, not the next one");
        playback.Seek(end.Step + 1);
        Assert.That(playback.Moment(0).Snapshot.Step, Is.EqualTo(1));
        Assert.That(playback.Moment(0).TermSums.Sum(), Is.EqualTo(playback.Moment(0).Terms.Sum()).Within(1e-6));
    }

    [Test]
    public void OtherActionsAfterTruncation_AreAnotherFuture()
    {
        using var environment = Environment();
        using var playback = new Playback(environment, seed: 1);
        Play(playback, environment, 300);
        var (first, hashes) = (environment.World.Hash(), playback.WorldHashes.ToArray());
        playback.Seek(150);
        playback.Truncate();
        Assert.That((playback.Length, playback.WorldHashes.Count), Is.EqualTo((150, 1)));
        Assert.That(playback.Events.All(end => end.Step <= 150), Is.True);
        Play(playback, environment, 300, seed: 8);
        Assert.That(environment.World.Hash(), Is.Not.EqualTo(first));
        Assert.That(playback.WorldHashes[0], Is.EqualTo(hashes[0]));
        Assert.That(playback.WorldHashes[2], Is.Not.EqualTo(hashes[2]));
        playback.Seek(299);
        playback.Seek(150);
        playback.Truncate();
        Play(playback, environment, 300);
        Assert.That(environment.World.Hash(), Is.EqualTo(first), "the old actions again: the old future");
    }

    [Test]
    public void Append_InThePastIsRefused()
    {
        using var environment = Environment();
        using var playback = new Playback(environment, seed: 1);
        Play(playback, environment, 10);
        playback.Seek(5);
        using var actions = new ActionBuffer(environment.Spec.Action, 1);
        Assert.That(() => playback.Append(actions), Throws.InvalidOperationException.With.Message.Contains("step 5 of 10"));
        Assert.That(() => playback.Seek(11), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void KeyStates_StayWithinTheirMemory()
    {
        const long Memory = 20_000;
        using var environment = Environment();
        using var playback = new Playback(environment, seed: 1, Memory);
        var most = 0L;
        Play(playback, environment, 3000, () => most = Math.Max(most, playback.KeyStateBytes));
        Assert.That(most, Is.InRange(Memory / 4, Memory));
        var last = environment.World.Hash();
        playback.Seek(1);
        playback.Seek(3000);
        Assert.That(environment.World.Hash(), Is.EqualTo(last));
    }

    /// <summary>The promise of docs/recordings.md; a tenth of it is what it takes on one slow core.</summary>
    [Test]
    public void AnyOf10000StepsAmong50Others_IsReachedInTime()
    {
        using var map = CrowdScenes.Map();
        using var environment = new DrivingEnvironment(CrowdScenes.Config(), [map], 1);
        using var playback = new Playback(environment, seed: 1);
        var opening = Stopwatch.StartNew();
        Play(playback, environment, 10_000);
        var opened = opening.Elapsed;
        var slowest = TimeSpan.Zero;
        foreach (var step in Steps(10_000).Append(9_999).Append(1))
        {
            var clock = Stopwatch.StartNew();
            playback.Seek(step);
            if (clock.Elapsed > slowest) slowest = clock.Elapsed;
        }
        TestContext.Out.WriteLine(FormattableString.Invariant($"10,000 steps played in {opened.TotalSeconds:0.0} s; slowest of 68 seeks: {slowest.TotalMilliseconds:0.0} ms; key states: {playback.KeyStateBytes} bytes"));
        Assert.That(slowest.TotalMilliseconds, Is.LessThan(200));
    }

    private DrivingEnvironment Environment(int environments = 1, int agents = 1) => new(CrowdScenes.Config(agents), [_map], environments);

    private static void Play(Playback playback, DrivingEnvironment environment, int until, Action? then = null, ulong seed = 7)
    {
        using var actions = new ActionBuffer(environment.Spec.Action, environment.Spec.RowCount);
        while (playback.Length < until)
        {
            CrowdScenes.Wander(actions, playback.Length, playback.Length < 150 ? 7 : seed);
            playback.Append(actions);
            then?.Invoke();
        }
    }

    /// <summary>There and back, in steps of all sizes.</summary>
    private static IEnumerable<int> Steps(int length) =>
        Enumerable.Range(0, 64).Select(draw => new RandomKey(5, 0, 0, 0).Integer(length + 1, step: (uint)draw)).Append(0).Append(length);

    /// <summary>Everything that a moment is, bit for bit.</summary>
    private static string Text(DrivingEnvironment environment, Playback playback)
    {
        var rows = Enumerable.Range(0, environment.Spec.RowCount).Select(row =>
        {
            var moment = playback.Moment(row / environment.Spec.AgentCount, row % environment.Spec.AgentCount);
            var snapshot = moment.Snapshot;
            return $"{StableHash.Of(moment.Camera)} {moment.Steering:R} {moment.Pedal:R} {string.Join(' ', moment.Terms)} {string.Join(' ', moment.TermSums)} {moment.Outcome} "
                + $"{snapshot.Step} {snapshot.Progress:R} {string.Join(' ', snapshot.Vehicles)} {string.Join(' ', snapshot.Actors)}";
        });
        return $"{environment.World.Hash()} {string.Join(' ', environment.Rewards.ToArray())} {string.Join(' ', environment.Started.ToArray())} {string.Join('\n', rows)}";
    }
}
