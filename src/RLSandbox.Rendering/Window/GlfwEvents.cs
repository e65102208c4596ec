using System.Runtime.InteropServices;

namespace RLSandbox.Rendering.Window;

/// <summary>What GLFW calls back with, as a queue of <see cref="InputEvent"/>.</summary>
/// <remarks>GLFW calls from within its polling, on the caller's thread. The delegates are kept here, because GLFW holds nothing but their addresses.</remarks>
internal sealed unsafe class GlfwEvents
{
    private const int Released = 0, LeftButton = 0, ModShift = 1, ModControl = 2, ModSuper = 8;

    private readonly GlfwLibrary _glfw;
    private readonly nint _window;
    private readonly List<Delegate> _callbacks = [];
    private readonly Queue<InputEvent> _queue = new();
    private float _x, _y;

    /// <summary>Listens to a window.</summary>
    public GlfwEvents(GlfwLibrary glfw, nint window)
    {
        (_glfw, _window) = (glfw, window);
        Register("glfwSetKeyCallback", new KeyCallback(OnKey));
        Register("glfwSetScrollCallback", new PointCallback((_, _, notches) => Add(InputKind.Scroll, (float)notches)));
        Register("glfwSetMouseButtonCallback", new ButtonCallback(OnButton));
        Register("glfwSetCursorPosCallback", new PointCallback(OnMove));
        Register("glfwSetFramebufferSizeCallback", new SizeCallback((_, width, height) => _queue.Enqueue(new(InputKind.Resize, X: width, Y: height))));
        Register("glfwSetWindowCloseCallback", new PlainCallback(_ => Add(InputKind.Close)));
        Register("glfwSetWindowRefreshCallback", new PlainCallback(_ => NeedsDrawing = true));
        Register("glfwSetWindowFocusCallback", new FlagCallback((_, has) => { if (has == 0) Add(InputKind.FocusLost); }));
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void KeyCallback(nint window, int key, int scanCode, int action, int modifiers);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void PointCallback(nint window, double x, double y);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void ButtonCallback(nint window, int button, int action, int modifiers);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SizeCallback(nint window, int width, int height);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void FlagCallback(nint window, int value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void PlainCallback(nint window);

    /// <summary>Whether the system lost the picture; the reader sets it back.</summary>
    public bool NeedsDrawing { get; set; } = true;

    /// <summary>The next event, oldest first.</summary>
    public bool TryTake(out InputEvent input) => _queue.TryDequeue(out input);

    private void Register(string setter, Delegate callback)
    {
        _callbacks.Add(callback);
        ((delegate* unmanaged<nint, nint, nint>)_glfw.Get(setter))(_window, Marshal.GetFunctionPointerForDelegate(callback));
    }

    private void Add(InputKind kind, float amount = 0) => _queue.Enqueue(new(kind, X: _x, Y: _y, Amount: amount));

    private void OnKey(nint window, int key, int scanCode, int action, int modifiers) =>
        _queue.Enqueue(new(action == Released ? InputKind.KeyUp : InputKind.KeyDown, (WindowKey)Math.Max(key, 0), Modifiers(modifiers), _x, _y));

    private void OnButton(nint window, int button, int action, int modifiers)
    {
        if (button == LeftButton) _queue.Enqueue(new(action == Released ? InputKind.ButtonUp : InputKind.ButtonDown, Modifiers: Modifiers(modifiers), X: _x, Y: _y));
    }

    /// <summary>GLFW counts the pointer in screen coordinates, which differ from pixels where the screen is scaled.</summary>
    private void OnMove(nint window, double x, double y)
    {
        int screenWidth, screenHeight, width, height;
        ((delegate* unmanaged<nint, int*, int*, void>)_glfw.Get("glfwGetWindowSize"))(window, &screenWidth, &screenHeight);
        ((delegate* unmanaged<nint, int*, int*, void>)_glfw.Get("glfwGetFramebufferSize"))(window, &width, &height);
        (_x, _y) = ((float)x * width / Math.Max(1, screenWidth), (float)y * height / Math.Max(1, screenHeight));
        Add(InputKind.Move);
    }

    private static KeyModifiers Modifiers(int bits) =>
        ((bits & ModShift) != 0 ? KeyModifiers.Shift : 0) | ((bits & (ModControl | ModSuper)) != 0 ? KeyModifiers.Control : 0);
}
