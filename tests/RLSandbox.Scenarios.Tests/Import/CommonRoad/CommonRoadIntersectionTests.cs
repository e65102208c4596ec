using RLSandbox.Driving.Roads;
using static RLSandbox.Scenarios.Tests.Import.CommonRoad.CommonRoadText;

namespace RLSandbox.Scenarios.Tests.Import.CommonRoad;

/// <summary>Who waits for whom in the intersections of CommonRoad files.</summary>
[TestFixture]
[DecimalComma]
public sealed class CommonRoadIntersectionTests
{
    private const string SouthSigns = "<trafficSignRef ref=\"S\"/>";

    /// <summary>Three roads meet: from the west (1) straight on to the east (11) and left to the north (12), from the south (2) straight to the north (21), from the east (3) straight to the west (31).</summary>
    private static (RoadMap Map, int Warnings) Crossing(string leftOf, string sign = "", string light = "")
    {
        string body = Lanelet(1, (-30, -2), (-10, -2), "<successor ref=\"11\"/><successor ref=\"12\"/><trafficLightRef ref=\"L\"/>".Replace("<trafficLightRef ref=\"L\"/>", light.Length > 0 ? "<trafficLightRef ref=\"L\"/>" : "", StringComparison.Ordinal))
            + Lanelet(11, (-10, -2), (10, -2), "<predecessor ref=\"1\"/>") + Lanelet(12, (-10, -2), (2, 10), "<predecessor ref=\"1\"/>")
            + Lanelet(2, (2, -30), (2, -10), "<successor ref=\"21\"/>" + (sign.Length > 0 ? SouthSigns : "")) + Lanelet(21, (2, -10), (2, 10), "<predecessor ref=\"2\"/>")
            + Lanelet(3, (30, 2), (10, 2), "<successor ref=\"31\"/>") + Lanelet(31, (10, 2), (-10, 2), "<predecessor ref=\"3\"/>")
            + (sign.Length > 0 ? $"<trafficSign id=\"S\"><trafficSignElement><trafficSignID>{sign}</trafficSignID></trafficSignElement></trafficSign>" : "") + light
            + "<intersection id=\"9\"><incoming id=\"91\"><incomingLanelet ref=\"1\"/><successorsStraight ref=\"11\"/><successorsLeft ref=\"12\"/>" + leftOf.Split('|')[0] + "</incoming>"
            + "<incoming id=\"92\"><incomingLanelet ref=\"2\"/><successorsStraight ref=\"21\"/>" + leftOf.Split('|')[1] + "</incoming>"
            + "<incoming id=\"93\"><incomingLanelet ref=\"3\"/><successorsStraight ref=\"31\"/>" + leftOf.Split('|')[2] + "</incoming></intersection>";
        var (map, warnings) = Map(body);
        return (map, warnings.Count);
    }

    private static string[] Rules(RoadMap map) => [.. map.Junctions.Single().RightOfWay.Select(rule => $"{rule.Lane} waits for {string.Join(", ", rule.YieldsTo)}")];

    [Test]
    public void WithoutSignsAndIsLeftOf_NobodyIsSaidToWait()
    {
        var (map, warnings) = Crossing("||");
        Assert.That(map.Junctions.Single().Lanes, Is.EqualTo(new[] { "12", "11", "21", "31" }));
        Assert.That(map.Lanes.Where(lane => lane.Junction == "9").Select(lane => lane.Id), Is.EqualTo(new[] { "11", "12", "21", "31" }));
        Assert.That(Rules(map), Is.Empty);
        Assert.That(warnings, Is.Zero);
    }

    /// <summary>West is left of south, south is left of east: who comes from the right goes first, and turning left across the east's way waits. Published files write it both ways round.</summary>
    [TestCase("<isLeftOf ref=\"92\"/>|<isLeftOf ref=\"93\"/>|")]
    [TestCase("|<isLeftOf ref=\"91\"/>|<isLeftOf ref=\"92\"/>")]
    public void IsLeftOf_GivesRightBeforeLeft_AndLeftTurnsWait(string leftOf)
    {
        var (map, _) = Crossing(leftOf);
        Assert.That(Rules(map), Is.EqualTo(new[] { "12 waits for 21, 31", "11 waits for 21", "21 waits for 31" }));
    }

    [TestCase("205")]
    [TestCase("206")]
    public void AYieldSign_GoesBeforeIsLeftOf(string code)
    {
        var (map, _) = Crossing("<isLeftOf ref=\"92\"/>|<isLeftOf ref=\"93\"/>|", code);
        Assert.That(Rules(map), Is.EqualTo(new[] { "12 waits for 31", "21 waits for 12, 11, 31" }));
    }

    [Test]
    public void ALightWithADirection_HoldsForTheLanesThatTurnThere()
    {
        const string Light = "<trafficLight id=\"L\"><position><point><x>0</x><y>0</y></point></position><direction>leftStraight</direction></trafficLight>";
        var (map, _) = Crossing("||", "", Light);
        Assert.That(map.Lights.Single().Lanes, Is.EqualTo(new[] { "12", "11" }));
        (map, _) = Crossing("||", "", Light.Replace("leftStraight", "left", StringComparison.Ordinal));
        Assert.That(map.Lights.Single().Lanes, Is.EqualTo(new[] { "12" }));
        (map, _) = Crossing("||", "", Light.Replace("leftStraight", "all", StringComparison.Ordinal));
        Assert.That(map.Lights.Single().Lanes, Is.EqualTo(new[] { "1" }));
    }

    /// <summary>As in published files, the way from the south is cut into pieces of 6, 8, 6 and 30 m, of which the second crosses the others and the last leads out.</summary>
    [Test]
    public void AWayInPieces_IsFollowedThroughTheIntersection()
    {
        var body = Lanelet(1, (-30, -2), (-10, -2), "<successor ref=\"11\"/>") + Lanelet(11, (-10, -2), (10, -2), "<predecessor ref=\"1\"/>")
            + Lanelet(2, (2, -30), (2, -10), "<successor ref=\"21\"/>") + Lanelet(21, (2, -10), (2, -4), "<predecessor ref=\"2\"/><successor ref=\"22\"/>")
            + Lanelet(22, (2, -4), (2, 4), "<predecessor ref=\"21\"/><successor ref=\"23\"/>") + Lanelet(23, (2, 4), (2, 10), "<predecessor ref=\"22\"/><successor ref=\"24\"/>")
            + Lanelet(24, (2, 10), (2, 40), "<predecessor ref=\"23\"/>") + Lanelet(3, (30, 2), (10, 2), "<successor ref=\"31\"/>") + Lanelet(31, (10, 2), (-10, 2), "<predecessor ref=\"3\"/>") + Lanelet(4, (-2, 30), (-2, 10))
            + "<intersection id=\"9\"><incoming id=\"91\"><incomingLanelet ref=\"1\"/><successorsStraight ref=\"11\"/></incoming><incoming id=\"92\"><incomingLanelet ref=\"2\"/><successorsStraight ref=\"21\"/><isLeftOf ref=\"91\"/></incoming>"
            + "<incoming id=\"93\"><incomingLanelet ref=\"3\"/><successorsStraight ref=\"31\"/><isLeftOf ref=\"92\"/></incoming><incoming id=\"94\"><incomingLanelet ref=\"4\"/></incoming></intersection>";
        var (map, _) = Map(body);
        Assert.That(map.Junctions.Single().Lanes, Is.EqualTo(new[] { "11", "21", "22", "23", "31" }));
        Assert.That(Rules(map), Is.EqualTo(new[] { "11 waits for 22, 21", "21 waits for 31" }));
    }
}
