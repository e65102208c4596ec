using System.Runtime.InteropServices;
using RLSandbox.Core;

namespace RLSandbox.Rendering.Window;

/// <summary>The system's GLFW 3 (3.3 or later) through pointers to its functions: only those that a window with one OpenGL context needs.</summary>
/// <remarks>
/// Pointers and no imports: whether the library is there is a question that is answered with a message, and another library of this assembly may have a resolver of its own.
/// The main thread alone may call it. Names and numbers are those of glfw3.h.
/// </remarks>
internal sealed unsafe class GlfwLibrary : IDisposable
{
    public const int ContextVersionMajor = 0x22002, ContextVersionMinor = 0x22003, OpenGlForwardCompatible = 0x22006, OpenGlProfile = 0x22008, CoreProfile = 0x32001;
    public const int StencilBits = 0x21006, Samples = 0x2100D, ScaleToMonitor = 0x2200C;
    public const int ErrorPlatform = 0x10008, ErrorApiUnavailable = 0x10006, ErrorVersionUnavailable = 0x10007;

    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["glfw3.dll"] : OperatingSystem.IsMacOS() ? ["libglfw.3.dylib", "/opt/homebrew/lib/libglfw.3.dylib"] : ["libglfw.so.3", "libglfw.so"];

    private readonly nint _library;
    private bool _isInitialized;

    private GlfwLibrary(nint library) => _library = library;

    /// <summary>Loads it and starts it.</summary>
    /// <exception cref="UserErrorException">There is no such library, or no display.</exception>
    public static GlfwLibrary Open()
    {
        foreach (var name in Names)
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            var glfw = new GlfwLibrary(library);
            glfw.Start();
            return glfw;
        }
        throw new UserErrorException($"No window: the library GLFW 3 ({Names[0]}) was not found. Install it (Debian and Ubuntu: apt-get install libglfw3; macOS: brew install glfw; Windows: put glfw3.dll from glfw.org beside the program), or write a picture without a window: --picture FILE.");
    }

    /// <summary>Address of a function of the current context; 0 where it has none of this name.</summary>
    public nint AddressOf(string function)
    {
        var name = Marshal.StringToCoTaskMemUTF8(function);
        try
        {
            return ((delegate* unmanaged<nint, nint>)Get("glfwGetProcAddress"))(name);
        }
        finally
        {
            Marshal.FreeCoTaskMem(name);
        }
    }

    /// <summary>A function of the library.</summary>
    public nint Get(string function) => NativeLibrary.GetExport(_library, function);

    /// <summary>The last error, which is forgotten by being read; null: none.</summary>
    public (int Code, string Text)? TakeError()
    {
        nint text = 0;
        var code = ((delegate* unmanaged<nint*, int>)Get("glfwGetError"))(&text);
        return code == 0 ? null : (code, Marshal.PtrToStringUTF8(text) ?? "no description");
    }

    /// <summary>Wishes for the next window.</summary>
    public void Hint(int hint, int value) => ((delegate* unmanaged<int, int, void>)Get("glfwWindowHint"))(hint, value);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isInitialized) ((delegate* unmanaged<void>)Get("glfwTerminate"))();
        NativeLibrary.Free(_library);
    }

    private void Start()
    {
        try
        {
            _isInitialized = ((delegate* unmanaged<int>)Get("glfwInit"))() != 0;
        }
        catch (EntryPointNotFoundException problem)
        {
            Dispose();
            throw new UserErrorException($"No window: the library {Names[0]} is no GLFW of version 3.3 or later ({problem.Message}). Install a newer one.", problem);
        }
        if (_isInitialized) return;
        var error = TakeError();
        Dispose();
        throw new UserErrorException($"No window: there is no display ({error?.Text ?? "glfwInit failed"}). Run it in a desktop session, or under a virtual one (xvfb-run -a rlsandbox …), or write a picture without a window: --picture FILE.");
    }
}
