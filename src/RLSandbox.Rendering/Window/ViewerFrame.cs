using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.Window;

/// <summary>A map of what a policy looks at, over its newest camera picture.</summary>
/// <param name="Kind">How it was made.</param>
/// <param name="Map">[H, W] in 0 … 1.</param>
public sealed record SaliencyMap(SaliencyKind Kind, float[] Map);

/// <summary>One car of the wall.</summary>
/// <param name="Snapshot">Its world.</param>
/// <param name="Outcome">How its episode just ended; null while it goes on.</param>
public sealed record WallTile(Snapshot Snapshot, OutcomeSpec? Outcome);

/// <summary>A pale car to race.</summary>
/// <param name="Name">Who drives it.</param>
/// <param name="Pose">Where it is; null once it has come to its end.</param>
public sealed record GhostCar(string Name, Pose? Pose);

/// <summary>Everything that one picture of the window shows; panels read nothing else.</summary>
public sealed record ViewerFrame
{
    /// <summary>What stays the same.</summary>
    public required StageFacts Facts { get; init; }

    /// <summary>What happened so far.</summary>
    public required StageHistory History { get; init; }

    /// <summary>Ends of episodes.</summary>
    public required IReadOnlyList<PlaybackEvent> Events { get; init; }

    /// <summary>Where everything goes.</summary>
    public required WindowLayout Layout { get; init; }

    /// <summary>Environment, agent and row that are followed.</summary>
    public required (int Environment, int Agent, int Row) Followed { get; init; }

    /// <summary>Step that is shown, and steps known.</summary>
    public required (int At, int Length) Steps { get; init; }

    /// <summary>What there is to see of the followed agent.</summary>
    public required EpisodeMoment Moment { get; init; }

    /// <summary>Its world, between two steps where time goes on.</summary>
    public required Snapshot World { get; init; }

    /// <summary>From where it is drawn.</summary>
    public required WorldView View { get; init; }

    /// <summary>Where the followed vehicle came along.</summary>
    public TrailPoint[] Trail { get; init; } = [];

    /// <summary>Who drives, as the header says it.</summary>
    public required string Driver { get; init; }

    /// <summary>Whether a person drives the followed row.</summary>
    public bool IsHuman { get; init; }

    /// <summary>Whether time goes on.</summary>
    public bool IsPlaying { get; init; }

    /// <summary>Whether the window is being recorded.</summary>
    public bool IsRecording { get; init; }

    /// <summary>Simulated seconds per second.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Camera pictures as the policy reads them, oldest first; empty without a camera.</summary>
    public IReadOnlyList<byte[]> Cameras { get; init; } = [];

    /// <summary>The state part as the policy reads it.</summary>
    public float[] State { get; init; } = [];

    /// <summary>What the policy makes of it; null where it cannot say.</summary>
    public PolicyInsight? Insight { get; init; }

    /// <summary>What it looks at; null where that is off or it cannot say.</summary>
    public SaliencyMap? Saliency { get; init; }

    /// <summary>What is done next, where that is known.</summary>
    public float[] NextAction { get; init; } = [];

    /// <summary>Measures of the episode; NaN: none yet.</summary>
    public IReadOnlyList<(MeasureSpec Measure, float Value)> Measures { get; init; } = [];

    /// <summary>The wall; empty: one environment is shown.</summary>
    public IReadOnlyList<WallTile> Wall { get; init; } = [];

    /// <summary>A car to race; null: none.</summary>
    public GhostCar? Ghost { get; init; }

    /// <summary>Best laps here; null: this is no race.</summary>
    public IReadOnlyList<Lap>? Laps { get; init; }

    /// <summary>Numbers of a training that is followed; null: none is.</summary>
    public LearningNumbers? Learning { get; init; }

    /// <summary>A line that stands over the world for a while; null: none.</summary>
    public string? Note { get; init; }

    /// <summary>Whether every key is shown.</summary>
    public bool ShowsHelp { get; init; }

    /// <summary>Which page of the help is turned up.</summary>
    public int Page { get; init; }

    /// <summary>Seconds since the start of the episode.</summary>
    public double Seconds => World.Seconds;

    /// <summary>The followed vehicle.</summary>
    public VehicleSnapshot Vehicle => World.Vehicles[Followed.Agent];
}
