namespace RLSandbox.Rendering.OpenGl;

/// <summary>The one display of this process: every context shares it, and it is terminated once, when the process ends.</summary>
internal sealed unsafe class EglDisplay
{
    private static readonly Lazy<(EglDisplay? Display, string? Why)> Only = new(Open);

    private EglDisplay(EglLibrary library, nint handle, nint config) => (Library, Handle, Config) = (library, handle, config);

    public EglLibrary Library { get; }

    public nint Handle { get; }

    public nint Config { get; }

    /// <summary>Whether a context can be current without any surface.</summary>
    public bool NeedsNoSurface { get; private init; }

    /// <summary>The display; null, and why, where there is none on which a context can be made.</summary>
    public static EglDisplay? Find(out string? why)
    {
        var (display, reason) = Only.Value;
        why = reason;
        return display;
    }

    private static (EglDisplay? Display, string? Why) Open()
    {
        if (EglLibrary.TryLoad(out var why) is not { } egl) return (null, why);
        foreach (var handle in egl.Displays())
        {
            int major, minor;
            if (egl.Initialize(handle, &major, &minor) == 0) continue;
            if (TryUse(egl, handle) is { } display)
            {
                AppDomain.CurrentDomain.ProcessExit += (_, _) => egl.Terminate(handle);
                return (display, null);
            }
            _ = egl.Terminate(handle);
        }
        return (null, $"EGL has no display with OpenGL {EglContext.Major}.{EglContext.Minor} that works without a window");
    }

    /// <summary>A card whose driver or permissions are missing initialises and then gives no context: only a context proves a display.</summary>
    private static EglDisplay? TryUse(EglLibrary egl, nint handle)
    {
        int* wanted = stackalloc int[] { EglLibrary.SurfaceType, EglLibrary.PbufferBit, EglLibrary.RenderableType, EglLibrary.OpenGlBit, EglLibrary.None };
        nint config;
        int count;
        if (egl.BindApi(EglLibrary.OpenGlApi) == 0 || egl.ChooseConfig(handle, wanted, &config, 1, &count) == 0 || count == 0) return null;
        var display = new EglDisplay(egl, handle, config) { NeedsNoSurface = egl.Has(handle, "EGL_KHR_surfaceless_context") };
        using var trial = EglContext.TryCreate(display, debug: false);
        return trial is null ? null : display;
    }
}
