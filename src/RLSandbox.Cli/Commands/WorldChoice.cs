using RLSandbox.Rendering.View;

namespace RLSandbox.Cli.Commands;

/// <summary>Who draws the worlds of a command's pictures.</summary>
internal static class WorldChoice
{
    /// <summary>OpenGL, or where there is none the painter, which the command then says in one line.</summary>
    /// <param name="wantsLight">Whether a night or rain was asked for, which only OpenGL draws.</param>
    public static WorldPainterSource Best(Terminal terminal, bool wantsLight = false)
    {
        var source = WorldPainterSource.Best(out var why);
        Explain(terminal, why, wantsLight);
        return source;
    }

    /// <summary>Says why there is no OpenGL, and what is missing for it.</summary>
    /// <param name="why">Null: there is.</param>
    /// <inheritdoc cref="Best"/>
    public static void Explain(Terminal terminal, string? why, bool wantsLight)
    {
        if (why is null) return;
        terminal.Say($"drawn without OpenGL: {why}");
        if (wantsLight) terminal.Say($"{ViewerLight.NeedsOpenGl}");
    }
}
