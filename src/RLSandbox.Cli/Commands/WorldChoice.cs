using RLSandbox.Rendering.View;

namespace RLSandbox.Cli.Commands;

/// <summary>Who draws the worlds of a command's pictures.</summary>
internal static class WorldChoice
{
    /// <summary>OpenGL, or where there is none the painter, which the command then says in one line.</summary>
    public static WorldPainterSource Best(Terminal terminal)
    {
        var source = WorldPainterSource.Best(out var why);
        if (why is not null) terminal.Say($"drawn without OpenGL: {why}");
        return source;
    }
}
