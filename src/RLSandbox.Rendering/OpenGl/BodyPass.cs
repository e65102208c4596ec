using System.Numerics;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Rendering.View;
using Silk.NET.OpenGL;
using SkiaSharp;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>Draws vehicles, people, obstacles and trees, their shadows, and the light of their lamps.</summary>
internal sealed class BodyPass : IDisposable
{
    /// <summary>Commanded deceleration from which the brake lamps shine, m/s²; front wheel angle from which an indicator blinks, rad.</summary>
    private const float BrakeLampFrom = 0.5f, IndicatorFrom = 0.15f;
    private const float BlinkSeconds = 0.8f, LitShare = 0.6f;
    private const float DistantPixels = 32;                              // long; a body that small shows no wheels
    private const float LampsFrom = 0.25f;                               // share of night

    private static readonly BodyKind[] Patterned = [BodyKind.Obstacle, BodyKind.Tree, BodyKind.DistantTree];
    private static readonly BodyKind[] Plain = [.. Enum.GetValues<BodyKind>().Except(Patterned)];

    private readonly GL _gl;
    private readonly ProgramSet _body;
    private readonly GlProgram _shadow, _beam;
    private readonly BodyMesh[] _meshes;
    private readonly BodyMesh _shadows, _beams;
    private readonly ShaderWords _ghost;
    private bool _hasGhost;

    /// <summary>All shapes.</summary>
    /// <param name="samples">Per pixel.</param>
    public BodyPass(GlDevice device, int samples)
    {
        _gl = device.Gl;
        _ghost = samples > 1 ? ShaderWords.None : ShaderWords.Ghost;
        (_body, _shadow, _beam) = (new(device, "body"), new(device, "shadow"), new(device, "beam"));
        _meshes = [.. Enum.GetValues<BodyKind>().Select(BodyCatalogue.Shape).Select(shape => new BodyMesh(device, shape.Vertices, shape.Indices))];
        (_shadows, _beams) = (Square(device), Square(device));
    }

    /// <summary>Whether anybody's lamps light the ground.</summary>
    public bool HasBeams => _beams.Instances.Count > 0;

    /// <summary>Collects what can be seen of a snapshot.</summary>
    public void Gather(Snapshot snapshot, WorldView view, ViewCamera camera, (double X, double Y) anchor, float night)
    {
        foreach (var mesh in (IEnumerable<BodyMesh>)[.. _meshes, _shadows, _beams]) mesh.Instances.Clear();
        var scene = new Scene(camera, anchor, night >= LampsFrom, snapshot.Seconds % BlinkSeconds < LitShare * BlinkSeconds);
        foreach (var obstacle in snapshot.Obstacles) Add(scene, BodyKind.Obstacle, obstacle.Pose, obstacle.Footprint, Theme.Obstacle, default);
        foreach (var actor in snapshot.Actors)
            Add(scene, BodyCatalogue.Of(actor.Kind, actor.Footprint), actor.Pose, actor.Footprint, actor.IsReactive ? Theme.Others[0] : Theme.Recorded, default);
        var kind = BodyCatalogue.Of(snapshot.VehicleFootprint);
        for (var i = 0; i < snapshot.Vehicles.Count; i++)
        {
            var vehicle = snapshot.Vehicles[i];
            if (vehicle.IsActive) Add(scene, kind, vehicle.Pose, snapshot.VehicleFootprint, Painter.BodyColour(i), vehicle.Motion);
        }
        if (view.Ghost is { } ghost) _meshes[(int)kind].Instances.Add(Instance(scene, kind, ghost, snapshot.VehicleFootprint, Theme.Ghost.WithAlpha(Theme.GhostAlpha)));
        _hasGhost = view.Ghost is not null;
    }

    /// <summary>Adds trees that can be seen.</summary>
    public void Gather(TreeField trees, ViewCamera camera) => trees.Gather(camera, _meshes[(int)BodyKind.Tree].Instances, _meshes[(int)BodyKind.DistantTree].Instances, _shadows.Instances);

    /// <summary>Where poles are collected.</summary>
    public List<BodyInstance> Poles => _meshes[(int)BodyKind.Pole].Instances;

    /// <summary>Hands everything that was collected to the graphics card.</summary>
    public void Upload()
    {
        foreach (var mesh in _meshes) mesh.Upload();
        _shadows.Upload();
        _beams.Upload();
    }

    /// <summary>Light on the ground, added to what is there.</summary>
    public void DrawBeams()
    {
        _beam.Use();
        _beams.Draw();
    }

    /// <summary>Darkens the ground below bodies.</summary>
    public void DrawShadows()
    {
        _shadow.Use();
        _shadows.Draw();
    }

    /// <summary>The bodies, and the houses around them.</summary>
    public void DrawBodies(HouseMesh? houses, ViewCamera camera, ShaderWords words)
    {
        _gl.Enable(EnableCap.CullFace);
        _body.Use(_hasGhost ? words | _ghost : words);
        if (_hasGhost) _gl.Enable(EnableCap.SampleAlphaToCoverage);      // some samples of each pixel, or every other pixel: no order of drawing matters
        foreach (var kind in Plain) _meshes[(int)kind].Draw();
        _gl.Disable(EnableCap.SampleAlphaToCoverage);
        _body.Use(words | ShaderWords.Pattern);
        foreach (var kind in Patterned) _meshes[(int)kind].Draw();
        houses?.Draw(camera);
        _gl.Disable(EnableCap.CullFace);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var program in (IDisposable[])[_body, _shadow, _beam]) program.Dispose();
        foreach (var mesh in (IEnumerable<BodyMesh>)[.. _meshes, _shadows, _beams]) mesh.Dispose();
    }

    private void Add(in Scene scene, BodyKind kind, in Pose pose, in Footprint footprint, SKColor colour, in Motion motion)
    {
        var place = new Vector2((float)(pose.X - scene.Anchor.X), (float)(pose.Y - scene.Anchor.Y));
        if (!scene.Camera.Sees(place, footprint.HalfLength + (scene.IsDark ? LampReach : 2))) return;
        var lamps = kind is BodyKind.Obstacle or BodyKind.Pedestrian ? BodyLamps.None : Lamps(motion, scene);
        var instance = Instance(scene, kind, pose, footprint, colour, motion.Steering, lamps);
        var isDistant = kind == BodyKind.Car && 2 * footprint.HalfLength * scene.Camera.Scale(place) < DistantPixels;
        _meshes[(int)(isDistant ? BodyKind.Distant : kind)].Instances.Add(instance);
        _shadows.Instances.Add(instance);
        if (scene.IsDark && lamps != 0) _beams.Instances.Add(instance);
    }

    private static BodyInstance Instance(in Scene scene, BodyKind kind, in Pose pose, in Footprint footprint, SKColor colour, float steering = 0, BodyLamps lamps = BodyLamps.None)
    {
        var (sin, cos) = MathF.SinCos(pose.Heading);
        return new(new((float)(pose.X - scene.Anchor.X), (float)(pose.Y - scene.Anchor.Y), cos, sin), new(footprint.HalfLength, footprint.HalfWidth, BodyCatalogue.Height(kind, footprint), steering), GroundVertex.Pack(colour), (uint)lamps);
    }

    private const float LampReach = 30;                                  // m; as beam.vert.glsl

    private static BodyLamps Lamps(in Motion motion, in Scene scene)
    {
        var lamps = motion.Acceleration < -BrakeLampFrom ? BodyLamps.Brake : BodyLamps.None;
        if (scene.IsDark) lamps |= BodyLamps.Head;
        if (scene.IsBlinking && MathF.Abs(motion.Steering) > IndicatorFrom) lamps |= motion.Steering > 0 ? BodyLamps.Left : BodyLamps.Right;
        return lamps;
    }

    private static BodyMesh Square(GlDevice device)
    {
        BodyVertex Corner(float x, float y) => new(new(x, y, 0), default, Vector3.UnitZ, 0);
        return new(device, [Corner(-1, -1), Corner(1, -1), Corner(1, 1), Corner(-1, 1)], [0, 1, 2, 0, 2, 3]);
    }

    private readonly record struct Scene(ViewCamera Camera, (double X, double Y) Anchor, bool IsDark, bool IsBlinking);
}
