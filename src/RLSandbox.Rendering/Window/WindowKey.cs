namespace RLSandbox.Rendering.Window;

/// <summary>A key of the keyboard by its place on an English one; the numbers are GLFW's, letters and digits those of ASCII.</summary>
public enum WindowKey
{
    /// <summary>A key that this list does not name.</summary>
    None = 0,

    /// <summary>The space bar.</summary>
    Space = 32,

    /// <summary>Comma.</summary>
    Comma = 44,

    /// <summary>Minus.</summary>
    Minus = 45,

    /// <summary>Full stop.</summary>
    Period = 46,

    /// <summary>A digit; the others follow in order.</summary>
    Digit0 = 48,

    /// <summary>Equals sign, with Shift a plus.</summary>
    Equal = 61,

    /// <summary>A letter; the others follow in order.</summary>
    A = 65,

    /// <summary>The last letter.</summary>
    Z = 90,

    /// <summary>Opening square bracket.</summary>
    LeftBracket = 91,

    /// <summary>Closing square bracket.</summary>
    RightBracket = 93,

    /// <summary>Escape.</summary>
    Escape = 256,

    /// <summary>Enter.</summary>
    Enter = 257,

    /// <summary>Tab.</summary>
    Tab = 258,

    /// <summary>Backspace.</summary>
    Backspace = 259,

    /// <summary>Right arrow.</summary>
    Right = 262,

    /// <summary>Left arrow.</summary>
    Left = 263,

    /// <summary>Down arrow.</summary>
    Down = 264,

    /// <summary>Up arrow.</summary>
    Up = 265,

    /// <summary>Home.</summary>
    Home = 268,

    /// <summary>End.</summary>
    End = 269,

    /// <summary>First function key; the others follow in order.</summary>
    F1 = 290,
}
