namespace RLSandbox.Rendering.Window;

/// <summary>One key and what it does.</summary>
/// <param name="Name">As it is written on the key.</param>
/// <param name="Argument">Which layer, from 0; 0 for commands without one.</param>
/// <param name="WhileDriving">Whether it keeps its meaning while somebody drives with the keyboard.</param>
public sealed record KeyBinding(ViewerCommand Command, WindowKey Key, KeyModifiers Modifiers, string Name, string Group, string Description, int Argument = 0, bool WhileDriving = true);

/// <summary>Every key of the window: the help overlay, the table in the documentation and the dispatch are made from this one list.</summary>
public static class KeyTable
{
    private const string Time = "Time", Wheel = "Wheel", Eye = "View", Panels = "Panels", Files = "Files", Program = "Window";

    /// <summary>The list, in the order of the help.</summary>
    public static IReadOnlyList<KeyBinding> All { get; } =
    [
        Plain(ViewerCommand.TogglePlay, WindowKey.Space, "Space", Time, "play or pause"),
        Plain(ViewerCommand.StepForward, WindowKey.Period, ".", Time, "one step ahead"),
        Arrow(ViewerCommand.StepForward, WindowKey.Right, "→", Time, "one step ahead; on the wall: the next picture"),
        Plain(ViewerCommand.StepBack, WindowKey.Comma, ",", Time, "one step back"),
        Arrow(ViewerCommand.StepBack, WindowKey.Left, "←", Time, "one step back; on the wall: the picture before"),
        Shifted(ViewerCommand.SkipForward, WindowKey.Right, "Shift →", Time, "five seconds ahead") with { WhileDriving = false },
        Shifted(ViewerCommand.SkipBack, WindowKey.Left, "Shift ←", Time, "five seconds back") with { WhileDriving = false },
        Plain(ViewerCommand.GoToStart, WindowKey.Home, "Home", Time, "to the start"),
        Plain(ViewerCommand.GoToEnd, WindowKey.End, "End", Time, "to the latest moment"),
        Plain(ViewerCommand.NextInfraction, Letter('N'), "N", Time, "to the next infraction"),
        Shifted(ViewerCommand.PreviousInfraction, Letter('N'), "Shift N", Time, "to the infraction before"),
        Plain(ViewerCommand.Faster, WindowKey.RightBracket, "]", Time, "twice as fast, up to 32 ×"),
        Arrow(ViewerCommand.Faster, WindowKey.Up, "↑", Time, "twice as fast, up to 32 ×"),
        Plain(ViewerCommand.Slower, WindowKey.LeftBracket, "[", Time, "half as fast, down to 0.1 ×"),
        Arrow(ViewerCommand.Slower, WindowKey.Down, "↓", Time, "half as fast, down to 0.1 ×"),
        Plain(ViewerCommand.RealTime, WindowKey.Backspace, "Backspace", Time, "real time"),

        Plain(ViewerCommand.ToggleWheel, Letter('T'), "T", Wheel, "take the wheel, or hand it back; drive with the arrows, W A S D, or a game controller"),

        Plain(ViewerCommand.NextViewKind, Letter('V'), "V", Eye, "north up, heading up, free, chase"),
        Plain(ViewerCommand.ZoomIn, WindowKey.Equal, "+", Eye, "closer (or the mouse wheel)"),
        Shifted(ViewerCommand.ZoomIn, WindowKey.Equal, "Shift +", Eye, "closer"),
        Plain(ViewerCommand.ZoomOut, WindowKey.Minus, "-", Eye, "farther (or the mouse wheel)"),
        Plain(ViewerCommand.PanUp, Letter('I'), "I", Eye, "move the view up (or drag it with the mouse)"),
        Plain(ViewerCommand.PanLeft, Letter('J'), "J", Eye, "move the view to the left"),
        Plain(ViewerCommand.PanDown, Letter('K'), "K", Eye, "move the view down"),
        Plain(ViewerCommand.PanRight, Letter('L'), "L", Eye, "move the view to the right"),
        Plain(ViewerCommand.ResetView, WindowKey.Digit0, "0", Eye, "back to the car"),
        Plain(ViewerCommand.NextAgent, Letter('F'), "F", Eye, "follow the next agent"),
        Shifted(ViewerCommand.PreviousAgent, Letter('F'), "Shift F", Eye, "follow the agent before"),
        Plain(ViewerCommand.NextEnvironment, Letter('E'), "E", Eye, "next environment"),
        Shifted(ViewerCommand.PreviousEnvironment, Letter('E'), "Shift E", Eye, "environment before"),
        Plain(ViewerCommand.ToggleWall, Letter('G'), "G", Eye, "all environments as a wall, or one"),
        Plain(ViewerCommand.Choose, WindowKey.Enter, "Enter", Eye, "open the chosen picture of the wall (or click it)"),
        .. Enumerable.Range(0, ViewerLayers.All.Count).Select(layer => Plain(ViewerCommand.ToggleLayer, WindowKey.Digit0 + 1 + layer, FormattableString.Invariant($"{layer + 1}"), Eye, $"layer: {ViewerLayers.All[layer].Name}") with { Argument = layer }),

        Plain(ViewerCommand.NextSaliency, Letter('O'), "O", Panels, "what the choice depends on: off, gradient, Grad-CAM, occlusion"),
        Plain(ViewerCommand.NextPanels, WindowKey.Tab, "Tab", Panels, "more panels, where not all fit"),
        Plain(ViewerCommand.TogglePanels, Letter('X'), "X", Panels, "hide the panels, or show them"),
        Control(ViewerCommand.LargerText, WindowKey.Equal, "Ctrl +", Panels, "larger text, up to 200 %"),
        Control(ViewerCommand.SmallerText, WindowKey.Minus, "Ctrl -", Panels, "smaller text, down to 100 %"),

        Plain(ViewerCommand.Screenshot, Letter('C'), "C", Files, "write this picture (PNG)"),
        Plain(ViewerCommand.ToggleRecording, Letter('R'), "R", Files, "record the window (WebP), or stop"),

        Plain(ViewerCommand.ToggleHelp, WindowKey.F1, "F1", Program, "these keys"),
        Plain(ViewerCommand.ToggleHelp, Letter('H'), "H", Program, "these keys"),
        Plain(ViewerCommand.CloseOrQuit, WindowKey.Escape, "Esc", Program, "close the help, else quit"),
        Plain(ViewerCommand.Quit, Letter('Q'), "Q", Program, "quit"),
    ];

    /// <summary>What a key means; null: nothing.</summary>
    public static KeyBinding? Find(WindowKey key, KeyModifiers modifiers)
    {
        foreach (var binding in All)
            if (binding.Key == key && binding.Modifiers == modifiers) return binding;
        return null;
    }

    /// <summary>The binding with this name, in any case of letters; null: none.</summary>
    public static KeyBinding? Named(string name) => All.FirstOrDefault(binding => binding.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The table as the documentation has it, in Markdown.</summary>
    public static string ToMarkdown() => string.Join('\n', ["| key | what it does |", "|---|---|", .. All.Select(binding => $"| `{binding.Name}` | {binding.Description} |")]);

    private static WindowKey Letter(char letter) => (WindowKey)letter;

    private static KeyBinding Plain(ViewerCommand command, WindowKey key, string name, string group, string description) => new(command, key, KeyModifiers.None, name, group, description);

    private static KeyBinding Arrow(ViewerCommand command, WindowKey key, string name, string group, string description) => Plain(command, key, name, group, description) with { WhileDriving = false };

    private static KeyBinding Shifted(ViewerCommand command, WindowKey key, string name, string group, string description) => new(command, key, KeyModifiers.Shift, name, group, description);

    private static KeyBinding Control(ViewerCommand command, WindowKey key, string name, string group, string description) => new(command, key, KeyModifiers.Control, name, group, description);
}
