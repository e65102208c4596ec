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

    /// <summary>Circuit 0 of every seed, generated and walked once, on all cores, for all tests below.</summary>
    private static readonly Lazy<MeasuredCircuit[]> _circuits = new(() =>
    {
        var measured = new MeasuredCircuit[Seeds];
        Parallel.For(0, Seeds, seed => measured[seed] = MeasuredCircuit.Of(CircuitGenerator.Generate((ulong)seed, index: 0, _config)));
        return measured;
    });

    [Test]
    public void TenThousandSeeds_AreClosed() => AllKeep(circuit => Math.Abs(circuit.LargestStep - circuit.Spacing) <= Sampling);

    [Test]
    public void TenThousandSeeds_NeverOverlapThemselves() => AllKeep(circuit => circuit.KeepsApart);

    [Test]
    public void TenThousandSeeds_KeepTheirWidths() => AllKeep(circuit => circuit.NarrowestWidth >= 8 - Sampling && circuit.WidestWidth <= 12 + Sampling);

    [Test]
    public void TenThousandSeeds_HaveATightBendAndNoneTighterThanTheRange() => AllKeep(circuit => circuit.SmallestRadius is >= 10 and < 15.6f);

    [Test]
    public void TenThousandSeeds_HaveBendsWiderThanTheInnerEdge() => AllKeep(circuit => circuit.SmallestRadiusOverHalfWidth > 1);

    [Test]
    public void TenThousandSeeds_HaveEveryLengthEquallyOften()
    {
        AllKeep(circuit => circuit.Length is >= 300 and <= 1000);
        var lengths = new int[14];                       // 300–1000 m in steps of 50
        foreach (var circuit in _circuits.Value) lengths[(int)((circuit.Length - 300) / 50)]++;
        // Uniform: 714 expected per bin with a standard deviation of 26; the outermost lose what keeps them off the limits.
        Assert.That(lengths, Has.All.InRange(560, 860), string.Join(" ", lengths));
    }

    [Test]
    public void TenThousandSeeds_RunBothWaysRound() => Assert.That(ShareOf(circuit => circuit.IsClockwise), Is.InRange(0.47, 0.53));

    [Test]
    public void Circuits_AreNotAllOvals() => Assert.Multiple(() =>
    {
        Assert.That(ShareOf(circuit => circuit.LargestTurnIn60Metres > 2.6f), Is.GreaterThan(0.25), "hairpins: 150 degrees in 60 m");
        Assert.That(ShareOf(circuit => circuit.TurnsBothWays), Is.GreaterThan(0.5), "bends to both sides");
        Assert.That(ShareOf(circuit => circuit.LongestStraight > 100), Is.GreaterThan(0.25), "straights of more than 100 m");
        Assert.That(ShareOf(circuit => circuit.SideChanges >= 4), Is.GreaterThan(0.25), "several S-bends");
    });

    [Test]
    public void TenThousandSeeds_HaveConstantOrSlowlyVaryingWidths()
    {
        // At most four waves of 4 m on 300 m: 2 m · 2π · 4 / 300 m = 0.17 per metre.
        AllKeep(circuit => circuit.LargestWidthStep < 0.2f);
        Assert.That(ShareOf(circuit => circuit.WidestWidth - circuit.NarrowestWidth < 1e-3f), Is.InRange(0.35, 0.65), "half of them by draw, some more where the radius limits both widths");
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

    private static void AllKeep(Func<MeasuredCircuit, bool> rule) =>
        Assert.That(Enumerable.Range(0, Seeds).Where(seed => !rule(_circuits.Value[seed])).Select(seed => $"seed {seed}: {_circuits.Value[seed]}").Take(10), Is.Empty);

    private static double ShareOf(Func<MeasuredCircuit, bool> property) => _circuits.Value.Count(property) / (double)Seeds;

    /// <summary>What the tests want to know of a circuit; the circuit itself is not kept.</summary>
    private sealed record MeasuredCircuit
    {
        public required float Length { get; init; }
        public required float SmallestRadius { get; init; }
        public required bool IsClockwise { get; init; }
        public required float Spacing { get; init; }
        public required float LargestStep { get; init; }
        public required float NarrowestWidth { get; init; }
        public required float WidestWidth { get; init; }
        public required float LargestWidthStep { get; init; }
        public required float SmallestRadiusOverHalfWidth { get; init; }
        public required bool KeepsApart { get; init; }
        public required float LargestTurnIn60Metres { get; init; }
        public required float LongestStraight { get; init; }
        public required bool TurnsBothWays { get; init; }
        public required int SideChanges { get; init; }

        public static MeasuredCircuit Of(Circuit circuit)
        {
            var walk = new CircuitWalk(circuit, spacing: 1);
            return new()
            {
                Length = circuit.Length,
                SmallestRadius = circuit.SmallestRadius,
                IsClockwise = circuit.IsClockwise,
                Spacing = walk.Spacing,
                LargestStep = walk.LargestStep,
                NarrowestWidth = walk.NarrowestWidth,
                WidestWidth = walk.WidestWidth,
                LargestWidthStep = walk.LargestWidthStep,
                SmallestRadiusOverHalfWidth = walk.SmallestRadiusOverHalfWidth,
                // 2 m of grass between the edges of parts that are not neighbours, less what 1 m steps miss.
                KeepsApart = walk.KeepsApart(walk.WidestWidth + CircuitGenerator.Clearance - Sampling),
                LargestTurnIn60Metres = walk.LargestTurn(within: 60),
                LongestStraight = walk.LongestStraight,
                TurnsBothWays = walk.TurnsBothWays,
                SideChanges = walk.SideChanges,
            };
        }
    }
}
