using RLSandbox.Driving.Roads;
using static RLSandbox.Scenarios.Tests.Import.OpenDrive.OpenDriveFile;

namespace RLSandbox.Scenarios.Tests.Import.OpenDrive;

/// <summary>Shapes, directions and neighbours of lanes. Roads run along +x, so that s is x and t is y; lane n is |n| m wide.</summary>
[TestFixture]
[DecimalComma]
public sealed class OpenDriveLaneTests
{
    private const double Rounding = 1e-9;

    [Test]
    public void Lanes_LieOutwardsFromTheCentre()
    {
        var map = Clean(Road("1", 0, 20, Section(0, left: Lane(1), right: Lane(-1) + Lane(-2))));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Lanes.Select(lane => lane.Id), Is.EqualTo(new[] { "1:0:1", "1:0:-1", "1:0:-2" }));
            Assert.That(map.Lane("1:0:-2").Sections[0], Is.EqualTo(new CrossSection(0, -1, 0, -3, 0)));
            Assert.That(map.Lane("1:0:-2").Sections[^1], Is.EqualTo(new CrossSection(20, -1, 20, -3, 0)));
            Assert.That(map.Lane("1:0:1").Sections[0], Is.EqualTo(new CrossSection(20, 0, 20, 1, 0)), "driven against s, so that its left edge is the centre");
        }
    }

    [TestCase("", false)]
    [TestCase("rule='RHT'", false)]
    [TestCase("rule='LHT'", true)]
    public void Rule_TurnsDirections(string rule, bool isLeft)
    {
        var map = Clean(Road("1", 0, 20, Section(0, left: Lane(1), right: Lane(-1)), attributes: rule));
        Assert.That(map.DrivesOnLeft, Is.EqualTo(isLeft));
        Assert.That(map.Lane("1:0:-1").Sections[0].X, Is.EqualTo(isLeft ? 20 : 0));
        Assert.That(map.Lane("1:0:1").Sections[0].X, Is.EqualTo(isLeft ? 0 : 20));
    }

    [Test]
    public void LaneDirection_OverridesItsSide()
    {
        var map = Clean(Road("1", 0, 20, Section(0, right: Lane(-1, attributes: "direction='reversed'") + Lane(-2, attributes: "direction='standard'") + Lane(-3, attributes: "direction='both'") + Lane(-4, type: "bidirectional"))));
        Assert.That(map.Lanes.Select(lane => lane.Sections[0].X), Is.EqualTo(new[] { 20.0, 0, 0, 0 }));
        Assert.That(map.Lanes.Select(lane => lane.IsBidirectional), Is.EqualTo(new[] { false, false, true, true }));
        Assert.That(map.Lane("1:0:-1").Right, Is.Null);
        Assert.That(map.Lane("1:0:-1").Left, Is.EqualTo(new NeighbourLane("1:0:-2", true)), "driven against s, it has the outer lane on its left");
    }

    [Test]
    public void Neighbours_ShareEdges()
    {
        var map = Clean(Road("1", 0, 20, Section(0, left: Lane(1) + Lane(2, type: "sidewalk"), right: Lane(-1))));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Lane("1:0:-1").Left, Is.EqualTo(new NeighbourLane("1:0:1", true)));
            Assert.That(map.Lane("1:0:-1").Right, Is.Null);
            Assert.That(map.Lane("1:0:1").Left, Is.EqualTo(new NeighbourLane("1:0:-1", true)));
            Assert.That(map.Lane("1:0:1").Right, Is.EqualTo(new NeighbourLane("1:0:2", false)));
            Assert.That(map.Lane("1:0:2").Left, Is.EqualTo(new NeighbourLane("1:0:1", false)));
        }
    }

    /// <summary>2 m up to s 10, then 2 + 0.1·d: at s 20 it is 3 m wide. Reading the first record alone leaves 2 m.</summary>
    [Test]
    public void EveryWidthRecord_Counts()
    {
        var map = Clean(Road("1", 0, 20, Section(0, right: Lane(-1, "<width sOffset='0' a='2'/><width sOffset='10' a='2' b='0.1'/>"))));
        Assert.That(map.Lanes[0].Sections.Select(section => section.Width), Is.EqualTo(map.Lanes[0].Sections.Select(section => 2 + 0.1 * Math.Max(0, section.X - 10))).Within(Rounding));
        Assert.That(map.Lanes[0].Sections.Select(section => section.X), Does.Contain(10.0));
    }

    /// <summary>sOffset counts from the section, laneOffset from the road.</summary>
    [Test]
    public void LaneOffset_ShiftsAllLanes()
    {
        var lanes = "<laneOffset s='0' a='0'/><laneOffset s='10' a='0' b='0.1'/>" + Section(0, right: Lane(-1)) + Section(10, right: Lane(-1, "<width sOffset='0' a='1'/><width sOffset='5' a='1' b='0.2'/>"));
        var last = Clean(Road("1", 0, 20, lanes)).Lane("1:1:-1").Sections[^1];
        Assert.That(last.LeftY, Is.EqualTo(1).Within(Rounding), "0.1 · 10 m");
        Assert.That(last.RightY, Is.EqualTo(-1).Within(Rounding), "1 + 0.2 · 5 m to the right of it");
    }

    [Test]
    public void LanesOfAnyType_TakeSpace()
    {
        var map = Clean(Road("1", 0, 20, Section(0, right: Lane(-1, type: "none") + Lane(-2, type: "median") + Lane(-3))));
        Assert.That(map.Lane("1:0:-3").Sections[0].LeftY, Is.EqualTo(-3).Within(Rounding));
    }

    [TestCase("<border sOffset='0' a='-4'/>")]
    [TestCase("<border sOffset='0' a='4'/>")]
    public void Border_IsTheOuterEdge(string border)
    {
        var map = Clean(Road("1", 0, 20, Section(0, right: Lane(-1) + Lane(-2, border))));
        Assert.That(map.Lane("1:0:-2").Sections[0], Is.EqualTo(new CrossSection(0, -1, 0, -4, 0)));
    }

    [Test]
    public void WidthWinsOverBorder()
    {
        var map = Clean(Road("1", 0, 20, Section(0, right: Lane(-1, "<border sOffset='0' a='-9'/><width sOffset='0' a='2'/>"))));
        Assert.That(map.Lanes[0].Sections[0].Width, Is.EqualTo(2).Within(Rounding));
    }

    /// <summary>Width 1 − 0.2·d is negative behind s 5, and the lane outside keeps its place.</summary>
    [Test]
    public void NegativeWidth_CountsAsNone()
    {
        var imported = Imported(Road("1", 0, 10, Section(0, right: Lane(-1, "<width sOffset='0' a='1' b='-0.2'/>") + Lane(-2))));
        Assert.That(imported.Warnings.Single().Message, Does.Contain("its width falls to -1.000 m"));
        Assert.That(imported.Map.Roads!.Lane("1:0:-1").Sections[^1].Width, Is.Zero.Within(Rounding));
        Assert.That(imported.Map.Roads!.Lane("1:0:-2").Sections[^1].LeftY, Is.Zero.Within(Rounding));
    }

    /// <summary>2.0 m up to s 10 and 2.2 m from there: a step of a centimetre's length, said.</summary>
    [Test]
    public void WidthThatJumps_Steps()
    {
        var imported = Imported(Road("1", 0, 20, Section(0, right: Lane(-1, "<width sOffset='0' a='2.0'/><width sOffset='10' a='2.2'/>"))));
        var sections = imported.Map.Roads!.Lanes[0].Sections;
        Assert.That(imported.Warnings.Single().Message, Does.Contain("step by up to 0.20 m"));
        Assert.That(sections.Where(section => section.X < 9.995).Select(section => section.Width), Has.All.EqualTo(2.0).Within(Rounding));
        Assert.That(sections.Where(section => section.X >= 10).Select(section => section.Width), Has.All.EqualTo(2.2).Within(Rounding));
        Assert.That(sections.Count(section => section.X is > 9.98 and < 10), Is.EqualTo(1));
    }

    [Test]
    public void LaneWithoutWidth_IsLeftOut()
    {
        var imported = Imported(Road("1", 0, 20, Section(0, right: "<lane id='-1' type='driving'/>" + Lane(-2))));
        Assert.That(imported.Map.Roads!.Lanes.Select(lane => lane.Id), Is.EqualTo(new[] { "1:0:-2" }));
        Assert.That(imported.Warnings.Single().Message, Does.Contain("expected width or border, found neither"));
    }

    /// <summary>A wall of records of no length does not hide the one behind it.</summary>
    [Test]
    public void RecordsAtOnePlace_TheLastOneHolds()
    {
        var map = Clean(Road("1", 0, 20, Section(0, right: Lane(-1, "<width sOffset='0' a='7'/><width sOffset='1e-15' a='2'/><width sOffset='1e-15' a='3'/>"))));
        Assert.That(map.Lanes[0].Sections.Select(section => section.Width), Has.All.EqualTo(3).Within(Rounding));
    }

    [Test]
    public void UnreadableRecord_IsLeftOut()
    {
        var imported = Imported(Road("1", 0, 20, Section(0, right: Lane(-1, "<width sOffset='0' a='2'/><width sOffset='10' a='nan' b='nan'/>"))));
        Assert.That(imported.Warnings.Single().ToString(), Does.Contain("road 1, laneSection 0, lane -1, width: expected a number in a, found \"nan\""));
        Assert.That(imported.Map.Roads!.Lanes[0].Sections[^1].Width, Is.EqualTo(2).Within(Rounding));
    }

    /// <summary>Fortran may write 4.0e+0 like this.</summary>
    [Test]
    public void NumberWithoutItsE_IsRead()
    {
        var imported = Imported(Road("1", 0, 20, Section(0, right: Lane(-1, "<width sOffset='0' a='4.00+0'/>"))));
        Assert.That(imported.Warnings.Single().Message, Does.Contain("read as 4"));
        Assert.That(imported.Map.Roads!.Lanes[0].Sections[0].Width, Is.EqualTo(4).Within(Rounding));
    }

    /// <summary>Bend of 10 m radius; the lane's edges lie on circles of 10 m and 12 m. Sagitta of a chord c: c²/8r.</summary>
    [Test]
    public void Bend_IsSampledFinelyEnough()
    {
        var lane = Clean(Curved("<geometry s='0' x='0' y='0' hdg='0' length='15.707963267948966'><arc curvature='0.1'/></geometry>", 15.707963267948966, Section(0, right: Lane(-1, "<width sOffset='0' a='2'/>")))).Lanes[0];
        for (var i = 1; i < lane.Sections.Count; i++)
        {
            CrossSection a = lane.Sections[i - 1], b = lane.Sections[i];
            double x = (a.RightX + b.RightX) / 2, y = (a.RightY + b.RightY) / 2 - 10;
            Assert.That(12 - Math.Sqrt(x * x + y * y), Is.InRange(0, 0.01));
            Assert.That(Math.Sqrt(a.RightX * a.RightX + (a.RightY - 10) * (a.RightY - 10)), Is.EqualTo(12).Within(Rounding));
        }
        Assert.That(lane.Sections, Has.Count.InRange(17, 40), "√(8 · 12 · 0.01) ≈ 1 m of 18.8 m");
    }

    [Test]
    public void Straight_IsSampledEveryFiveMetres() => Assert.That(Clean(Road("1", 0, 100, Section(0, right: Lane(-1)))).Lanes[0].Sections, Has.Count.EqualTo(21));

    /// <summary>Elevation 1 + 0.1·s; roll 0.1 rad raises the left: the middle of lane −2 lies at t −2.</summary>
    [Test]
    public void Height_FollowsElevationAndRoll()
    {
        var map = Clean(Road("1", 0, 20, Section(0, right: Lane(-1) + Lane(-2)), inside: "<elevationProfile><elevation s='0' a='1' b='0.1'/></elevationProfile><lateralProfile><superelevation s='0' a='0.1'/></lateralProfile>"));
        Assert.That(map.Lane("1:0:-2").Sections[^1].Z, Is.EqualTo(3 - 2 * Math.Sin(0.1)).Within(Rounding));
    }

    [Test]
    public void SingleSidedSection_LeavesTheOtherSideAsItWas()
    {
        var map = Clean(Road("1", 0, 20, Section(0, left: Lane(1), right: Lane(-1)) + Section(10, right: Lane(-1) + Lane(-2), attributes: "singleSide='true'")));
        Assert.That(map.Lane("1:1:1").Sections[0], Is.EqualTo(new CrossSection(20, 0, 20, 1, 0)));
        Assert.That(map.Lane("1:1:1").Next, Is.EqualTo(new[] { "1:0:1" }), "the same lane of the file needs no link");
    }

    [Test]
    public void SectionBehindTheEnd_IsLeftOut()
    {
        var imported = Imported(Road("1", 0, 20, Section(0, right: Lane(-1)) + Section(25, right: Lane(-1))));
        Assert.That(imported.Map.Roads!.Lanes, Has.Count.EqualTo(1));
        Assert.That(imported.Warnings.Single().Message, Does.Contain("begins at s 25.00 m, behind the end of the road"));
    }

    [TestCase("<lane id='x' type='driving'/>", "expected a whole number in id, found \"x\"")]
    [TestCase("<lane id='1' type='driving'><width sOffset='0' a='1'/></lane>", "expected a negative number on the right")]
    [TestCase("<lane id='-1' type='driving'><width sOffset='0' a='9'/></lane>", "a second lane with this number was left out")]
    [TestCase("<lane id='-5' type='driving'><width sOffset='0' a='1'/></lane>", "to be numbered 1 to 2")]
    [TestCase("<lane id='-2' type='moonwalk'><width sOffset='0' a='1'/></lane>", "the lane type \"moonwalk\" is unknown")]
    public void OddLane_IsSaid(string lane, string message)
    {
        var imported = Imported(Road("1", 0, 20, Section(0, right: Lane(-1) + lane)));
        Assert.That(imported.Warnings.Single().Message, Does.Contain(message));
        Assert.That(imported.Map.Roads!.Lane("1:0:-1").Sections[0].Width, Is.EqualTo(1).Within(Rounding));
    }

    /// <summary>Bend of 2 m radius to the right, and the inner lane's outer edge lies 3 m to the right: it turns back.</summary>
    [Test]
    public void EdgeBehindTheMiddleOfABend_IsSaid()
    {
        var imported = Imported(Curved("<geometry s='0' x='0' y='0' hdg='0' length='3'><arc curvature='-0.5'/></geometry>", 3, Section(0, right: Lane(-1, "<width sOffset='0' a='3'/>"))));
        Assert.That(imported.Warnings.Single().Message, Does.Contain("an edge runs backwards"));
    }

    /// <summary>A leap of 3 m is not part of any lane: two pieces without a link, and a warning with its size.</summary>
    [Test]
    public void Leap_EndsALane()
    {
        var imported = Imported(Road("1", 0, 20, "<laneOffset s='0' a='0'/><laneOffset s='10' a='3'/>" + Section(0, right: Lane(-1))));
        var map = imported.Map.Roads!;
        Assert.That(map.Lanes.Select(lane => lane.Id), Is.EqualTo(new[] { "1:0:-1", "1:0.1:-1" }));
        Assert.That(map.Lanes[0].Next, Is.Empty);
        Assert.That(imported.Warnings.Single().Message, Does.Contain("ends 3.00 m from where lane 1:0.1:-1 begins; the link was dropped"));
    }
}
