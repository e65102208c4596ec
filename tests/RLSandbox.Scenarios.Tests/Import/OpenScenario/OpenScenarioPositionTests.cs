using RLSandbox.Core;
using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Import.OpenScenario;
using RLSandbox.Scenarios.Scenes;
using RLSandbox.Scenarios.Tests.Import.OpenDrive;
using static RLSandbox.Scenarios.Tests.Import.OpenScenario.OpenScenarioText;

namespace RLSandbox.Scenarios.Tests.Import.OpenScenario;

[TestFixture]
[DecimalComma]
public sealed class OpenScenarioPositionTests
{
    private const double Close = 1e-4;                                   // m and rad; centre lines are floats

    // The ego vehicle is at s 100, t −1.75 on lane −1; lane 1 is driven against s.
    [TestCase("<WorldPosition x='1.0e+1' y='-0.0' z='0' h='0.5'/>", 10, 0, 0.5)]
    [TestCase("<WorldPosition x='10' y='-3' h='180'/>", 10, -3, -Math.PI, TestName = "DegreesAreMoreThanATurn")]
    [TestCase("<RoadPosition roadId='1' s='48.5' t='2.75'/>", 48.5, 2.75, 0)]
    [TestCase("<RoadPosition roadId='1' s='150' t='-2'><Orientation type='relative' h='0.1'/></RoadPosition>", 150, -2, 0.1)]
    [TestCase("<LanePosition roadId='1' laneId='-2' s='30'/>", 30, -5.25, 0)]
    [TestCase("<LanePosition roadId='1' laneId='-1' s='300' offset='0.5'/>", 300, -1.25, 0)]
    [TestCase("<LanePosition roadId='1' laneId='1' s='130'/>", 130, 1.75, -Math.PI)]
    [TestCase("<RelativeRoadPosition entityRef='ego' ds='50' dt='-1'/>", 150, -2.75, 0)]
    [TestCase("<RelativeLanePosition entityRef='ego' ds='-20' dLane='-1'/>", 80, -5.25, 0)]
    [TestCase("<RelativeLanePosition entityRef='ego' ds='0' dLane='1'/>", 100, 1.75, -Math.PI, TestName = "ThereIsNoLane0")]
    [TestCase("<RelativeWorldPosition entityRef='ego' dx='5' dy='-2'/>", 105, -3.75, 0)]
    [TestCase("<RelativeObjectPosition entityRef='ego' dx='5' dy='2'><Orientation type='absolute' h='1'/></RelativeObjectPosition>", 105, 0.25, 1)]
    public void APosition_IsAPlaceOnTheMap(string position, double x, double y, double heading)
    {
        var state = TheCar(File(At("ego", World("100", "-1.75")) + At("car", position))).States[0];
        Assert.That(new[] { state.X, state.Y }, Is.EqualTo(new[] { x, y }).Within(Close));
        Assert.That(Math.IEEERemainder(state.Heading - heading, Math.Tau), Is.Zero.Within(Close));
    }

    // In CARLA's frame y and t count to the right, headings clockwise.
    [TestCase("<WorldPosition x='10' y='2' h='0.5'/>", 10, -2, -0.5)]
    [TestCase("<RoadPosition roadId='1' s='48.5' t='2.75'/>", 48.5, -2.75, 0)]
    [TestCase("<LanePosition roadId='1' laneId='-1' s='30' offset='0.5'/>", 30, -2.25, 0)]
    [TestCase("<RelativeRoadPosition entityRef='ego' ds='50' dt='-1'/>", 150, -0.75, 0)]
    public void ACarlaFile_IsLeftHanded(string position, double x, double y, double heading)
    {
        var state = TheCar(File(At("ego", World("100", "1.75")) + At("car", position), description: "CARLA:test")).States[0];
        Assert.That(new[] { state.X, state.Y, state.Heading }, Is.EqualTo(new[] { x, y, heading }).Within(Close));
    }

    [Test]
    public void TheCentre_LiesBeforeThePointOfReference_ExceptInCarla()
    {
        // Headed north, the centre 1.5 m ahead and 0.5 m to the left of (10, 50) is at (9.5, 51.5).
        var entities = Object("car", Car("x='1.5' y='0.5' z='0'"));
        var position = At("car", World("10", "50", "h='1.5707963267948966'"));
        var standard = TheCar(File(position, entities: entities)).States[0];
        var carla = TheCar(File(position, entities: entities, description: "CARLA:test")).States[0];
        Assert.That(new[] { standard.X, standard.Y }, Is.EqualTo(new[] { 9.5, 51.5 }).Within(Close));
        Assert.That(new[] { carla.X, carla.Y }, Is.EqualTo(new[] { 10.0, -50.0 }).Within(Close));
    }

    [TestCase("<LanePosition roadId='1' laneId='-3' s='30'/>", "the map has no lane -3 of road \"1\" at s 30.00")]
    [TestCase("<RoadPosition roadId='1' s='500' t='0'/>", "the map has no road \"1\" that reaches s 500.00")]
    [TestCase("<RoadPosition roadId='9' s='5' t='0'/>", "the map has no road \"9\"")]
    [TestCase("<WorldPosition x='nan' y='0'/>", "expected a number as x, found \"nan\"")]
    [TestCase("<WorldPosition x='1e6' y='0'/>", "farther than 15000 m")]
    [TestCase("<RelativeRoadPosition entityRef='nobody' ds='5' dt='0'/>", "found \"nobody\"")]
    [TestCase("<GeoPosition latitude='0' longitude='0'/>", "positions of this kind are not read")]
    public void AWrongPosition_IsWarnedAboutWithItsLine(string position, string expected)
    {
        var imported = Imported(File("\n\n\n" + At("car", position)));
        Assert.That(imported.Warnings.Select(warning => warning.ToString()), Has.Some.Contains(expected).And.Some.Contains("ScenarioObject car: no position was given to it"));
        Assert.That(imported.Warnings.First(warning => warning.Message.Contains(expected)).Line, Is.EqualTo(7));     // 3 lines before the storyboard's, and 3 empty ones
        Assert.That(imported.Scene.Actors, Is.Empty);
    }

    [Test]
    public void PlacesByRoad_AreThoseOfTheReferenceLine()
    {
        // An arc of 60 m radius in two sections, lanes on both sides.
        var file = ImportFile.Of("t.xodr", System.Text.Encoding.UTF8.GetBytes(OpenDriveFile.Text(OpenDriveFile.Curved(
            "<geometry s='0' x='0' y='0' hdg='0' length='150'><arc curvature='0.016666666666'/></geometry>", 150, OpenDriveFile.Section(0, Wide(1), Wide(-1)) + OpenDriveFile.Section(70, Wide(1), Wide(-1))))));
        Assert.That(Worst(file), Is.LessThan(0.015));                    // m: a chord is up to 1 cm off, and all of them 8 mm shorter than the arc
    }

    [Test]
    public void PlacesInTown01_AreThoseOfTheReferenceLine()
    {
        var worst = Worst(ImportFile.Open(SharedFiles.Path("carla-scenic/Town01.xodr")));
        TestContext.Out.WriteLine(FormattableString.Invariant($"farthest: {worst:0.0000} m"));
        Assert.That(worst, Is.LessThan(0.02));
    }

    [Test]
    public void AFileOfCommonRoad_HoldsItsMapItself()
    {
        var file = ImportFile.Of("a.xml", "<commonRoad commonRoadVersion='2020a'/>"u8.ToArray());
        Assert.That(() => SceneImporters.Import(file, new(MapFile: "town.xodr")), Throws.TypeOf<UserErrorException>().With.Message.Contains("holds the map itself, found --map town.xodr"));
    }

    [Test]
    public void ANameForAMap_AsksForTheMap() =>
        Assert.That(() => Imported(File("", logic: "Town01")), Throws.TypeOf<UserErrorException>().With.Message.Contains("found the name \"Town01\"").And.Message.Contains("--map FILE"));

    [Test]
    public void AMapThatIsNamed_WinsAndAMapFileOfOurOwnWillDo()
    {
        using var folder = new TemporaryFolder();
        folder.Write("map.xodr", Map);
        RLSandbox.Scenarios.Maps.RoadMapFile.Write(folder.PathOf("ours.yaml"), MapImporters.Import(folder.PathOf("map.xodr"), new()).Map.Roads!);
        folder.Write("test.xosc", File(At("car", "<LanePosition roadId='1' laneId='1' s='130'/>"), logic: "Town01"));
        var imported = SceneImporters.Import(folder.PathOf("test.xosc"), new(MapFile: folder.PathOf("ours.yaml")));
        Assert.That(imported.Scene.Actors[0].States[0].X, Is.EqualTo(130).Within(Close));
        SceneFile.Write(folder.PathOf("scene.yaml"), imported.Scene);
        Assert.That(SceneFile.Read(folder.PathOf("scene.yaml")).Actors[0].States[0].Y, Is.EqualTo(1.75).Within(Close));
    }

    [Test]
    public void ACatalogue_IsNoScenario() =>
        Assert.That(() => Imported("<OpenSCENARIO><FileHeader/><Catalog name='c'/></OpenSCENARIO>"), Throws.TypeOf<UserErrorException>().With.Message.Contains("found a catalogue"));

    private static double Worst(ImportFile file)
    {
        var places = new RoadPlaces(MapImporters.Import(file, new()).Map.Roads!);
        var (worst, count) = (0.0, 0);
        foreach (var road in OpenDriveFile.Network(file).Roads)
        {
            if (road.LaneOffset.At(0) != 0) continue;                    // then t counts from the shifted edge
            for (var s = 0.0; s < road.Line.Length; s += 3.7)
            {
                if (places.At(road.Id, s, 2) is not { } pose) continue;
                var expected = road.Line.At(s);
                double x = expected.X - 2 * Math.Sin(expected.Heading), y = expected.Y + 2 * Math.Cos(expected.Heading);
                var far = Math.Sqrt((pose.X - x) * (pose.X - x) + (pose.Y - y) * (pose.Y - y));
                (worst, count) = (Math.Max(worst, far), count + 1);
            }
        }
        Assert.That(count, Is.GreaterThan(10));
        return worst;
    }
}
