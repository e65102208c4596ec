using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Roads.Compiled;
using RLSandbox.TestKit.Roads;

namespace RLSandbox.Driving.Tests.Roads;

/// <summary>Which lane a vehicle is on.</summary>
public sealed class NearestLaneTests
{
    [TestCaseSource(typeof(HandMadeRoads), nameof(HandMadeRoads.All))]
    public void ASlowSearch_SaysTheSame(RoadMap map) => Assert.That(NetworkChecks.FindWrongNearest(RoadNetwork.Compile(map), 4000, 1), Is.Null);

    [Test]
    public void OnALane_ArcAndOffsetAreThoseOfThePoint()
    {
        var found = RoadNetwork.Compile(HandMadeRoads.Straight()).Nearest(42.3f, -1.2f, 0, 0);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Arc, Is.EqualTo(42.3f).Within(1e-3f));
            Assert.That(found.LateralOffset, Is.EqualTo(-1.2f).Within(1e-5f));
            Assert.That(found.BeyondEdge, Is.EqualTo(-0.55f).Within(1e-5f));
        }
    }

    [Test]
    public void BeyondTheEnd_TheDistanceIsLargerThanTheOffset()
    {
        var found = RoadNetwork.Compile(HandMadeRoads.Straight()).Nearest(103, 1, 0, 0);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Arc, Is.EqualTo(100));
            Assert.That(found.LateralOffset, Is.EqualTo(1).Within(1e-5f));
            Assert.That(found.Distance, Is.EqualTo(MathF.Sqrt(10)).Within(1e-4f));
        }
    }

    [TestCase(0.5f, "below")]
    [TestCase(5.5f, "above")]
    [TestCase(3, null)]                                                    // 3 m from both
    public void OnABridge_HeightDecides(float z, string? lane)
    {
        var map = HandMadeRoads.Bridge();
        var found = RoadNetwork.Compile(map).Nearest(0.3f, 0.2f, z, 0.7f);
        Assert.That(found.IsFound ? map.Lanes[found.Lane].Id : null, Is.EqualTo(lane));
    }

    [Test]
    public void ALaneAboveItself_IsFoundAtItsHeight()
    {
        var network = RoadNetwork.Compile(HandMadeRoads.Helix());
        // At 45° of the first turn the lane is 0.75 m high, one turn on 6.75 m: arcs of 1/8 and 9/8 of 40 π m.
        float x = 20 * MathF.Sqrt(0.5f), arc = 40 * MathF.PI / 8;
        Assert.That(network.Nearest(x, x, 0.75f, 2.36f).Arc, Is.EqualTo(arc).Within(0.05f));
        Assert.That(network.Nearest(x, x, 6.75f, 2.36f).Arc, Is.EqualTo(9 * arc).Within(0.2f));
    }

    [TestCase(MathF.PI, "0to2")]
    [TestCase(-MathF.PI / 2, "1to3")]
    public void WhereLanesCross_HeadingDecides(float heading, string lane)
    {
        var map = HandMadeRoads.Crossroads();
        var found = RoadNetwork.Compile(map).Nearest(-1.6f, 1.7f, 0, heading);
        Assert.That(map.Lanes[found.Lane].Id, Is.EqualTo(lane));
    }

    [Test]
    public void OnTheWrongSideOfTheRoad_AVehicleIsWhereItIs()
    {
        var map = HandMadeRoads.Crossroads();
        Assert.That(map.Lanes[RoadNetwork.Compile(map).Nearest(50, -1.75f, 0, MathF.PI).Lane].Id, Is.EqualTo("out0"));
    }

    [Test]
    public void PlacesThatAreNoNumbers_AreOnNoLane() => Assert.That(RoadNetwork.Compile(HandMadeRoads.Straight()).Nearest(float.NaN, 0, 0, 0).IsFound, Is.False);

    [Test]
    public void Queries_AllocateNothing()
    {
        var network = RoadNetwork.Compile(HandMadeRoads.Crossroads());
        float sum = network.Nearest(0, 0, 0, 0).Arc + network.Nearest(1e4f, 0, 0, 0).Arc + network.Sample(0, 3).X;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) sum += network.Nearest(i, i, 0, i).Arc + network.Sample(0, i).X + network.Locate(0, i, i).Arc + network.Nearest(1e4f, i, 0, 0).Arc;
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero, $"{sum}");
    }

    [Test]
    public void AMapWithFarCorners_StaysSmall()
    {
        RoadMap map = new("far", [HandMadeRoads.Lane("a", [new(0, 0), new(9, 0)]), HandMadeRoads.Lane("b", [new(1e6, 1e6), new(1e6 + 9, 1e6)])]);
        var network = RoadNetwork.Compile(map);
        Assert.That(network.ByteCount, Is.LessThan(20e6));
        Assert.That(network.Nearest(3, 1, 0, 0).Lane, Is.Zero);
    }
}
