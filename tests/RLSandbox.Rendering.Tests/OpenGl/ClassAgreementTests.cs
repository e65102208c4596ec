using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Roads.Compiled;
using RLSandbox.Driving.Sensors;
using RLSandbox.Rendering.View;
using RLSandbox.Scenarios;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Maps;
using RLSandbox.Scenarios.Towns;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Rendering.Tests.OpenGl;

/// <summary>The geometry that viewers see names the same class as the camera that policies see.</summary>
public sealed class ClassAgreementTests
{
    private const int Side = 256;
    private const float MetresPerPixel = 0.2f;

    /// <summary>m: a cell is of one class, so a raster's borders are off by a quarter of a cell on average; with cells this small the comparison is of the shapes.</summary>
    private const float Cell = 0.05f;

    /// <summary>Share of pixels that must agree.</summary>
    private const double LeastAgreement = 0.99;

    [Test]
    public void Circuit_NamesTheClassOfTheCamera([Values("generated-0", "generated-1", "generated-2", "generated-3", "generated-4", "generated-5", "oval", "fast", "technical", "figure-eight")] string name, [Values(0.03f, 0.61f)] float share)
    {
        var circuit = name.StartsWith("generated-") ? CircuitGenerator.Generate(5, int.Parse(name[^1..]), new()) : MapLoader.Load(MapFiles.CircuitFile(name));
        using var map = MapCompiler.Compile(circuit, new(Cell, 1));
        Compare(map, At(circuit, circuit.Length * share, 1));
    }

    [TestCase(0, 0.1f)]
    [TestCase(1, 0.4f)]
    [TestCase(2, 0.7f)]
    [TestCase(3, 0.25f)]
    [TestCase(4, 0.85f)]
    [TestCase(5, 0.55f)]
    public void Town_NamesTheClassOfTheCamera(int index, float share) => Compare(TownGenerator.Generate(3, index, new()), share);

    [TestCase(0.2f)]
    [TestCase(0.6f)]
    public void Town02_NamesTheClassOfTheCamera(float share)
    {
        var folder = Environment.GetEnvironmentVariable("RLSANDBOX_DATA");
        if (string.IsNullOrEmpty(folder)) Assert.Ignore("RLSANDBOX_DATA is not set; see docs/data.md");
        Compare(MapImporters.Import(Path.Join(folder, "opendrive-carla", "Town02.xodr"), new()).Map.Roads!, share);
    }

    /// <summary>From a car on one of the drivable lanes.</summary>
    private static void Compare(RoadMap roads, float share)
    {
        var network = RoadNetwork.Compile(roads);
        using var map = new CompiledMap(roads.Name, DrivingScenes.Stadium(), RoadRasterizer.Rasterize(roads, network, new(Cell, 1))) { Roads = network };
        var drivable = Enumerable.Range(0, network.Lanes.Length).Where(lane => network.Lanes[lane].IsDrivable).ToArray();
        var lane = drivable[(int)(share * drivable.Length)];
        var at = network.Sample(lane, network.Lanes[lane].Length * share);
        Compare(map, new(at.X, at.Y, at.Heading));
    }

    private static void Compare(CompiledMap map, Pose pose)
    {
        var snapshot = Around(map, pose);
        var view = new CameraView(Side, Side, MetresPerPixel, Side / 2f, 0.75f * Side);
        byte[] camera = new byte[Side * Side], geometry = new byte[Side * Side];
        OrientedBox[] boxes =
        [
            .. snapshot.Obstacles.Select(obstacle => new OrientedBox(obstacle.Pose, obstacle.Footprint, SurfaceClass.Obstacle)),
            .. snapshot.Vehicles.Skip(1).Select(vehicle => new OrientedBox(vehicle.Pose, snapshot.VehicleFootprint, SurfaceClass.Vehicle)),
        ];
        new TopDownCamera(view).RenderClasses(map.Raster, pose, boxes, camera);
        using var painter = GlTest.Painter();
        painter.World.DrawClasses(snapshot, new GroundView(pose.X, pose.Y, MathF.PI / 2 - pose.Heading, 1 / MetresPerPixel, new(view.CarColumn, view.CarRow)), Side, Side, others: true, geometry);
        var same = camera.Zip(geometry).Count(pair => pair.First == pair.Second) / (double)camera.Length;
        TestContext.Out.WriteLine(FormattableString.Invariant($"{map.Name}: {same:P2} of the pixels agree, {camera.Distinct().Count()} classes"));
        Assert.That(camera.Distinct().Count(), Is.GreaterThan(3), "the scene shows something");
        Assert.That(same, Is.GreaterThanOrEqualTo(LeastAgreement));
    }

    private static Snapshot Around(CompiledMap map, Pose pose)
    {
        var (sin, cos) = MathF.SinCos(pose.Heading);
        Pose Ahead(float metres, float left, float turn) => new(pose.X + cos * metres - sin * left, pose.Y + sin * metres + cos * left, pose.Heading + turn);
        VehicleSnapshot Vehicle(Pose at) => new(at, default, default, default, IsActive: true);
        return new()
        {
            Map = map, VehicleFootprint = new(2.25f, 0.9f), Vehicles = [Vehicle(pose), Vehicle(Ahead(12, 1, 0.3f)), Vehicle(Ahead(-8, -2, 2))],
            Obstacles = [new(Ahead(20, -1, 0.8f), new(0.75f, 0.75f))], Step = 0, Seconds = 0, Progress = 0,
        };
    }

    private static Pose At(Circuit circuit, float arc, float offset)
    {
        var centre = circuit.Sample(arc);
        var (sin, cos) = MathF.SinCos(centre.Heading);
        return new(centre.X - sin * offset, centre.Y + cos * offset, centre.Heading + 0.2f);
    }
}
