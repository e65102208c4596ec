using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns;

/// <summary>Lights of a junction: one road after the other is green, so lanes that cross never are together.</summary>
internal static class Signals
{
    private const double AmberSeconds = 3, ClearSeconds = 2, RedAmberSeconds = 1;

    /// <summary>Adds a light, its cycle and a stop line for each road.</summary>
    public static void Lay(BlockDraft block, string junction, IReadOnlyList<RoadEnd> arms, double[] setBack, Draws draws)
    {
        double[] green = [.. arms.Select(_ => Math.Round(draws.Between(6, 14)))];
        var cycle = green.Sum() + arms.Count * (AmberSeconds + ClearSeconds);
        var begin = Math.Round(draws.Between(0, (float)cycle));
        for (var i = 0; i < arms.Count; i++)
        {
            var red = cycle - green[i] - AmberSeconds - RedAmberSeconds;
            block.Lights.Add(new()
            {
                Id = FormattableString.Invariant($"{junction}.light{i + 1}"),
                Position = Approaches.Post(block, arms[i], setBack[i]), Lanes = Approaches.Ids(arms[i]), OffsetSeconds = begin,
                Cycle = [new(LightColour.Green, green[i]), new(LightColour.Amber, AmberSeconds), new(LightColour.Red, red), new(LightColour.RedAmber, RedAmberSeconds)],
            });
            Approaches.LayStopLine(block, arms[i], setBack[i], StopKind.Light);
            begin += green[i] + AmberSeconds + ClearSeconds;
        }
    }
}
