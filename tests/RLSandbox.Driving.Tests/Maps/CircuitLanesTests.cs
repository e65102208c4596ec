using System.Runtime.Intrinsics;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Tests.Maps;

/// <summary>Eight rows at once answer with the very bits of <see cref="Circuit"/>, whose searches look at every node.</summary>
[Category("Property")]
public sealed class CircuitLanesTests
{
    private const int Blocks = 4000, WideCircuits = 3;
    private static readonly uint Purpose = RandomPurpose.Of("circuit lanes");
    private static readonly Circuit[] Circuits =
        [TestCircuits.Wavy(), TestCircuits.FigureEight(), TestCircuits.ClockwiseCircle(), TestCircuits.Circle(radius: 4, left: 3, right: 3), TestCircuits.Circle(radius: 1, left: 1, right: 1)];

    [TestCase(0.9f, 1.5f)]       // on the road, one step of a car
    [TestCase(1f, 14f)]          // on the road, far from where it was expected
    [TestCase(12f, 3f)]          // far off the road: the foot may lie anywhere
    public void Places_AreThoseOfTheCircuit(float widths, float metresFromExpected)
    {
        using var table = new CircuitTable(Circuits);
        var (x, y, arc) = (new float[Lanes.Count], new float[Lanes.Count], new float[Lanes.Count]);
        var rows = new CircuitPosition[Lanes.Count];
        for (var block = 0u; block < Blocks; block++)
        {
            var episodes = Episodes(block);
            for (var lane = 0u; lane < Lanes.Count; lane++)
            {
                var key = new RandomKey(block, lane, 0, Purpose);
                var circuit = Circuits[episodes[lane].MapIndex];
                var there = circuit.Sample(key.Uniform(slot: 1) * circuit.Length);
                var offset = key.Uniform(-widths, widths, 2) * there.LeftWidth;
                (x[lane], y[lane]) = (there.X - offset * Elementary.Sin(there.Heading), there.Y + offset * Elementary.Cos(there.Heading));
                arc[lane] = key.Uniform(slot: 1) * circuit.Length + key.Uniform(-1f, 1f, 3) * metresFromExpected;
            }
            var found = table.Rows(episodes, 0, 1).Locate(Vector256.Create(x), Vector256.Create(y), Vector256.Create(arc));
            found.Store(ref rows[0]);
            for (var lane = 0; lane < Lanes.Count; lane++)
                Assert.That(rows[lane], Is.EqualTo(Circuits[episodes[lane].MapIndex].Locate(x[lane], y[lane], arc[lane])), $"block {block}, row {lane}, circuit {episodes[lane].MapIndex}");
        }
    }

    [Test]
    public void PointsAndAdvances_AreThoseOfTheCircuit()
    {
        using var table = new CircuitTable(Circuits);
        for (var block = 0u; block < Blocks; block++)
        {
            var episodes = Episodes(block);
            var (from, to) = (new float[Lanes.Count], new float[Lanes.Count]);
            for (var lane = 0u; lane < Lanes.Count; lane++) (from[lane], to[lane]) = (Arc(block, lane, 1), Arc(block, lane, 2));
            var lanes = table.Rows(episodes, 0, 1);
            var point = lanes.PointAt(lanes.Find(Vector256.Create(from)));
            var advance = lanes.Advance(Vector256.Create(from), Vector256.Create(to));
            for (var lane = 0; lane < Lanes.Count; lane++)
            {
                var circuit = Circuits[episodes[lane].MapIndex];
                var there = circuit.Sample(from[lane]);
                Assert.That((point.X[lane], point.Y[lane], advance[lane]), Is.EqualTo((there.X, there.Y, circuit.Advance(from[lane], to[lane]))), $"block {block}, row {lane}");
            }
        }
    }

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    public void WhatIsNoPlace_IsAnsweredAsByTheCircuit(float x)
    {
        using var table = new CircuitTable(Circuits[0]);
        var rows = new CircuitPosition[Lanes.Count];
        table.Rows([default], 0, 1).Locate(Vector256.Create(x), Vector256<float>.Zero, Vector256.Create(5f)).Store(ref rows[0]);
        Assert.That(rows, Is.All.EqualTo(Circuits[0].Locate(x, 0, 5f)));
    }

    [Test]
    public void AgentsOfAnEnvironment_ShareItsCircuit()
    {
        using var table = new CircuitTable(Circuits);
        EpisodeState[] episodes = [new() { MapIndex = 2 }, new() { MapIndex = 0 }, new() { MapIndex = 1 }];
        // Three agents each, rows 2 … 9: the last of environment 0, all of environment 1, all of environment 2, and one row beyond.
        var lengths = table.Rows(episodes, 2, 3).Length;
        float[] expected = [.. new[] { 2, 0, 0, 0, 1, 1, 1, 1 }.Select(map => Circuits[map].Length)];
        Assert.That(Enumerable.Range(0, Lanes.Count).Select(lane => lengths[lane]), Is.EqualTo(expected));
    }

    private static float Arc(uint block, uint lane, uint slot) => new RandomKey(block, lane, 1, Purpose).Uniform(-400f, 900f, slot);

    /// <summary>Every other block has wide bends alone: one tight bend sends all eight rows through the long search.</summary>
    private static EpisodeState[] Episodes(uint block)
        => [.. Enumerable.Range(0, Lanes.Count).Select(lane => new EpisodeState { MapIndex = new RandomKey(block, (uint)lane, 2, Purpose).Integer(block % 2 == 0 ? WideCircuits : Circuits.Length) })];
}
