using System.Text;
using RLSandbox.Core;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Import.Sumo;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>SUMO networks: small ones written by hand, one for each rule.</summary>
[TestFixture]
[DecimalComma]
public sealed class SumoImporterTests
{
    /// <summary>A road of two lanes from west to east with a light at x = 100, and a road back.</summary>
    internal const string Net = """
        <?xml version="1.0" encoding="UTF-8"?>
        <net version="1.20">
            <location netOffset="1000.50,-20.00" convBoundary="0,0,1,1" origBoundary="0,0,1,1" projParameter="!"/>
            <edge id=":J_0" function="internal">
                <lane id=":J_0_0" index="0" speed="8.33" length="10.00" shape="1100.50,-24.80 1110.50,-24.80"/>
                <lane id=":J_0_1" index="1" speed="8.33" length="10.00" shape="1100.50,-21.60 1110.50,-21.60"/>
            </edge>
            <edge id=":J_2" function="internal">
                <lane id=":J_2_0" index="0" speed="8.33" length="4.00" shape="1100.50,-21.60 1104.50,-21.60"/>
            </edge>
            <edge id=":J_3" function="internal">
                <lane id=":J_3_0" index="0" speed="8.33" length="6.00" shape="1104.50,-21.60 1110.50,-21.60"/>
            </edge>
            <edge id=":J_4" function="internal">
                <lane id=":J_4_0" index="0" speed="8.33" length="0.10" shape="1100.50,-18.40 1100.50,-18.40"/>
            </edge>
            <edge id=":J_c0" function="crossing"><lane id=":J_c0_0" index="0" speed="1" length="10" width="4.00" shape="1105.50,-15.00 1105.50,-28.00"/></edge>
            <edge id=":J_w0" function="walkingarea"><lane id=":J_w0_0" index="0" speed="1" length="1" width="2.00" shape="1103.50,-28.00 1107.50,-28.00 1107.50,-30.00 1103.50,-30.00"/></edge>
            <edge id="in" from="A" to="J" priority="1">
                <lane id="in_0" index="0" allow="bus bicycle" speed="13.89" length="100.00" shape="1000.50,-24.80 1100.50,-24.80"/>
                <lane id="in_1" index="1" disallow="pedestrian tram" speed="13.89" length="104.00" width="3.20" shape="1000.50,-21.60 1100.50,-21.60"/>
            </edge>
            <edge id="out" from="J" to="B"><lane id="out_0" index="0" speed="13.89" length="50.00" shape="1110.50,-24.80 1160.50,-24.80"/><lane id="out_1" index="1" speed="13.89" length="50.00" shape="1110.50,-21.60 1160.50,-21.60"/></edge>
            <edge id="back" from="J" to="A"><lane id="back_0" index="0" speed="13.89" length="100.00" shape="1100.50,-18.40 1000.50,-18.40"/></edge>
            <edge id="end" from="B" to="J"><lane id="end_0" index="0" speed="13.89" length="60.00" shape="1160.50,-18.40 1100.50,-18.40"/></edge>
            <tlLogic id="T" type="static" programID="0" offset="7">
                <phase duration="20" state="GgG"/><phase duration="3" state="yyG"/><phase duration="17.5" state="rsu"/>
            </tlLogic>
            <junction id="J" type="traffic_light" x="1105.50" y="-20.00" incLanes="in_0 in_1 end_0" intLanes=":J_0_0 :J_0_1 :J_3_0 :J_4_0" shape="1100.50,-26.40 1110.50,-26.40 1110.50,-16.80 1100.50,-16.80">
                <request index="0" response="0000" foes="0000" cont="0"/>
                <request index="1" response="0001" foes="0000" cont="0"/>
                <request index="2" response="1000" foes="0000" cont="1"/>
                <request index="3" response="0100" foes="0000" cont="0"/>
            </junction>
            <junction id="A" type="dead_end" x="1000.50" y="-20.00" incLanes="back_0" intLanes="" shape="1000.50,-20 1000.50,-26 1000.50,-20"/>
            <connection from="in" to="out" fromLane="0" toLane="0" via=":J_0_0" tl="T" linkIndex="0" dir="s" state="O"/>
            <connection from="in" to="out" fromLane="1" toLane="1" via=":J_0_1" tl="T" linkIndex="1" dir="s" state="O"/>
            <connection from="in" to="out" fromLane="1" toLane="1" via=":J_2_0" tl="T" linkIndex="1" dir="l" state="o"/>
            <connection from="end" to="back" fromLane="0" toLane="0" via=":J_4_0" tl="T" linkIndex="2" dir="s" state="O"/>
            <connection from=":J_0" to="out" fromLane="0" toLane="0" dir="s" state="M"/>
            <connection from=":J_0" to="out" fromLane="1" toLane="1" dir="s" state="M"/>
            <connection from=":J_2" to="out" fromLane="0" toLane="1" via=":J_3_0" dir="l" state="m"/>
            <connection from=":J_4" to="back" fromLane="0" toLane="0" dir="s" state="M"/>
            <connection from=":J_w0" to=":J_c0" fromLane="0" toLane="0" dir="s" state="M"/>
        </net>
        """;

    [Test]
    public void Coordinates_AreThoseOfTheSource()
    {
        var lane = Lane(Read(), "in_1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lane.Sections[0].X, Is.EqualTo(0).Within(1e-9));                     // 1000.5 − 1000.5
            Assert.That(lane.Sections[0].Y, Is.EqualTo(-1.6).Within(1e-9));                  // −21.6 + 20
            Assert.That(lane.Sections[0].LeftY, Is.EqualTo(0).Within(1e-9));                 // 3.2 m wide
            Assert.That(Read().Projection, Is.Empty);                                        // "!" stands for none
        }
    }

    [Test]
    public void Permissions_BecomeUsersAndTypes()
    {
        var (bus, street, open) = (Lane(Read(), "in_0"), Lane(Read(), "in_1"), Lane(Read(), "out_0"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((bus.Type, bus.Users), Is.EqualTo((LaneType.Bus, RoadUsers.Bus | RoadUsers.Bicycle)));
            Assert.That(street.Type, Is.EqualTo(LaneType.Driving));
            Assert.That(street.Users & (RoadUsers.Car | RoadUsers.Truck | RoadUsers.Pedestrian), Is.EqualTo(RoadUsers.Car | RoadUsers.Truck));
            Assert.That(open.Users, Is.EqualTo(RoadUsers.Vehicles | RoadUsers.Bicycle));
        }
    }

    [Test]
    public void LaneZero_IsTheRightOne_AndOppositeLanesShareTheMiddle()
    {
        var map = Read();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Lane(map, "in_0").Left, Is.EqualTo(new NeighbourLane("in_1", false)));
            Assert.That(Lane(map, "in_1").Right, Is.EqualTo(new NeighbourLane("in_0", false)));
            Assert.That(Lane(map, "in_1").Left, Is.EqualTo(new NeighbourLane("back_0", true)));
            Assert.That(Lane(map, "back_0").Left, Is.EqualTo(new NeighbourLane("in_1", true)));
            Assert.That(Lane(map, "in_0").LeftMarkings, Is.EqualTo(new Marking[] { new(0, MarkingKind.Broken) }));
            Assert.That(Lane(map, ":J_0_0").Left, Is.EqualTo(new NeighbourLane(":J_0_1", false)));
        }
    }

    [Test]
    public void LaneZero_IsTheLeftOne_WhereTrafficKeepsToTheLeft()
    {
        var map = Read(Net.Replace("<net version", "<net lefthand=\"true\" version", StringComparison.Ordinal));
        Assert.That((map.DrivesOnLeft, Lane(map, "in_0").Right), Is.EqualTo((true, (NeighbourLane?)new NeighbourLane("in_1", false))));
    }

    [TestCase("changeLeft=\"bus\"", "", MarkingKind.BrokenSolid)]
    [TestCase("", "changeRight=\"truck\"", MarkingKind.SolidBroken)]
    [TestCase("changeLeft=\"bus\"", "changeRight=\"truck\"", MarkingKind.Solid)]
    public void WhoMayNotChangeLanes_HasALineOnHisSide(string onTheRight, string onTheLeft, MarkingKind expected)
    {
        var text = Net.Replace("<lane id=\"out_0\"", $"<lane id=\"out_0\" {onTheRight}", StringComparison.Ordinal).Replace("<lane id=\"out_1\"", $"<lane id=\"out_1\" {onTheLeft}", StringComparison.Ordinal);
        Assert.That(Lane(Read(text), "out_0").LeftMarkings[0].Kind, Is.EqualTo(expected));
    }

    [Test]
    public void PathsThroughAJunction_AreLanesInTwoPieces()
    {
        var map = Read();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Lane(map, "in_1").Next, Is.EqualTo(new[] { ":J_0_1", ":J_2_0" }));
            Assert.That(Lane(map, ":J_2_0").Next, Is.EqualTo(new[] { ":J_3_0" }));
            Assert.That(Lane(map, ":J_3_0").Next, Is.EqualTo(new[] { "out_1" }));            // no connection of its own: what its via leads to
            Assert.That(Lane(map, ":J_3_0").Junction, Is.EqualTo("J"));
            Assert.That(map.Junctions.Single().Lanes, Is.EqualTo(new[] { ":J_0_0", ":J_0_1", ":J_2_0", ":J_3_0" }));
            Assert.That(map.Junctions.Single().Outline, Has.Count.EqualTo(4));
        }
    }

    [Test]
    public void APathWithoutLength_IsSteppedOver_AndNoted()
    {
        var imported = Import(Net);
        Assert.That(Lane(imported.Map.Roads!, "end_0").Next, Is.EqualTo(new[] { "back_0" }));
        Assert.That(imported.Warnings.Select(warning => warning.ToString()), Has.One.Contains("line 15: lane :J_4_0: its shape has no length"));
    }

    [Test]
    public void Requests_AreReadFromTheRight()
    {
        var rules = Read().Junctions.Single().RightOfWay;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rules.Select(rule => rule.Lane), Is.EqualTo(new[] { ":J_0_1", ":J_3_0" }));   // :J_4_0 is none, and 0 yields to nobody
            Assert.That(rules[0].YieldsTo, Is.EqualTo(new[] { ":J_0_0" }));                        // the last letter is lane 0
        }
    }

    [Test]
    public void Lights_ShowTheirLetterOfEveryPhase()
    {
        var lights = Read().Lights;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lights.Select(light => light.Id), Is.EqualTo(new[] { "T.0", "T.1", "T.2" }));
            Assert.That(lights[0].Cycle, Is.EqualTo(new LightPhase[] { new(LightColour.Green, 20), new(LightColour.Amber, 3), new(LightColour.Red, 17.5) }));
            Assert.That(lights[1].Cycle[^1].Colour, Is.EqualTo(LightColour.Red));                    // s: right on red, which the model lacks
            Assert.That(lights[1].Lanes, Is.EqualTo(new[] { ":J_0_1", ":J_2_0" }));                  // one letter for two paths
            Assert.That(lights[2].Cycle, Is.EqualTo(new LightPhase[] { new(LightColour.Green, 23), new(LightColour.RedAmber, 17.5) }));
            Assert.That(lights[2].Lanes, Is.EqualTo(new[] { "end_0" }));                             // its path has no length
            Assert.That(lights[0].OffsetSeconds, Is.EqualTo(7));
            Assert.That(lights[0].Position, Is.EqualTo(new MapPoint(100, -6.4)).Using<MapPoint>((a, b) => Math.Abs(a.X - b.X) < 1e-9 && Math.Abs(a.Y - b.Y) < 1e-9));
        }
    }

    [Test]
    public void CrossingsAndWalkingAreas_BecomeGround()
    {
        var areas = Read().Areas;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(areas.Select(area => area.Kind), Is.EqualTo(new[] { AreaKind.Crossing, AreaKind.Sidewalk }));
            Assert.That(areas[0].Outline.Min(point => point.X), Is.EqualTo(103).Within(1e-9));         // 1105.5 − 1000.5 − 4 ÷ 2
        }
    }

    [TestCase("state=\"O\"", StopKind.Light)]
    [TestCase("state=\"s\"", StopKind.Stop)]
    [TestCase("state=\"m\"", StopKind.Yield)]
    public void LanesThatWait_HaveAStopLine(string state, StopKind expected)
    {
        var text = Net.Replace("tl=\"T\" linkIndex=\"2\" dir=\"s\" state=\"O\"", expected == StopKind.Light ? $"tl=\"T\" linkIndex=\"2\" {state}" : state, StringComparison.Ordinal);
        Assert.That(Read(text).StopLines.Single(line => line.Lanes.Contains("end_0")).Kind, Is.EqualTo(expected));
    }

    [TestCase("length=\"104.00\"", "length=\"104.00\"", "lane in_1: its length is said to be 104.00 m, its shape is 100.00 m long")]
    [TestCase("shape=\"1110.50,-24.80 1160.50,-24.80\"", "shape=\"1110.50,-24.80 nan,-24.80 1160.50,-24.80\"", "lane out_0: 1 of 3 points of its shape are no numbers")]
    [TestCase("speed=\"13.89\" length=\"60.00\"", "speed=\"fast\" length=\"60.00\"", "lane end_0: expected m/s in speed, found \"fast\"")]
    [TestCase("width=\"3.20\"", "width=\"wide\"", "lane in_1: expected metres in width, found \"wide\"; 3.2 m was taken")]
    [TestCase("via=\":J_4_0\"", "via=\":J_9_0\"", "its lane :J_9_0 inside the junction does not exist")]
    [TestCase("allow=\"bus bicycle\"", "allow=\"bus cart\"", "lane in_0: expected a class of vehicles in allow, found \"cart\"")]
    [TestCase("response=\"0001\"", "response=\"001\"", "junction J: expected a request for one of 4 lanes with as many bits, found 3 bits")]
    [TestCase("duration=\"3\" state=\"yyG\"", "duration=\"3\" state=\"yy\"", "light T: expected seconds and a letter for link 2")]
    [TestCase("type=\"static\"", "type=\"actuated\"", "light T: its program is actuated")]
    [TestCase("to=\"back\" fromLane=\"0\" toLane=\"0\" via", "to=\"back\" fromLane=\"0\" toLane=\"3\" via", "connection from end to back: one of its lanes does not exist")]
    [TestCase("netOffset=\"1000.50,-20.00\"", "netOffset=\"1000,5,-20,0\"", "location: expected two numbers in netOffset")]
    public void ADefect_IsAWarning(string right, string wrong, string message)
    {
        var text = Net.Replace(right, wrong, StringComparison.Ordinal);
        Assert.That(Import(text).Warnings.Select(warning => warning.ToString()), Has.Some.Contains(message));
    }

    [TestCase("right", -4.8, -1.6)]
    [TestCase("center", -1.6, 1.6)]
    public void ALaneWithoutShape_LiesBesideTheLineOfItsEdge(string spread, double outer, double inner)
    {
        var text = Net.Replace("<edge id=\"out\" from=\"J\" to=\"B\">", $"<edge id=\"out\" from=\"J\" to=\"B\" spreadType=\"{spread}\" shape=\"1110.5,-20 1160.5,-20\">", StringComparison.Ordinal)
            .Replace("shape=\"1110.50,-24.80 1160.50,-24.80\"", "", StringComparison.Ordinal).Replace("shape=\"1110.50,-21.60 1160.50,-21.60\"", "", StringComparison.Ordinal);
        var map = Read(text);
        Assert.That((Lane(map, "out_0").Sections[0].Y, Lane(map, "out_1").Sections[0].Y), Is.EqualTo((outer, inner)).Using<(double, double)>((a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9));
    }

    [Test]
    public void AMapWrittenAndReadAgain_IsTheSame()
    {
        var text = RoadMapWriter.Write(Read());
        Assert.That(RoadMapWriter.Write(RoadMapFile.Parse(text, "net.yaml")), Is.EqualTo(text));
    }

    [Test]
    public void OnlyNetworks_AreRecognised()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new SumoImporter().Recognises(File(Net)), Is.True);
            Assert.That(new SumoImporter().Recognises(File("<net><place/></net>")), Is.False);         // a Petri net
            Assert.That(() => Import("<net><edge id=\"a\"/></net>"), Throws.TypeOf<UserErrorException>().With.Message.Contains("expected lanes, found none"));
        }
    }

    private static RoadMap Read(string text = Net) => Import(text).Map.Roads!;

    private static ImportedMap Import(string text) => new SumoImporter().Import(File(text), new());

    private static ImportFile File(string text) => ImportFile.Of("town.net.xml", Encoding.UTF8.GetBytes(text));

    private static Lane Lane(RoadMap map, string id) => map.Lanes[map.IndexOf(id)];
}
