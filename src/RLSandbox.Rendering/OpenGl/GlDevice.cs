using System.Runtime.InteropServices;
using Silk.NET.OpenGL;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>A context that is current on this thread, with a count of the objects that live in it and of what its driver complained about.</summary>
internal sealed class GlDevice : IDisposable
{
    private readonly DebugProc? _listener;                               // the driver keeps its address
    private readonly List<string> _complaints = [];

    /// <summary>Over a current context, which stays the caller's.</summary>
    /// <param name="debug">Whether complaints are listened to; without KHR_debug there are none.</param>
    public GlDevice(GL gl, bool debug)
    {
        Gl = gl;
        if (!debug || !gl.IsExtensionPresent("GL_KHR_debug")) return;
        _listener = (_, type, _, severity, length, message, _) =>
        {
            if (type == GLEnum.DebugTypeError || severity == GLEnum.DebugSeverityHigh) _complaints.Add(Marshal.PtrToStringUTF8(message, length));
        };
        gl.Enable(EnableCap.DebugOutput);
        gl.Enable(EnableCap.DebugOutputSynchronous);
        unsafe
        {
            gl.DebugMessageCallback(_listener, null);
        }
    }

    /// <summary>The functions.</summary>
    public GL Gl { get; }

    /// <summary>Objects that were made and not yet deleted.</summary>
    public int LiveObjects { get; private set; }

    /// <summary>Counts one more.</summary>
    public uint Made(uint name)
    {
        LiveObjects++;
        return name;
    }

    /// <summary>Counts one less.</summary>
    public void Deleted() => LiveObjects--;

    /// <summary>Throws what the driver complained about; an exception must not travel through it.</summary>
    public void ThrowComplaints()
    {
        if (_complaints.Count == 0) return;
        var text = string.Join("; ", _complaints);
        _complaints.Clear();
        throw new InvalidOperationException($"OpenGL: {text}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_listener is null) return;
        Gl.Disable(EnableCap.DebugOutput);
        unsafe
        {
            Gl.DebugMessageCallback(null!, null);
        }
    }
}
