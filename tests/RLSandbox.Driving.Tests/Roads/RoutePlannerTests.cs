using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Roads.Compiled;
using RLSandbox.TestKit.Roads;

namespace RLSandbox.Driving.Tests.Roads;

/// <summary>Ways through a network.</summary>
public sealed class RoutePlannerTests
{
    private static readonly RandomKey _key = new(7, 0, 0, RandomPurpose.Of("test.routes"));

    [TestCase("in0", 0, "out2", 60, 150, "in0 0to2 out2")]                 // 60 m in, 30 m across, 60 m out
    [TestCase("in0", 20, "in0", 45, 25, "in0")]
    [TestCase("1to3", 30, "out3", 5, 5, "1to3 out3")]                      // begins where its lane ends
    public void TheShortestWay_IsFound(string from, float fromArc, string to, float toArc, double length, string lanes)
    {
        var planner = Planner(HandMadeRoads.Crossroads());
        Assert.That(planner.TryFind(Place(planner, from, fromArc), Place(planner, to, toArc), out var route));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(route!.Length, Is.EqualTo(length).Within(1e-3));
            Assert.That(Names(planner, route), Is.EqualTo(lanes));
            Assert.That(route.Start.Arc, Is.EqualTo(fromArc));
            Assert.That(route.End, Is.EqualTo(Place(planner, to, toArc)));
        }
    }

    [TestCase("in0", 0, "out0", 10)]                                       // nobody turns round
    [TestCase("in0", 30, "in0", 20)]                                       // nobody drives backwards
    public void WhereNoWayLeads_ThatIsSaid(string from, float fromArc, string to, float toArc)
    {
        var planner = Planner(HandMadeRoads.Crossroads());
        Assert.That(planner.TryFind(Place(planner, from, fromArc), Place(planner, to, toArc), out _), Is.False);
    }

    [Test]
    public void OnARing_APlaceBehind_IsReachedAllTheWayRound()
    {
        var planner = Planner(HandMadeRoads.TwoLaneRing());
        Assert.That(planner.TryFind(Place(planner, "inner0", 20), Place(planner, "inner0", 10), out var route));
        Assert.That(route!.Length, Is.EqualTo(80 * Math.PI - 10).Within(0.05));
        Assert.That(Names(planner, route), Is.EqualTo("inner0 inner1 inner2 inner3 inner0"));
    }

    [Test]
    public void ALineThatMayBeCrossed_IsCrossedOnce()
    {
        var planner = Planner(HandMadeRoads.Motorway());
        Assert.That(planner.TryFind(Place(planner, "c1", 10), Place(planner, "a2", 100), out var route));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(route!.Length, Is.EqualTo(240).Within(1e-3));
            Assert.That(Names(planner, route), Is.EqualTo("c1 b1 a1 a2"));
            Assert.That(route.Legs.Select(leg => leg.ChangeLength), Is.EqualTo(new float[] { 0, 20, 20, 0 }).Within(1e-3));
            Assert.That(route.Legs.Select(leg => leg.To), Is.EqualTo(new float[] { 10, 30, 150, 100 }).Within(1e-3));
        }
    }

    [TestCase("b1", 0, "c1", 140)]                                         // a line that only the other side may cross
    [TestCase("c1", 145, "b1", 150)]                                       // 5 m are too few for a change
    public void ALineThatMayNotBeCrossed_IsNot(string from, float fromArc, string to, float toArc)
    {
        var planner = Planner(HandMadeRoads.Motorway());
        Assert.That(planner.TryFind(Place(planner, from, fromArc), Place(planner, to, toArc), out _), Is.False);
    }

    [Test]
    public void DeadEnds_AreNamed()
    {
        var planner = Planner(HandMadeRoads.Crossroads());
        Assert.That(planner.DeadEnds.Select(lane => planner.Network.Map.Lanes[lane].Id), Is.EqualTo(new[] { "out0", "out1", "out2", "out3" }));
        Assert.That(planner.LargestComponent, Is.Empty);
        // The longest way turns left: 60 m, a quarter of an ellipse with both axes 16.75 m, 60 m.
        Assert.That(planner.LongestWay, Is.EqualTo(120 + 30).Within(1e-3));
    }

    [Test]
    public void OnARing_EveryLaneReachesEveryOther()
    {
        var planner = Planner(HandMadeRoads.TwoLaneRing());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(planner.LargestComponent, Has.Count.EqualTo(8));
            Assert.That(planner.Reachable(0), Has.Count.EqualTo(8));
            Assert.That(planner.LongestWay, Is.EqualTo(double.PositiveInfinity));
            Assert.That(planner.DeadEnds, Is.Empty);
        }
    }

    [Test]
    public void LanesThatOnlyChangeIntoEachOther_AreNoCircle()
    {
        var planner = Planner(HandMadeRoads.Motorway());
        Assert.That(planner.LongestWay, Is.EqualTo(300).Within(1e-3));
        Assert.That(planner.LargestComponent, Is.Empty);
    }

    [Test]
    public void DrawnRoutes_HaveTheirLength_AndDiffer()
    {
        var planner = Planner(HandMadeRoads.TwoLaneRing());
        var routes = Enumerable.Range(0, 50).Select(i => planner.TryDraw(_key, (uint)i, 400, out var route) ? route : null).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(routes.Select(route => route?.Length), Has.All.EqualTo(400).Within(0.01));
            Assert.That(routes.Select(route => route!.Start).Distinct().Count(), Is.GreaterThan(40));
            Assert.That(routes.Any(route => route!.Legs.Any(leg => leg.ChangeLength > 0)));
            Assert.That(planner.TryDraw(_key, 3, 400, out var again) ? again!.Legs : null, Is.EqualTo(routes[3]!.Legs));
        }
    }

    [Test]
    public void DrawnRoutes_OnAMapWithoutCircles_EndBeforeItDoes()
    {
        var planner = Planner(HandMadeRoads.Crossroads());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Enumerable.Range(0, 50).All(i => planner.TryDraw(_key, (uint)i, 140, out _)));
            Assert.That(planner.TryDraw(_key, 0, 151, out _), Is.False);
            Assert.That(planner.TryDraw(_key, 0, 100, Place(planner, "in1", 5), out var route) && route!.Start == Place(planner, "in1", 5));
        }
    }

    [TestCaseSource(typeof(HandMadeRoads), nameof(HandMadeRoads.All))]
    // A centimetre of slack: edges are chords of their curves.
    public void Paths_StayOnLanes(RoadMap map) => Assert.That(NetworkChecks.FindPathOutside(RoadNetwork.Compile(map), 1000, 100, 5, slack: 0.01f), Is.Null);

    [Test]
    public void APath_ChangesLanesSmoothly()
    {
        var planner = Planner(HandMadeRoads.Motorway());
        Assert.That(planner.TryFind(Place(planner, "a1", 0), Place(planner, "b2", 100), out var route));
        var path = new RoutePath(planner.Network, route!);
        using (Assert.EnterMultipleScope())
        {
            // 3.5 m aside over 20 m: in the middle the polynomial is 30/16 as steep as a straight line, 0.328; it bends by at most 5.77 · 3.5 / 20².
            Assert.That(path.Nodes.ToArray().Max(node => node.Heading), Is.EqualTo(MathF.Atan(0.328f)).Within(0.002));
            Assert.That(path.Nodes.ToArray().Max(node => Math.Abs(node.Curvature)), Is.LessThan(0.0505));
            Assert.That(path.Length, Is.EqualTo(250.4).Within(0.1));
            Assert.That(path.Sample(10).LeftWidth + path.Sample(10).RightWidth, Is.EqualTo(7).Within(1e-3));
            Assert.That(path.Sample(100).LeftWidth + path.Sample(100).RightWidth, Is.EqualTo(3.5).Within(1e-3));
            Assert.That(path.Sample(100).Y, Is.EqualTo(3.5).Within(1e-4));
        }
    }

    [Test]
    public void APath_KnowsWhereAVehicleIs_EvenWhereItCrossesItself()
    {
        var planner = Planner(HandMadeRoads.Helix());
        Assert.That(planner.TryFind(new(0, 0), new(0, planner.Network.Lanes[0].Length), out var route));
        var path = new RoutePath(planner.Network, route!);
        float arc = 40 * MathF.PI / 8, x = 19 * MathF.Sqrt(0.5f);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(path.Locate(x, x, arc - 5).Arc, Is.EqualTo(arc).Within(0.05));
            Assert.That(path.Locate(x, x, 9 * arc - 5).Arc, Is.EqualTo(9 * arc).Within(0.2));
            Assert.That(path.Locate(x, x, arc - 5).LateralOffset, Is.EqualTo(1).Within(0.01));
        }
    }

    private static RoutePlanner Planner(RoadMap map) => new(RoadNetwork.Compile(map));

    private static LanePlace Place(RoutePlanner planner, string lane, float arc) => new(planner.Network.Map.IndexOf(lane), arc);

    private static string Names(RoutePlanner planner, Route route) => string.Join(' ', route.Legs.Select(leg => planner.Network.Map.Lanes[leg.Lane].Id));
}
