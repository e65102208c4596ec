using RLSandbox.Driving.Roads;
using static RLSandbox.Scenarios.Tests.Import.OpenDrive.OpenDriveFile;

namespace RLSandbox.Scenarios.Tests.Import.OpenDrive;

/// <summary>Objects become areas. The road runs along +x from 0 to 20.</summary>
[TestFixture]
[DecimalComma]
public sealed class OpenDriveObjectTests
{
    private const double Rounding = 1e-9;

    [TestCase("crosswalk", AreaKind.Crossing)]
    [TestCase("parkingSpace", AreaKind.Parking)]
    [TestCase("barrier", AreaKind.Obstacle)]
    [TestCase("building", AreaKind.Obstacle)]
    public void Box_IsARectangle(string type, AreaKind kind)
    {
        var area = WithObjects($"<object id='O' type='{type}' s='10' t='2' hdg='0' length='4' width='2'/>").Areas.Single();
        Assert.That(area.Kind, Is.EqualTo(kind));
        Expect(area, (8, 1), (12, 1), (12, 3), (8, 3));
    }

    [Test]
    public void Heading_TurnsABox() => Expect(WithObjects("<object id='O' type='pole' s='10' t='0' hdg='1.5707963267948966' length='4' width='2'/>").Areas.Single(), (11, -2), (11, 2), (9, 2), (9, -2));

    [Test]
    public void Radius_IsAnOctagon()
    {
        var area = WithObjects("<object id='O' type='tree' s='10' t='3' radius='0.5'/>").Areas.Single();
        Assert.That(area.Outline, Has.Count.EqualTo(8));
        Assert.That(area.Outline.Select(point => (point.X - 10) * (point.X - 10) + (point.Y - 3) * (point.Y - 3)), Has.All.EqualTo(0.25).Within(Rounding));
    }

    [Test]
    public void CornersOnTheRoad_AreMeasuredAlongIt() =>
        Expect(WithObjects("<object id='O' type='crosswalk' s='10' t='0'><outline><cornerRoad s='9' t='-1'/><cornerRoad s='11' t='-1'/><cornerRoad s='11' t='1'/></outline></object>").Areas.Single(), (9, -1), (11, -1), (11, 1));

    /// <summary>u is turned by the heading of road and object: u 2 lies to the left.</summary>
    [Test]
    public void LocalCorners_TurnWithTheObject() =>
        Expect(WithObjects("<object id='O' type='building' s='10' t='5' hdg='1.5707963267948966'><outlines><outline id='0'><cornerLocal u='0' v='0'/><cornerLocal u='2' v='0'/><cornerLocal u='0' v='1'/></outline></outlines></object>").Areas.Single(), (10, 5), (10, 7), (9, 5));

    [Test]
    public void OutlinePastTheEnd_GoesOnStraight()
    {
        var imported = Imported(Road("1", 0, 20, Section(0, right: Lane(-1)) + Objects("<object id='O' type='crosswalk' s='19' t='0'><outline><cornerRoad s='18' t='0'/><cornerRoad s='23' t='0'/><cornerRoad s='23' t='1'/></outline></object>")));
        Expect(imported.Map.Roads!.Areas.Single(), (18, 0), (23, 0), (23, 1));
        Assert.That(imported.Warnings.Single().Message, Does.Contain("runs 3.00 m past the end of the road"));
    }

    /// <summary>Copies at s 2, 7 and 12, while t goes from 3 to 5.</summary>
    [Test]
    public void Repeat_MakesCopies()
    {
        var areas = WithObjects("<object id='O' type='pole' s='2' t='0' length='1' width='1'><repeat s='2' length='10' distance='5' tStart='3' tEnd='5'/></object>").Areas;
        Assert.That(areas.Select(area => (area.Outline.Average(point => point.X), area.Outline.Average(point => point.Y))), Is.EqualTo(new[] { (2.0, 3.0), (7.0, 4.0), (12.0, 5.0) }).Within(Rounding));
    }

    [Test]
    public void RepeatWithoutDistance_IsAStrip()
    {
        Expect(WithObjects("<object id='O' type='barrier' s='2' t='0'><repeat s='2' length='2' distance='0' tStart='3' tEnd='3' widthStart='1' widthEnd='1'/></object>").Areas.Single(), (2, 3.5), (4, 3.5), (4, 2.5), (2, 2.5));
        var line = WithObjects("<object id='O' type='railing' s='2' t='0'><repeat s='2' length='2' distance='0' tStart='3' tEnd='3'/></object>").Lines.Single();
        Assert.That((line.Kind, line.Points.Count), Is.EqualTo((MarkingKind.Barrier, 2)), "without a width it is a line");
    }

    [Test]
    public void EndlessRepeat_IsCut()
    {
        var imported = Imported(Road("1", 0, 20, Section(0, right: Lane(-1)) + Objects("<object id='O' type='pole' s='2' t='0' length='1' width='1'><repeat s='2' length='1e9' distance='1e-9'/></object>")));
        Assert.That(imported.Map.Roads!.Areas, Has.Count.EqualTo(1000));
        Assert.That(imported.Warnings.Single().Message, Does.Contain("of which the first 1000 were made"));
    }

    [Test]
    public void PaintedStopLine_LiesAcrossTheLanesThatItFaces()
    {
        var map = WithObjects("<object id='O' type='roadMark' name='Stop_Line' orientation='+' s='15' t='-1' length='0.3' width='3'/>");
        Assert.That((map.StopLines.Single().From, map.StopLines.Single().To), Is.EqualTo((new MapPoint(15, 0), new MapPoint(15, -1))));
        Assert.That(map.Areas, Is.Empty);
    }

    [TestCase("<object id='O' type='-1' s='5' t='0' length='1' width='1'/>", "1 of type \"-1\" are none that we read")]
    [TestCase("<object id='O' type='pole' s='5' t='0' length='0' width='0'/>", "1 without a size or an outline")]
    [TestCase("<object id='O' type='pole' s='x' t='0' length='1' width='1'/>", "expected finite numbers")]
    public void OddObject_IsSaid(string text, string message)
    {
        var imported = Imported(Road("1", 0, 20, Section(0, right: Lane(-1)) + Objects(text)));
        Assert.That(imported.Warnings.Select(warning => warning.Message), Has.Some.Contains(message));
        Assert.That(imported.Map.Roads!.Areas, Is.Empty);
    }

    private static RoadMap WithObjects(string objects) => Clean(Road("1", 0, 20, Section(0, right: Lane(-1)) + Objects(objects)));

    private static string Objects(string objects) => $"</lanes><objects>{objects}</objects><lanes>";

    private static void Expect(RoadArea area, params (double X, double Y)[] corners) =>
        Assert.That(area.Outline.SelectMany(point => new[] { point.X, point.Y }), Is.EqualTo(corners.SelectMany(corner => new[] { corner.X, corner.Y })).Within(Rounding));
}
