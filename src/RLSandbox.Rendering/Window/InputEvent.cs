namespace RLSandbox.Rendering.Window;

/// <summary>Keys that were held when something happened.</summary>
[Flags]
public enum KeyModifiers
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>Shift.</summary>
    Shift = 1,

    /// <summary>Control; Command on a Mac counts as it.</summary>
    Control = 2,
}

/// <summary>What kind of thing happened.</summary>
public enum InputKind
{
    /// <summary>A key went down, or repeats.</summary>
    KeyDown,

    /// <summary>A key came up.</summary>
    KeyUp,

    /// <summary>The mouse wheel turned by <see cref="InputEvent.Amount"/> notches, away from the hand positive.</summary>
    Scroll,

    /// <summary>The left mouse button went down.</summary>
    ButtonDown,

    /// <summary>The left mouse button came up.</summary>
    ButtonUp,

    /// <summary>The pointer moved.</summary>
    Move,

    /// <summary>The picture has another size: X by Y pixels.</summary>
    Resize,

    /// <summary>The system asks the window to close.</summary>
    Close,

    /// <summary>The window lost the keyboard: keys that were down count as up.</summary>
    FocusLost,
}

/// <summary>Something that a person did to the window.</summary>
/// <param name="X">Pixels from the left.</param>
/// <param name="Y">Pixels from the top.</param>
public readonly record struct InputEvent(InputKind Kind, WindowKey Key = WindowKey.None, KeyModifiers Modifiers = KeyModifiers.None, float X = 0, float Y = 0, float Amount = 0)
{
    /// <summary>A key that goes down.</summary>
    public static InputEvent Press(WindowKey key, KeyModifiers modifiers = KeyModifiers.None) => new(InputKind.KeyDown, key, modifiers);

    /// <summary>A key that comes up.</summary>
    public static InputEvent Release(WindowKey key) => new(InputKind.KeyUp, key);
}

/// <summary>Sticks and triggers of a game controller.</summary>
/// <param name="SteeringAxis">Left stick, −1 (left) … 1 (right).</param>
/// <param name="Drive">Right trigger, 0 … 1.</param>
/// <param name="Brake">Left trigger, 0 … 1.</param>
public readonly record struct GamepadAxes(float SteeringAxis, float Drive, float Brake);
