using RLSandbox.Core.Contract;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.Window;

/// <summary>What the viewer wants from whoever owns the window.</summary>
[Flags]
public enum ViewerWish
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Write this picture.</summary>
    Screenshot = 1,

    /// <summary>Begin to record the window, or end it.</summary>
    ToggleRecording = 2,

    /// <summary>Close.</summary>
    Quit = 4,
}

/// <summary>The state of the window: what is watched, from where and how fast. Fed with events and time; knows nothing of GLFW.</summary>
/// <remarks>One thread. What it shows is a <see cref="ViewerFrame"/>.</remarks>
public sealed partial class Viewer
{
    private const float TextStep = 0.25f, LargestText = 2;
    private const double NoteSeconds = 4;

    private readonly Stage _stage;
    private readonly HumanWheel _wheel = new();
    private readonly Race? _race;
    private readonly bool _isDrive;
    private double _noteLeft;
    private int _page;
    private ViewerWish _wishes;
    private bool _isBare, _isScrubbing;
    private int _lengthBefore;

    /// <summary>A viewer of a stage, as its settings had it the last time.</summary>
    /// <param name="race">Lap board and ghost; null: this is no race.</param>
    /// <param name="isDrive">Whether a person drives from the start; it then waits for the first touch of the pedal.</param>
    public Viewer(Stage stage, ViewerSettings settings, Race? race = null, bool isDrive = false)
    {
        (_stage, _race, _isDrive) = (stage, race, isDrive);
        Clock = new(stage);
        Eye = new(stage.Facts.TopSpeed, settings.Layers, settings.View);
        (Size, TextScale) = (new(settings.Width, settings.Height), settings.TextScale);
        if (isDrive) TakeWheel();
        else Clock.Set(plays: true);
    }

    /// <summary>Time.</summary>
    public StageClock Clock { get; }

    /// <summary>Place.</summary>
    public ViewerEye Eye { get; }

    /// <summary>Pixels of the window.</summary>
    public SKSizeI Size { get; private set; }

    /// <summary>1 … 2.</summary>
    public float TextScale { get; private set; }

    /// <summary>How much larger the screen wants everything.</summary>
    public float ContentScale { get; set; } = 1;

    /// <summary>Pixels to one unit in which the system measures windows; sizes are remembered in those units.</summary>
    public float PixelRatio { get; set; } = 1;

    /// <summary>Which environment is shown.</summary>
    public int Environment { get; private set; }

    /// <summary>Whether all environments are shown side by side.</summary>
    public bool IsWall { get; private set; }

    /// <summary>Whether every key is shown.</summary>
    public bool ShowsHelp { get; private set; }

    /// <summary>Whether the window is being recorded; the owner of the recording sets it.</summary>
    public bool IsRecording { get; set; }

    /// <summary>Which map of what the policy looks at is shown; null: none.</summary>
    public SaliencyKind? Saliency { get; private set; }

    /// <summary>Whether a person drives.</summary>
    public bool IsHuman => _stage.HumanRow >= 0;

    /// <summary>The line over the world; null: none.</summary>
    public string? Note { get; private set; }

    /// <summary>Numbers of a training that is followed.</summary>
    public LearningNumbers? Learning { get; set; }

    /// <summary>Whether anything is to be seen that was not drawn yet.</summary>
    public bool HasChanged { get; private set; } = true;

    /// <summary>The row that is followed.</summary>
    public int Row => Environment * _stage.Facts.AgentCount + Eye.View.Agent;

    /// <summary>Where everything is now.</summary>
    public WindowLayout Layout => WindowLayout.Of(Size, TextScale * ContentScale, ViewerPanels.For(_stage.Facts, _stage.IsInsightful, _race is not null, Learning is not null), _page, _isBare);

    /// <summary>What to remember for the next time.</summary>
    public ViewerSettings Settings => new() { Width = (int)MathF.Round(Size.Width / PixelRatio), Height = (int)MathF.Round(Size.Height / PixelRatio), TextScale = TextScale, Layers = Eye.View.Layers, View = Eye.View.Kind == ViewKind.Free ? ViewKind.Follow : Eye.View.Kind };

    /// <summary>One line about what is going on, for the title of the window.</summary>
    public string Title => FormattableString.Invariant($"{_stage.Facts.Scenario} · {(IsHuman ? "you drive" : _stage.DriverName)} · {(Clock.IsPlaying ? $"{Clock.Speed:0.##} ×" : "paused")} · step {_stage.Step} of {_stage.Length}{(IsRecording ? " · recording" : "")}");

    /// <summary>Reads what the window is to do, once.</summary>
    public ViewerWish TakeWishes()
    {
        var wishes = _wishes;
        _wishes = ViewerWish.None;
        return wishes;
    }

    /// <summary>The picture of now was drawn.</summary>
    public void Drawn() => HasChanged = false;

    /// <summary>The picture of now is out of date.</summary>
    public void Touch() => HasChanged = true;

    /// <summary>Writes a line over the world for some seconds.</summary>
    public void Say(string note) => (Note, _noteLeft, HasChanged) = (note, NoteSeconds, true);

    /// <summary>Takes the line over the world away.</summary>
    public void Quiet() => (Note, HasChanged) = (null, true);

    /// <summary>Lets time pass.</summary>
    public void Advance(double seconds, GamepadAxes? gamepad = null)
    {
        if (Note is not null && (_noteLeft -= seconds) <= 0) (Note, HasChanged) = (null, true);
        if (IsHuman && !Clock.IsPlaying && gamepad is { Drive: > 0.2f } && _isDrive) Start();
        if (!Clock.IsPlaying) return;
        Clock.Advance(seconds, step => BeforeStep(step, gamepad), AfterStep);
        HasChanged = true;
    }

    /// <summary>Somebody did something.</summary>
    public void Handle(InputEvent input)
    {
        HasChanged |= input.Kind != InputKind.Move;
        switch (input.Kind)
        {
            case InputKind.KeyDown: KeyDown(input); break;
            case InputKind.KeyUp: _wheel.Set(input.Key, isDown: false); break;
            case InputKind.FocusLost: _wheel.Release(); break;
            case InputKind.Resize: if (input is { X: > 0, Y: > 0 }) Size = new((int)input.X, (int)input.Y); break;
            case InputKind.Close: _wishes |= ViewerWish.Quit; break;
            default: Mouse(input); break;
        }
    }

    private void KeyDown(InputEvent input)
    {
        if (IsHuman && HumanWheel.Owns(input.Key) && input.Modifiers == KeyModifiers.None)
        {
            _wheel.Set(input.Key, isDown: true);
            if (_isDrive && !Clock.IsPlaying && input.Key is WindowKey.Up or (WindowKey)'W') Start();
            return;
        }
        if (KeyTable.Find(input.Key, input.Modifiers) is { } binding && (binding.WhileDriving || !IsHuman)) Do(binding.Command, binding.Argument);
    }

    private void Start()
    {
        if (_stage.Step < _stage.Length) Clock.Seek(_stage.Length);
        Clock.Set(plays: true);
    }

    private void Mouse(InputEvent input)
    {
        var layout = Layout;
        var at = layout.ToUnits(input.X, input.Y);
        switch (input.Kind)
        {
            case InputKind.Scroll when layout.World.Contains(at) && !IsWall:
                Eye.Zoom(input.Amount);
                break;
            case InputKind.ButtonDown when layout.Timeline.Contains(at) && layout.Groove.Left - 8 <= at.X && at.X <= layout.Groove.Right + 8 && at.Y <= layout.Groove.Bottom + 8:
                _isScrubbing = true;
                Scrub(layout, at);
                break;
            case InputKind.ButtonDown when layout.World.Contains(at):
                if (IsWall) ChooseTile(layout, at);
                else Eye.Grab(new(input.X, input.Y));
                break;
            case InputKind.ButtonUp:
                _isScrubbing = false;
                Eye.LetGo();
                break;
            case InputKind.Move when _isScrubbing:
                Scrub(layout, at);
                break;
            case InputKind.Move:
                HasChanged |= Eye.Drag(new(input.X, input.Y), SKRect.Create(layout.WorldPixels.Left, layout.WorldPixels.Top, layout.WorldPixels.Width, layout.WorldPixels.Height), World);
                break;
        }
    }

    private void Scrub(WindowLayout layout, SKPoint at)
    {
        Clock.Set(plays: false);
        Jump((int)MathF.Round(Math.Clamp((at.X - layout.Groove.Left) / layout.Groove.Width, 0, 1) * _stage.Length));
        HasChanged = true;
    }

    private void ChooseTile(WindowLayout layout, SKPoint at)
    {
        var tiles = layout.Tiles(_stage.Facts.EnvironmentCount);
        for (var i = 0; i < tiles.Count; i++)
            if (tiles[i].Contains(at)) (Environment, IsWall) = (i, false);
        MoveWheel();
    }
}
