using RLSandbox.Core;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Rendering.Frames;

/// <summary>Size and view of the pictures of an episode.</summary>
public sealed record FrameOptions
{
    /// <summary>Smallest width and height: below it no letter can be read.</summary>
    public const int SmallestSide = 90;

    private const float SlowMetres = 44, MetresPerSpeed = 1f;

    /// <summary>Pixels.</summary>
    public int Width { get; init; } = 960;

    /// <summary>Pixels.</summary>
    public int Height { get; init; } = 540;

    /// <summary>Whether the view from above turns with the vehicle.</summary>
    public bool HeadingUp { get; init; }

    /// <summary>Ground along the shorter side of the view for a vehicle of this top speed, m: more for a fast one, which needs to be seen coming.</summary>
    public static float MetresFor(float topSpeed) => SlowMetres + MetresPerSpeed * topSpeed;

    /// <summary>Refuses sizes that cannot be drawn.</summary>
    /// <exception cref="UserErrorException">A side is too short or too long.</exception>
    public void Check()
    {
        if (Math.Min(Width, Height) < SmallestSide || Math.Max(Width, Height) > Drawing.LargestSide)
            throw new UserErrorException(FormattableString.Invariant($"Picture size: expected {SmallestSide} to {Drawing.LargestSide} pixels along each side, got {Width}x{Height}."));
    }
}
