using System.Numerics;
using RLSandbox.Driving;
using RLSandbox.Driving.Maps;
using RLSandbox.Rendering.View;
using Silk.NET.OpenGL;
using SkiaSharp;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>Draws snapshots with OpenGL 4.1: crisp ground at any scale, bodies, lamps, weather, from above or in perspective.</summary>
/// <remarks>
/// Belongs to the context that is current when it is made; only the thread on which that context is current may use it. Geometry of a map is made
/// at its first picture and kept. The same snapshot, view and trail give the same pixels on one machine.
/// </remarks>
public sealed class GlWorld : IDisposable
{
    internal const int LampUnit = 0, SymbolUnit = 1;
    private const int LampShare = 4;                                     // the light of lamps is soft: a quarter of the pixels each way
    private const float GroundReach = 1600;                              // m

    private static readonly string[] _softwareNames = ["llvmpipe", "softpipe", "swiftshader", "software", "basic render"];

    private readonly GlDevice _device;
    private readonly int _samples;
    private readonly ProgramSet _ground;
    private readonly GlProgram _sky, _rain, _symbol;
    private readonly GlBuffer _frame;
    private readonly GlVertexArray _nothing;
    private readonly BodyPass _bodies;
    private readonly ClassPass _classes;
    private readonly GroundMesh _grass, _below, _above;
    private readonly GroundShapes _shapes = new();
    private readonly Dictionary<object, MapScene> _scenes = [];
    private GlFramebuffer? _target, _lamps;
    private ShaderWords _words;

    /// <summary>Over the current context, which stays the caller's.</summary>
    /// <param name="debug">Whether whatever the driver complains about is thrown; needs a debug context.</param>
    /// <param name="samples">Per pixel: 4 for soft edges, 1 for none.</param>
    /// <exception cref="ShaderException">The driver refuses a shader.</exception>
    public GlWorld(GL gl, bool debug = false, int samples = 4)
    {
        (_device, _samples) = (new(gl, debug), samples);
        _ground = new(_device, "ground");
        _classes = new(_device);
        (_sky, _rain, _symbol) = (new(_device, "sky"), new(_device, "rain"), new(_device, "symbol"));
        _symbol.Sampler("symbols", SymbolUnit);
        _frame = new(_device, BufferTargetARB.UniformBuffer);
        _nothing = new(_device);
        _bodies = new(_device, samples);
        (_grass, _below, _above) = (new(_device), new(_device), new(_device));
        _device.ThrowComplaints();
    }

    /// <summary>Samples per pixel at which a window stays fluent: without a graphics card four take as long as everything else together.</summary>
    public static int FluentSamples(GL gl) => _softwareNames.Any(name => gl.GetStringS(StringName.Renderer).Contains(name, StringComparison.OrdinalIgnoreCase)) ? 1 : 4;

    /// <summary>What the objects live in.</summary>
    internal GlDevice Device => _device;

    /// <summary>OpenGL objects that live now.</summary>
    public int LiveObjects => _device.LiveObjects;

    /// <summary>Draws into the framebuffer that is bound for drawing, which must have one sample per pixel; it is bound again afterwards, other state is not kept.</summary>
    /// <param name="trail">Where the followed vehicle came along, oldest first.</param>
    /// <param name="viewport">Pixels of the framebuffer, with the lower left corner at (Left, Top), as OpenGL counts.</param>
    public void Draw(Snapshot snapshot, WorldView view, ReadOnlySpan<TrailPoint> trail, SKRectI viewport)
    {
        var gl = _device.Gl;
        var bound = (uint)gl.GetInteger(GetPName.DrawFramebufferBinding);
        GlState.Prepare(gl);
        if (viewport.Width <= 0 || viewport.Height <= 0) return;
        Resize(viewport.Width, viewport.Height);
        var scene = SceneOf(snapshot.Map);
        var camera = CameraOf(snapshot, view, scene);
        var night = Math.Clamp(view.Night ?? snapshot.Weather.Night, 0, 1);
        var rain = Math.Clamp(view.Rain ?? 0, 0, 1);
        Upload(camera, (viewport.Width, viewport.Height), Daylight.At(night, snapshot.Weather.Fog, rain), night, rain, snapshot.Seconds);
        _bodies.Gather(snapshot, view, camera, scene.Anchor, night);
        if (view.Has(Layers.Trees)) _bodies.Gather(scene.Trees, camera);
        scene.Symbols?.Gather(camera, snapshot.Seconds, _bodies.Poles);
        _bodies.Upload();
        _words = (_bodies.HasBeams ? ShaderWords.Night : 0) | (rain > 0 ? ShaderWords.Wet : 0) | (camera.IsPerspective ? ShaderWords.Chase : 0);
        DrawLamps(gl);
        DrawWorld(gl, snapshot, view, trail, scene, camera, rain);
        _target!.CopyTo(bound, viewport.Left, viewport.Top);
        GlState.Leave(gl);
        _device.ThrowComplaints();
    }

    /// <summary>The class of the geometry under the middle of every pixel, [H, W] with row 0 on top, without the first vehicle.</summary>
    /// <param name="ground">Where the ground lies in the picture, in pixels.</param>
    /// <param name="others">Whether other vehicles, obstacles and actors are drawn.</param>
    internal void DrawClasses(Snapshot snapshot, in GroundView ground, int width, int height, bool others, Span<byte> classes)
    {
        GlState.Prepare(_device.Gl);
        var scene = SceneOf(snapshot.Map);
        var camera = ViewCamera.FromAbove(ground, width, height, scene.Anchor);
        Upload(camera, (width, height), Daylight.At(0, 0, 0), 0, 0, snapshot.Seconds);
        _classes.Draw(snapshot, scene, camera, width, height, others, classes);
        GlState.Leave(_device.Gl);
        _device.ThrowComplaints();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var scene in _scenes.Values) scene.Dispose();
        _target?.Dispose();
        _lamps?.Dispose();
        foreach (var one in (IDisposable[])[_ground, _classes, _sky, _rain, _symbol, _frame, _nothing, _bodies, _grass, _below, _above]) one.Dispose();
        _device.Dispose();
    }

    private void Resize(int width, int height)
    {
        if (_target?.Width == width && _target.Height == height) return;
        _target?.Dispose();
        _lamps?.Dispose();
        _target = new(_device, width, height, _samples, withDepth: true);
        _lamps = new(_device, (width + LampShare - 1) / LampShare, (height + LampShare - 1) / LampShare, 1, withDepth: false, readable: true);
    }

    private MapScene SceneOf(CompiledMap map)
    {
        object key = (object?)(map.Ground ?? map.Roads) ?? map.Circuit;
        if (!_scenes.TryGetValue(key, out var scene)) _scenes.Add(key, scene = new(_device, map));
        return scene;
    }

    private ViewCamera CameraOf(Snapshot snapshot, WorldView view, MapScene scene)
    {
        var (width, height) = (_target!.Width, _target.Height);
        return view.Kind == ViewKind.Chase
            ? ViewCamera.Chase(snapshot.Vehicles[view.Agent].Pose, view.Metres, width, height, scene.Anchor)
            : ViewCamera.FromAbove(view.On(SKRect.Create(width, height), snapshot), width, height, scene.Anchor);
    }

    private void Upload(ViewCamera camera, (int Width, int Height) size, in Daylight light, float night, float rain, double seconds)
    {
        var frame = new FrameBlock
        {
            WorldToClip = camera.Matrix,
            Eye = new(camera.Eye, camera.IsPerspective ? 1 : 0),
            Screen = new(size.Width, size.Height, camera.PixelsPerMetre, (float)(seconds % 3600)),
            Ambient = new(light.Ambient, night),
            Sun = new(light.Sun, rain),
            Horizon = new(light.Horizon, light.FogPerMetre),
        };
        _frame.Stream([frame]);
        _device.Gl.BindBufferBase(BufferTargetARB.UniformBuffer, FrameBlock.Binding, _frame.Name);
    }

    private void DrawLamps(GL gl)
    {
        if (!_bodies.HasBeams) return;
        _lamps!.Bind();
        gl.ClearColor(0, 0, 0, 1);
        gl.Clear(ClearBufferMask.ColorBufferBit);
        gl.Enable(EnableCap.Blend);
        gl.BlendFunc(BlendingFactor.One, BlendingFactor.One);
        _bodies.DrawBeams();
    }

    private void DrawWorld(GL gl, Snapshot snapshot, WorldView view, ReadOnlySpan<TrailPoint> trail, MapScene scene, ViewCamera camera, float rain)
    {
        _target!.Bind();
        gl.ClearColor(0, 0, 0, 1);
        gl.Clear(ClearBufferMask.ColorBufferBit | ClearBufferMask.DepthBufferBit);
        _lamps!.Texture!.Bind(LampUnit);
        gl.Disable(EnableCap.Blend);
        if (camera.IsPerspective) DrawSky(gl, camera);
        DrawGround(gl, snapshot, view, trail, scene, camera);
        _bodies.DrawShadows();
        gl.Disable(EnableCap.Blend);
        gl.Enable(EnableCap.DepthTest);
        _bodies.DrawBodies(scene.Houses, camera, _words & ~ShaderWords.Wet);
        GlState.BlendOver(gl);
        if (!camera.IsPerspective) gl.Disable(EnableCap.DepthTest);
        _symbol.Use();
        scene.Symbols?.Draw();
        gl.Disable(EnableCap.DepthTest);
        _shapes.Clear();
        LayerShapes.AddAbove(_shapes, snapshot, view, scene);
        _above.Stream(_shapes);
        _ground.Use(_words);
        _above.Draw(camera);
        if (rain <= 0) return;
        DrawEverywhere(gl, _rain);
    }

    /// <summary>Only above the horizon: the ground covers the rest.</summary>
    private void DrawSky(GL gl, ViewCamera camera)
    {
        gl.Enable(EnableCap.ScissorTest);
        var horizon = Math.Clamp((int)(camera.Horizon * _target!.Height) - 4, 0, _target.Height);
        gl.Scissor(0, horizon, (uint)_target.Width, (uint)(_target.Height - horizon));
        DrawEverywhere(gl, _sky);
        gl.Disable(EnableCap.ScissorTest);
    }

    private void DrawGround(GL gl, Snapshot snapshot, WorldView view, ReadOnlySpan<TrailPoint> trail, MapScene scene, ViewCamera camera)
    {
        _ground.Use(_words);
        FillGrass(camera);
        _grass.Draw(camera);
        GlState.BlendOver(gl);
        scene.Ground.Draw(camera);
        if (view.Has(Layers.LaneGraph)) scene.LaneGraph(snapshot.Map).Draw(camera);
        _shapes.Clear();
        LayerShapes.AddBelow(_shapes, snapshot, view, trail, scene);
        _below.Stream(_shapes);
        _below.Draw(camera);
    }

    private void FillGrass(ViewCamera camera)
    {
        _shapes.Clear();
        float reach = Math.Min(camera.Reach, GroundReach);
        var m = camera.Middle;
        _shapes.Surface(m + new Vector2(-reach, -reach), m + new Vector2(reach, -reach), m + new Vector2(reach, reach), m + new Vector2(-reach, reach), GroundMeshPainter.PaintOf(SurfaceClass.Grass));
        _grass.Stream(_shapes);
    }

    private void DrawEverywhere(GL gl, GlProgram program)
    {
        program.Use();
        _nothing.Bind();
        gl.DrawArrays(PrimitiveType.Triangles, 0, 3);
    }
}
