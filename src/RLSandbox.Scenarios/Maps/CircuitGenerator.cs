using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Scenarios.Maps;

/// <summary>Makes closed circuits by chance: hairpins, S-bends, chicanes and straights, in both directions, never running into themselves.</summary>
/// <remarks>
/// A random tour places pulleys, a belt is laid round them, scaled to the wanted length and smoothed so that curvature rises over some metres.
/// The same seed, index and ranges give the same bits on every machine; circuits are independent of each other, so they can be made in parallel.
/// </remarks>
public static class CircuitGenerator
{
    /// <summary>Least distance between the edges of two parts of the road that are not neighbours, m.</summary>
    public const float Clearance = 2;

    private const int Attempts = 400;
    private static readonly uint _purpose = RandomPurpose.Of("map.generated");

    /// <summary>Circuit <paramref name="index"/> of the endless row that belongs to <paramref name="seed"/>.</summary>
    /// <exception cref="UserErrorException">The ranges of <paramref name="config"/> leave no circuit.</exception>
    public static Circuit Generate(ulong seed, int index, GeneratorConfig config)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (config.Contradiction() is var (fact, cure)) throw new UserErrorException($"Generated circuits: {fact}; {cure}.");
        var key = new RandomKey(seed, (uint)index, 0, _purpose);
        var goal = CircuitGoal.Draw(new(key, 0), config);
        var name = string.Create(CultureInfo.InvariantCulture, $"generated-{seed}-{index}");
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            // The last attempts use few corners: those nearly always fit.
            var simplicity = (float)(attempt - 1) / Attempts;
            if (CircuitShape.TryDraw(new(key, (uint)attempt), goal, simplicity) is not { } points) continue;
            var circuit = Circuit.FromControlPoints(name, points);
            if (goal.IsMetBy(circuit, config)) return circuit;
        }
        throw new UserErrorException(string.Create(CultureInfo.InvariantCulture,
            $"Generated circuits: none of {Attempts} attempts at seed {seed}, index {index} gave {goal}. Raise lengthMetres, or lower radiusMetres or widthMetres."));
    }
}
