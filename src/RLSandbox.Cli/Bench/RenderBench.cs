using RLSandbox.Core;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Rendering;
using RLSandbox.Rendering.OpenGl;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Cli.Bench;

/// <summary>Pictures per second of the OpenGL world with many vehicles, read back into memory as a video needs them.</summary>
internal sealed class RenderBench(BenchRequest request) : IBench
{
    private const int Width = 1280, Height = 720;
    private const int Moments = 30;                                      // snapshots, drawn in turn: no picture equals the one before
    private const float ChaseMetres = 70, Margin = 6;                    // m

    private static readonly int[] VehicleCounts = [200, 10_000], Samples = [1, 4];      // per pixel: a window without a graphics card, pictures and videos
    private static readonly ViewKind[] Views = [ViewKind.Free, ViewKind.Chase];

    private BenchMaps? _maps;

    /// <summary>Whether there is anything to measure; null, or why not.</summary>
    public static string? WhyNot()
    {
        using var context = EglContext.TryCreate(out var why);
        return why;
    }

    /// <inheritdoc/>
    public IEnumerable<BenchTask> Tasks()
    {
        if (WhyNot() is { } why) throw new UserErrorException($"bench render: {why}. Install OpenGL (rlsandbox doctor says how), or measure something else.");
        _maps = BenchMaps.Load(request, [], 1) ?? throw new UserErrorException($"--scenario {request.Scenario}: expected a driving scenario, found a classic task, which has no world to draw.");
        return
            from vehicles in VehicleCounts
            from view in Views
            from samples in Samples
            select new BenchTask(FormattableString.Invariant($"render {Name(view)} {Width}x{Height} {vehicles} vehicles {samples} samples"), repeats => Measure(view, vehicles, samples, repeats));
    }

    /// <inheritdoc/>
    public void Dispose() => _maps?.Dispose();

    private BenchResult Measure(ViewKind kind, int vehicles, int samples, Repeats repeats)
    {
        var map = _maps!.Maps(1)[0];
        var snapshots = Enumerable.Range(0, Moments).Select(moment => Crowd(map, vehicles, moment)).ToArray();
        var view = View(kind, map);
        using var painter = new GlPainter(EglContext.TryCreate(out var why) ?? throw new UserErrorException($"bench render: {why}."), samples: samples);
        using var drawing = new Drawing(Width, Height);
        var next = 0;
        var rate = repeats.Rate(() => painter.Draw(drawing, SKRect.Create(Width, Height), snapshots[next++ % Moments], view, []), 1);
        return new(
            "render", ("view", Name(kind)), ("width", Width), ("height", Height), ("vehicles", vehicles), ("samples", samples), ("picturesPerSecond", rate.Median), ("min", rate.Min), ("max", rate.Max),
            ("renderer", painter.Description), ("scenario", _maps.Name));
    }

    private static string Name(ViewKind kind) => kind == ViewKind.Free ? "above" : "chase";

    /// <summary>From above the whole map, so that every vehicle is in the picture.</summary>
    private static WorldView View(ViewKind kind, CompiledMap map)
    {
        float width = map.Raster.Width * map.Raster.MetresPerCell, height = map.Raster.Height * map.Raster.MetresPerCell;
        var view = new WorldView { Kind = kind, Metres = ChaseMetres, Layers = Layers.Standard & ~Layers.Overview };
        return kind == ViewKind.Chase ? view : view with
        {
            CentreX = map.Raster.OriginX + width / 2, CentreY = map.Raster.OriginY + height / 2,
            Metres = Math.Max(height, width * Height / Width) + Margin,
        };
    }

    /// <summary>Vehicles all along the road, beside each other where there are many, a moment further each time.</summary>
    private static Snapshot Crowd(CompiledMap map, int count, int moment)
    {
        var key = new RandomKey(1, 0, 0, RandomPurpose.Of("bench.render"));
        var circuit = map.Circuit;
        var vehicles = new VehicleSnapshot[count];
        for (var i = 0u; i < count; i++)
        {
            var at = circuit.Sample(circuit.StartArc + circuit.RouteLength * i / count + 0.3f * moment);
            var aside = key.Uniform(-0.8f, 0.8f, i) * Math.Min(at.LeftWidth, at.RightWidth);
            var (sin, cos) = MathF.SinCos(at.Heading);
            Motion motion = new(10, 0, 0, key.Uniform(-0.3f, 0.3f, i, 1), key.Uniform(-4, 2, i, 2));
            vehicles[i] = new(new(at.X - sin * aside, at.Y + cos * aside, at.Heading), motion, default, default, IsActive: true);
        }
        return new() { Map = map, VehicleFootprint = new(2.25f, 0.9f), Vehicles = vehicles, Obstacles = [], Step = moment, Seconds = moment / 30.0, Progress = 0 };
    }
}
