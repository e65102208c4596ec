using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Roads.Compiled;
using RLSandbox.TestKit.Roads;

namespace RLSandbox.Driving.Tests.Roads;

/// <summary>Lanes as smooth lines with arc length, and who follows whom.</summary>
public sealed class RoadNetworkTests
{
    [Test]
    public void AnArcInCoarseSteps_BecomesACircle()
    {
        // A quarter of 20 m in 6 chords of 5.2 m, whose middles lie 17 cm inside the circle.
        var network = RoadNetwork.Compile(new("arc", [HandMadeRoads.Lane("a", [.. HandMadeRoads.Arc(20, 0, Math.PI / 2, 6)])]));
        var nodes = network.NodesOf(0).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(nodes.Select(node => Math.Sqrt(node.X * node.X + node.Y * node.Y)), Has.All.EqualTo(20).Within(0.005));
            Assert.That(nodes.Select(node => node.Curvature), Has.All.EqualTo(1 / 20f).Within(0.003));
            Assert.That(network.Lanes[0].Length, Is.EqualTo(10 * Math.PI).Within(0.01));
            Assert.That(nodes[0].Heading, Is.EqualTo(MathF.PI / 2).Within(1e-3));
            Assert.That(nodes[^1].Heading, Is.EqualTo(MathF.PI).Within(1e-3));
            // The edges are those of the map, chords too: up to 17 cm inside, and at both ends across the chord.
            Assert.That(nodes.Select(node => node.LeftWidth), Has.All.InRange(1.73f, 1.93f));
            Assert.That(nodes.Select(node => node.RightWidth), Has.All.InRange(1.57f, 1.77f));
        }
    }

    [Test]
    public void AStraightStretchBesideAShortOne_StaysStraight()
    {
        // The short chord turns by 20°: by the bound of LaneCurve the long one leaves its chord by at most 2 · 0.15 · 1 m · 0.35.
        var network = RoadNetwork.Compile(new("bent", [HandMadeRoads.Lane("a", [new(0, 0), new(100, 0), new(100.94, 0.342), new(101.7, 0.985)])]));
        Assert.That(network.NodesOf(0).ToArray().Where(node => node.X < 100).Max(node => Math.Abs(node.Y)), Is.LessThan(0.106));
    }

    [Test]
    public void AStub_PointsAcrossItsWidth()
    {
        // Rounding to millimetres has turned its 2 mm by 45°; its edges have not moved.
        var lane = new Lane { Id = "a", Sections = [new(0, 1.75, 0, -1.75, 0), new(0.002, 1.752, 0.002, -1.748, 0)] };
        var node = RoadNetwork.Compile(new("stub", [lane])).NodesOf(0)[0];
        Assert.That(node.Heading, Is.Zero.Within(1e-3));
    }

    [Test]
    public void ALaneWithoutLength_HasTwoNodes()
    {
        var lane = new Lane { Id = "a", Sections = [new(0, 1.75, 0, -1.75, 0), new(0, 1.75, 0, -1.75, 0)] };
        var network = RoadNetwork.Compile(new("point", [lane]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(NetworkChecks.FindBadNode(network), Is.Null);
            Assert.That(network.Nearest(0.5f, 1, 0, 0).LateralOffset, Is.EqualTo(1));
            Assert.That(network.Sample(0, 1).X, Is.Zero);
        }
    }

    [Test]
    public void SpeedLimits_HoldFromTheirArcOn()
    {
        var lane = HandMadeRoads.Lane("a", [new(0, 0), new(100, 0)]) with { SpeedLimits = [new(0, 10), new(40, double.PositiveInfinity)] };
        var network = RoadNetwork.Compile(new("limits", [lane, HandMadeRoads.Lane("b", [new(0, 9), new(9, 9)])]));
        Assert.That(new[] { network.Sample(0, 39).SpeedLimit, network.Sample(0, 41).SpeedLimit, network.Sample(1, 0).SpeedLimit }, Is.EqualTo(new[] { 10, float.PositiveInfinity, float.NaN }));
    }

    [Test]
    public void Lanes_KeepTheirNumbersAndLinks()
    {
        var map = HandMadeRoads.Crossroads();
        var network = RoadNetwork.Compile(map);
        var lane = map.IndexOf("in0");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(network.Successors(lane).ToArray(), Is.EqualTo(new[] { map.IndexOf("0to1"), map.IndexOf("0to2"), map.IndexOf("0to3") }));
            Assert.That(network.Predecessors(map.IndexOf("out1")).ToArray(), Is.EquivalentTo(new[] { map.IndexOf("0to1"), map.IndexOf("2to1"), map.IndexOf("3to1") }));
            Assert.That(network.Lanes[lane].LeftOpposite, Is.EqualTo(map.IndexOf("out0")));
            Assert.That(network.Lanes[lane].Left, Is.EqualTo(-1));
            Assert.That(network.Lanes[map.IndexOf("0to1")].Junction, Is.Zero);
        }
    }

    [Test]
    public void OtherLanes_AreLeftOutUnlessAskedFor()
    {
        RoadMap map = new("path", [HandMadeRoads.Lane("a", [new(0, 0), new(9, 0)]) with { Type = LaneType.Sidewalk, Next = ["b"] }, HandMadeRoads.Lane("b", [new(9, 0), new(19, 0)])]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(RoadNetwork.Compile(map).Lanes[0].NodeCount, Is.Zero);
            Assert.That(RoadNetwork.Compile(map).Predecessors(1).Length, Is.Zero);
            Assert.That(RoadNetwork.Compile(map, otherLanes: true).Lanes[0].NodeCount, Is.EqualTo(19));
            Assert.That(RoadNetwork.Compile(map, otherLanes: true).Predecessors(1).ToArray(), Is.EqualTo(new[] { 0 }));
        }
    }

    [Test]
    public void Markings_SayWhoMayChangeLanes()
    {
        var map = HandMadeRoads.Motorway();
        var network = RoadNetwork.Compile(map);
        LaneChange Of(string lane) => network.NodesOf(map.IndexOf(lane))[50].Change;
        Assert.That(new[] { Of("a1"), Of("b1"), Of("c1") }, Is.EqualTo(new[] { LaneChange.Left, LaneChange.Right, LaneChange.Right }));
    }

    [Test]
    public void AMapWithoutDrivableLanes_HasNoNearestOne()
    {
        var network = RoadNetwork.Compile(new("path", [HandMadeRoads.Lane("a", [new(0, 0), new(9, 0)]) with { Type = LaneType.Sidewalk }]));
        Assert.That(network.Nearest(0, 0, 0, 0).IsFound, Is.False);
    }

    [TestCaseSource(typeof(HandMadeRoads), nameof(HandMadeRoads.All))]
    public void Nodes_AreFiniteAndClose(RoadMap map) => Assert.That(NetworkChecks.FindBadNode(RoadNetwork.Compile(map)), Is.Null);

    [Test]
    public void Hash_IsThatOfEveryMachine()
    {
        // A change of one bit of any node of these maps changes it: then maps compile differently, which is a breaking change.
        Assert.That(RoadNetwork.Compile(HandMadeRoads.Motorway()).Hash, Is.Not.EqualTo(RoadNetwork.Compile(HandMadeRoads.Bridge()).Hash));
        Assert.That(RoadNetwork.Compile(HandMadeRoads.Motorway()).Hash, Is.EqualTo(9144627775255252743UL));
    }
}
