using Silk.NET.OpenGL;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>Memory of the graphics card for vertices, indices or uniforms.</summary>
internal sealed class GlBuffer : IDisposable
{
    private readonly GlDevice _device;
    private nuint _capacity;

    /// <summary>An empty buffer for <paramref name="target"/>.</summary>
    public GlBuffer(GlDevice device, BufferTargetARB target)
    {
        (_device, Target) = (device, target);
        Name = device.Made(device.Gl.GenBuffer());
    }

    /// <summary>Number of the object.</summary>
    public uint Name { get; }

    /// <summary>What it is for.</summary>
    public BufferTargetARB Target { get; }

    /// <summary>Makes it the current one of its target.</summary>
    public void Bind() => _device.Gl.BindBuffer(Target, Name);

    /// <summary>Fills it once.</summary>
    public void Fill<T>(ReadOnlySpan<T> data) where T : unmanaged
    {
        Bind();
        _device.Gl.BufferData(Target, data, BufferUsageARB.StaticDraw);
    }

    /// <summary>Fills it for this picture; what is still being drawn from keeps its old memory.</summary>
    public unsafe void Stream<T>(ReadOnlySpan<T> data) where T : unmanaged
    {
        Bind();
        var bytes = (nuint)(data.Length * sizeof(T));
        if (bytes > _capacity) _capacity = Math.Max(bytes, 2 * _capacity);
        _device.Gl.BufferData(Target, _capacity, null, BufferUsageARB.StreamDraw);
        _device.Gl.BufferSubData(Target, 0, data);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _device.Gl.DeleteBuffer(Name);
        _device.Deleted();
    }
}
