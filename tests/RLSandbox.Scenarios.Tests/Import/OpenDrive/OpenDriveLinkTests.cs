using RLSandbox.Driving.Roads;
using static RLSandbox.Scenarios.Tests.Import.OpenDrive.OpenDriveFile;

namespace RLSandbox.Scenarios.Tests.Import.OpenDrive;

/// <summary>How lanes go on as each other.</summary>
[TestFixture]
[DecimalComma]
public sealed class OpenDriveLinkTests
{
    private const string After = "<link><successor id='-1'/></link>", Before = "<link><predecessor id='-1'/></link>";

    /// <summary>Both roads say it, either says it alone: the same links.</summary>
    [TestCase(After, Before)]
    [TestCase(After, "")]
    [TestCase("", Before)]
    public void RoadLink_NeedsOneSideOnly(string first, string second)
    {
        var map = Clean(Road("1", 0, 20, Section(0, right: Lane(-1, first)), Successor("2", "start")), Road("2", 20, 20, Section(0, right: Lane(-1, second)), Predecessor("1", "end")));
        Assert.That(map.Lane("1:0:-1").Next, Is.EqualTo(new[] { "2:0:-1" }));
        Assert.That(map.Lane("2:0:-1").Next, Is.Empty);
    }

    /// <summary>Road 2 lies the other way round, so that lane −1 of road 1 goes on as its lane 1.</summary>
    [Test]
    public void ContactPointEnd_LinksToTheEnd()
    {
        var map = Clean(
            Road("1", 0, 20, Section(0, Lane(1, "<link><successor id='-1'/></link>"), Lane(-1, "<link><successor id='1'/></link>")), Successor("2", "end")),
            Road("2", 40, 20, Section(0, Lane(1), Lane(-1)), Successor("1", "end"), heading: Math.PI));
        Assert.That(map.Lane("1:0:-1").Next, Is.EqualTo(new[] { "2:0:1" }));
        Assert.That(map.Lane("2:0:-1").Next, Is.EqualTo(new[] { "1:0:1" }));
        Assert.That(map.Lane("1:0:1").Next, Is.Empty);
    }

    [Test]
    public void Sections_LinkInOrder_AndTheLastOneToTheNextRoad()
    {
        var map = Clean(
            Road("1", 0, 30, Section(0, right: Lane(-1, "<link><successor id='-2'/></link>")) + Section(10, right: Lane(-1, "<width sOffset='0' a='0.01'/>") + Lane(-2, "<width sOffset='0' a='1'/><link><successor id='-1'/></link>")) + Section(20, right: Lane(-1, After)), Successor("2", "start")),
            Road("2", 30, 20, Section(0, right: Lane(-1))));
        Assert.That(map.Lane("1:0:-1").Next, Is.EqualTo(new[] { "1:1:-2" }));
        Assert.That(map.Lane("1:1:-2").Next, Is.EqualTo(new[] { "1:2:-1" }));
        Assert.That(map.Lane("1:2:-1").Next, Is.EqualTo(new[] { "2:0:-1" }));
    }

    /// <summary>4 cm, with a border lane 20 m wide beside it as some exporters write: it stays, as a lane of two cross-sections.</summary>
    [Test]
    public void SectionOfFourCentimetres_Stays()
    {
        var map = Clean(Road("1", 0, 20, Section(0, right: Lane(-1, After)) + Section(10, right: Lane(-1, After) + Lane(-2, "<width sOffset='0' a='20'/>", "border")) + Section(10.04, right: Lane(-1))));
        Assert.That(map.Lane("1:1:-1").Sections, Has.Count.EqualTo(2));
        Assert.That(map.Lane("1:1:-1").Length, Is.EqualTo(0.04).Within(1e-9));
        Assert.That(map.Lane("1:1:-2").Sections[0].Width, Is.EqualTo(20).Within(1e-9));
        Assert.That(map.Lane("1:1:-1").Next, Is.EqualTo(new[] { "1:2:-1" }));
    }

    /// <summary>Two sections at the same place: lanes go on across the one without length.</summary>
    [TestCase("10")]
    [TestCase("10.000001")]
    public void SectionWithoutLength_HandsOnLinks(string s)
    {
        var third = double.Parse(s, System.Globalization.CultureInfo.InvariantCulture);
        var map = Clean(Road("1", 0, 20, Section(0, right: Lane(-1, After)) + Section(10, right: Lane(-1, After)) + Section(third, right: Lane(-1))));
        Assert.That(map.Lanes.Select(lane => lane.Id), Is.EqualTo(new[] { "1:0:-1", "1:2:-1" }));
        Assert.That(map.Lane("1:0:-1").Next, Is.EqualTo(new[] { "1:2:-1" }));
    }

    /// <summary>The connecting road 10 repeats nothing; the way in stands in the junction, the way out is told by its edges.</summary>
    [Test]
    public void ConnectingRoadWithoutLaneLinks_IsReachedAndLeft()
    {
        var imported = Imported(Cross(laneLinks: "<laneLink from='-1' to='-1'/>", inner: ""));
        Assert.That(imported.Map.Roads!.Lane("1:0:-1").Next, Is.EqualTo(new[] { "10:0:-1" }));
        Assert.That(imported.Map.Roads!.Lane("10:0:-1").Next, Is.EqualTo(new[] { "2:0:-1" }));
        Assert.That(imported.Warnings.Single().Message, Does.Contain("its edges meet those of lane -1 there; linked to it"));
    }

    [Test]
    public void JunctionWithoutLaneLinks_IsCrossedByTheConnectingRoadsOwn()
    {
        var map = Clean(Cross(laneLinks: "", inner: "<link><predecessor id='-1'/><successor id='-1'/></link>"));
        Assert.That(map.Lane("1:0:-1").Next, Is.EqualTo(new[] { "10:0:-1" }));
        Assert.That(map.Lane("10:0:-1").Next, Is.EqualTo(new[] { "2:0:-1" }));
        Assert.That(map.Lane("10:0:-1").Junction, Is.EqualTo("J"));
        Assert.That(map.Junctions.Single().Lanes, Is.EqualTo(new[] { "10:0:-1" }));
        Assert.That(map.Lane("1:0:-1").Junction, Is.Null);
    }

    /// <summary>An exporter wrote the lane of the road behind the junction, which the connecting road does not have.</summary>
    [Test]
    public void LaneLinkToTheOutgoingRoad_IsDropped()
    {
        var imported = Imported(Cross(laneLinks: "<laneLink from='-1' to='-4'/>", inner: "<link><predecessor id='-1'/><successor id='-1'/></link>"));
        Assert.That(imported.Map.Roads!.Lane("1:0:-1").Next, Is.EqualTo(new[] { "10:0:-1" }));
        Assert.That(imported.Warnings.Single().Message, Does.Contain("goes on as lane -4 of road 10, which does not exist; the link was dropped"));
    }

    /// <summary>The connecting road lies against the traffic: from its end to its beginning, on its positive lane.</summary>
    [Test]
    public void ConnectingRoadTouchedAtItsEnd_IsDrivenAgainstItsS()
    {
        var map = Clean(
            Road("1", 0, 20, Section(0, right: Lane(-1)), "<successor elementType='junction' elementId='J'/>"),
            Road("10", 30, 10, Section(0, left: Lane(1, "<link><predecessor id='-1'/><successor id='-1'/></link>")), Predecessor("2", "start") + Successor("1", "end"), "junction='J'", heading: Math.PI),
            Road("2", 30, 20, Section(0, right: Lane(-1)), "<predecessor elementType='junction' elementId='J'/>"),
            "<junction id='J'><connection id='0' incomingRoad='1' connectingRoad='10' contactPoint='end'><laneLink from='-1' to='1'/></connection></junction>");
        Assert.That(map.Lane("1:0:-1").Next, Is.EqualTo(new[] { "10:0:1" }));
        Assert.That(map.Lane("10:0:1").Next, Is.EqualTo(new[] { "2:0:-1" }));
    }

    /// <summary>1.7: road 1 splits into roads 2 and 3 without roads between them.</summary>
    [Test]
    public void DirectJunction_LinksRoads()
    {
        const string ToJunction = "<predecessor elementType='junction' elementId='J'/>";
        var map = Clean(
            Road("1", 0, 20, Section(0, right: Lane(-1) + Lane(-2)), "<successor elementType='junction' elementId='J'/>"),
            Road("2", 20, 20, Section(0, right: Lane(-1)), ToJunction),
            Road("3", 20, 20, Section(0, right: Lane(-1, "<width sOffset='0' a='2'/>")), ToJunction, y: -1),
            "<junction id='J' type='direct'><connection id='0' incomingRoad='1' linkedRoad='2' contactPoint='start'><laneLink from='-1' to='-1'/></connection>"
            + "<connection id='1' incomingRoad='1' linkedRoad='3' contactPoint='start'><laneLink from='-2' to='-1'/></connection></junction>");
        Assert.That(map.Lane("1:0:-1").Next, Is.EqualTo(new[] { "2:0:-1" }));
        Assert.That(map.Lane("1:0:-2").Next, Is.EqualTo(new[] { "3:0:-1" }));
        Assert.That(map.Junctions, Is.Empty, "no lane leads through it");
    }

    /// <summary>Road 9 leaves the middle of road 1 at s 10, and joins it again at s 30: road 1 is cut there.</summary>
    [Test]
    public void VirtualJunction_CutsTheMainRoad()
    {
        var imported = Imported(
            Road("1", 0, 40, Section(0, right: Lane(-1))),
            "<road id='9' length='20' junction='V'><link><predecessor elementType='road' elementId='1' elementS='10' elementDir='+'/><successor elementType='road' elementId='1' elementS='30' elementDir='+'/></link>"
            + "<planView><geometry s='0' x='10' y='0' hdg='0' length='20'><line/></geometry></planView><lanes>" + Section(0, right: Lane(-1, "<link><successor id='-1'/></link>")) + "</lanes></road>",
            "<junction id='V' type='virtual' mainRoad='1' sStart='10' sEnd='30' orientation='+'><connection id='0' incomingRoad='1' connectingRoad='9' contactPoint='start'><laneLink from='-1' to='-1'/></connection></junction>");
        var map = imported.Map.Roads!;
        Assert.That(imported.Warnings, Is.Empty);
        Assert.That(map.Lanes.Select(lane => lane.Id), Is.EqualTo(new[] { "1:0:-1", "1:0.1:-1", "1:0.2:-1", "9:0:-1" }));
        Assert.That(map.Lane("1:0:-1").Next, Is.EquivalentTo(new[] { "1:0.1:-1", "9:0:-1" }));
        Assert.That(map.Lane("9:0:-1").Next, Is.EqualTo(new[] { "1:0.2:-1" }));
        Assert.That(map.Lane("1:0.1:-1").Next, Is.EqualTo(new[] { "1:0.2:-1" }));
    }

    /// <summary>Right-hand traffic meets left-hand traffic: lane −1 comes out of both roads there. Nothing is linked, and it is said.</summary>
    [Test]
    public void LanesDrivenTowardsEachOther_AreNotLinked()
    {
        var imported = Imported(
            Road("1", 0, 20, Section(0, right: Lane(-1, After)), Successor("2", "start")), Road("2", 20, 20, Section(0, right: Lane(-1)), attributes: "rule='LHT'"));
        Assert.That(imported.Map.Roads!.Lanes.SelectMany(lane => lane.Next), Is.Empty);
        Assert.That(imported.Warnings.Single().Message, Does.Contain("both are driven towards where they meet"));
    }

    /// <summary>Where the driving side changes, lane −1 of the one road goes on as lane 1 of the other, which is driven along s there too.</summary>
    [Test]
    public void ChangeOfDrivingSide_KeepsDirections()
    {
        var map = Clean(
            Road("1", 0, 20, Section(0, left: Lane(1, "<link><successor id='-1'/></link>")), Successor("2", "start"), "rule='LHT'"),
            Road("2", 20, 20, "<laneOffset s='0' a='1'/>" + Section(0, right: Lane(-1, "<link><predecessor id='1'/></link>")), Predecessor("1", "end"), "rule='RHT'"));
        Assert.That(map.Lane("1:0:1").Next, Is.EqualTo(new[] { "2:0:-1" }));
    }

    /// <summary>Reference lines may be 10 m apart if the lanes meet; lanes that do not are not linked.</summary>
    [Test]
    public void Gap_IsMeasuredBetweenLanes()
    {
        var far = "<laneOffset s='0' a='10'/>" + Section(0, right: Lane(-1));
        var map = Clean(Road("1", 0, 20, Section(0, right: Lane(-1, After)), Successor("2", "start")), Road("2", 20, 20, far, y: -10));
        Assert.That(map.Lane("1:0:-1").Next, Is.EqualTo(new[] { "2:0:-1" }));
        var imported = Imported(Road("1", 0, 20, Section(0, right: Lane(-1, After)), Successor("2", "start")), Road("2", 23, 20, Section(0, right: Lane(-1))));
        Assert.That(imported.Map.Roads!.Lane("1:0:-1").Next, Is.Empty);
        Assert.That(imported.Warnings.Single().Size, Is.EqualTo(3).Within(1e-9));
    }

    [Test]
    public void MissingContactPoint_IsTheNearerEnd()
    {
        var imported = Imported(Road("1", 0, 20, Section(0, right: Lane(-1, After)), "<successor elementType='road' elementId='2'/>"), Road("2", 20, 20, Section(0, right: Lane(-1))));
        Assert.That(imported.Map.Roads!.Lane("1:0:-1").Next, Is.EqualTo(new[] { "2:0:-1" }));
        Assert.That(imported.Warnings.Single().Message, Does.Contain("taken as start, which is nearer"));
    }

    [TestCase("<successor elementType='road' elementId='7' contactPoint='start'/>", "", "there is no road 7")]
    [TestCase("", "<junction id='J'><connection id='0' incomingRoad='1' connectingRoad='8' contactPoint='start'/></junction>", "there is no road 8")]
    [TestCase("<successor elementType='junction' elementId='J'/>", "<junction id='J'><connection id='0' incomingRoad='1' connectingRoad='1' contactPoint='start'><laneLink from='-9' to='-1'/></connection></junction>", "road 1 has no lane -9 there")]
    public void LinkToNowhere_IsSaid(string link, string junction, string message)
    {
        var imported = Imported(Road("1", 0, 20, Section(0, right: Lane(-1)), link), junction);
        Assert.That(imported.Warnings.Single().Message, Does.Contain(message));
        Assert.That(imported.Map.Roads!.Lanes, Has.Count.EqualTo(1));
    }

    /// <summary>Parking lanes have no links at junctions in whole towns: a dead end is no defect.</summary>
    [Test]
    public void DeadEnd_IsNoDefect() => Assert.That(Clean(Road("1", 0, 20, Section(0, right: Lane(-1, type: "parking")))).Lanes[0].Next, Is.Empty);

    [Test]
    public void Priority_MakesRoadsWait()
    {
        const string Inner = "<link><predecessor id='-1'/><successor id='-1'/></link>";
        var map = Clean([.. Cross("<laneLink from='-1' to='-1'/>", Inner, "<priority high='10' low='11'/><priority high='4711' low='10'/>"), Road("11", 20, 10, Section(0, right: Lane(-1)), attributes: "junction='J'")]);
        var rule = map.Junctions.Single().RightOfWay.Single();
        Assert.That(rule.Lane, Is.EqualTo("11:0:-1"));
        Assert.That(rule.YieldsTo, Is.EqualTo(new[] { "10:0:-1" }));
    }

    [Test]
    public void RoadThroughAMissingJunction_IsAnOrdinaryOne()
    {
        var imported = Imported(Road("1", 0, 20, Section(0, right: Lane(-1)), attributes: "junction='J'"));
        Assert.That(imported.Map.Roads!.Lanes[0].Junction, Is.Null);
        Assert.That(imported.Warnings.Single().Message, Does.Contain("there is no junction J"));
    }

    /// <summary>Road 1, road 10 through the junction, road 2, all along +x.</summary>
    private static string[] Cross(string laneLinks, string inner, string more = "") =>
    [
        Road("1", 0, 20, Section(0, right: Lane(-1)), "<successor elementType='junction' elementId='J'/>"),
        Road("10", 20, 10, Section(0, right: Lane(-1, inner)), Predecessor("1", "end") + Successor("2", "start"), "junction='J'"),
        Road("2", 30, 20, Section(0, right: Lane(-1)), "<predecessor elementType='junction' elementId='J'/>"),
        $"<junction id='J'><connection id='0' incomingRoad='1' connectingRoad='10' contactPoint='start'>{laneLinks}</connection>{more}</junction>",
    ];

    private static string Successor(string road, string contact) => $"<successor elementType='road' elementId='{road}' contactPoint='{contact}'/>";

    private static string Predecessor(string road, string contact) => $"<predecessor elementType='road' elementId='{road}' contactPoint='{contact}'/>";
}
