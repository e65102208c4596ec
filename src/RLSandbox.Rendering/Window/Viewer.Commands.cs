using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Driving.Ends;
using RLSandbox.Rendering.Insight;
using RLSandbox.Rendering.View;

namespace RLSandbox.Rendering.Window;

/// <content>What each command does.</content>
public sealed partial class Viewer
{
    /// <summary>Does what a key or a click means.</summary>
    /// <param name="argument">Of <see cref="KeyBinding.Argument"/>.</param>
    public void Do(ViewerCommand command, int argument = 0)
    {
        HasChanged = true;
        if (DoTime(command) || DoView(command, argument)) return;
        switch (command)
        {
            case ViewerCommand.ToggleWheel: if (IsHuman) HandBack(); else TakeWheel(); break;
            case ViewerCommand.NextSaliency: NextSaliency(); break;
            case ViewerCommand.NextPanels: _page++; break;
            case ViewerCommand.TogglePanels: _isBare = !_isBare; break;
            case ViewerCommand.LargerText: TextScale = Math.Min(TextScale + TextStep, LargestText); break;
            case ViewerCommand.SmallerText: TextScale = Math.Max(TextScale - TextStep, 1); break;
            case ViewerCommand.Screenshot: _wishes |= ViewerWish.Screenshot; break;
            case ViewerCommand.ToggleRecording: _wishes |= ViewerWish.ToggleRecording; break;
            case ViewerCommand.ToggleHelp: ShowsHelp = !ShowsHelp; break;
            case ViewerCommand.CloseOrQuit when ShowsHelp: ShowsHelp = false; break;
            case ViewerCommand.CloseOrQuit or ViewerCommand.Quit: _wishes |= ViewerWish.Quit; break;
        }
    }

    private bool DoTime(ViewerCommand command)
    {
        switch (command)
        {
            case ViewerCommand.TogglePlay: Clock.Toggle(); break;
            case ViewerCommand.StepForward: if (IsWall) Select(1); else Single(1); break;
            case ViewerCommand.StepBack: if (IsWall) Select(-1); else Single(-1); break;
            case ViewerCommand.SkipForward: Clock.Skip(1); break;
            case ViewerCommand.SkipBack: Clock.Skip(-1); break;
            case ViewerCommand.GoToStart: Jump(0); break;
            case ViewerCommand.GoToEnd: Jump(_stage.Length); break;
            case ViewerCommand.NextInfraction: JumpToInfraction(1); break;
            case ViewerCommand.PreviousInfraction: JumpToInfraction(-1); break;
            case ViewerCommand.Faster: if (IsWall) Select(-Layout.TileColumns(_stage.Facts.EnvironmentCount)); else Clock.Change(1); break;
            case ViewerCommand.Slower: if (IsWall) Select(Layout.TileColumns(_stage.Facts.EnvironmentCount)); else Clock.Change(-1); break;
            case ViewerCommand.RealTime: Clock.Change(0); break;
            default: return false;
        }
        return true;
    }

    private bool DoView(ViewerCommand command, int argument)
    {
        switch (command)
        {
            case ViewerCommand.NextViewKind: Eye.NextKind(World); Say(ViewName(Eye.View.Kind)); break;
            case ViewerCommand.ZoomIn: Eye.Zoom(1); break;
            case ViewerCommand.ZoomOut: Eye.Zoom(-1); break;
            case ViewerCommand.PanUp: Eye.Pan(0, 1, World); break;
            case ViewerCommand.PanDown: Eye.Pan(0, -1, World); break;
            case ViewerCommand.PanLeft: Eye.Pan(-1, 0, World); break;
            case ViewerCommand.PanRight: Eye.Pan(1, 0, World); break;
            case ViewerCommand.ResetView: Eye.Reset(); break;
            case ViewerCommand.NextAgent: Follow(Eye.View.Agent + 1); break;
            case ViewerCommand.PreviousAgent: Follow(Eye.View.Agent - 1); break;
            case ViewerCommand.NextEnvironment: Select(1); break;
            case ViewerCommand.PreviousEnvironment: Select(-1); break;
            case ViewerCommand.ToggleWall when _stage.Facts.EnvironmentCount == 1: Say("there is one environment; --environments N shows more"); break;
            case ViewerCommand.ToggleWall: IsWall = !IsWall; break;
            case ViewerCommand.Choose: IsWall = false; break;
            case ViewerCommand.ToggleLayer: ToggleLayer(argument); break;
            case ViewerCommand.NextNight: Eye.NextNight(); Say($"light: {NightName(Eye.View.Night)}"); break;
            case ViewerCommand.NextRain: Eye.NextRain(); Say($"rain: {RainName(Eye.View.Rain)}"); break;
            default: return false;
        }
        return true;
    }

    private static string ViewName(ViewKind kind) => kind switch
    {
        ViewKind.Follow => "view: north up",
        ViewKind.HeadingUp => "view: heading up",
        ViewKind.Free => "view: free",
        _ => "view: chase",
    };

    private static string NightName(float? night) => night switch
    {
        null => "the episode's own",
        0 => "day",
        < 1 => "dusk",
        _ => "night",
    };

    private static string RainName(float? rain) => rain switch
    {
        null or 0 => "none",
        < 1 => "light",
        _ => "heavy",
    };

    private void ToggleLayer(int index)
    {
        var (layer, name) = ViewerLayers.All[index];
        Eye.Toggle(layer);
        Say($"{name}: {(Eye.View.Has(layer) ? "on" : "off")}");
    }

    private void Single(int steps)
    {
        Clock.Set(plays: false);
        if (steps < 0 && _stage.Step == 0) return;
        BeforeStep(_stage.Facts.StepSeconds, gamepad: null);
        if (Clock.Step(steps) && steps > 0) AfterStep();
    }

    private void Jump(int step) => Clock.Seek(step);

    private void JumpToInfraction(int direction)
    {
        Clock.Set(plays: false);
        if (Clock.Jump(direction) is not { } found)
        {
            Say(direction > 0 ? "no infraction after this moment" : "no infraction before this moment");
            return;
        }
        (Environment, IsWall) = (found.Environment, false);
        Eye.Follow(found.Agent);
        MoveWheel();
        Say($"{Frames.CamelCase.Words(found.Outcome)}, environment {found.Environment + 1}");
    }

    private void Follow(int agent)
    {
        var count = _stage.Facts.AgentCount;
        if (count == 1) Say("there is one agent");
        Eye.Follow((agent + count) % count);
        MoveWheel();
    }

    private void Select(int offset)
    {
        var count = _stage.Facts.EnvironmentCount;
        if (count == 1) Say("there is one environment");
        Environment = ((Environment + offset) % count + count) % count;
        MoveWheel();
    }

    /// <summary>Whoever holds the wheel holds that of the car that is seen.</summary>
    private void MoveWheel()
    {
        if (IsHuman && _stage.HumanRow != Row) HandBack();
    }

    private void TakeWheel()
    {
        if (_stage.Notice is { } notice)
        {
            Say($"nobody can drive here: {notice}");
            return;
        }
        var forgotten = _stage.Length - _stage.Step;
        _stage.TakeWheel(Row);
        _wheel.Release();
        if (_isDrive && _stage.Step == 0) Say("accelerate to start: up arrow, W, or the right trigger");
        else Say(forgotten > 0 ? FormattableString.Invariant($"you drive from here; {forgotten} later steps are forgotten") : "you drive");
    }

    private void HandBack()
    {
        _stage.HandBack();
        _wheel.Release();
        if (!_stage.CanExtend) Clock.Set(plays: false);
        Say(_stage.CanExtend ? $"{_stage.DriverName} drives" : "nobody drives on; take the wheel with T");
    }

    private void NextSaliency()
    {
        if (!_stage.IsSalient)
        {
            Say($"{_stage.DriverName} cannot show what it looks at: only learned policies with a camera can");
            return;
        }
        Saliency = Saliency switch { null => SaliencyKind.Gradient, SaliencyKind.Gradient => SaliencyKind.GradCam, SaliencyKind.GradCam => SaliencyKind.Occlusion, _ => null };
        Say(Saliency is { } kind ? $"what the choice depends on: {SaliencyNames.Of(kind)}" : "what the choice depends on: off");
    }

    private void BeforeStep(double seconds, GamepadAxes? gamepad)
    {
        _lengthBefore = _stage.Length;
        if (IsHuman) _stage.Wheel = _wheel.Turn(seconds, gamepad);
        RememberWorld();
    }

    /// <summary>A lap of a person goes on the board; after each end of an episode, a driving person gets a moment's rest. Steps that are seen again are nothing new.</summary>
    private void AfterStep()
    {
        if (!IsHuman || _stage.Length == _lengthBefore || _stage.Events.Count == 0 || _stage.Events[^1].Step != _stage.Step) return;
        var agents = _stage.Facts.AgentCount;
        if (_stage.Events.LastOrDefault(end => end.Step == _stage.Step && end.Environment * agents + end.Agent == _stage.HumanRow) is not { } ended) return;
        var moment = _stage.Moment(ended.Environment, ended.Agent);
        Say(ended.Outcome == Outcomes.All[(int)Outcome.Lap].Name && IsWholeLap(moment.Snapshot) && _race is not null ? LapNote(moment.Snapshot) : Frames.CamelCase.Words(ended.Outcome));
        if (!_isDrive) return;
        _wheel.Release();
        Clock.Set(plays: false);
    }

    /// <summary>Whether nobody but a person drove it.</summary>
    private bool IsWholeLap(Snapshot end)
    {
        for (var step = _stage.Step; step > _stage.Step - end.Step; step--)
            if (!_stage.History.Point(step, _stage.HumanRow).IsHuman) return false;
        return true;
    }

    private string LapNote(Snapshot end)
    {
        var (place, problem) = _race!.Add(_stage.Facts.Scenario, end.Map.Name, end.Seconds);
        var text = FormattableString.Invariant($"lap in {end.Seconds:0.00} s");
        if (problem is not null) return $"{text}; {problem}";
        return place is { } rank ? FormattableString.Invariant($"{text}: number {rank} on the board") : text;
    }
}
