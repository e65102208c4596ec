using RLSandbox.Driving;
using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>Draws the world of a snapshot into part of a picture.</summary>
/// <remarks>The same snapshot, area and view give the same pixels. One thread at a time.</remarks>
public interface IWorldPainter : IDisposable
{
    /// <summary>Fills <paramref name="area"/>; nothing outside is touched.</summary>
    /// <param name="area">In units of the drawing's canvas as it is transformed now.</param>
    /// <param name="trail">Where the followed vehicle came along, oldest first; fades towards the oldest.</param>
    void Draw(Drawing drawing, SKRect area, Snapshot snapshot, WorldView view, ReadOnlySpan<TrailPoint> trail);
}
