using Silk.NET.OpenGL;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>OpenGL without a window: a context that is current on the thread that made it, until it is disposed there.</summary>
public sealed unsafe class EglContext : IDisposable
{
    /// <summary>The version that is asked for: the newest that every desktop has.</summary>
    internal const int Major = 4, Minor = 1;

    private readonly EglDisplay _display;
    private readonly nint _context, _surface;

    private EglContext(EglDisplay display, nint context, nint surface)
    {
        (_display, _context, _surface) = (display, context, surface);
        Gl = GL.GetApi(display.Library.Address);
    }

    /// <summary>The functions of this context.</summary>
    public GL Gl { get; }

    /// <summary>Who draws, and the version, for people.</summary>
    public string Description => $"{Gl.GetStringS(StringName.Renderer)}, OpenGL {Gl.GetStringS(StringName.Version)}";

    /// <summary>A new context on a graphics card where there is one, else in software; null, and why, where there is neither.</summary>
    /// <param name="debug">Whether the driver says what it thinks of every call; slower.</param>
    public static EglContext? TryCreate(out string? why, bool debug = false)
    {
        if (EglDisplay.Find(out why) is not { } display) return null;
        var context = TryCreate(display, debug);
        why = context is null ? $"EGL made no OpenGL {Major}.{Minor} context" : null;
        return context;
    }

    internal static EglContext? TryCreate(EglDisplay display, bool debug)
    {
        var egl = display.Library;
        int* size = stackalloc int[] { EglLibrary.Width, 16, EglLibrary.Height, 16, EglLibrary.None };
        int* wanted = stackalloc int[]
        {
            EglLibrary.MajorVersion, Major, EglLibrary.MinorVersion, Minor, EglLibrary.ProfileMask, EglLibrary.CoreProfile,
            EglLibrary.DebugContext, debug ? 1 : 0, EglLibrary.None,
        };
        _ = egl.BindApi(EglLibrary.OpenGlApi);
        var context = egl.CreateContext(display.Handle, display.Config, 0, wanted);
        if (context == 0) return null;
        var surface = display.NeedsNoSurface ? 0 : egl.CreateSurface(display.Handle, display.Config, size);
        if (egl.MakeCurrent(display.Handle, surface, surface, context) != 0) return new(display, context, surface);
        if (surface != 0) _ = egl.DestroySurface(display.Handle, surface);
        _ = egl.DestroyContext(display.Handle, context);
        return null;
    }

    /// <summary>Makes it current on the calling thread, where another one may have been in between.</summary>
    public void MakeCurrent()
    {
        if (_display.Library.CurrentContext() == _context) return;
        if (_display.Library.MakeCurrent(_display.Handle, _surface, _surface, _context) == 0) throw new InvalidOperationException("An OpenGL context can be current on one thread only.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Gl.Dispose();
        var egl = _display.Library;
        _ = egl.MakeCurrent(_display.Handle, 0, 0, 0);
        if (_surface != 0) _ = egl.DestroySurface(_display.Handle, _surface);
        _ = egl.DestroyContext(_display.Handle, _context);
    }
}
