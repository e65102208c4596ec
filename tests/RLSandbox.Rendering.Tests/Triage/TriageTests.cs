using System.Xml.Linq;
using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Driving.Configuration;
using RLSandbox.Rendering.Triage;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.Triage;

/// <summary>A play of a driver that leaves the road on purpose, found, filmed and written down.</summary>
public sealed class TriageTests
{
    private const ulong Seed = 5;
    private static readonly DrivingConfig Task = Scene.Config with { Ends = new() { OffRoadSeconds = 0.5f, StalledSeconds = 3 } };

    /// <summary>Straight on from the middle of a straight of 100 m at full drive: the road ends in a left bend.</summary>
    [Test]
    public void DriverWhoNeverSteers_LeavesTheRoadInTheLeftBend()
    {
        using var scene = new Scene();
        using var environment = scene.Environment(3, Task);
        var episodes = new TriagePlay(environment).Run(new Fixed(environment), 7, Seed);
        Assert.That(episodes.Select(episode => (episode.Row, episode.Ordinal)), Is.EqualTo(new[] { (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0), (2, 1) }), "the episodes that an evaluation counts");
        foreach (var episode in episodes)
        {
            Assert.That(episode.Outcome.Name, Is.EqualTo("offRoad"));
            Assert.That((episode.Cause.Bend, episode.Map), Is.EqualTo((1, "stadium")));
            Assert.That(episode.Point.Arc, Is.InRange(50, 80), "the straight goes on for 50 m; 5 m beside the middle line of a bend of 30 m are reached 17 m later");
            Assert.That(episode.Point.Step, Is.InRange(episode.LastStep - 8, episode.LastStep - 3), "half a second before the end");
        }
        var durations = episodes.Select(episode => episode.LastStep - episode.FirstStep).ToList();
        Assert.That(durations, Is.All.EqualTo(durations[0]), "each starts at the line and drives the same way");
    }

    [Test]
    public void Clip_IsTheEndOfTheSameEpisode_AlsoOfALaterOne()
    {
        using var scene = new Scene();
        using var environment = scene.Environment(2, Task);
        var episodes = new TriagePlay(environment).Run(new Fixed(environment), 4, Seed);
        var clips = new List<FailureClip>();
        new ClipRecorder(environment, seconds: 2).Run(new Fixed(environment), Seed, episodes, clips.Add);
        Assert.That(clips.Select(clip => clip.Failure), Is.EquivalentTo(episodes));
        foreach (var clip in clips)
        {
            var (first, last) = (clip.Episode.Moments[0], clip.Episode.Moments[^1]);
            Assert.That(clip.Episode.Seconds, Is.EqualTo(2).Within(environment.Spec.StepSeconds));
            Assert.That(last.Snapshot.Step, Is.EqualTo(clip.Failure.LastStep - clip.Failure.FirstStep));
            Assert.That(last.Snapshot.Step - first.Snapshot.Step, Is.EqualTo(clip.Episode.Moments.Count - 1));
            Assert.That(last.Outcome, Is.EqualTo(clip.Failure.Outcome));
            Assert.That(last.TermSums.Sum(), Is.EqualTo(clip.Failure.Return).Within(1e-3), "sums of float rewards in two orders");
            Assert.That(clip.Episode.Moments[clip.TurningIndex].Snapshot.Vehicles[0].Position.Arc, Is.EqualTo(clip.Failure.Point.Arc));
        }
    }

    /// <summary>Of two agents the one that fails first waits for the other, and both begin again together.</summary>
    [Test]
    public void AgentThatWaits_BeginsItsNextEpisodeWithTheOthers()
    {
        using var scene = new Scene();
        using var environment = scene.Environment(1, Task with { Traffic = new() { Agents = 2 } });
        var episodes = new TriagePlay(environment).Run(new Fixed(environment), 4, Seed);
        var (first, second) = (episodes.Where(episode => episode.Ordinal == 0).ToList(), episodes.Where(episode => episode.Ordinal == 1).ToList());
        Assert.That(first[0].LastStep, Is.Not.EqualTo(first[1].LastStep), "so that one of them waits");
        Assert.That(second.Select(episode => episode.FirstStep), Is.All.EqualTo(first.Max(episode => episode.LastStep)));
        var clips = new List<FailureClip>();
        new ClipRecorder(environment, seconds: 100).Run(new Fixed(environment), Seed, second, clips.Add);
        foreach (var clip in clips) Assert.That(clip.Episode.Moments[0].Snapshot.Step, Is.Zero, "the clip begins with its episode");
        Assert.That(clips, Has.Count.EqualTo(2));
    }

    [Test]
    public void PolicyThatDoesNotRepeatItself_IsExplained()
    {
        using var scene = new Scene();
        using var environment = scene.Environment(1, Task);
        var episodes = new TriagePlay(environment).Run(new Fixed(environment), 1, Seed);
        using var other = Scene.Driver(environment);
        Assert.That(() => new ClipRecorder(environment, seconds: 2).Run(other, Seed, episodes, _ => { }),
            Throws.InstanceOf<UserErrorException>().With.Message.StartsWith("Episode 1 ended as offRoad the first time and had not ended there").And.Message.Contains("--clips 0"));
    }

    [Test]
    public void Page_IsWellFormed_WithAClipAndNumbersOfEachChosenFailure()
    {
        using var scene = new Scene();
        using var environment = scene.Environment(1, Task);
        var report = Report(new TriagePlay(environment).Run(new Fixed(environment), 3, Seed));
        var page = new TriagePage(report, new() { Frame = new() { Width = 160, Height = 90 }, FramesPerSecond = 5 });
        new ClipRecorder(environment, 2).Run(new Fixed(environment), Seed, report.Chosen(2), page.Add);
        var html = Parse(page.Html());
        var details = html.Descendants().Where(node => node.Name.LocalName == "details").ToList();
        Assert.That(details, Has.Count.EqualTo(2));
        Assert.That(details[0].Attribute("open"), Is.Not.Null, "the first of a cause is open");
        Assert.That(details[1].Attribute("open"), Is.Null);
        Assert.That(details.Select(one => one.Elements().First().Name.LocalName), Is.All.EqualTo("summary"), "which the keyboard opens");
        var pictures = details[0].Descendants().Where(node => node.Name.LocalName == "img").ToList();
        Assert.That(pictures.Select(picture => picture.Attribute("alt")), Is.All.Not.Null);
        using var clip = SKCodec.Create(new MemoryStream(Embedded(pictures.First(picture => (string?)picture.Attribute("class") == "clip"))));
        Assert.That((clip.FrameCount, clip.Info.Width), Is.EqualTo((11, 160)), "two seconds at 5 pictures a second, and the last one");
        using var camera = SKBitmap.Decode(Embedded(pictures.First(picture => (string?)picture.Attribute("class") == "pixels")));
        Assert.That((camera.Width, camera.Height), Is.EqualTo((32, 32)));
        Assert.That(html.Descendants().Single(node => node.Name.LocalName == "caption" && node.Value == "By cause").Parent!.Value, Does.Contain(report.Causes[0].Cause.ToString()).And.Contain("100.0 %"));
        Assert.That(html.Value, Does.Contain("Without a clip: 1 more, episode 1.3"));
        Assert.That(html.Descendants().Where(node => node.Name.LocalName == "polyline").Count(), Is.EqualTo(2 * environment.Spec.Terms.Count));
    }

    [Test]
    public void NothingFailed_IsSaid()
    {
        using var scene = new Scene();
        using var environment = scene.Environment(1, Task);
        using var driver = Scene.Driver(environment);
        var html = new TriagePage(Report(new TriagePlay(environment).Run(driver, 1, Seed)), new()).Html();
        Assert.That(Parse(html).Value, Does.Contain("Nothing failed: all 1 episodes ended in success (lap)"));
    }

    /// <summary>A page is opened in a browser: what came from a file name must not run there.</summary>
    [Test]
    public void Names_AreEscaped()
    {
        var episode = new PlayedEpisode(0, 0, 0, 10, new("offRoad", false), "<img src=x onerror=\"run()\">", 0, 0, default);
        var html = new TriagePage(Report([episode]) with { Policy = "</title><script>", Scenario = "a&b", Suite = "\"'>" }, new()).Html();
        Assert.That(html, Does.Not.Contain("<script").And.Not.Contain("<img src=x"));
        Assert.That(Parse(html).Value, Does.Contain("</title><script> on a&b").And.Contain("onerror"));
    }

    /// <summary>Nothing is fetched, both themes are there, and focus shows.</summary>
    [Test]
    public void Page_NeedsNothingElse()
    {
        var html = new TriagePage(Report([new(0, 0, 0, 10, new("crash", false), "map", 0, 0, default)]), new()).Html();
        Assert.That(html, Does.Not.Contain("http").And.Not.Contain("@import").And.Not.Contain("<script"));
        Assert.That(html, Does.Contain("prefers-color-scheme: dark").And.Contain(":focus-visible").And.Contain("lang=\"en\""));
    }

    [TestCase(0.02f, 13.9f, "off road in a left bend at 12 to 16 m/s")]
    [TestCase(-0.02f, 16f, "off road in a right bend at 16 to 20 m/s")]
    [TestCase(0.005f, 0f, "off road on a straight at 0 to 4 m/s")]
    public void Cause_NamesPlaceAndSpeed(float curvature, float speed, string expected) =>
        Assert.That(new PlayedEpisode(0, 0, 0, 1, new("offRoad", false), "map", 0, 0, new(0, speed, curvature, 0, 0)).Cause.ToString(), Is.EqualTo(expected));

    [Test]
    public void Causes_StandByFrequency_AndChosenAreTheFirstOfEach()
    {
        PlayedEpisode Episode(int row, string outcome) => new(row, 0, 0, 1, new(outcome, outcome == "lap"), "map", 0, 0, default);
        var report = Report([Episode(0, "crash"), Episode(1, "offRoad"), Episode(2, "lap"), Episode(3, "offRoad"), Episode(4, "offRoad")]);
        Assert.That(report.Causes.Select(cause => (cause.Cause.Outcome, cause.Failures.Count)), Is.EqualTo(new[] { ("offRoad", 3), ("crash", 1) }));
        Assert.That(report.Chosen(2).Select(failure => failure.Row), Is.EqualTo(new[] { 1, 3, 0 }));
    }

    private static TriageReport Report(IReadOnlyList<PlayedEpisode> episodes) => new() { Policy = "fixed", Scenario = "test-lap-v1", Suite = "test", Seed = Seed, StepSeconds = 0.1, Episodes = episodes };

    private static XElement Parse(string html) => XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).TrimStart()).Root!;

    private static byte[] Embedded(XElement picture)
    {
        var source = (string)picture.Attribute("src")!;
        return Convert.FromBase64String(source[(source.IndexOf(',') + 1)..]);
    }

    /// <summary>Full drive and straight wheels.</summary>
    private sealed class Fixed(DrivingEnvironment environment) : IPolicy
    {
        public string Name => "fixed";
        public int StateSize => 0;

        public void Act(in PolicyInput input, Span<float> state, ActionBuffer actions)
        {
            var config = environment.Config.Actions;
            actions.Choices.Fill(config.Steering.ToList().IndexOf(0) * config.Pedal.Count + config.Pedal.ToList().IndexOf(1));
        }

        public void Dispose()
        {
        }
    }
}
