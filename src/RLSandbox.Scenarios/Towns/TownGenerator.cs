using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns;

/// <summary>Makes towns by chance: networks of lanes with junctions, lights, signs and markings, in which every lane can be reached from every other.</summary>
/// <remarks>
/// A town is either a grid of streets with some left out, or blocks joined end to end by a search. Everything is drawn from the seed and the index
/// alone and computed with own elementary functions: the same bits on every machine. Towns are independent of each other, so they can be made in parallel.
/// </remarks>
public static class TownGenerator
{
    private const int Attempts = 100;
    private static readonly uint _purpose = RandomPurpose.Of("map.generated.town");

    /// <summary>Town <paramref name="index"/> of the endless row that belongs to <paramref name="seed"/>.</summary>
    /// <exception cref="UserErrorException">The ranges of <paramref name="config"/> leave no town.</exception>
    public static RoadMap Generate(ulong seed, int index, TownConfig config)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (config.Contradiction() is var (fact, cure)) throw new UserErrorException($"Generated towns: {fact}; {cure}.");
        var key = new RandomKey(seed, (uint)index, 0, _purpose);
        var goal = new Draws(key, 0);
        var isGrid = goal.Chance(config.GridShare);
        var style = TownStyle.Draw(goal, config);
        var blocks = TownStyle.Whole(config.Blocks, goal);
        var name = string.Create(CultureInfo.InvariantCulture, $"town-{seed}-{index}");
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            // Half of the attempts close every end with a loop: those nearly always succeed.
            var parts = isGrid ? GridTown.TryLay(style, new(key, (uint)attempt)) : TownSearch.TryLay(style, new(key, (uint)attempt), blocks, attempt % 2 == 1);
            if (parts is null) continue;
            var map = TownAssembly.Assemble(name, string.Create(CultureInfo.InvariantCulture, $"generated, seed {seed}, index {index}"), parts);
            if (Reachability.DeadEnds(map).Count == 0) return map;
        }
        throw new UserErrorException(string.Create(CultureInfo.InvariantCulture,
            $"Generated towns: none of {Attempts} attempts at seed {seed}, index {index} gave a town of {(isGrid ? "streets" : $"{blocks} blocks")} with {style.Lanes} lanes of {style.LaneWidth} m each way. Raise gridMetres, or lower blocks, laneWidthMetres, turnRadiusMetres or curveRadiusMetres."));
    }
}
