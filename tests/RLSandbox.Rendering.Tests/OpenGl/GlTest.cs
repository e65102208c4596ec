using RLSandbox.Rendering.OpenGl;

namespace RLSandbox.Rendering.Tests.OpenGl;

/// <summary>OpenGL for tests: complaints of the driver are thrown.</summary>
internal static class GlTest
{
    /// <summary>A painter; ignores the test where there is no OpenGL.</summary>
    public static GlPainter Painter() => new(Context(), debug: true);

    /// <summary>A context; ignores the test where there is none.</summary>
    public static EglContext Context()
    {
        var context = EglContext.TryCreate(out var why, debug: true);
        if (context is null) Assert.Ignore($"OpenGL is not there: {why}");
        return context!;
    }
}
