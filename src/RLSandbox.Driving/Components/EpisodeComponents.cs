namespace RLSandbox.Driving.Components;

/// <summary>The episode of an environment.</summary>
/// <param name="Number">Counts up from 0 with every reset; part of every random draw.</param>
/// <param name="MapIndex">Index into the scenario's compiled maps.</param>
/// <param name="Step">Environment steps taken in this episode.</param>
/// <param name="StepLimit">Environment steps after which it is truncated.</param>
/// <param name="Ended">1 when it must be reset in this step.</param>
public record struct EpisodeState(int Number, int MapIndex, int Step, int StepLimit, int Ended);

/// <summary>Whether an agent still takes part (1) or has ended before its environment (0).</summary>
public record struct Participation(int Active);

/// <summary>What became of an agent in the last step.</summary>
/// <param name="Outcome">Index into <see cref="Ends.Outcome"/>, -1 while the episode goes on.</param>
/// <param name="Terminated">1 when the task itself ended.</param>
/// <param name="Truncated">1 when the episode was cut off.</param>
public record struct EndState(int Outcome, int Terminated, int Truncated);

/// <summary>How far an agent came along its route.</summary>
/// <param name="Advance">Metres in this environment step, unwrapped, summed over physics steps; negative backwards.</param>
/// <param name="Travelled">Metres since the start of the episode.</param>
/// <param name="Furthest">Largest <paramref name="Travelled"/> so far.</param>
/// <param name="StalledSeconds">Time since <paramref name="Furthest"/> last grew by a metre.</param>
/// <param name="StalledFrom"><paramref name="Furthest"/> when <paramref name="StalledSeconds"/> was last 0.</param>
public record struct RouteProgress(float Advance, float Travelled, float Furthest, float StalledSeconds, float StalledFrom);

/// <summary>Time with the centre of gravity beyond the edge of the road.</summary>
/// <param name="SpellSeconds">Since it left the road; 0 on it.</param>
/// <param name="LongestSpellSeconds">Longest spell seen in this environment step: it latches, so a car that is back on the road when the step ends does not escape the limit.</param>
/// <param name="StepSeconds">Within this environment step.</param>
/// <param name="TotalSeconds">Within the episode.</param>
public record struct OffRoadTime(float SpellSeconds, float LongestSpellSeconds, float StepSeconds, float TotalSeconds);

/// <summary>Time on the road against the direction of its lanes. Only worlds whose maps have lanes keep it.</summary>
/// <param name="SpellSeconds">Since it began; 0 on the right way.</param>
/// <param name="LongestSpellSeconds">Longest spell seen in this environment step.</param>
/// <param name="TotalSeconds">Within the episode.</param>
public record struct WrongWayTime(float SpellSeconds, float LongestSpellSeconds, float TotalSeconds);

/// <summary>Touching another body; latched over the physics steps of an environment step.</summary>
/// <param name="InStep">1 when any physics step of this environment step touched.</param>
/// <param name="Count">Environment steps with contact in this episode.</param>
public record struct Contact(int InStep, int Count);

/// <summary>Steering asked for in this and the previous environment step, as a share of the limit in force (−1 … 1).</summary>
public record struct SteeringCommand(float Current, float Previous);

/// <summary>Sums for the measures of an episode.</summary>
/// <param name="Steps">Environment steps in which the agent took part.</param>
/// <param name="SpeedSum">Sum of the speed at the end of each of them, m/s.</param>
public record struct EpisodeTotals(int Steps, float SpeedSum);
