using System.Globalization;
using System.Reflection;
using RLSandbox.Core.Contract;
using RLSandbox.Driving;

namespace RLSandbox.Rendering.Recording;

/// <summary>Episodes that can be played again: what was done, and enough to notice when it no longer gives the same.</summary>
/// <remarks>Playing it again applies the recorded actions; the policy is never asked.</remarks>
public sealed record Recording
{
    /// <summary>Name ending of recordings.</summary>
    public const string Ending = ".rlrec";

    /// <summary>What it says about itself.</summary>
    public required RecordingHeader Header { get; init; }

    /// <summary>[T, R, dimensions].</summary>
    public required ActionLog Actions { get; init; }

    /// <summary>Hash of all environments after each <see cref="Playback.HashInterval"/> steps, and after the last step.</summary>
    public required IReadOnlyList<ulong> WorldHashes { get; init; }

    /// <summary>Where every body was, for programs whose simulation has changed; null when it was not asked for.</summary>
    public PoseTrack? Poses { get; init; }

    /// <summary>All that a playback knows. It stands where it stood afterwards.</summary>
    /// <param name="withPoses">Keeps where every body was, which takes the most room.</param>
    /// <exception cref="InvalidOperationException">The playback shows stored poses.</exception>
    public static Recording Of(Playback playback, RecordingOrigin origin, bool withPoses = false)
    {
        if (playback.Notice is not null) throw new InvalidOperationException("Stored poses cannot be recorded again: copy their file.");
        var stood = playback.Step;
        var poses = withPoses ? PoseTrack.Of(playback) : null;
        playback.Seek(playback.Length);
        var recording = new Recording
        {
            Header = HeaderOf(playback.Environment, origin, playback.DrivenMaps, playback.Seed) with { Steps = playback.Length, Ends = [.. playback.Events] },
            Actions = playback.Actions.Copy(),
            WorldHashes = [.. playback.WorldHashes, playback.Environment.World.Hash()],
            Poses = poses,
        };
        playback.Seek(stood);
        return recording;
    }

    /// <summary>What an environment says, without any steps.</summary>
    internal static RecordingHeader HeaderOf(DrivingEnvironment environment, RecordingOrigin origin, IEnumerable<int> drivenMaps, ulong seed)
    {
        var spec = environment.Spec;
        return new()
        {
            Program = typeof(Recording).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown",
            Scenario = spec.Name,
            Origin = origin,
            Maps = [.. drivenMaps.Order().Select(index => MapOf(environment, index))],
            Seed = seed,
            Environments = spec.EnvironmentCount,
            Place = environment.Place,
            Agents = spec.AgentCount,
            ActionKind = spec.Action.Kind,
            ActionChoices = spec.Action.Choices,
            ActionDimensions = spec.Action.Dimensions,
            Steps = 0,
            StepSeconds = spec.StepSeconds,
            Ends = [],
        };
    }

    /// <summary>A map as a header names it.</summary>
    internal static RecordedMap MapOf(DrivingEnvironment environment, int index) =>
        new(index, environment.Maps[index].Name, environment.Maps[index].Hash().ToString("x16", CultureInfo.InvariantCulture));
}
