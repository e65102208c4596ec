using System.Globalization;
using RLSandbox.Core.Contract;

namespace RLSandbox.Rendering.Triage;

/// <summary>Where things began to go wrong: for an episode that ended beside the road where it was left for good, otherwise just before the end.</summary>
/// <param name="Step">Environment steps of the whole play until then.</param>
/// <param name="Speed">m/s.</param>
/// <param name="Curvature">Of the route there, 1/m, positive in a left bend.</param>
/// <param name="Offset">Lateral offset from the centre line, m, left positive.</param>
/// <param name="Arc">Metres along the route.</param>
public readonly record struct TurningPoint(int Step, float Speed, float Curvature, float Offset, float Arc);

/// <summary>One episode of a play, in numbers: some hundred bytes, however long it was.</summary>
/// <param name="Row">Agent row of the batch.</param>
/// <param name="Ordinal">How many episodes of the row came before.</param>
/// <param name="FirstStep">Environment steps of the whole play before it.</param>
/// <param name="LastStep">Environment steps of the whole play at its end.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Map">Name of the map.</param>
/// <param name="Return">Undiscounted sum of rewards.</param>
/// <param name="Progress">Share of the route, 0 … 1.</param>
/// <param name="Point">Where it turned; of a success its end.</param>
public sealed record PlayedEpisode(int Row, int Ordinal, int FirstStep, int LastStep, OutcomeSpec Outcome, string Map, double Return, double Progress, TurningPoint Point)
{
    /// <summary>Number of the row, counted from 1 as in <c>render --episode</c>, and which of its episodes where it is not the first.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Row + 1}{(Ordinal == 0 ? "" : $".{Ordinal + 1}")}");

    /// <summary>What the failure has in common with others.</summary>
    public FailureCause Cause => FailureCause.Of(this);
}
