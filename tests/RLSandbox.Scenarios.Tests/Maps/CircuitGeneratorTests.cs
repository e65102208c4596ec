using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Maps;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Tests.Maps;

[Category("Property")]
public sealed class CircuitGeneratorTests
{
    private const int Seeds = 10_000;

    /// <summary>m; steps of 1 m between samples and floats of this size.</summary>
    private const float Sampling = 0.05f;

    private static readonly GeneratorConfig _config = new();

    [Test]
    public void TenThousandSeeds_AreClosedNeverSelfOverlappingAndWiderThanTheirBends()
    {
        var lengths = new int[14];                       // 300–1000 m in steps of 50
        var clockwise = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var circuit = CircuitGenerator.Generate((ulong)seed, index: 0, _config);
            var walk = new CircuitWalk(circuit, spacing: 1);
            Assert.That(circuit.Length, Is.InRange(300, 1000), $"seed {seed}: length");
            Assert.That(walk.LargestStep, Is.EqualTo(walk.Spacing).Within(Sampling), $"seed {seed}: a gap, or not closed");
            Assert.That(walk.NarrowestWidth, Is.GreaterThanOrEqualTo(8 - Sampling), $"seed {seed}: too narrow");
            Assert.That(walk.WidestWidth, Is.LessThanOrEqualTo(12 + Sampling), $"seed {seed}: too wide");
            Assert.That(circuit.SmallestRadius, Is.GreaterThanOrEqualTo(10), $"seed {seed}: too tight");
            Assert.That(circuit.SmallestRadius, Is.LessThan(15.6f), $"seed {seed}: no tight bend");
            Assert.That(walk.SmallestRadiusOverHalfWidth, Is.GreaterThan(1), $"seed {seed}: the inner edge folds");
            // 2 m of grass between the edges of parts that are not neighbours, less what 1 m steps miss.
            Assert.That(walk.KeepsApart(walk.WidestWidth + CircuitGenerator.Clearance - Sampling), Is.True, $"seed {seed}: overlaps itself");
            lengths[(int)((circuit.Length - 300) / 50)]++;
            if (circuit.IsClockwise) clockwise++;
        }
        // Uniform: 714 expected per bin with a standard deviation of 26; the outermost lose what keeps them off the limits.
        Assert.That(lengths, Has.All.InRange(560, 860), string.Join(" ", lengths));
        Assert.That(clockwise, Is.InRange(Seeds * 0.47, Seeds * 0.53));
    }

    [Test]
    public void Circuits_AreNotAllOvals()
    {
        int hairpins = 0, bothSides = 0, straights = 0, chicanes = 0;
        const int count = 300;
        for (var index = 0; index < count; index++)
        {
            var walk = new CircuitWalk(CircuitGenerator.Generate(7, index, _config), spacing: 1);
            if (walk.LargestTurn(within: 60) > 2.6f) hairpins++;             // 150 degrees in 60 m
            if (walk.TurnsBothWays) bothSides++;
            if (walk.LongestStraight > 100) straights++;
            if (walk.SideChanges >= 4) chicanes++;
        }
        Assert.Multiple(() =>
        {
            Assert.That(hairpins, Is.GreaterThan(count / 4), "hairpins");
            Assert.That(bothSides, Is.GreaterThan(count / 2), "bends to both sides");
            Assert.That(straights, Is.GreaterThan(count / 4), "straights of more than 100 m");
            Assert.That(chicanes, Is.GreaterThan(count / 4), "several S-bends");
        });
    }

    [Test]
    public void SameSeedAndIndex_GiveTheSameBitsOnEveryMachine()
    {
        ulong Hash(ulong seed) => Enumerable.Range(0, 20).Aggregate(0UL, (hash, k) => StableHash.Combine(hash, CircuitGenerator.Generate(seed, k, _config).Hash));
        const ulong golden = 4297408900719744959;
        Assert.That(Hash(1), Is.EqualTo(golden), "changes only with a line in the changelog: every scenario with generated circuits becomes another");
        Assert.That(Hash(2), Is.Not.EqualTo(golden));
    }

    [Test]
    public void Widths_AreConstantOrVarySlowly()
    {
        var constant = 0;
        for (var index = 0; index < 200; index++)
        {
            var walk = new CircuitWalk(CircuitGenerator.Generate(3, index, _config), spacing: 1);
            if (walk.WidestWidth - walk.NarrowestWidth < 1e-3f) constant++;
            // At most four waves of 4 m on 300 m: 2 m · 2π · 4 / 300 m = 0.17 per metre.
            Assert.That(walk.LargestWidthStep, Is.LessThan(0.2f), $"index {index}");
        }
        Assert.That(constant, Is.InRange(70, 130));
    }

    [Test]
    public void OtherRanges_AreKept()
    {
        var config = new GeneratorConfig { LengthMetres = 2000, WidthMetres = NumberRange.Uniform(14, 20), RadiusMetres = NumberRange.Fixed(14) };
        for (var index = 0; index < 20; index++)
        {
            var circuit = CircuitGenerator.Generate(1, index, config);
            Assert.That(circuit.Length, Is.EqualTo(2000).Within(4));          // 0.2 %: what the spline changes
            Assert.That(circuit.SmallestRadius, Is.InRange(14, 15));
        }
    }

    [Test]
    public void RangesThatLeaveNoCircuit_AreTheUsersMistake()
    {
        var wide = new GeneratorConfig { WidthMetres = 40 };
        var tiny = new GeneratorConfig { LengthMetres = 50 };
        Assert.That(() => CircuitGenerator.Generate(1, 0, wide), Throws.TypeOf<UserErrorException>().With.Message.Contains("radiusMetres above 23"));
        Assert.That(() => CircuitGenerator.Generate(1, 0, tiny), Throws.TypeOf<UserErrorException>().With.Message.Contains("at least 120"));
    }
}
