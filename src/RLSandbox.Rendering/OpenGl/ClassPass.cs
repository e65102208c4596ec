using System.Numerics;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using Silk.NET.OpenGL;
using SkiaSharp;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>Draws the geometry of a world as the classes that cameras name: no light, no soft edges, bodies as the boxes of their footprints.</summary>
/// <remarks>So that a test can hold the geometry against the class raster, pixel by pixel.</remarks>
internal sealed class ClassPass : IDisposable
{
    private readonly GlDevice _device;
    private readonly GlProgram _program;
    private readonly GroundMesh _boxes;
    private readonly GroundShapes _shapes = new();
    private GlFramebuffer? _target;

    public ClassPass(GlDevice device)
    {
        _device = device;
        _program = new(device, (Assets.Find("shaders", "ground.vert.glsl"), Assets.Find("shaders", "classes.frag.glsl")), "CLASSES");
        _boxes = new(device);
    }

    /// <summary>Fills <paramref name="classes"/>, [H, W], row 0 on top, with class ids; the frame block must be that of <paramref name="camera"/>.</summary>
    /// <param name="others">Whether vehicles besides the first, obstacles and actors are drawn.</param>
    public void Draw(Snapshot snapshot, MapScene scene, ViewCamera camera, int width, int height, bool others, Span<byte> classes)
    {
        var gl = _device.Gl;
        if (_target?.Width != width || _target.Height != height)
        {
            _target?.Dispose();
            _target = new(_device, width, height, 1, withDepth: false);
        }
        _target.Bind();
        gl.ClearColor((int)SurfaceClass.Grass / 255f, 0, 0, 1);
        gl.Clear(ClearBufferMask.ColorBufferBit);
        gl.Disable(EnableCap.Blend);
        _program.Use();
        scene.Ground.Draw(camera);
        _shapes.Clear();
        if (others) AddBoxes(snapshot, scene);
        _boxes.Stream(_shapes);
        _boxes.Draw(camera);
        var pixels = new byte[4 * width * height];
        _target.Read(pixels);
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++) classes[row * width + column] = pixels[4 * ((height - 1 - row) * width + column) + 2];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _program.Dispose();
        _boxes.Dispose();
        _target?.Dispose();
    }

    /// <summary>In the order in which the camera draws them.</summary>
    private void AddBoxes(Snapshot snapshot, MapScene scene)
    {
        foreach (var obstacle in snapshot.Obstacles) AddBox(obstacle.Pose, obstacle.Footprint, SurfaceClass.Obstacle, scene);
        foreach (var vehicle in snapshot.Vehicles.Skip(1).Where(vehicle => vehicle.IsActive)) AddBox(vehicle.Pose, snapshot.VehicleFootprint, SurfaceClass.Vehicle, scene);
        foreach (var actor in snapshot.Actors) AddBox(actor.Pose, actor.Footprint, SurfaceClass.Vehicle, scene);
    }

    private void AddBox(in Pose pose, in Footprint footprint, SurfaceClass surface, MapScene scene)
    {
        var (sin, cos) = MathF.SinCos(pose.Heading);
        Vector2 middle = scene.Place(pose.X, pose.Y), ahead = new Vector2(cos, sin) * footprint.HalfLength, left = new Vector2(-sin, cos) * footprint.HalfWidth;
        _shapes.Surface(middle - ahead - left, middle + ahead - left, middle + ahead + left, middle - ahead + left, new(SKColors.Black, surface, GroundTexture.Plain));
    }
}
