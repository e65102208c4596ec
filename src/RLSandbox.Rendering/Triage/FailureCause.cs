using RLSandbox.Rendering.Frames;

namespace RLSandbox.Rendering.Triage;

/// <summary>A class of failures: how they ended, what the road did there, and how fast they were.</summary>
/// <param name="Outcome">Name of the outcome.</param>
/// <param name="Bend">1 in a left bend, −1 in a right bend, 0 where the road is straight.</param>
/// <param name="SpeedFrom">Lower end of the class of speed, m/s.</param>
public readonly record struct FailureCause(string Outcome, int Bend, int SpeedFrom)
{
    /// <summary>Width of a class of speed, m/s.</summary>
    public const int SpeedStep = 4;

    /// <summary>Bends are rounder than this radius, m: at 16 m/s, 2.5 m/s² to the side.</summary>
    private const float StraightFrom = 100;

    /// <summary>The class of an episode.</summary>
    public static FailureCause Of(PlayedEpisode episode)
    {
        var point = episode.Point;
        var bend = Math.Abs(point.Curvature) < 1 / StraightFrom ? 0 : Math.Sign(point.Curvature);
        return new(episode.Outcome.Name, bend, (int)Math.Floor(point.Speed / SpeedStep) * SpeedStep);
    }

    /// <summary>For people, such as <c>off road in a left bend at 12 to 16 m/s</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{CamelCase.Words(Outcome)} {(Bend == 0 ? "on a straight" : Bend > 0 ? "in a left bend" : "in a right bend")} at {SpeedFrom} to {SpeedFrom + SpeedStep} m/s");
}
