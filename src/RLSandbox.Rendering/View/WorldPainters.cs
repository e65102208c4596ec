using RLSandbox.Rendering.OpenGl;

namespace RLSandbox.Rendering.View;

/// <summary>Chooses who draws.</summary>
public static class WorldPainters
{
    /// <summary>A painter for this thread: with OpenGL where there is some, else without.</summary>
    /// <param name="why">Why there is no OpenGL; null where there is.</param>
    public static IWorldPainter Create(out string? why) => EglContext.TryCreate(out why) is { } context ? new GlPainter(context) : new Painter();
}
