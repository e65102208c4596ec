using System.Text;
using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;
using RLSandbox.Scenarios.Towns;

namespace RLSandbox.Scenarios.Tests.Towns;

[Category("Property")]
[DecimalComma]
public sealed class TownGeneratorTests
{
    private const int Seeds = 200;

    /// <summary>Found by search, grids, and small towns, of every seed; made and measured once for all tests below.</summary>
    private static readonly Lazy<MeasuredTown[]> _towns = new(() =>
    {
        TownConfig[] configs = [new() { GridShare = 0 }, new() { GridShare = 1 }, TownConfig.SmallTown];
        var towns = new MeasuredTown[configs.Length * Seeds];
        Parallel.For(0, towns.Length, i => towns[i] = MeasuredTown.Of(TownGenerator.Generate((ulong)(i % Seeds), i / Seeds, configs[i / Seeds])));
        return towns;
    });

    [Test]
    public void LanesThatFollowEachOther_MeetWithinAMillimetreInOneDirection() => AllKeep(town => town.LargestJump <= 1e-3 && town.LargestTurnAtLinks <= 0.01);

    [Test]
    public void Sections_StandAcrossTheMiddleOfTheLane() => AllKeep(town => town.LargestSlant <= 0.04);         // 0.03 where a lane gets narrow to one side

    [Test]
    public void Lanes_BendNoTighterThan5Metres() => AllKeep(town => town.Sharpest <= 0.2);

    [Test]
    public void Lanes_OverlapOnlyInsideJunctions() => AllKeep(town => town.Overlaps.Count == 0);

    [Test]
    public void EveryDrivingLane_IsReachedFromEveryOther() => AllKeep(town => town.DeadEnds == 0);

    [Test]
    public void LanesThatCross_AreNeverGreenTogether() => AllKeep(town => town.Conflicts.GreenTogether == 0);

    [Test]
    public void OfTwoLanesThatCross_ExactlyOneWaits()
    {
        AllKeep(town => town.Conflicts.WithoutOneThatWaits == 0);
        Assert.That(_towns.Value.Sum(town => town.Conflicts.Count), Is.GreaterThan(10 * Seeds));
    }

    [Test]
    public void Lights_HaveWholeCycles() => AllKeep(town => town.Conflicts.BrokenCycles == 0);

    [Test]
    public void FilesHoldEverything() => AllKeep(town => town.IsKeptByFile);

    [Test]
    public void SmallTowns_AreLikeTown02()
    {
        // Town02 of CARLA: 8 junctions, 1.76 km of roads (2.2 km of lanes between junctions), 197 m x 197 m, lanes of 4 m, tightest centre line 8 m.
        var towns = _towns.Value[(2 * Seeds)..];
        Assert.That(towns.Select(town => town.Map.Junctions.Count), Is.All.InRange(4, 12));
        Assert.That(towns.Average(town => town.Map.Junctions.Count), Is.InRange(6, 10));
        Assert.That(towns.Average(town => town.Between), Is.InRange(1800, 3000), "metres of lanes between junctions");
        Assert.That(towns.Select(town => town.Extent), Is.All.InRange(170, 250), "m");
        Assert.That(towns.Select(town => town.Map.Lanes[0].Sections[0].Width), Is.All.EqualTo(4).Within(2e-3));
    }

    [Test]
    public void EveryKindOfBlock_Comes()
    {
        var towns = _towns.Value[..Seeds];
        string[] kinds = ["straight", "curve", "merge", "split", "ramp", "roundabout", "tJunction", "xJunction", "bottleneck", "tollgate", "parkingLot", "join"];
        Assert.That(kinds.Where(kind => towns.Count(town => town.Map.Lanes.Any(lane => lane.Id.StartsWith(kind, StringComparison.Ordinal))) < Seeds / 20), Is.Empty);
        Assert.That(towns.Sum(town => town.Map.Lights.Count), Is.GreaterThan(Seeds));
        Assert.That(towns.Sum(town => town.Map.Signs.Count), Is.GreaterThan(Seeds));
        foreach (var area in new[] { AreaKind.Crossing, AreaKind.Parking, AreaKind.Obstacle, AreaKind.Paved })
            Assert.That(towns.Count(town => town.Map.Areas.Any(found => found.Kind == area)), Is.GreaterThan(Seeds / 20), area.ToString());
    }

    [Test]
    public void SameSeedAndIndex_GiveTheSameBitsOnEveryMachine()
    {
        ulong Hash(ulong seed) => Enumerable.Range(0, 20).Aggregate(0UL, (hash, index) => StableHash.Combine(hash, StableHash.Of(Encoding.UTF8.GetBytes(Text(seed, index)))));
        const ulong golden = 4923730832603859461;
        Assert.That(Hash(1), Is.EqualTo(golden), "changes only with a line in the changelog: every scenario with generated towns becomes another");
        Assert.That(Hash(2), Is.Not.EqualTo(golden));
        Assert.That(Text(1, 0)[40..], Is.Not.EqualTo(Text(1, 1)[40..]));
    }

    [TestCase("straight"), TestCase("curve"), TestCase("merge"), TestCase("split"), TestCase("ramp"), TestCase("roundabout"), TestCase("tJunction")]
    [TestCase("xJunction"), TestCase("bottleneck"), TestCase("tollgate"), TestCase("parkingLot")]
    public void AKindAlone_MakesTowns(string kind)
    {
        foreach (var lanes in kind switch { "merge" => [2], "split" => [1], _ => new[] { 1, 2 } })
        {
            var config = Bound($"{{ gridShare: 0, blocks: {(kind is "merge" or "split" ? 1 : 3)}, lanesPerDirection: {lanes}, kinds: {{ {Only(kind)} }} }}");
            for (var index = 0; index < 5; index++)
            {
                var town = MeasuredTown.Of(TownGenerator.Generate(7, index, config));
                Assert.That(town.IsSound, $"{kind}, {lanes} lanes, index {index}: {town}");
                Assert.That(town.Map.Lanes.Any(lane => lane.Id.StartsWith(kind + "1.", StringComparison.Ordinal)));
            }
        }
    }

    [Test, Explicit("a measurement")]
    public void TimePerTown()
    {
        foreach (var (name, config) in new (string, TownConfig)[] { ("search", new() { GridShare = 0 }), ("grid", new() { GridShare = 1 }), ("small", TownConfig.SmallTown) })
        {
            TownGenerator.Generate(0, 0, config);
            var before = Environment.CpuUsage.TotalTime;
            var lanes = 0;
            for (var index = 0; index < 500; index++) lanes += TownGenerator.Generate(1, index, config).Lanes.Count;
            TestContext.Out.WriteLine(FormattableString.Invariant($"{name}: {(Environment.CpuUsage.TotalTime - before).TotalMilliseconds / 500:0.0} ms of processor time for each of 500 towns, {lanes / 500} lanes"));
        }
    }

    [TestCase("{ laneWidthMetres: 5, lanesPerDirection: 2, sidewalkMetres: 4, turnRadiusMetres: 25, cornerRadiusMetres: 40, gridMetres: 1000 }")]
    [TestCase("{ laneWidthMetres: 2.75, turnRadiusMetres: 5.5, cornerRadiusMetres: 8, curveRadiusMetres: 8, curveDegrees: 180, jitterMetres: 20 }")]
    [TestCase("{ gridLines: 3, missingShare: 0, blocks: 40 }")]
    public void OtherRanges_AreKept(string yaml)
    {
        var config = Bound(yaml);
        for (var index = 0; index < 10; index++)
        {
            var town = MeasuredTown.Of(TownGenerator.Generate(3, index, config));
            Assert.That(town.IsSound, $"index {index}: {town}");
        }
    }

    [Test]
    public void RangesThatLeaveNoTown_AreTheUsersMistake()
    {
        Assert.That(() => TownGenerator.Generate(1, 0, new() { GridShare = 1, GridMetres = 80 }), Throws.TypeOf<UserErrorException>().With.Message.Contains("streets of a grid would lie 40 m apart; raise gridMetres or lower gridLines"));
        Assert.That(() => TownGenerator.Generate(1, 0, new() { GridShare = 0, Kinds = OnlyMerge, LanesPerDirection = 1 }), Throws.TypeOf<UserErrorException>().With.Message.Contains("none of 100 attempts at seed 1, index 0"));
        Assert.That(() => Bound($"{{ gridShare: 0, kinds: {{ {Only("")} }} }}"), Throws.TypeOf<ConfigException>().With.Message.Contains("every kind of block has weight 0"));
    }

    [Test]
    public void ASectionWithoutKeys_HasTheDefaults()
    {
        Assert.That(Bound("{}"), Is.EqualTo(new TownConfig()));
        Assert.That(Bound("{ kinds: { ramp: 3 } }").Kinds, Is.EqualTo(new BlockWeights { Ramp = 3 }));
        Assert.That(Bound("{ preset: small, blocks: 3 }"), Is.EqualTo(TownConfig.SmallTown with { Blocks = 3 }));
        Assert.That(Bound("{ preset: standard }", TownConfig.SmallTown), Is.EqualTo(new TownConfig()));
        Assert.That(Bound("{ gridShare: 0.25 }", TownConfig.SmallTown), Is.EqualTo(TownConfig.SmallTown with { GridShare = 0.25f }));
    }

    [Test]
    public void ALaneThatEnds_IsADeadEnd()
    {
        CrossSection[] sections = [new(0, 2, 0, -2, 0), new(9, 2, 9, -2, 0)];
        Lane a = new() { Id = "a", Sections = sections, Next = ["b"] }, b = new() { Id = "b", Sections = sections, Next = ["a", "c"] }, c = new() { Id = "c", Sections = sections };
        Assert.That(Reachability.DeadEnds(new("t", [a, b, c])), Is.EqualTo(new[] { "c" }));
        // Over a broken line back into the ring.
        var changes = c with { Left = new("a", false), LeftMarkings = [new(0, MarkingKind.Broken)] };
        Assert.That(Reachability.DeadEnds(new("t", [a, b, changes])), Is.Empty);
    }

    private static BlockWeights OnlyMerge => Bound($"{{ kinds: {{ {Only("merge")} }} }}").Kinds;

    private static string Only(string kind) => string.Join(", ", new[] { "straight", "curve", "merge", "split", "ramp", "roundabout", "tJunction", "xJunction", "bottleneck", "tollgate", "parkingLot" }.Select(name => $"{name}: {(name == kind ? 1 : 0)}"));

    private static TownConfig Bound(string yaml, TownConfig? defaults = null)
    {
        var problems = new ConfigProblems();
        var reader = new SectionReader(Scenarios.Yaml.YamlTree.Parse(yaml, "town.yaml", problems), problems, "");
        var config = TownConfig.Bind(reader, defaults);
        reader.Finish();
        problems.ThrowIfAny();
        return config;
    }

    private static string Text(ulong seed, int index) => RoadMapWriter.Write(TownGenerator.Generate(seed, index, new())).ReplaceLineEndings("\n");

    private static void AllKeep(Func<MeasuredTown, bool> rule) => Assert.That(_towns.Value.Where(town => !rule(town)).Select(town => town.ToString()).Take(10), Is.Empty);
}
