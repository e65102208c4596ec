using BenchmarkDotNet.Attributes;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Benchmarks;

/// <summary>One picture of 84×84 in its layers: the ground alone, boxes over it, then a palette of one or three planes.</summary>
[MemoryDiagnoser]
public class CameraBenchmarks
{
    private const int Places = 1024;

    private readonly CompiledMap _map = MapCompiler.Compile(DrivingScenes.Kidney(), new(0.5f));
    private readonly Pose[] _poses = new Pose[Places];
    private readonly OrientedBox[] _boxes = new OrientedBox[20];
    private readonly CameraRenderer _classes = new(Camera(CameraOutput.Classes)), _gray = new(Camera(CameraOutput.Gray)), _rgb = new(Camera(CameraOutput.Rgb));
    private readonly byte[] _target = new byte[3 * 84 * 84];
    private int _place;

    /// <summary>Cars all around a lap, and boxes around the origin of each picture.</summary>
    public CameraBenchmarks()
    {
        for (var i = 0; i < Places; i++)
        {
            var centre = _map.Circuit.Sample(_map.Circuit.Length * i / Places);
            _poses[i] = new(centre.X, centre.Y, centre.Heading);
        }
    }

    /// <summary>The ground as class ids.</summary>
    [Benchmark]
    public byte Ground() => Draw(_classes, 0);

    /// <summary>The ground and twenty boxes; the difference is the box painter.</summary>
    [Benchmark]
    public byte GroundAndTwentyBoxes() => Draw(_classes, 20);

    /// <summary>The ground through one palette; the difference is the palette.</summary>
    [Benchmark]
    public byte Gray() => Draw(_gray, 0);

    /// <summary>The ground through three palettes.</summary>
    [Benchmark]
    public byte Rgb() => Draw(_rgb, 0);

    /// <summary>Gives the map's memory back.</summary>
    [GlobalCleanup]
    public void Free() => _map.Dispose();

    private static CameraConfig Camera(CameraOutput output) => new() { Width = 84, Height = 84, Output = output };

    private byte Draw(CameraRenderer renderer, int boxes)
    {
        var pose = _poses[_place = (_place + 1) % Places];
        for (var box = 0; box < boxes; box++)
            _boxes[box] = new(new(pose.X + 1.7f * (box - 10), pose.Y + 9f * (box % 3 - 1), box), new(2.25f, 0.9f), SurfaceClass.Vehicle);
        renderer.Render(_map.Raster, pose, default, _boxes.AsSpan(0, boxes), default, _target.AsSpan(0, renderer.Part.ByteCount));
        return _target[0];
    }
}
