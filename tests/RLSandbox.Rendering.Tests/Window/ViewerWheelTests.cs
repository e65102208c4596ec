using RLSandbox.Core.Contract;
using RLSandbox.Driving.Components;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.View;
using RLSandbox.Rendering.Window;

namespace RLSandbox.Rendering.Tests.Window;

/// <summary>Who drives: the wheel taken and handed back, laps, other drivers.</summary>
public sealed class ViewerWheelTests
{
    /// <summary>A little more than a step, because steps of 0.1f are a little longer than a tenth of a second.</summary>
    private const double Tenth = 0.1001;

    [Test]
    public void WheelTakenInThePast_ForgetsWhatCameAfter_AndDrives()
    {
        using var scene = new StagedScene(known: 60);
        var viewer = scene.View();
        viewer.Clock.Set(plays: false);
        viewer.Clock.Seek(30);
        var forgotten = 0;
        scene.Stage.BeforeForgetting = () => forgotten = scene.Stage.Length;
        Press(viewer, (WindowKey)'T');
        Assert.That((scene.Stage.Length, viewer.IsHuman, forgotten), Is.EqualTo((30, true, 60)));

        Press(viewer, WindowKey.Left);                               // belongs to the wheel now
        viewer.Clock.Set(plays: true);
        Play(viewer, 1);
        Assert.That(scene.Stage.Step, Is.GreaterThan(38));
        Assert.That(scene.Stage.Moment(0, 0).Steering, Is.GreaterThan(0.9f), "full lock to the left after a second");
        Assert.That(scene.Stage.History.HumanStretches(), Has.Count.EqualTo(1));
        Assert.That(scene.Stage.History.HumanStretches()[0], Is.EqualTo(new HumanStretch(0, 31, scene.Stage.Length - 30)));

        var taken = scene.Stage.Length;
        Press(viewer, (WindowKey)'T');
        Play(viewer, 0.5);
        Assert.That(viewer.IsHuman, Is.False);
        Assert.That(scene.Stage.History.HumanStretches()[0].Count, Is.EqualTo(taken - 30), "the driver's steps are not a person's");
    }

    [Test]
    public void Drive_WaitsForThePedal_AndRestsWhenTheEpisodeEnds()
    {
        using var scene = new StagedScene();
        var viewer = scene.View(isDrive: true);
        Play(viewer, 1);
        Assert.That(scene.Stage.Step, Is.Zero);
        Press(viewer, WindowKey.Up);
        Press(viewer, WindowKey.Left);
        Play(viewer, 30);                                            // full throttle, full lock: off the road before long
        Assert.That((scene.Stage.Events.Count, viewer.Clock.IsPlaying), Is.EqualTo((1, false)));
        Assert.That(scene.Stage.Step, Is.EqualTo(scene.Stage.Events[0].Step));
    }

    [Test]
    public void EndOfAnEpisode_IsNothingNew_WhenItIsSeenAgain()
    {
        using var scene = new StagedScene();
        var viewer = scene.View(isDrive: true);
        Press(viewer, WindowKey.Up);
        Press(viewer, WindowKey.Left);
        Play(viewer, 30);
        Assert.That((scene.Stage.Events.Count, viewer.Clock.IsPlaying), Is.EqualTo((1, false)), "the first time the clock rests");
        viewer.Clock.Seek(scene.Stage.Length - 3);
        viewer.Quiet();
        Press(viewer, WindowKey.Period);
        viewer.Clock.Set(plays: true);
        for (var i = 0; scene.Stage.Step < scene.Stage.Length && i < 10; i++) viewer.Advance(Tenth);
        Assert.That((scene.Stage.Step, viewer.Note, viewer.Clock.IsPlaying), Is.EqualTo((scene.Stage.Events[0].Step, (string?)null, true)));
    }

    [Test]
    public void WheelTakenInARecording_LeavesTheOthersNeutral()
    {
        using var scene = new StagedScene(environments: 2, known: 60, withDriver: false);
        var viewer = scene.View();
        viewer.Clock.Set(plays: false);
        viewer.Clock.Seek(10);
        Assert.That(scene.Stage.Moment(1, 0).Pedal, Is.Not.Zero, "what was recorded");
        Press(viewer, (WindowKey)'T');
        Press(viewer, WindowKey.Period);
        Assert.That((scene.Stage.Step, scene.Stage.Moment(1, 0).Steering, scene.Stage.Moment(1, 0).Pedal), Is.EqualTo((11, 0f, 0f)));
    }

    [Test]
    public void AnotherCarIsSeen_TheWheelIsHandedBack()
    {
        using var scene = new StagedScene(environments: 2, known: 150, makePolicy: environment => Scene.Driver(environment, "parked"));
        var viewer = scene.View();
        viewer.Clock.Seek(150);
        if (scene.Stage.Events[^1].Environment == 0) viewer.Do(ViewerCommand.NextEnvironment);
        Press(viewer, (WindowKey)'T');
        viewer.Do(ViewerCommand.NextAgent);
        Assert.That(viewer.IsHuman, "there is one agent: the same car is seen");
        Press(viewer, (WindowKey)'N', KeyModifiers.Shift);
        Assert.That((viewer.Environment, viewer.IsHuman), Is.EqualTo((scene.Stage.Events[^1].Environment, false)));

        viewer.Clock.Seek(scene.Stage.Length);
        Press(viewer, (WindowKey)'T');
        Press(viewer, (WindowKey)'G');
        var other = viewer.Layout.Tiles(2)[1 - viewer.Environment];
        viewer.Handle(new(InputKind.ButtonDown, X: other.MidX * viewer.Layout.Unit, Y: other.MidY * viewer.Layout.Unit));
        Assert.That((viewer.IsWall, viewer.IsHuman), Is.EqualTo((false, false)));
    }

    [Test]
    public void AnotherDriver_IsAskedAtOnce()
    {
        using var scene = new StagedScene(makePolicy: environment => new OpinionatedPolicy(environment.Spec.Action, areValues: true), config: Scene.Config with { Actions = new() });
        using var newer = new OpinionatedPolicy(scene.Environment.Spec.Action, areValues: false);
        var viewer = scene.View();
        viewer.Clock.Set(plays: false);
        Assert.That(viewer.Frame().Insight!.Probabilities, Is.Empty);
        scene.Stage.SetPolicy(newer);
        viewer.AskAgain();
        Assert.That(viewer.Frame().Insight!.Probabilities, Is.Not.Empty);
    }

    [Test]
    public void ScaledScreen_RemembersUnitsOfTheSystem()
    {
        using var scene = new StagedScene();
        var viewer = scene.View();
        viewer.PixelRatio = 2;
        viewer.Handle(new(InputKind.Resize, X: 2000, Y: 1400));
        Assert.That((viewer.Size.Width, viewer.Settings.Width, viewer.Settings.Height), Is.EqualTo((2000, 1000, 700)));
    }

    [Test]
    public void Gamepad_Steers()
    {
        using var scene = new StagedScene();
        var viewer = scene.View(isDrive: true);
        viewer.Advance(Tenth, new GamepadAxes(0, 1, 0));
        for (var i = 0; i < 10; i++) viewer.Advance(Tenth, new GamepadAxes(-1, 1, 0));
        var moment = scene.Stage.Moment(0, 0);
        Assert.That((moment.Steering, moment.Pedal), Is.EqualTo((1f, 1f)).Within(0.05f));
    }

    private static void Play(Viewer viewer, double seconds)
    {
        for (var i = 0; i < seconds * 10; i++) viewer.Advance(Tenth);
    }

    private static void Press(Viewer viewer, WindowKey key, KeyModifiers modifiers = KeyModifiers.None) => viewer.Handle(InputEvent.Press(key, modifiers));
}
