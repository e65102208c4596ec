using RLSandbox.Core;
using RLSandbox.Core.Mathematics;
using RLSandbox.Core.Memory;
using RLSandbox.Core.Threading;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;
using RLSandbox.Ecs;

namespace RLSandbox.Cli.Bench;

/// <summary>Pictures per second of the camera kernels, each of another place on the road, without anything of the simulator.</summary>
internal sealed class CameraBench(BenchRequest request) : IBench
{
    private const int Piece = 64;                                        // pictures that a thread takes at once
    private const int PiecesPerThread = 4;

    /// <summary>The framings that are measured; the scale, the place of the car and the palette are the scenario's.</summary>
    private static readonly IReadOnlyList<(CameraProjection Projection, int Width, int Height, CameraOutput Output)> Framings =
    [
        (CameraProjection.TopDown, 64, 64, CameraOutput.Gray),
        (CameraProjection.TopDown, 84, 84, CameraOutput.Gray),
        (CameraProjection.TopDown, 96, 96, CameraOutput.Rgb),
        (CameraProjection.Forward, 84, 84, CameraOutput.Gray),
    ];

    private static readonly int[] BoxCounts = [0, CameraScene.Boxes], MapCounts = [1, 256];

    private BenchMaps? _maps;

    /// <inheritdoc/>
    public IEnumerable<BenchTask> Tasks()
    {
        _maps = BenchMaps.Load(request, [], MapCounts) ?? throw new UserErrorException($"--scenario {request.Scenario}: expected a driving scenario, found a classic task, which has no camera.");
        return
            from framing in Framings
            from boxes in BoxCounts
            from maps in _maps.Counts
            from threads in request.ThreadCounts
            select new BenchTask(
                FormattableString.Invariant($"camera {Name(framing.Projection)} {framing.Width}x{framing.Height} {framing.Output} {boxes} boxes {maps} maps {threads} threads").ToLowerInvariant(),
                repeats => Measure(framing, boxes, maps, threads, repeats));
    }

    /// <inheritdoc/>
    public void Dispose() => _maps?.Dispose();

    private BenchResult Measure((CameraProjection Projection, int Width, int Height, CameraOutput Output) framing, int boxes, int maps, int threads, Repeats repeats)
    {
        var config = (_maps!.Config.Camera ?? new()) with { Projection = framing.Projection, Width = framing.Width, Height = framing.Height, Output = framing.Output, ShowOthers = true, DrawEgo = false };
        var renderer = new CameraRenderer(config);
        using var pool = new WorkerPool(threads);
        using var work = new Pictures(renderer, new(_maps.Maps(maps), config), boxes, threads * PiecesPerThread * Piece);
        var rate = repeats.Rate(() => work.RunAll(pool), work.Count);
        return new(
            "camera", ("projection", Name(framing.Projection)), ("width", framing.Width), ("height", framing.Height), ("channels", renderer.Part.Shape[0]), ("boxes", boxes),
            ("maps", maps), ("threads", threads), ("framesPerSecond", rate.Median), ("min", rate.Min), ("max", rate.Max), ("scenario", _maps.Name));
    }

    private static string Name(CameraProjection projection) => projection == CameraProjection.Forward ? "forward" : "top-down";

    /// <summary>Draws <paramref name="count"/> pictures per call, each call of other places.</summary>
    private sealed class Pictures(CameraRenderer renderer, CameraScene scene, int boxes, int count) : IParallelWork, IDisposable
    {
        private readonly NativeBuffer<byte> _target = new((long)count * renderer.Part.ByteCount);
        private int _first;

        public int Count => count;

        public void RunAll(WorkerPool pool)
        {
            pool.Run(this, count / Piece);
            _first = (_first + count) % CameraScene.Places;
        }

        public void Run(int index)
        {
            var bytes = renderer.Part.ByteCount;
            for (var picture = index * Piece; picture < (index + 1) * Piece; picture++)
            {
                var place = (_first + picture) % CameraScene.Places;
                renderer.Render(scene.Raster(place), scene.Pose(place), default, scene.BoxesAt(place)[..boxes], default, _target.Span.Slice(picture * bytes, bytes));
            }
        }

        public void Dispose() => _target.Dispose();
    }
}

/// <summary>Places to look from: anywhere on the road of any map, about along it, with cars standing around inside the picture.</summary>
internal sealed class CameraScene
{
    /// <summary>Different places.</summary>
    public const int Places = 4096;

    /// <summary>Cars at each.</summary>
    public const int Boxes = 20;

    private const float Askew = 0.3f;                                    // rad: as in the starts of first-lap
    private const float NearestCar = 6f, FarthestCar = 60f, CarHeight = 1.4f;            // m; ahead of a forward camera
    private static readonly Footprint Car = new(2.25f, 0.9f);
    private static readonly RandomKey Key = new(1, 0, 0, RandomPurpose.Of("bench.camera"));

    private readonly ClassRaster[] _rasters = new ClassRaster[Places];
    private readonly Pose[] _poses = new Pose[Places];
    private readonly OrientedBox[] _boxes = new OrientedBox[Places * Boxes];

    /// <summary>Places on <paramref name="maps"/> for <paramref name="camera"/>.</summary>
    public CameraScene(IReadOnlyList<CompiledMap> maps, CameraConfig camera)
    {
        for (var place = 0u; place < Places; place++)
        {
            var map = maps[Key.Integer(maps.Count, place)];
            _rasters[place] = map.Raster;
            _poses[place] = OnRoad(map.Circuit, place);
            for (var box = 0u; box < Boxes; box++) _boxes[place * Boxes + box] = InPicture(_poses[place], camera, place, box + 1);
        }
    }

    /// <summary>The map that a place is on.</summary>
    public ClassRaster Raster(int place) => _rasters[place];

    /// <summary>The car that carries the camera.</summary>
    public Pose Pose(int place) => _poses[place];

    /// <summary>The cars around it.</summary>
    public ReadOnlySpan<OrientedBox> BoxesAt(int place) => _boxes.AsSpan(place * Boxes, Boxes);

    private static Pose OnRoad(Circuit circuit, uint place)
    {
        var centre = circuit.Sample(Key.Uniform(0, circuit.Length, place, 0, 1));
        var aside = Key.Uniform(-centre.RightWidth, centre.LeftWidth, place, 0, 2);
        return new(centre.X - MathF.Sin(centre.Heading) * aside, centre.Y + MathF.Cos(centre.Heading) * aside, centre.Heading + Key.Uniform(-Askew, Askew, place, 0, 3));
    }

    private static OrientedBox InPicture(in Pose car, CameraConfig camera, uint place, uint box)
    {
        float down = Key.Uniform(place, box, 1), across = Key.Uniform(place, box, 2);
        var view = camera.View;
        var (ahead, left) = camera.Projection == CameraProjection.TopDown
            ? ((view.CarRow - down * view.Height) * view.MetresPerPixel, (view.CarColumn - across * view.Width) * view.MetresPerPixel)
            : Ahead(NearestCar + down * (FarthestCar - NearestCar), across, camera.ForwardView);
        var (sin, cos) = MathF.SinCos(car.Heading);
        return new(new(car.X + ahead * cos - left * sin, car.Y + ahead * sin + left * cos, Key.Uniform(-MathF.PI, MathF.PI, place, box, 3)), Car, SurfaceClass.Vehicle, CarHeight);
    }

    private static (float Ahead, float Left) Ahead(float metres, float across, in ForwardView view) => (metres, (1 - 2 * across) * metres * MathF.Tan(view.FieldOfView / 2));
}
