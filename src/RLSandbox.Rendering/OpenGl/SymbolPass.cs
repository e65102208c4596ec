using System.Numerics;
using System.Runtime.InteropServices;
using RLSandbox.Driving.Roads;
using Silk.NET.OpenGL;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>One upright picture: 32 bytes.</summary>
/// <param name="Place">Of its middle around the anchor, m; half of its side, m.</param>
/// <param name="Cell">Corner and size in the texture.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct SymbolInstance(Vector4 Place, Vector4 Cell);

/// <summary>Lights and signs of a road map: upright pictures that face the viewer, and the poles below them.</summary>
internal sealed class SymbolPass : IDisposable
{
    private const float LightHeight = 3.4f, SignHeight = 2.3f, LightHalf = 0.85f, SignHalf = 0.62f, PoleHalf = 0.06f;      // m
    private const float Farthest = 260;                                  // m; beyond they are a pixel

    private readonly GlDevice _device;
    private readonly RoadMap _map;
    private readonly SymbolAtlas _atlas;
    private readonly GlVertexArray _array;
    private readonly GlBuffer _corners, _instances;
    private readonly (double X, double Y) _anchor;
    private readonly List<SymbolInstance> _seen = [];

    /// <summary>Those of <paramref name="map"/>.</summary>
    public unsafe SymbolPass(GlDevice device, RoadMap map, (double X, double Y) anchor)
    {
        (_device, _map, _anchor) = (device, map, anchor);
        _atlas = new(device, map);
        (_corners, _instances, _array) = (new(device, BufferTargetARB.ArrayBuffer), new(device, BufferTargetARB.ArrayBuffer), new(device));
        _array.Attributes(_corners, 0, sizeof(Vector2), perInstance: false, new GlAttribute(2, 0));
        _array.Attributes(_instances, 1, sizeof(SymbolInstance), perInstance: true, new GlAttribute(4, 0), new GlAttribute(4, 16));
        _corners.Fill<Vector2>([new(-1, -1), new(1, -1), new(-1, 1), new(1, 1)]);
    }

    /// <summary>Collects what can be seen at a moment; poles go to <paramref name="poles"/>.</summary>
    public void Gather(ViewCamera camera, double seconds, List<BodyInstance> poles)
    {
        _seen.Clear();
        foreach (var light in _map.Lights) Add(camera, light.Position, LightHeight, LightHalf, _atlas.Of(light.At(seconds)), poles);
        foreach (var sign in _map.Signs) Add(camera, sign.Position, SignHeight, SignHalf, _atlas.Of(sign), poles);
        if (_seen.Count > 0) _instances.Stream<SymbolInstance>(CollectionsMarshal.AsSpan(_seen));
    }

    /// <summary>Draws them with the current program.</summary>
    public void Draw()
    {
        if (_seen.Count == 0) return;
        _atlas.Texture.Bind(GlWorld.SymbolUnit);
        _array.Bind();
        _device.Gl.DrawArraysInstanced(PrimitiveType.TriangleStrip, 0, 4, (uint)_seen.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _atlas.Dispose();
        _array.Dispose();
        _corners.Dispose();
        _instances.Dispose();
    }

    private void Add(ViewCamera camera, MapPoint at, float height, float half, (float X, float Y, float Width, float Height) cell, List<BodyInstance> poles)
    {
        var place = new Vector2((float)(at.X - _anchor.X), (float)(at.Y - _anchor.Y));
        if (!camera.Sees(place, 2 + height) || (camera.IsPerspective && Vector2.Distance(place, camera.Middle) > Farthest)) return;
        _seen.Add(new(new(place, height, half), new(cell.X, cell.Y, cell.Width, cell.Height)));
        if (camera.IsPerspective) poles.Add(new(new(place, 1, 0), new(PoleHalf, PoleHalf, height, 0), 0xFF505050, 0));
    }
}
