using System.Runtime.InteropServices;
using RLSandbox.Core;
using Silk.NET.OpenGL;
using SkiaSharp;

namespace RLSandbox.Rendering.Window;

/// <summary>A window with one OpenGL 4.1 core context, on which the world and the panels are drawn, and what a person does to it.</summary>
/// <remarks>One thread, the main one. The context is current from the constructor to <see cref="Dispose"/>.</remarks>
internal sealed unsafe class GlWindow : IDisposable
{
    private const int SmallestWidth = 480, SmallestHeight = 300, DoNotCare = -1;
    private const int GamepadButtons = 15, GamepadAxisCount = 6, LeftStickX = 0, LeftTrigger = 4, RightTrigger = 5, Gamepads = 16;
    private const uint Rgba8 = 0x8058;

    private readonly GlfwLibrary _glfw;
    private readonly nint _window;
    private readonly GlfwEvents _events;
    private readonly GRGlInterface _interface;
    private readonly GRContext _context;
    private readonly delegate* unmanaged<nint, int*, int*, void> _framebufferSize;
    private readonly delegate* unmanaged<nint, void> _swap;
    private readonly delegate* unmanaged<double, void> _wait;
    private readonly delegate* unmanaged<int, GamepadState*, int> _gamepad;
    private GRBackendRenderTarget? _target;
    private SKSurface? _surface;
    private Drawing? _drawing;

    /// <summary>Opens it.</summary>
    /// <exception cref="UserErrorException">No GLFW, no display, or no OpenGL 4.1.</exception>
    public GlWindow(string title, SKSizeI size)
    {
        _glfw = GlfwLibrary.Open();
        _window = Create(title, size);
        ((delegate* unmanaged<nint, void>)_glfw.Get("glfwMakeContextCurrent"))(_window);
        ((delegate* unmanaged<int, void>)_glfw.Get("glfwSwapInterval"))(1);
        ((delegate* unmanaged<nint, int, int, int, int, void>)_glfw.Get("glfwSetWindowSizeLimits"))(_window, SmallestWidth, SmallestHeight, DoNotCare, DoNotCare);
        _framebufferSize = (delegate* unmanaged<nint, int*, int*, void>)_glfw.Get("glfwGetFramebufferSize");
        _swap = (delegate* unmanaged<nint, void>)_glfw.Get("glfwSwapBuffers");
        _wait = (delegate* unmanaged<double, void>)_glfw.Get("glfwWaitEventsTimeout");
        _gamepad = (delegate* unmanaged<int, GamepadState*, int>)_glfw.Get("glfwGetGamepadState");
        _events = new(_glfw, _window);
        OpenGl = GL.GetApi(_glfw.AddressOf);
        // Under GLX, Skia's own look-ups of EGL functions answer with functions that crash.
        _interface = GRGlInterface.Create(name => name.StartsWith("egl", StringComparison.Ordinal) ? 0 : _glfw.AddressOf(name)) ?? throw new UserErrorException("No window: the OpenGL driver lacks functions that drawing needs. Update the graphics driver, or write a picture without a window: --picture FILE.");
        _context = GRContext.CreateGl(_interface) ?? throw new UserErrorException("No window: Skia cannot draw with this OpenGL driver. Update the graphics driver, or write a picture without a window: --picture FILE.");
    }

    /// <summary>The functions of the context.</summary>
    public GL OpenGl { get; }

    /// <summary>Pixels of the picture; 0 by 0 while the window is an icon.</summary>
    public SKSizeI Size
    {
        get
        {
            int width, height;
            _framebufferSize(_window, &width, &height);
            return new(width, height);
        }
    }

    /// <summary>Pixels of the picture to one unit in which the system measures windows: 1 on most, 2 on dense screens of some systems.</summary>
    public float PixelRatio
    {
        get
        {
            int width, height;
            ((delegate* unmanaged<nint, int*, int*, void>)_glfw.Get("glfwGetWindowSize"))(_window, &width, &height);
            return width > 0 && Size.Width is var pixels and > 0 ? (float)pixels / width : 1;
        }
    }

    /// <summary>How much larger than usual the system wants text on this screen: 1 on most, 2 on dense ones.</summary>
    public float ContentScale
    {
        get
        {
            float x, y;
            ((delegate* unmanaged<nint, float*, float*, void>)_glfw.Get("glfwGetWindowContentScale"))(_window, &x, &y);
            return x > 0 ? x : 1;
        }
    }

    /// <summary>Whether the system lost the picture since this was last asked.</summary>
    public bool TakeNeedsDrawing()
    {
        var needs = _events.NeedsDrawing;
        _events.NeedsDrawing = false;
        return needs;
    }

    /// <summary>Sleeps until something happens or the time is over, and reads what happened.</summary>
    public void Wait(double seconds)
    {
        if (seconds > 0) _wait(seconds);
        else ((delegate* unmanaged<void>)_glfw.Get("glfwPollEvents"))();
    }

    /// <summary>The next thing that happened, oldest first.</summary>
    public bool TryTake(out InputEvent input) => _events.TryTake(out input);

    /// <summary>Sticks and triggers of the first game controller; null without one.</summary>
    public GamepadAxes? ReadGamepad()
    {
        GamepadState state;
        for (var id = 0; id < Gamepads; id++)
            if (_gamepad(id, &state) != 0)
                return new(state.Axes[LeftStickX], (state.Axes[RightTrigger] + 1) / 2, (state.Axes[LeftTrigger] + 1) / 2);
        return null;
    }

    /// <summary>Sets the title.</summary>
    public void SetTitle(string title)
    {
        var text = Marshal.StringToCoTaskMemUTF8(title);
        ((delegate* unmanaged<nint, nint, void>)_glfw.Get("glfwSetWindowTitle"))(_window, text);
        Marshal.FreeCoTaskMem(text);
    }

    /// <summary>Begins a picture of one colour.</summary>
    public void Clear(SKColor colour)
    {
        OpenGl.BindFramebuffer(FramebufferTarget.Framebuffer, 0);
        OpenGl.Disable(EnableCap.ScissorTest);
        OpenGl.ColorMask(true, true, true, true);
        OpenGl.ClearColor(colour.Red / 255f, colour.Green / 255f, colour.Blue / 255f, 1);
        OpenGl.Clear(ClearBufferMask.ColorBufferBit);
    }

    /// <summary>The window's picture to draw on. Whoever called OpenGL since the last time is forgiven: Skia takes nothing for granted.</summary>
    public Drawing Begin()
    {
        var size = Size;
        if (_drawing is null || _drawing.Size != size) Resize(size);
        _context.ResetContext();
        return _drawing!;
    }

    /// <summary>Shows what was drawn.</summary>
    public void Present()
    {
        _drawing!.Canvas.Flush();
        _context.Flush();
        _swap(_window);
    }

    /// <summary>The picture as it stands, before it is shown.</summary>
    public SKBitmap Read()
    {
        _drawing!.Canvas.Flush();
        _context.Flush();
        using var image = _surface!.Snapshot();
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        image.ReadPixels(bitmap.Info, bitmap.GetPixels(), bitmap.RowBytes, 0, 0);
        return bitmap;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _drawing?.Dispose();
        _target?.Dispose();
        _context.Dispose();
        _interface.Dispose();
        OpenGl.Dispose();
        ((delegate* unmanaged<nint, void>)_glfw.Get("glfwDestroyWindow"))(_window);
        _glfw.Dispose();
    }

    private nint Create(string title, SKSizeI size)
    {
        _glfw.Hint(GlfwLibrary.ContextVersionMajor, 4);
        _glfw.Hint(GlfwLibrary.ContextVersionMinor, 1);
        _glfw.Hint(GlfwLibrary.OpenGlForwardCompatible, 1);
        _glfw.Hint(GlfwLibrary.OpenGlProfile, GlfwLibrary.CoreProfile);
        _glfw.Hint(GlfwLibrary.StencilBits, 8);
        var text = Marshal.StringToCoTaskMemUTF8(title);
        var window = ((delegate* unmanaged<int, int, nint, nint, nint, nint>)_glfw.Get("glfwCreateWindow"))(Math.Max(size.Width, SmallestWidth), Math.Max(size.Height, SmallestHeight), text, 0, 0);
        Marshal.FreeCoTaskMem(text);
        if (window != 0) return window;
        var error = _glfw.TakeError();
        _glfw.Dispose();
        throw new UserErrorException($"No window: OpenGL 4.1 is missing ({error?.Text ?? "no context"}). Install a driver for the graphics card, or Mesa's software renderer (Debian and Ubuntu: apt-get install libgl1 libgl1-mesa-dri), or write a picture without a window: --picture FILE.");
    }

    private void Resize(SKSizeI size)
    {
        _drawing?.Dispose();
        _target?.Dispose();
        _target = new(size.Width, size.Height, 0, 8, new GRGlFramebufferInfo(0, Rgba8));
        _surface = SKSurface.Create(_context, _target, GRSurfaceOrigin.BottomLeft, SKColorType.Rgba8888)
            ?? throw new InvalidOperationException(FormattableString.Invariant($"Skia gave no surface of {size.Width} × {size.Height} pixels on the window."));
        _drawing = new(_surface, size);                                         // owns the surface from here on
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct GamepadState
    {
        public fixed byte Buttons[GamepadButtons];
        public fixed float Axes[GamepadAxisCount];
    }
}
