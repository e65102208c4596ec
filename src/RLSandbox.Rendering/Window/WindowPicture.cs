using RLSandbox.Rendering.View;

namespace RLSandbox.Rendering.Window;

/// <summary>The window as a picture, without one: same viewer, same drawing code, no display.</summary>
public static class WindowPicture
{
    /// <summary>Time passes in pictures of this length, as in a window.</summary>
    private const double FrameSeconds = 1 / 20.0;

    /// <summary>Lets time pass, then presses keys, and pauses.</summary>
    public static void Prepare(Viewer viewer, double seconds, IReadOnlyList<KeyBinding> keys)
    {
        for (var frames = (int)Math.Round(seconds / FrameSeconds); frames > 0; frames--) viewer.Advance(FrameSeconds);
        viewer.Clock.Set(plays: false);
        foreach (var key in keys) viewer.Handle(InputEvent.Press(key.Key, key.Modifiers));
        viewer.Clock.Set(plays: false);
        viewer.Quiet();
    }

    /// <summary>Draws the viewer as it stands; the caller disposes the picture.</summary>
    public static Drawing Draw(Viewer viewer, IWorldPainter world)
    {
        var drawing = new Drawing(viewer.Size.Width, viewer.Size.Height);
        using var painter = new WindowPainter();
        painter.Draw(drawing, viewer.Frame(), world);
        return drawing;
    }
}
