using System.Runtime.InteropServices;

namespace RLSandbox.Cli.Doctor;

/// <summary>Whether OpenGL can draw without a window: loads libEGL and makes a small context.</summary>
internal static unsafe class OpenGlProbe
{
    private const int SurfacelessPlatform = 0x31DD;           // EGL_PLATFORM_SURFACELESS_MESA
    private const int OpenGlApi = 0x30A2;                     // EGL_OPENGL_API
    private const int None = 0x3038, SurfaceType = 0x3033, PbufferBit = 1, RenderableType = 0x3040, OpenGlBit = 8;
    private const int MajorVersion = 0x3098, MinorVersion = 0x30FB, ProfileMask = 0x30FD, CoreProfile = 1, Width = 0x3057, Height = 0x3056;
    private const uint GlRenderer = 0x1F01, GlVersion = 0x1F02;

    private const string Advice = "Only 3D pictures need it; training and videos do not. On Debian and Ubuntu: apt-get install libegl1 libgl1-mesa-dri (a software renderer, no GPU needed).";

    public static Finding Examine()
    {
        if (!OperatingSystem.IsLinux()) return Finding.Ok("openGl", "comes with the system (not tried)");
        if (!NativeLibrary.TryLoad("libEGL.so.1", out var egl)) return new("openGl", FindingState.Missing, "libEGL.so.1 does not load", Advice);
        try
        {
            return MakeContext(egl);
        }
        catch (EntryPointNotFoundException exception)
        {
            return new("openGl", FindingState.Missing, exception.Message, Advice);
        }
    }

    private static Finding MakeContext(nint egl)
    {
        var getDisplay = (delegate* unmanaged<int, nint, nint*, nint>)NativeLibrary.GetExport(egl, "eglGetPlatformDisplay");
        var initialize = (delegate* unmanaged<nint, int*, int*, int>)NativeLibrary.GetExport(egl, "eglInitialize");
        var terminate = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(egl, "eglTerminate");
        int major, minor;
        var display = getDisplay(SurfacelessPlatform, 0, null);
        if (display == 0 || initialize(display, &major, &minor) == 0) return new("openGl", FindingState.Missing, "EGL has no display that works without a window", Advice);
        try
        {
            return Describe(egl, display) is { } description ? Finding.Ok("openGl", description) : new("openGl", FindingState.Missing, $"EGL {major}.{minor}, but no OpenGL 3.3 context", Advice);
        }
        finally
        {
            terminate(display);
        }
    }

    /// <summary>Renderer and version of a new 3.3 core context, null when it cannot be made.</summary>
    private static string? Describe(nint egl, nint display)
    {
        var bindApi = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(egl, "eglBindAPI");
        var chooseConfig = (delegate* unmanaged<nint, int*, nint*, int, int*, int>)NativeLibrary.GetExport(egl, "eglChooseConfig");
        var createSurface = (delegate* unmanaged<nint, nint, int*, nint>)NativeLibrary.GetExport(egl, "eglCreatePbufferSurface");
        var createContext = (delegate* unmanaged<nint, nint, nint, int*, nint>)NativeLibrary.GetExport(egl, "eglCreateContext");
        var makeCurrent = (delegate* unmanaged<nint, nint, nint, nint, int>)NativeLibrary.GetExport(egl, "eglMakeCurrent");
        var getAddress = (delegate* unmanaged<byte*, nint>)NativeLibrary.GetExport(egl, "eglGetProcAddress");

        int* wanted = stackalloc int[] { SurfaceType, PbufferBit, RenderableType, OpenGlBit, None };
        int* size = stackalloc int[] { Width, 16, Height, 16, None };
        int* version = stackalloc int[] { MajorVersion, 3, MinorVersion, 3, ProfileMask, CoreProfile, None };
        nint config;
        int count;
        if (bindApi(OpenGlApi) == 0 || chooseConfig(display, wanted, &config, 1, &count) == 0 || count == 0) return null;
        var surface = createSurface(display, config, size);
        var context = createContext(display, config, 0, version);
        if (surface == 0 || context == 0 || makeCurrent(display, surface, surface, context) == 0) return null;

        nint getString;
        fixed (byte* name = "glGetString\0"u8) getString = getAddress(name);
        var text = getString == 0 ? "" : $"{Text(getString, GlRenderer)}, OpenGL {Text(getString, GlVersion)}";
        makeCurrent(display, 0, 0, 0);
        return text;
    }

    private static string? Text(nint getString, uint name) => Marshal.PtrToStringUTF8(((delegate* unmanaged<uint, nint>)getString)(name));
}
