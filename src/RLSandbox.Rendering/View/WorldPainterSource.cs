using RLSandbox.Rendering.OpenGl;

namespace RLSandbox.Rendering.View;

/// <summary>Where the painters of a video come from.</summary>
/// <param name="Create">Makes one.</param>
/// <param name="IsForOneThread">Whether a painter may only be used on the thread that made it, and there should be one: then all threads share it.</param>
public sealed record WorldPainterSource(Func<IWorldPainter> Create, bool IsForOneThread)
{
    /// <summary>The painter that needs no OpenGL, one for each thread.</summary>
    public static WorldPainterSource Plain { get; } = new(() => new Painter(), IsForOneThread: false);

    /// <summary>OpenGL where there is some, else <see cref="Plain"/>.</summary>
    /// <param name="why">Why there is no OpenGL; null where there is.</param>
    public static WorldPainterSource Best(out string? why)
    {
        using var context = EglContext.TryCreate(out why);
        return context is null ? Plain : new(() => WorldPainters.Create(out _), IsForOneThread: true);
    }
}
