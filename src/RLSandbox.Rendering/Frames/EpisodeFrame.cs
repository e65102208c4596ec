using RLSandbox.Core.Mathematics;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Rendering.Frames;

/// <summary>What one picture of a video shows: an episode at one time.</summary>
/// <remarks>Vehicles are drawn between two moments by linear interpolation; what the policy saw and was paid belongs to the moment before.</remarks>
/// <param name="Index">Of the latest moment at this time.</param>
/// <param name="Snapshot">The world, interpolated.</param>
/// <param name="Seconds">Simulated time since the first moment.</param>
public sealed record EpisodeFrame(RecordedEpisode Episode, int Index, Snapshot Snapshot, double Seconds)
{
    /// <summary>Times closer than this share of a step to a moment are that moment: frame times and steps of 0.1f are rounded.</summary>
    private const double SameTime = 1e-3;

    /// <summary>The latest moment.</summary>
    public EpisodeMoment Moment => Episode.Moments[Index];

    /// <summary>Simulated time since the start of the episode, of which the recording may show only the end.</summary>
    public double Clock => Episode.Moments[0].Snapshot.Seconds + Seconds;

    /// <summary>Whether the episode has ended.</summary>
    public bool IsLast => Index == Episode.Moments.Count - 1;

    /// <summary>The episode at a time, clamped to what was recorded.</summary>
    public static EpisodeFrame At(RecordedEpisode episode, double seconds)
    {
        seconds = Math.Clamp(seconds, 0, episode.Seconds);
        var position = seconds / episode.StepSeconds;
        var index = Math.Min((int)(position + SameTime), episode.Moments.Count - 1);
        var share = (float)(position - index);
        var now = episode.Moments[index].Snapshot;
        if (share <= SameTime || index == episode.Moments.Count - 1) return new(episode, index, now, seconds);
        return new(episode, index, Between(now, episode.Moments[index + 1].Snapshot, share), seconds);
    }

    /// <summary>Vehicles between two moments; everything else as it is now.</summary>
    internal static Snapshot Between(Snapshot now, Snapshot next, float share)
    {
        var vehicles = new VehicleSnapshot[now.Vehicles.Count];
        for (var i = 0; i < vehicles.Length; i++)
        {
            VehicleSnapshot a = now.Vehicles[i], b = next.Vehicles[i];
            vehicles[i] = a with { Pose = Between(a.Pose, b.Pose, share), Motion = Between(a.Motion, b.Motion, share) };
        }
        return now with { Vehicles = vehicles, Actors = Between(now.Actors, next.Actors, share), Progress = now.Progress + share * (next.Progress - now.Progress) };
    }

    /// <summary>Actors that go on; one that comes or goes is drawn where it was before.</summary>
    private static IReadOnlyList<ActorSnapshot> Between(IReadOnlyList<ActorSnapshot> now, IReadOnlyList<ActorSnapshot> next, float share)
    {
        if (now.Count == 0) return now;
        var (actors, at) = (new ActorSnapshot[now.Count], 0);
        for (var i = 0; i < actors.Length; i++)
        {
            // Both lists are in the order of the scene's slots.
            var ahead = at;
            while (ahead < next.Count && next[ahead].Id != now[i].Id) ahead++;
            actors[i] = ahead < next.Count ? now[i] with { Pose = Between(now[i].Pose, next[ahead].Pose, share) } : now[i];
            if (ahead < next.Count) at = ahead + 1;
        }
        return actors;
    }

    private static Pose Between(Pose a, Pose b, float share) =>
        new(a.X + share * (b.X - a.X), a.Y + share * (b.Y - a.Y), Angle.Wrap(a.Heading + share * Angle.Difference(b.Heading, a.Heading)));

    private static Motion Between(Motion a, Motion b, float share) => a with
    {
        Speed = a.Speed + share * (b.Speed - a.Speed),
        Steering = a.Steering + share * (b.Steering - a.Steering),
    };
}
