using Silk.NET.OpenGL;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>One attribute of a vertex: <paramref name="Components"/> floats, or four bytes.</summary>
/// <param name="Offset">Bytes from the start of the vertex.</param>
/// <param name="IsBytes">Bytes instead of floats, …</param>
/// <param name="IsInteger">… and if so, whole numbers instead of shares of 255.</param>
internal readonly record struct GlAttribute(int Components, int Offset, bool IsBytes = false, bool IsInteger = false);

/// <summary>Where the attributes of a shader lie in buffers.</summary>
internal sealed class GlVertexArray : IDisposable
{
    private readonly GlDevice _device;
    private readonly uint _name;

    /// <summary>Without attributes.</summary>
    public GlVertexArray(GlDevice device)
    {
        _device = device;
        _name = device.Made(device.Gl.GenVertexArray());
    }

    /// <summary>Makes it the current one.</summary>
    public void Bind() => _device.Gl.BindVertexArray(_name);

    /// <summary>Names the indices.</summary>
    public void Indices(GlBuffer buffer)
    {
        Bind();
        buffer.Bind();
    }

    /// <summary>Adds attributes with rising locations.</summary>
    /// <param name="first">Location of the first one.</param>
    /// <param name="stride">Bytes of a vertex, or of an instance.</param>
    /// <param name="perInstance">Whether they advance from instance to instance.</param>
    public unsafe void Attributes(GlBuffer buffer, uint first, int stride, bool perInstance, params ReadOnlySpan<GlAttribute> attributes)
    {
        var gl = _device.Gl;
        Bind();
        buffer.Bind();
        foreach (var attribute in attributes)
        {
            gl.EnableVertexAttribArray(first);
            var at = (void*)attribute.Offset;
            if (attribute.IsInteger) gl.VertexAttribIPointer(first, attribute.Components, VertexAttribIType.UnsignedByte, (uint)stride, at);
            else if (attribute.IsBytes) gl.VertexAttribPointer(first, attribute.Components, VertexAttribPointerType.UnsignedByte, true, (uint)stride, at);
            else gl.VertexAttribPointer(first, attribute.Components, VertexAttribPointerType.Float, false, (uint)stride, at);
            gl.VertexAttribDivisor(first, perInstance ? 1u : 0u);
            first++;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _device.Gl.DeleteVertexArray(_name);
        _device.Deleted();
    }
}
