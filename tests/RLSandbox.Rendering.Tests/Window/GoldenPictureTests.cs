using RLSandbox.Driving.Components;
using RLSandbox.Driving.Sensors;
using RLSandbox.Rendering.View;
using RLSandbox.Rendering.Window;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.Window;

/// <summary>Panels and whole windows as pictures, without a window.</summary>
public sealed class GoldenPictureTests
{
    private const int Width = 348;

    private static readonly Driving.Configuration.DrivingConfig Discrete = Scene.Config with
    {
        Actions = new(),
        State = new() { Features = [StateFeature.Speed, StateFeature.Steering, StateFeature.YawRate, StateFeature.LateralOffset, StateFeature.LookAhead] },
    };

    private static IEnumerable<string> Panels() => ["sees", "drives", "weighs", "pays", "best laps", "learns", "measures"];

    [TestCaseSource(nameof(Panels))]
    public void Panel(string title)
    {
        using var scene = Opinionated();
        var frame = Prepared(scene, out _).Frame();
        var panel = ViewerPanels.For(scene.Stage.Facts, isInsightful: true, isRace: true, isLive: true).Single(kind => kind.Title == title);
        using var drawing = new Drawing(Width, (int)panel.Best);
        panel.Draw(drawing, SKRect.Create(Width, (int)panel.Best), frame);
        Golden.Require(drawing, "panel-" + title.Replace(' ', '-'));
    }

    [TestCase("probabilities", false)]
    [TestCase("continuous", true)]
    public void Weighs(string name, bool isContinuous)
    {
        var config = isContinuous ? Discrete with { Actions = new() { Use = "continuous" } } : Discrete;
        using var scene = new StagedScene(config: config, makePolicy: environment => new OpinionatedPolicy(environment.Spec.Action, areValues: false));
        using var drawing = new Drawing(Width, 104);
        ViewerPanels.For(scene.Stage.Facts, true, false, false).Single(kind => kind.Title == "weighs").Draw(drawing, SKRect.Create(Width, 104), scene.View().Frame());
        Golden.Require(drawing, "panel-weighs-" + name);
    }

    [TestCase("window-800x500", 800, 500, 1f, "")]
    [TestCase("window-1280x720", 1280, 720, 1f, "")]
    [TestCase("window-text-200", 800, 500, 2f, "")]
    [TestCase("window-text-200-panels", 800, 500, 2f, "T")]
    [TestCase("window-help", 800, 500, 1f, "H")]
    [TestCase("window-bare", 480, 300, 1f, "X")]
    public void Window(string name, int width, int height, float text, string key)
    {
        using var scene = Opinionated();
        var viewer = Prepared(scene, out var painter, new() { Width = width, Height = height, TextScale = text });
        viewer.Do(key switch { "T" => ViewerCommand.NextPanels, "H" => ViewerCommand.ToggleHelp, "X" => ViewerCommand.TogglePanels, _ => ViewerCommand.RealTime });
        Require(viewer, painter, name);
    }

    [Test]
    public void Wall()
    {
        using var scene = new StagedScene(environments: 6, known: 30);
        var viewer = scene.View(settings: new() { Width = 900, Height = 500 });
        viewer.Clock.Set(plays: false);
        viewer.Clock.Seek(25);
        viewer.Do(ViewerCommand.ToggleWall);
        Require(viewer, new Painter(), "window-wall");
    }

    [Test]
    public void EndOfAnEpisode_WithANote()
    {
        using var scene = new StagedScene(known: 60, makePolicy: environment => Scene.Driver(environment, "parked"));
        var viewer = scene.View(settings: new() { Width = 640, Height = 400 });
        viewer.Do(ViewerCommand.NextInfraction);
        Require(viewer, new Painter(), "window-infraction");
    }

    [Test]
    public void SameFrame_SamePixels()
    {
        using var scene = Opinionated();
        var viewer = Prepared(scene, out var painter);
        using (painter)
        using (Drawing one = WindowPicture.Draw(viewer, painter), other = WindowPicture.Draw(viewer, painter))
            Assert.That(other.Bytes(), Is.EqualTo(one.Bytes()));
    }

    private static StagedScene Opinionated() =>
        new(config: Discrete, makePolicy: environment => new OpinionatedPolicy(environment.Spec.Action, areValues: true), frameStack: 4);

    /// <summary>A race against a ghost that is a little ahead, a training that is followed, saliency on, four seconds driven.</summary>
    private static Viewer Prepared(StagedScene scene, out Painter painter, ViewerSettings? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("rlsandbox-golden-").FullName;
        var board = new LapBoard(Path.Combine(folder, "laps.json"), new Midnight());
        board.Add("test-lap-v1", "stadium", 31.25, "somebody with rather a long name");
        board.Add("test-lap-v1", "stadium", 29.5, "me");
        Directory.Delete(folder, recursive: true);
        var track = Enumerable.Range(0, 400).Select(step => new Pose(4 + 0.05f * step * step / 10, -28, 0)).ToArray();
        var race = Race.Against("pure-pursuit", new Dictionary<string, IReadOnlyList<Pose>> { ["stadium"] = track }, board, "me");
        var viewer = scene.View(race, settings: settings);
        viewer.Learning = new("first", 120_000, [("steps", 131_072), ("episodes", 812), ("return", 5.25), ("success", 0.625)], [.. Enumerable.Range(1, 20).Select(i => (i * 6000.0, 1 - 1.0 / i))], "success");
        for (var i = 0; i < 80; i++) viewer.Advance(0.05);
        viewer.Clock.Set(plays: false);
        viewer.Do(ViewerCommand.NextSaliency);
        viewer.Quiet();
        painter = new();
        return viewer;
    }

    private static void Require(Viewer viewer, Painter painter, string name)
    {
        using (painter)
        using (var drawing = WindowPicture.Draw(viewer, painter))
            Golden.Require(drawing, name);
    }

    private sealed class Midnight : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    }
}
