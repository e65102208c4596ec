using System.Runtime.InteropServices;
using Silk.NET.OpenGL;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>Ground in the memory of the graphics card.</summary>
internal sealed class GroundMesh : IDisposable
{
    private readonly GlDevice _device;
    private readonly GlVertexArray _array;
    private readonly GlBuffer _vertices, _indices;
    private readonly List<uint> _counts = [];
    private readonly List<nint> _offsets = [];
    private MeshRun[] _runs = [];

    /// <summary>An empty one.</summary>
    public unsafe GroundMesh(GlDevice device)
    {
        _device = device;
        (_vertices, _indices, _array) = (new(device, BufferTargetARB.ArrayBuffer), new(device, BufferTargetARB.ElementArrayBuffer), new(device));
        _array.Attributes(_vertices, 0, sizeof(GroundVertex), perInstance: false, GroundVertex.Attributes);
        _array.Indices(_indices);
    }

    /// <summary>Takes what was collected, for as long as the mesh lives.</summary>
    public void Fill(GroundShapes shapes)
    {
        _runs = [.. shapes.Runs()];
        _array.Bind();
        _vertices.Fill<GroundVertex>(CollectionsMarshal.AsSpan(shapes.Vertices));
        _indices.Fill<uint>(CollectionsMarshal.AsSpan(shapes.Indices));
    }

    /// <summary>Takes what was collected, for one picture.</summary>
    public void Stream(GroundShapes shapes)
    {
        _runs = [.. shapes.Runs()];
        if (_runs.Length == 0) return;
        _array.Bind();
        _vertices.Stream<GroundVertex>(CollectionsMarshal.AsSpan(shapes.Vertices));
        _indices.Stream<uint>(CollectionsMarshal.AsSpan(shapes.Indices));
    }

    /// <summary>Draws whatever can be seen, in order.</summary>
    public unsafe void Draw(ViewCamera camera)
    {
        _counts.Clear();
        _offsets.Clear();
        var end = -1;
        foreach (var run in _runs)
        {
            if (!camera.Sees(run.Centre, run.Radius)) continue;
            if (run.First == end) _counts[^1] += (uint)run.Count;
            else
            {
                _counts.Add((uint)run.Count);
                _offsets.Add(run.First * sizeof(uint));
            }
            end = run.First + run.Count;
        }
        if (_counts.Count == 0) return;
        _array.Bind();
        fixed (uint* counts = CollectionsMarshal.AsSpan(_counts))
        fixed (nint* offsets = CollectionsMarshal.AsSpan(_offsets))
            _device.Gl.MultiDrawElements(PrimitiveType.Triangles, counts, DrawElementsType.UnsignedInt, (void**)offsets, (uint)_counts.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _array.Dispose();
        _vertices.Dispose();
        _indices.Dispose();
    }
}
