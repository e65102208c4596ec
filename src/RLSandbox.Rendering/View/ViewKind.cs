namespace RLSandbox.Rendering.View;

/// <summary>From where a picture of the world is taken.</summary>
public enum ViewKind
{
    /// <summary>From above, north up, with the followed vehicle.</summary>
    Follow,

    /// <summary>From above, turned so that the followed vehicle drives towards the top.</summary>
    HeadingUp,

    /// <summary>From above, wherever the viewer moved it.</summary>
    Free,

    /// <summary>In perspective from behind and above the followed vehicle; needs OpenGL, elsewhere it is <see cref="HeadingUp"/>.</summary>
    Chase,
}
