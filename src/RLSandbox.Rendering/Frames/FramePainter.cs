using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.Frames;

/// <summary>Draws the pictures of an episode: the view from above on the left, what the policy sees, does and is paid on the right.</summary>
/// <remarks>
/// Everything is laid out on a page of at least 960 × 540 units that is scaled to the picture, so that any size shows the same. Only the camera's pixels
/// keep to whole pixels of the picture. One picture of 960 × 540 takes a few milliseconds; the same frame gives the same pixels. One thread at a time.
/// </remarks>
public sealed class FramePainter : IDisposable
{
    private const float PageWidth = 960, PageHeight = 540, PanelWidth = 320, Padding = 16, Gap = 8, LowestCurve = 64, HighestCurve = 120;
    private const double TrailSeconds = 8;

    private readonly IWorldPainter _worlds;
    private readonly WorldView _world;
    private readonly float _unit;
    private readonly SKRect _view, _panel;

    /// <summary>A painter of pictures of one size.</summary>
    /// <param name="worlds">Draws the view; stays the caller's.</param>
    public FramePainter(FrameOptions options, WorldView view, IWorldPainter worlds)
    {
        options.Check();
        _worlds = worlds;
        Drawing = new(options.Width, options.Height);
        _world = view;
        _unit = Math.Min(options.Width / PageWidth, options.Height / PageHeight);
        var page = SKRect.Create(options.Width / _unit, options.Height / _unit);
        _view = page with { Right = page.Right - PanelWidth };
        _panel = page with { Left = _view.Right };
    }

    /// <summary>The picture; changes with every call of <see cref="Draw"/>.</summary>
    public Drawing Drawing { get; }

    /// <summary>Draws one frame over the whole picture.</summary>
    public void Draw(EpisodeFrame frame)
    {
        var canvas = Drawing.Canvas;
        canvas.Clear(Theme.Panel);                                                       // borders between pixels mix with what lies below
        canvas.Save();
        canvas.Scale(_unit);
        _worlds.Draw(Drawing, _view, frame.Snapshot, _world, Trail(frame));
        if (frame.IsLast && frame.Episode.Outcome is not null) OutcomeBanner.Draw(Drawing, _view, frame);
        DrawPanel(frame);
        canvas.Restore();
    }

    /// <inheritdoc/>
    public void Dispose() => Drawing.Dispose();

    private void DrawPanel(EpisodeFrame frame)
    {
        var inner = _panel;
        inner.Inflate(-Padding, -Padding);
        var header = inner with { Bottom = inner.Top + 70 };
        var sees = inner with { Top = header.Bottom + Gap, Bottom = header.Bottom + Gap + 220 };
        // Long lists of rewards take from the height of the curve, down to where it can still be read.
        var below = inner with { Top = sees.Bottom + Gap };
        var rewardHeight = RewardPanel.HeightFor(frame.Episode.Terms.Count);
        var speed = below with { Bottom = below.Top + Math.Clamp(below.Height - Gap - rewardHeight, LowestCurve, HighestCurve) };
        HeaderPanel.Draw(Drawing, header, frame);
        CameraPanel.Draw(Drawing, sees with { Right = sees.Left + 200 }, frame);
        ControlsPanel.Draw(Drawing, sees with { Left = sees.Left + 200 + Gap }, frame);
        SpeedPanel.Draw(Drawing, speed, frame);
        RewardPanel.Draw(Drawing, below with { Top = speed.Bottom + Gap, Bottom = Math.Min(below.Bottom, speed.Bottom + Gap + rewardHeight) }, frame);
    }

    /// <summary>Where the vehicle of a frame came along.</summary>
    internal static TrailPoint[] Trail(EpisodeFrame frame)
    {
        var episode = frame.Episode;
        var first = Math.Max(0, frame.Index - (int)(TrailSeconds / episode.StepSeconds));
        var trail = new TrailPoint[frame.Index - first + 2];
        for (var i = 0; i < trail.Length - 1; i++) trail[i] = Point(episode.Moments[first + i].Snapshot);
        trail[^1] = Point(frame.Snapshot);
        return trail;

        TrailPoint Point(Driving.Snapshot snapshot)
        {
            var vehicle = snapshot.Vehicles[0];
            return new(vehicle.Pose.X, vehicle.Pose.Y, vehicle.Motion.Speed / episode.TopSpeed, TrailPoint.SlipOf(vehicle.Motion));
        }
    }
}
