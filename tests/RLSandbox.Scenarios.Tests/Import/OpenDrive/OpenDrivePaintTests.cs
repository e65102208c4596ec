using RLSandbox.Driving.Roads;
using static RLSandbox.Scenarios.Tests.Import.OpenDrive.OpenDriveFile;

namespace RLSandbox.Scenarios.Tests.Import.OpenDrive;

/// <summary>Markings, limits, purposes and users of lanes.</summary>
[TestFixture]
[DecimalComma]
public sealed class OpenDrivePaintTests
{
    private const double Rounding = 1e-9;

    [Test]
    public void Marks_LieOnOuterEdges_AndTheCentreLanesBetweenTheDirections()
    {
        var map = Clean(Road("1", 0, 20, Section(0, Lane(1, Mark("broken")), Lane(-1, Mark("solid")) + Lane(-2, Mark("curb")), Mark("solid solid", "color='yellow' width='0.12'"))));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Lane("1:0:-1").LeftMarkings, Is.EqualTo(new Marking[] { new(0, MarkingKind.SolidSolid, MarkingColour.Yellow, 0.12) }));
            Assert.That(map.Lane("1:0:-1").RightMarkings, Is.EqualTo(new Marking[] { new(0, MarkingKind.Solid) }));
            Assert.That(map.Lane("1:0:-2").LeftMarkings, Is.EqualTo(new Marking[] { new(0, MarkingKind.Solid) }));
            Assert.That(map.Lane("1:0:-2").RightMarkings, Is.EqualTo(new Marking[] { new(0, MarkingKind.Kerb) }));
            Assert.That(map.Lane("1:0:1").LeftMarkings, Is.EqualTo(map.Lane("1:0:-1").LeftMarkings));
            Assert.That(map.Lane("1:0:1").RightMarkings, Is.EqualTo(new Marking[] { new(0, MarkingKind.Broken) }));
        }
    }

    /// <summary>The file names the inner line first, at the centre the left one as s counts; we name the left one in driving direction.</summary>
    [Test]
    public void DoubleLines_AreNamedFromTheLeft()
    {
        var map = Clean(Road("1", 0, 20, Section(0, Lane(1, Mark("solid broken")), Lane(-1, Mark("solid broken")), Mark("solid broken"))));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Lane("1:0:-1").LeftMarkings[0].Kind, Is.EqualTo(MarkingKind.SolidBroken), "centre, driven along s: solid lies left");
            Assert.That(map.Lane("1:0:1").LeftMarkings[0].Kind, Is.EqualTo(MarkingKind.BrokenSolid), "centre, driven against s");
            Assert.That(map.Lane("1:0:-1").RightMarkings[0].Kind, Is.EqualTo(MarkingKind.SolidBroken), "its inner line, solid, is the left one");
            Assert.That(map.Lane("1:0:1").RightMarkings[0].Kind, Is.EqualTo(MarkingKind.SolidBroken), "driven against s, inner is still left");
        }
    }

    /// <summary>Broken up to s 15 of 20, then solid: against s that is solid for 5 m, then broken.</summary>
    [Test]
    public void Marks_ChangeAtTheirPlace()
    {
        var marks = Mark("broken") + "<roadMark sOffset='15' type='solid' color='white'/>";
        var map = Clean(Road("1", 0, 20, Section(0, Lane(1, marks), Lane(-1, marks))));
        Assert.That(map.Lane("1:0:-1").RightMarkings, Is.EqualTo(new Marking[] { new(0, MarkingKind.Broken), new(15, MarkingKind.Solid) }));
        Assert.That(map.Lane("1:0:1").RightMarkings, Is.EqualTo(new Marking[] { new(0, MarkingKind.Solid), new(5, MarkingKind.Broken) }));
    }

    [TestCase("none", MarkingKind.None)]
    [TestCase("broken broken", MarkingKind.BrokenBroken)]
    [TestCase("broken_solid", MarkingKind.BrokenSolid)]
    [TestCase("botts dots", MarkingKind.Dots)]
    [TestCase("grass", MarkingKind.Edge)]
    [TestCase("edge", MarkingKind.Edge)]
    public void MarkWord_HasAMeaning(string word, MarkingKind kind) =>
        Assert.That(Clean(Road("1", 0, 20, Section(0, right: Lane(-1, Mark(word))))).Lanes[0].RightMarkings[0].Kind, Is.EqualTo(kind));

    [Test]
    public void CustomMark_IsWhatItsLinesAre()
    {
        var mark = "<roadMark sOffset='0' type='custom' color='white'><type name='x' width='0.3'><line length='3' space='6' tOffset='0.1' width='0.12'/><line length='0' space='0' tOffset='-0.1' width='0.12'/></type></roadMark>";
        Assert.That(Clean(Road("1", 0, 20, Section(0, right: Lane(-1, mark)))).Lanes[0].RightMarkings, Is.EqualTo(new Marking[] { new(0, MarkingKind.BrokenSolid, MarkingColour.White, 0.12) }));
    }

    [Test]
    public void UnknownMark_IsSaid() => Assert.That(Imported(Road("1", 0, 20, Section(0, right: Lane(-1, Mark("zigzag"))))).Warnings.Single().Message, Does.Contain("the road mark \"zigzag\" is unknown"));

    [TestCase("max='10'", 10)]
    [TestCase("max='10' unit='m/s'", 10)]
    [TestCase("max='36' unit='km/h'", 10)]
    [TestCase("max='55' unit='mph'", 24.5872)]
    [TestCase("max='no limit'", double.PositiveInfinity)]
    public void RoadSpeed_IsInMetresPerSecond(string speed, double expected)
    {
        var map = Clean(Road("1", 0, 20, Section(0, right: Lane(-1)), inside: $"<type s='0' type='town'><speed {speed}/></type>"));
        Assert.That(map.Lanes[0].SpeedLimits, Has.Count.EqualTo(1));
        Assert.That(map.Lanes[0].SpeedLimits[0].MetresPerSecond, Is.EqualTo(expected).Within(Rounding));
    }

    [TestCase("max='undefined'", 0)]
    [TestCase("max='-5'", 1)]
    [TestCase("max='5' unit='knots'", 1)]
    public void UnusableSpeed_IsNone(string speed, int warnings)
    {
        var imported = Imported(Road("1", 0, 20, Section(0, right: Lane(-1)), inside: $"<type s='0' type='town'><speed {speed}/></type>"));
        Assert.That(imported.Map.Roads!.Lanes[0].SpeedLimits, Is.Empty);
        Assert.That(imported.Warnings, Has.Count.EqualTo(warnings));
    }

    /// <summary>Road: 10 m/s, from s 8 on 20 m/s. Lane: 5 m/s from s 12 on. Against s they come in the other order.</summary>
    [Test]
    public void LaneSpeed_OverridesTheRoads()
    {
        var types = "<type s='0' type='town'><speed max='10'/></type><type s='8' type='town'><speed max='20'/></type>";
        var map = Clean(Road("1", 0, 20, Section(0, Lane(1, "<speed sOffset='12' max='5'/>"), Lane(-1, "<speed sOffset='12' max='5'/>") + Lane(-2)), inside: types));
        Assert.That(map.Lane("1:0:-2").SpeedLimits, Is.EqualTo(new SpeedLimit[] { new(0, 10), new(8, 20) }));
        Assert.That(map.Lane("1:0:-1").SpeedLimits, Is.EqualTo(new SpeedLimit[] { new(0, 10), new(8, 20), new(12, 5) }));
        Assert.That(map.Lane("1:0:1").SpeedLimits, Is.EqualTo(new SpeedLimit[] { new(0, 5), new(8, 20), new(12, 10) }));
    }

    [TestCase("driving", LaneType.Driving, RoadUsers.Vehicles)]
    [TestCase("mwyEntry", LaneType.Ramp, RoadUsers.Vehicles)]
    [TestCase("offRamp", LaneType.Ramp, RoadUsers.Vehicles)]
    [TestCase("bus", LaneType.Bus, RoadUsers.Bus)]
    [TestCase("taxi", LaneType.Bus, RoadUsers.Taxi)]
    [TestCase("biking", LaneType.Biking, RoadUsers.Bicycle)]
    [TestCase("shared", LaneType.Driving, RoadUsers.Vehicles | RoadUsers.Bicycle)]
    [TestCase("parking", LaneType.Parking, RoadUsers.Vehicles)]
    [TestCase("sidewalk", LaneType.Sidewalk, RoadUsers.Pedestrian)]
    [TestCase("walking", LaneType.Sidewalk, RoadUsers.Pedestrian)]
    [TestCase("shoulder", LaneType.Shoulder, RoadUsers.None)]
    [TestCase("stop", LaneType.Shoulder, RoadUsers.None)]
    [TestCase("border", LaneType.Border, RoadUsers.None)]
    [TestCase("curb", LaneType.Kerb, RoadUsers.None)]
    [TestCase("median", LaneType.Median, RoadUsers.None)]
    [TestCase("tram", LaneType.Rail, RoadUsers.Rail)]
    [TestCase("none", LaneType.None, RoadUsers.None)]
    public void LaneWord_HasAMeaning(string word, LaneType type, RoadUsers users)
    {
        var lane = Clean(Road("1", 0, 20, Section(0, right: Lane(-1, type: word)))).Lanes[0];
        Assert.That((lane.Type, lane.Users), Is.EqualTo((type, users)));
    }

    [TestCase("<access sOffset='0' rule='deny' restriction='truck'/>", RoadUsers.Vehicles & ~RoadUsers.Truck)]
    [TestCase("<access sOffset='0' rule='allow' restriction='bus'/><access sOffset='0' rule='allow' restriction='taxi'/>", RoadUsers.Bus | RoadUsers.Taxi)]
    [TestCase("<access sOffset='0' rule='allow'><restriction type='bus'/></access>", RoadUsers.Bus)]
    public void Access_ChangesUsers(string access, RoadUsers users) =>
        Assert.That(Clean(Road("1", 0, 20, Section(0, right: Lane(-1, access)))).Lanes[0].Users, Is.EqualTo(users));

    private static string Mark(string type, string attributes = "color='white'") => $"<roadMark sOffset='0' type='{type}' {attributes}/>";
}
