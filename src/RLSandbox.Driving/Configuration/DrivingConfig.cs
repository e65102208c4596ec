using RLSandbox.Driving.Sensors;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Configuration;

/// <summary>Everything about a driving task except its maps: what a scenario file says, section by section.</summary>
public sealed record DrivingConfig
{
    /// <summary>Name and version, such as <c>first-lap-v1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Section <c>vehicle</c>.</summary>
    public VehicleConfig Vehicle { get; init; } = new();

    /// <summary>Section <c>traffic</c>.</summary>
    public TrafficConfig Traffic { get; init; } = new();

    /// <summary>Section <c>camera</c>; null without one.</summary>
    public CameraConfig? Camera { get; init; }

    /// <summary>Section <c>state</c>; null without one.</summary>
    public StateConfig? State { get; init; }

    /// <summary>Section <c>actions</c>.</summary>
    public ActionsConfig Actions { get; init; } = new();

    /// <summary>Section <c>episode</c>.</summary>
    public EpisodeConfig Episode { get; init; } = new();

    /// <summary>Section <c>rewards</c>.</summary>
    public RewardsConfig Rewards { get; init; } = RewardsConfig.Standard;

    /// <summary>Section <c>ends</c>.</summary>
    public EndsConfig Ends { get; init; } = new();

    /// <summary>Whether episodes walk through the maps in order (evaluation) instead of drawing one (training).</summary>
    public bool MapsInOrder { get; init; }

    /// <summary>Episodes that begin differently on <paramref name="maps"/> maps in order; null where each draws something of its own.</summary>
    public int? DistinctEpisodes(int maps)
    {
        var isDrawn = !MapsInOrder || Episode.Start != "line" || !Episode.StartSpeedMps.IsFixed || !Episode.StartOffset.IsFixed || !Episode.StartHeading.IsFixed || Traffic.ObstacleCapacity > 0 || Camera?.Weather.IsDrawn == true;
        return isDrawn ? null : maps * Traffic.Agents;
    }

    /// <summary>The task as it is evaluated: one lap from a standing start at the line, the maps in order, whatever training does.</summary>
    /// <param name="keep">Keys of section <c>episode</c> that stay as they are here, because the evaluation itself says so.</param>
    public DrivingConfig ForEvaluation(params IReadOnlyCollection<string> keep)
    {
        var standard = new EpisodeConfig { Start = "line" };
        T Of<T>(string key, T own, T evaluated) => keep.Contains(key) ? own : evaluated;
        return this with
        {
            MapsInOrder = true,
            Episode = Episode with
            {
                Start = Of("start", Episode.Start, standard.Start),
                StartSpeedMps = Of("startSpeedMps", Episode.StartSpeedMps, standard.StartSpeedMps),
                StartOffset = Of("startOffset", Episode.StartOffset, standard.StartOffset),
                StartHeading = Of("startHeading", Episode.StartHeading, standard.StartHeading),
                Laps = Of("laps", Episode.Laps, standard.Laps),
                CutAfterSeconds = Of("cutAfterSeconds", Episode.CutAfterSeconds, standard.CutAfterSeconds),
            },
        };
    }
}
