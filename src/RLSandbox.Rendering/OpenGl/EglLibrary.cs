using System.Runtime.InteropServices;
using System.Text;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>The functions of libEGL that a context without a window needs.</summary>
/// <remarks>Source: Khronos, "EGL 1.5 specification", 2014; numbers are those of its header.</remarks>
internal sealed unsafe class EglLibrary
{
    public const int OpenGlApi = 0x30A2, None = 0x3038, Extensions = 0x3055;
    public const int SurfaceType = 0x3033, PbufferBit = 1, RenderableType = 0x3040, OpenGlBit = 8, Width = 0x3057, Height = 0x3056;
    public const int MajorVersion = 0x3098, MinorVersion = 0x30FB, ProfileMask = 0x30FD, CoreProfile = 1, DebugContext = 0x31B0;
    public const int DevicePlatform = 0x313F, SurfacelessPlatform = 0x31DD;

    private readonly delegate* unmanaged<byte*, nint> _getAddress;
    private readonly delegate* unmanaged<int, nint, nint*, nint> _getPlatformDisplay;
    private readonly delegate* unmanaged<nint, nint> _getDisplay;
    private readonly delegate* unmanaged<int, nint*, int*, int> _queryDevices;
    private readonly delegate* unmanaged<nint, int, nint> _queryDeviceText;
    private readonly delegate* unmanaged<nint, int, nint> _queryText;

    private EglLibrary(nint library)
    {
        nint Export(string name) => NativeLibrary.GetExport(library, name);
        _getAddress = (delegate* unmanaged<byte*, nint>)Export("eglGetProcAddress");
        _getPlatformDisplay = (delegate* unmanaged<int, nint, nint*, nint>)Export("eglGetPlatformDisplay");
        _getDisplay = (delegate* unmanaged<nint, nint>)Export("eglGetDisplay");
        _queryText = (delegate* unmanaged<nint, int, nint>)Export("eglQueryString");
        Initialize = (delegate* unmanaged<nint, int*, int*, int>)Export("eglInitialize");
        Terminate = (delegate* unmanaged<nint, int>)Export("eglTerminate");
        BindApi = (delegate* unmanaged<int, int>)Export("eglBindAPI");
        ChooseConfig = (delegate* unmanaged<nint, int*, nint*, int, int*, int>)Export("eglChooseConfig");
        CreateSurface = (delegate* unmanaged<nint, nint, int*, nint>)Export("eglCreatePbufferSurface");
        DestroySurface = (delegate* unmanaged<nint, nint, int>)Export("eglDestroySurface");
        CreateContext = (delegate* unmanaged<nint, nint, nint, int*, nint>)Export("eglCreateContext");
        DestroyContext = (delegate* unmanaged<nint, nint, int>)Export("eglDestroyContext");
        MakeCurrent = (delegate* unmanaged<nint, nint, nint, nint, int>)Export("eglMakeCurrent");
        CurrentContext = (delegate* unmanaged<nint>)Export("eglGetCurrentContext");
        _queryDevices = (delegate* unmanaged<int, nint*, int*, int>)Address("eglQueryDevicesEXT");
        _queryDeviceText = (delegate* unmanaged<nint, int, nint>)Address("eglQueryDeviceStringEXT");
    }

    public delegate* unmanaged<nint, int*, int*, int> Initialize { get; }
    public delegate* unmanaged<nint, int> Terminate { get; }
    public delegate* unmanaged<int, int> BindApi { get; }
    public delegate* unmanaged<nint, int*, nint*, int, int*, int> ChooseConfig { get; }
    public delegate* unmanaged<nint, nint, int*, nint> CreateSurface { get; }
    public delegate* unmanaged<nint, nint, int> DestroySurface { get; }
    public delegate* unmanaged<nint, nint, nint, int*, nint> CreateContext { get; }
    public delegate* unmanaged<nint, nint, int> DestroyContext { get; }
    public delegate* unmanaged<nint, nint, nint, nint, int> MakeCurrent { get; }
    public delegate* unmanaged<nint> CurrentContext { get; }

    /// <summary>The library of this system; null, and why, where there is none.</summary>
    public static EglLibrary? TryLoad(out string? why)
    {
        why = null;
        if (!OperatingSystem.IsLinux()) why = "OpenGL without a window is made for Linux only (EGL)";
        else if (!NativeLibrary.TryLoad("libEGL.so.1", out var library)) why = "libEGL.so.1 does not load";
        else
        {
            try
            {
                return new(library);
            }
            catch (EntryPointNotFoundException error)
            {
                why = $"libEGL.so.1 is older than EGL 1.5: {error.Message}";
            }
        }
        return null;
    }

    /// <summary>Address of a function of EGL or OpenGL; 0 for none.</summary>
    public nint Address(string name)
    {
        fixed (byte* text = Encoding.ASCII.GetBytes(name + '\0')) return _getAddress(text);
    }

    /// <summary>Displays from the one to try first: graphics cards, then none at all, then the default one, then software that calls itself a device.</summary>
    public List<nint> Displays()
    {
        var displays = Devices(software: false).Select(device => _getPlatformDisplay(DevicePlatform, device, null)).ToList();
        displays.Add(_getPlatformDisplay(SurfacelessPlatform, 0, null));
        displays.Add(_getDisplay(0));
        displays.AddRange(Devices(software: true).Select(device => _getPlatformDisplay(DevicePlatform, device, null)));
        displays.RemoveAll(display => display == 0);
        return displays;
    }

    /// <summary>Whether a display offers an extension.</summary>
    public bool Has(nint display, string extension) => (Marshal.PtrToStringUTF8(_queryText(display, Extensions)) ?? "").Split(' ').Contains(extension);

    private List<nint> Devices(bool software)
    {
        const int Most = 32;
        if (_queryDevices is null || _queryDeviceText is null) return [];
        var devices = stackalloc nint[Most];
        int count;
        if (_queryDevices(Most, devices, &count) == 0) return [];
        var chosen = new List<nint>();
        for (var i = 0; i < count; i++)
            if ((Marshal.PtrToStringUTF8(_queryDeviceText(devices[i], Extensions)) ?? "").Contains("EGL_MESA_device_software", StringComparison.Ordinal) == software) chosen.Add(devices[i]);
        return chosen;
    }
}
