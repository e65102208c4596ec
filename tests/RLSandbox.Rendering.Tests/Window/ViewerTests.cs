using RLSandbox.Core.Contract;
using RLSandbox.Driving.Components;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.View;
using RLSandbox.Rendering.Window;

namespace RLSandbox.Rendering.Tests.Window;

public sealed class ViewerTests
{
    /// <summary>A little more than a step, because steps of 0.1f are a little longer than a tenth of a second.</summary>
    private const double Tenth = 0.1001;

    [Test]
    public void Time_PlaysAtItsSpeed()
    {
        using var scene = new StagedScene();
        var viewer = scene.View();
        Play(viewer, 1);                                              // 0.1 s a step: ten in a second, and the one that is due at once
        Assert.That(scene.Stage.Step, Is.EqualTo(11).Within(1));
        viewer.Do(ViewerCommand.Faster);
        viewer.Do(ViewerCommand.Faster);
        Play(viewer, 1);
        Assert.That(scene.Stage.Step, Is.EqualTo(51).Within(2));
        Assert.That(viewer.Clock.Speed, Is.EqualTo(4));
    }

    [Test]
    public void Speed_StaysWithinItsRange()
    {
        using var scene = new StagedScene();
        var viewer = scene.View();
        for (var i = 0; i < 12; i++) viewer.Do(ViewerCommand.Faster);
        Assert.That(viewer.Clock.Speed, Is.EqualTo(32));
        for (var i = 0; i < 20; i++) viewer.Do(ViewerCommand.Slower);
        Assert.That(viewer.Clock.Speed, Is.EqualTo(0.1));
        viewer.Do(ViewerCommand.RealTime);
        Assert.That(viewer.Clock.Speed, Is.EqualTo(1));
    }

    [Test]
    public void Space_Pauses_AndSingleStepsGoBothWays()
    {
        using var scene = new StagedScene();
        var viewer = scene.View();
        Play(viewer, 1);
        Press(viewer, WindowKey.Space);
        var at = scene.Stage.Step;
        Play(viewer, 1);
        Assert.That(scene.Stage.Step, Is.EqualTo(at));
        Press(viewer, WindowKey.Comma);
        Assert.That(scene.Stage.Step, Is.EqualTo(at - 1));
        Press(viewer, WindowKey.Period);
        Press(viewer, WindowKey.Right);
        Assert.That((scene.Stage.Step, scene.Stage.Length), Is.EqualTo((at + 1, at + 1)), "beyond the end is something new");
    }

    [Test]
    public void EndOfARecording_Pauses_AndPlaysAgainFromTheStart()
    {
        using var scene = new StagedScene(known: 5, withDriver: false);
        var viewer = scene.View();
        Play(viewer, 2);
        Assert.That((scene.Stage.Step, viewer.Clock.IsPlaying), Is.EqualTo((5, false)));
        Press(viewer, WindowKey.Space);
        Assert.That((scene.Stage.Step, viewer.Clock.IsPlaying), Is.EqualTo((0, true)));
    }

    [Test]
    public void Click_InTheTimeline_GoesThere_AndDraggingScrubs()
    {
        using var scene = new StagedScene(known: 100);
        var viewer = scene.View();
        var layout = viewer.Layout;
        InputEvent At(InputKind kind, float share) => new(kind, X: (layout.Groove.Left + share * layout.Groove.Width) * layout.Unit, Y: layout.Groove.MidY * layout.Unit);
        viewer.Handle(At(InputKind.ButtonDown, 0.5f));
        Assert.That(scene.Stage.Step, Is.EqualTo(50));
        viewer.Handle(At(InputKind.Move, 0.2f));
        Assert.That((scene.Stage.Step, viewer.Clock.IsPlaying), Is.EqualTo((20, false)));
        viewer.Handle(At(InputKind.ButtonUp, 0.2f));
        viewer.Handle(At(InputKind.Move, 0.9f));
        Assert.That(scene.Stage.Step, Is.EqualTo(20), "the button is up");
    }

    [Test]
    public void Infractions_AreJumpedTo_WithTheirEnvironment()
    {
        // Parked cars end when they have stood for too long.
        using var scene = new StagedScene(environments: 2, known: 150, makePolicy: environment => Scene.Driver(environment, "parked"));
        var viewer = scene.View();
        var first = scene.Stage.Events[0];
        Assert.That(first.IsSuccess, Is.False);
        Press(viewer, (WindowKey)'N');
        Assert.That((scene.Stage.Step, viewer.Environment), Is.EqualTo((first.Step, first.Environment)));
        Press(viewer, (WindowKey)'N');
        Assert.That(scene.Stage.Step, Is.GreaterThan(first.Step));
        Press(viewer, (WindowKey)'N', KeyModifiers.Shift);
        Assert.That(scene.Stage.Step, Is.EqualTo(first.Step));
        Press(viewer, (WindowKey)'N', KeyModifiers.Shift);
        Assert.That(viewer.Note, Does.Contain("no infraction before"));
    }

    [Test]
    public void Views_GoRound_AndDraggingFreesTheView()
    {
        using var scene = new StagedScene();
        var viewer = scene.View();
        var kinds = Enumerable.Range(0, 4).Select(_ => { Press(viewer, (WindowKey)'V'); return viewer.Eye.View.Kind; });
        Assert.That(kinds, Is.EqualTo(new[] { ViewKind.HeadingUp, ViewKind.Free, ViewKind.Chase, ViewKind.Follow }));
        var metres = viewer.Eye.View.Metres;
        viewer.Handle(new(InputKind.Scroll, X: 300, Y: 300, Amount: 2));
        Assert.That(viewer.Eye.View.Metres, Is.LessThan(metres));
        viewer.Handle(new(InputKind.ButtonDown, X: 300, Y: 300));
        viewer.Handle(new(InputKind.Move, X: 310, Y: 300));
        var before = viewer.Eye.View.CentreX;
        viewer.Handle(new(InputKind.Move, X: 410, Y: 300));
        // The ground follows the pointer: 100 pixels of a view of so many metres along its shorter side.
        Assert.That(before - viewer.Eye.View.CentreX, Is.EqualTo(100 * viewer.Eye.View.Metres / Math.Min(viewer.Layout.WorldPixels.Width, viewer.Layout.WorldPixels.Height)).Within(0.01));
        Assert.That(viewer.Eye.View.Kind, Is.EqualTo(ViewKind.Free));
        Press(viewer, WindowKey.Digit0);
        Assert.That((viewer.Eye.View.Kind, viewer.Eye.View.Metres), Is.EqualTo((ViewKind.Follow, metres)));
    }

    [Test]
    public void Wall_IsWalkedWithArrows_AndOpenedWithEnterOrAClick()
    {
        using var scene = new StagedScene(environments: 6);
        var viewer = scene.View();
        Press(viewer, (WindowKey)'G');
        Press(viewer, WindowKey.Right);
        Press(viewer, WindowKey.Down);
        var columns = viewer.Layout.TileColumns(6);
        Assert.That(viewer.Environment, Is.EqualTo(1 + columns));
        Assert.That(viewer.Frame().Wall, Has.Count.EqualTo(6));
        Press(viewer, WindowKey.Enter);
        Assert.That((viewer.IsWall, viewer.Environment), Is.EqualTo((false, 1 + columns)));
        Press(viewer, (WindowKey)'G');
        var tile = viewer.Layout.Tiles(6)[2];
        viewer.Handle(new(InputKind.ButtonDown, X: tile.MidX * viewer.Layout.Unit, Y: tile.MidY * viewer.Layout.Unit));
        Assert.That((viewer.IsWall, viewer.Environment), Is.EqualTo((false, 2)));
    }

    [Test]
    public void Layers_AreSwitchedByNumber_AndRemembered()
    {
        using var scene = new StagedScene();
        var viewer = scene.View();
        Press(viewer, WindowKey.Digit0 + 2);
        Press(viewer, WindowKey.Digit0 + 4);
        Press(viewer, WindowKey.Equal, KeyModifiers.Control);
        viewer.Handle(new(InputKind.Resize, X: 1000, Y: 700));
        Assert.That(viewer.Settings, Is.EqualTo(new ViewerSettings { Width = 1000, Height = 700, TextScale = 1.25f, Layers = (Layers.Standard & ~Layers.Trail) | Layers.LaneGraph }));
    }

    [Test]
    public void Light_GoesRound_BeginsWhereItWasSet_AndIsNotRemembered()
    {
        using var scene = new StagedScene();
        var viewer = scene.View();
        float?[] Press4(char key) => [.. Enumerable.Range(0, 4).Select(_ => { Press(viewer, (WindowKey)key); return key == 'M' ? viewer.Eye.View.Night : viewer.Eye.View.Rain; })];
        Assert.That(Press4('M'), Is.EqualTo(new float?[] { 0, 0.5f, 1, null }));
        Assert.That(Press4('U'), Is.EqualTo(new float?[] { 0.4f, 1, null, 0.4f }));
        viewer.Eye.SetLight(0.7f, null);
        Press(viewer, (WindowKey)'M');
        Assert.That((viewer.Eye.View.Night, viewer.Note), Is.EqualTo((1f, "light: night")));
        Assert.That(viewer.Settings, Is.EqualTo(new ViewerSettings()));
    }

    [Test]
    public void Ghost_IsInTheWorld_AndOnNoTileOfAWall()
    {
        using var scene = new StagedScene(environments: 2);
        using var folder = new TemporaryFolder();
        var pose = new Pose(3, 4, 0.5f);
        var tracks = new Dictionary<string, IReadOnlyList<Pose>> { [scene.Stage.Moment(0, 0).Snapshot.Map.Name] = [pose] };
        var viewer = scene.View(Race.Against("ghost", tracks, new(folder.PathOf("laps.json"), TimeProvider.System), "me"));
        Assert.That(viewer.Frame().View.Ghost, Is.EqualTo(pose));
        Press(viewer, (WindowKey)'G');
        Assert.That(WindowPainter.Worlds(viewer.Frame()).Select(world => world.View.Ghost), Is.All.Null);
    }

    [Test]
    public void Wishes_AreToldOnce()
    {
        using var scene = new StagedScene();
        var viewer = scene.View();
        Press(viewer, (WindowKey)'C');
        Press(viewer, (WindowKey)'R');
        Assert.That(viewer.TakeWishes(), Is.EqualTo(ViewerWish.Screenshot | ViewerWish.ToggleRecording));
        Assert.That(viewer.TakeWishes(), Is.EqualTo(ViewerWish.None));
    }

    [Test]
    public void Escape_ClosesTheHelpFirst()
    {
        using var scene = new StagedScene();
        var viewer = scene.View();
        Press(viewer, WindowKey.F1);
        Press(viewer, WindowKey.Escape);
        Assert.That((viewer.ShowsHelp, viewer.TakeWishes()), Is.EqualTo((false, ViewerWish.None)));
        Press(viewer, WindowKey.Escape);
        Assert.That(viewer.TakeWishes(), Is.EqualTo(ViewerWish.Quit));
    }

    [Test]
    public void PolicyMemory_IsRightAfterAJump()
    {
        using var scene = new StagedScene(makePolicy: environment => new OpinionatedPolicy(environment.Spec.Action, areValues: true), config: Scene.Config with { Actions = new() }, frameStack: 3);
        var viewer = scene.View();
        Play(viewer, 1);
        var value = viewer.Frame().Insight!.Value;
        Assert.That(value, Is.EqualTo(scene.Stage.Step), "one call for each step so far");
        viewer.Clock.Seek(6);
        Assert.That(viewer.Frame().Insight!.Value, Is.EqualTo(3), "the three steps before are played again");
        Assert.That(viewer.Frame().Cameras, Has.Count.EqualTo(3));
        viewer.Clock.Seek(1);
        Assert.That(viewer.Frame().Cameras, Has.Count.EqualTo(2), "the episode is two frames old");
    }

    [Test]
    public void Saliency_GoesThroughItsKinds_OrSaysWhyNot()
    {
        using var scene = new StagedScene(makePolicy: environment => new OpinionatedPolicy(environment.Spec.Action, areValues: true), config: Scene.Config with { Actions = new() });
        var viewer = scene.View();
        Press(viewer, (WindowKey)'O');
        Assert.That(viewer.Frame().Saliency!.Kind, Is.EqualTo(SaliencyKind.Gradient));
        for (var i = 0; i < 3; i++) Press(viewer, (WindowKey)'O');
        Assert.That(viewer.Frame().Saliency, Is.Null);
        using var blind = new StagedScene();
        var other = blind.View();
        Press(other, (WindowKey)'O');
        Assert.That(other.Note, Does.Contain("cannot show what it looks at"));
    }

    private static void Play(Viewer viewer, double seconds)
    {
        for (var i = 0; i < seconds * 10; i++) viewer.Advance(Tenth);
    }

    private static void Press(Viewer viewer, WindowKey key, KeyModifiers modifiers = KeyModifiers.None) => viewer.Handle(InputEvent.Press(key, modifiers));
}
