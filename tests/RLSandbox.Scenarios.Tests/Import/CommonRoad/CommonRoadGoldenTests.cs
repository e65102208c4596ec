using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Import;

namespace RLSandbox.Scenarios.Tests.Import.CommonRoad;

/// <summary>Published CommonRoad files, against what an independent program measured in them.</summary>
[TestFixture]
[DecimalComma]
public sealed class CommonRoadGoldenTests
{
    private const double Exact = 1e-9;

    /// <summary>What was measured. Lengths in km to three places, as the measurement was noted.</summary>
    public sealed record Measured(string File, int Lanes, int Links, double Gap, int Opposite, double Kilometres, int Signs, int Lights, int Junctions, int StopLines, int[] Box)
    {
        public int Actors { get; init; }
        public int Moves { get; init; }
        public double[] Speeds { get; init; } = [];
        public (int First, int Last)[] Goals { get; init; } = [];
        public int GoalLanes { get; init; }
        public override string ToString() => File;
    }

    private static readonly Measured[] _files =
    [
        new("commonroad-crime/USA_Lanker-1_3_T-1.xml", 95, 88, 0, 6, 1.959, 95, 8, 1, 17, [-51, 51, -88, 52]) { Actors = 36, Moves = 1321, Speeds = [0, 14.3], Goals = [(30, 40)] },
        new("commonroad-crime/ZAM_Zip-1_56_T-1.xml", 5, 4, 0, 0, 0.508, 0, 0, 0, 0, [-181, 146, 6, 11]) { Actors = 3, Moves = 255, Speeds = [4, 15.9], Goals = [(84, 85)], GoalLanes = 1 },
        new("commonroad-io/DEU_Starnberg-1_1_T-1.xml", 91, 105, 0, 52, 3.458, 15, 4, 0, 0, [-228, 228, -265, 266]),
        new("commonroad-io/test_reading_all.xml", 6, 4, 1, 0, 0.012, 1, 0, 0, 0, [0, 6, 2, 5]) { Actors = 3, Moves = 4, Goals = [(0, 1), (1, 2)] },       // one state, and three occupancies that were not counted there
        new("commonroad-reachable-set/ARG_Carcarana-1_1_T-1.xml", 152, 204, 0, 152, 6.664, 9, 0, 10, 0, [-288, 182, -335, 36]) { Actors = 5, Moves = 165, Speeds = [0, 15.3], Goals = [(33, 33)] },
        new("commonroad-reachable-set/DEU_Flensburg-16_1_T-1.xml", 16, 16, 0, 2, 0.581, 4, 0, 3, 0, [-49, 101, 129, 362]) { Actors = 16, Moves = 1500, Speeds = [0, 19.9], Goals = [(99, 100)], GoalLanes = 1 },
        new("commonroad-reachable-set/DEU_Guetersloh-20_1_T-1.xml", 16, 17, 0, 12, 0.731, 3, 0, 1, 0, [840, 978, 89, 249]) { Actors = 10, Moves = 342, Speeds = [0, 11.4], Goals = [(33, 33)] },
        new("commonroad-reachable-set/USA_Peach-3_1_T-1.xml", 75, 77, 0, 32, 1.186, 74, 0, 4, 1, [-42, 45, -73, 67]) { Actors = 5, Moves = 250, Speeds = [6.4, 13.6], Goals = [(45, 50)] },
        new("commonroad-reachable-set/USA_US101-5_1_T-1.xml", 5, 0, 0, 0, 0.648, 0, 0, 0, 0, [-46, 55, -62, 40]) { Actors = 25, Moves = 1594, Speeds = [0, 15], Goals = [(90, 100)] },
        new("commonroad-reachable-set/ZAM_two_lanes_solid_traffic_light.xml", 4, 2, 0, 0, 0.3, 1, 1, 0, 0, [0, 150, 4, 8]) { Actors = 1, Moves = 69, Speeds = [10, 10], Goals = [(35, 40)], GoalLanes = 1 },
    ];

    [TestCaseSource(nameof(_files))]
    public void AMap_HasWhatWasMeasured(Measured expected)
    {
        var map = MapImporters.Import(SharedFiles.Path(expected.File), new()).Map.Roads!;
        var left = map.Lanes.SelectMany(lane => lane.Sections).ToArray();                            // the box was measured round left bounds
        double[] box = [left.Min(s => s.LeftX), left.Max(s => s.LeftX), left.Min(s => s.LeftY), left.Max(s => s.LeftY)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Lanes, Has.Count.EqualTo(expected.Lanes));
            Assert.That(map.Lanes.Sum(lane => lane.Next.Count), Is.EqualTo(expected.Links));
            Assert.That(Gaps(map).DefaultIfEmpty(0).Max(), Is.EqualTo(expected.Gap).Within(Exact));
            Assert.That(map.Lanes.Sum(lane => (lane.Left is { IsOpposite: true } ? 1 : 0) + (lane.Right is { IsOpposite: true } ? 1 : 0)), Is.EqualTo(expected.Opposite));
            Assert.That(map.Lanes.Sum(lane => lane.Length) / 1000, Is.EqualTo(expected.Kilometres).Within(MetresLeftOut(expected) / 1000 + 0.0005));
            Assert.That(map.Signs, Has.Count.EqualTo(expected.Signs));
            Assert.That(map.Lights, Has.Count.EqualTo(expected.Lights));
            Assert.That(map.Junctions, Has.Count.EqualTo(expected.Junctions));
            Assert.That(map.StopLines, Has.Count.EqualTo(expected.StopLines));
            Assert.That(box.Select(value => (int)Math.Round(value)), Is.EqualTo(expected.Box));
            Assert.That(map.Origin, Is.EqualTo(default(MapPoint)));
            Assert.That(map.DrivesOnLeft, Is.False);
        }
    }

    [TestCaseSource(nameof(_files))]
    public void AScene_HasWhatWasMeasured(Measured expected)
    {
        var scene = SceneImporters.Import(SharedFiles.Path(expected.File), new()).Scene;
        var speeds = scene.Actors.SelectMany(actor => actor.States).Select(state => state.Speed).ToArray();
        var goals = scene.Problems.SelectMany(problem => problem.Goals).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.StepSeconds, Is.EqualTo(0.1));
            Assert.That(scene.Actors, Has.Count.EqualTo(expected.Actors));
            Assert.That(scene.Actors.Sum(actor => actor.States.Count - 1), Is.EqualTo(expected.Moves));          // beside the initial state
            if (expected.Speeds.Length > 0) Assert.That(new[] { speeds.Min(), speeds.Max() }, Is.EqualTo(expected.Speeds).Within(0.05));
            Assert.That(goals.Select(goal => (goal.FirstStep, goal.LastStep)), Is.EqualTo(expected.Goals));
            Assert.That(goals.Sum(goal => goal.Lanes.Count), Is.EqualTo(expected.GoalLanes));
            Assert.That(scene.Actors.All(actor => actor.States[0].Step == 0), Is.True);
        }
    }

    /// <summary>Everything that is wrong with all of these files.</summary>
    [TestCase("commonroad-crime/USA_Lanker-1_3_T-1.xml")]
    [TestCase("commonroad-crime/ZAM_Zip-1_56_T-1.xml", "a limit of 50 m/s is 180 km/h")]
    [TestCase("commonroad-io/DEU_Starnberg-1_1_T-1.xml")]
    [TestCase("commonroad-io/test_reading_all.xml", "obstacle 1: 3 places are areas", "phantomObstacle 5678", "lane 104: ends 0.50 m from where lane 105 begins; the link was kept")]
    [TestCase("commonroad-reachable-set/ARG_Carcarana-1_1_T-1.xml")]
    [TestCase("commonroad-reachable-set/DEU_Flensburg-16_1_T-1.xml")]
    [TestCase("commonroad-reachable-set/DEU_Guetersloh-20_1_T-1.xml")]
    [TestCase("commonroad-reachable-set/USA_Peach-3_1_T-1.xml", "lanelet 43489: left and right are swapped", "lanelet 43491: left and right are swapped")]
    [TestCase("commonroad-reachable-set/USA_US101-5_1_T-1.xml")]
    [TestCase("commonroad-reachable-set/ZAM_two_lanes_solid_traffic_light.xml")]
    public void AFile_IsWarnedAboutWhatIsWrongWithIt(string file, params string[] expected)
    {
        var warnings = SceneImporters.Import(SharedFiles.Path(file), new()).Warnings;
        Assert.That(warnings, Has.Count.EqualTo(expected.Length), string.Join('\n', warnings));
        for (var i = 0; i < expected.Length; i++) Assert.That(warnings[i].ToString(), Does.Contain(expected[i]));
    }

    [TestCase("commonroad-crime/USA_Lanker-1_3_T-1.xml")]
    [TestCase("commonroad-reachable-set/USA_Peach-3_1_T-1.xml")]
    [TestCase("commonroad-reachable-set/USA_US101-5_1_T-1.xml")]
    public void RecordedTraffic_DoesNotOverlapAtTheStart(string file)
    {
        var actors = SceneImporters.Import(SharedFiles.Path(file), new()).Scene.Actors;
        var pairs = from a in actors from b in actors where string.CompareOrdinal(a.Id, b.Id) < 0 && Boxes.Overlap(a, b) select $"{a.Id} and {b.Id}";
        Assert.That(pairs, Is.Empty);
    }

    /// <summary>Two lanelets of Peach go back by 0.09 and 0.16 m at their first vertex, and forward again.</summary>
    private static double MetresLeftOut(Measured file) => file.File.Contains("Peach", StringComparison.Ordinal) ? 2 * (0.09 + 0.16) + 0.01 : 0;

    /// <summary>Ways through Lankershim's crossing are cut into pieces, of which the file names the first. Its roads come from the south, west, north and east: each waits for the one on its right.</summary>
    [Test]
    public void Lankershim_HasRulesBetweenAllItsRoads()
    {
        var map = MapImporters.Import(SharedFiles.Path("commonroad-crime/USA_Lanker-1_3_T-1.xml"), new()).Map.Roads!;
        var rules = map.Junctions.Single().RightOfWay;
        string[][] roads = [["3671", "3632", "3628", "3630"], ["3673", "3634", "3636"], ["3665", "3667", "3608", "3610", "3606"], ["3668", "3618", "3620"]];
        for (var i = 0; i < roads.Length; i++)
            Assert.That(rules.Any(rule => roads[i].Contains(rule.Lane) && rule.YieldsTo.Intersect(roads[(i + 3) % 4]).Any()), Is.True, $"road {i} waits for the road on its right");
    }

    private static IEnumerable<double> Gaps(RoadMap map) =>
        from lane in map.Lanes from id in lane.Next
        let end = lane.Sections[^1] let start = map.Lanes[map.IndexOf(id)].Sections[0]
        select Math.Max(Distance(end.LeftX - start.LeftX, end.LeftY - start.LeftY), Distance(end.RightX - start.RightX, end.RightY - start.RightY));

    private static double Distance(double x, double y) => Math.Sqrt(x * x + y * y);

    /// <summary>Rectangles of actors at their first state, by separating axes.</summary>
    private static class Boxes
    {
        public static bool Overlap(RecordedActor a, RecordedActor b) => !Separates(a, b) && !Separates(b, a);

        private static bool Separates(RecordedActor a, RecordedActor b)
        {
            ActorState s = a.States[0], o = b.States[0];
            var (sin, cos) = Math.SinCos(s.Heading);
            var (turnSin, turnCos) = Math.SinCos(o.Heading - s.Heading);
            double dx = o.X - s.X, dy = o.Y - s.Y, forward = Math.Abs(dx * cos + dy * sin), aside = Math.Abs(dy * cos - dx * sin);
            double reach = Math.Abs(turnCos) * b.Length / 2 + Math.Abs(turnSin) * b.Width / 2, width = Math.Abs(turnSin) * b.Length / 2 + Math.Abs(turnCos) * b.Width / 2;
            return forward > a.Length / 2 + reach || aside > a.Width / 2 + width;
        }
    }
}
