using RLSandbox.Core;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.Frames;

/// <summary>Size and view of the pictures of an episode.</summary>
public sealed record FrameOptions
{
    /// <summary>Smallest width and height: below it no letter can be read.</summary>
    public const int SmallestSide = 90;

    private const float SlowMetres = 44, MetresPerSpeed = 1f, WayMargin = 15f;

    /// <summary>Pixels.</summary>
    public int Width { get; init; } = 960;

    /// <summary>Pixels.</summary>
    public int Height { get; init; } = 540;

    /// <summary>From where the world is seen; <see cref="ViewKind.Free"/> stands still and shows all of the way.</summary>
    public ViewKind View { get; init; }

    /// <summary>What is drawn over the world.</summary>
    public Layers Layers { get; init; } = Layers.Standard;

    /// <summary>Ground along the shorter side of the view, m; null: what suits the episode.</summary>
    public float? Metres { get; init; }

    /// <summary>Ground along the shorter side of the view for a vehicle of this top speed, m: more for a fast one, which needs to be seen coming.</summary>
    public static float MetresFor(float topSpeed) => SlowMetres + MetresPerSpeed * topSpeed;

    /// <summary>The view of an episode.</summary>
    internal WorldView ViewOf(RecordedEpisode episode)
    {
        var view = new WorldView { Kind = View, Layers = Layers, Metres = Metres ?? MetresFor(episode.TopSpeed) };
        if (View != ViewKind.Free) return view;
        var way = SKRect.Empty;
        foreach (var moment in episode.Moments)
        {
            var pose = moment.Snapshot.Vehicles[0].Pose;
            var here = new SKRect(pose.X, pose.Y, pose.X + 0.01f, pose.Y + 0.01f);
            way = way.IsEmpty ? here : SKRect.Union(way, here);
        }
        return view with { CentreX = way.MidX, CentreY = way.MidY, Metres = Metres ?? Math.Max(way.Width, way.Height) + 2 * WayMargin };
    }

    /// <summary>Refuses sizes that cannot be drawn.</summary>
    /// <exception cref="UserErrorException">A side is too short or too long.</exception>
    public void Check()
    {
        if (Math.Min(Width, Height) < SmallestSide || Math.Max(Width, Height) > Drawing.LargestSide)
            throw new UserErrorException(FormattableString.Invariant($"Picture size: expected {SmallestSide} to {Drawing.LargestSide} pixels along each side, got {Width}x{Height}."));
    }
}
