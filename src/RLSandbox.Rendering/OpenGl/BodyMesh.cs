using System.Runtime.InteropServices;
using Silk.NET.OpenGL;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>One shape that is drawn at many places at once.</summary>
internal sealed class BodyMesh : IDisposable
{
    private readonly GlDevice _device;
    private readonly GlVertexArray _array;
    private readonly GlBuffer _vertices, _indices, _instances;
    private readonly int _indexCount;

    /// <summary>Of these corners and triangles.</summary>
    public unsafe BodyMesh(GlDevice device, ReadOnlySpan<BodyVertex> vertices, ReadOnlySpan<uint> indices)
    {
        (_device, _indexCount) = (device, indices.Length);
        (_vertices, _indices, _instances) = (new(device, BufferTargetARB.ArrayBuffer), new(device, BufferTargetARB.ElementArrayBuffer), new(device, BufferTargetARB.ArrayBuffer));
        _array = new(device);
        _array.Attributes(_vertices, 0, sizeof(BodyVertex), perInstance: false, BodyVertex.Attributes);
        _array.Attributes(_instances, 4, sizeof(BodyInstance), perInstance: true, BodyInstance.Attributes);
        _array.Indices(_indices);
        _vertices.Fill(vertices);
        _indices.Fill(indices);
    }

    /// <summary>Places to draw at, filled anew for every picture.</summary>
    public List<BodyInstance> Instances { get; } = [];

    /// <summary>Hands the places over; once for a picture, before they are drawn.</summary>
    public void Upload()
    {
        if (Instances.Count > 0) _instances.Stream<BodyInstance>(CollectionsMarshal.AsSpan(Instances));
    }

    /// <summary>Draws all of them with the current program.</summary>
    public unsafe void Draw()
    {
        if (Instances.Count == 0) return;
        _array.Bind();
        _device.Gl.DrawElementsInstanced(PrimitiveType.Triangles, (uint)_indexCount, DrawElementsType.UnsignedInt, null, (uint)Instances.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _array.Dispose();
        _vertices.Dispose();
        _indices.Dispose();
        _instances.Dispose();
    }
}
