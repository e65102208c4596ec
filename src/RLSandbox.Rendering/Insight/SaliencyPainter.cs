using RLSandbox.Core.Contract;
using RLSandbox.Driving.Sensors;
using RLSandbox.Rendering.Recording;
using SkiaSharp;

namespace RLSandbox.Rendering.Insight;

/// <summary>Draws what a policy saw at one moment, which pixels mattered, and how it weighed its actions.</summary>
/// <remarks>The camera and one tile per kind side by side, bars below. One thread at a time.</remarks>
public sealed class SaliencyPainter : IDisposable
{
    private const float Margin = 20, Gap = 14, Inset = 8, LargestSide = 256, Header = 58, Caption = 42, Insight = 186, SmallestWidth = 220;

    private readonly RecordedEpisode _episode;
    private readonly CameraConfig _camera;
    private readonly ActionLabels _labels;
    private readonly IReadOnlyList<SaliencyKind> _kinds;
    private readonly SaliencyTarget _of;
    private readonly float _tileWidth, _tileHeight;

    /// <summary>A painter of an episode that was recorded with a camera.</summary>
    public SaliencyPainter(RecordedEpisode episode, ActionLabels labels, IReadOnlyList<SaliencyKind> kinds, SaliencyTarget of)
    {
        _camera = episode.Camera ?? throw new ArgumentException($"{episode.Scenario} has no camera.", nameof(episode));
        (_episode, _labels, _kinds, _of) = (episode, labels, kinds, of);
        var place = Frames.CameraPanel.Place(SKRect.Create(LargestSide, LargestSide), _camera.Width, _camera.Height);
        (_tileWidth, _tileHeight) = (Math.Max(place.Width, SmallestWidth), place.Height);
        var tiles = kinds.Count + 1;
        Drawing = new((int)(2 * Margin + tiles * (_tileWidth + 2 * Inset) + (tiles - 1) * Gap), (int)(2 * Margin + Header + _tileHeight + Inset + Caption + Gap + Insight));
    }

    /// <summary>The picture; changes with every call of <see cref="Draw"/>.</summary>
    public Drawing Drawing { get; }

    /// <summary>Draws moment <paramref name="index"/> of the episode over the whole picture.</summary>
    public void Draw(int index, PolicyMoment thought)
    {
        var moment = _episode.Moments[index];
        var page = SKRect.Create(Drawing.Size.Width, Drawing.Size.Height);
        Drawing.Canvas.Clear(Theme.Panel);
        page.Inflate(-Margin, -Margin);
        DrawHeader(page, moment);
        var tile = SKRect.Create(page.Left, page.Top + Header, _tileWidth + 2 * Inset, _tileHeight + Inset + Caption);
        DrawTile(tile, ("camera", "what the network reads next"), moment.Camera, null);
        foreach (var kind in _kinds)
        {
            tile.Offset(tile.Width + Gap, 0);
            DrawTile(tile, Words(kind), moment.Camera, thought.Maps.GetValueOrDefault(kind, []));
        }
        InsightPanel.Draw(Drawing, page with { Top = tile.Bottom + Gap }, thought.Insight, _labels, thought.Choices);
    }

    /// <inheritdoc/>
    public void Dispose() => Drawing.Dispose();

    private void DrawHeader(SKRect page, EpisodeMoment moment)
    {
        var speed = moment.Snapshot.Vehicles[0].Motion.Speed;
        var clock = FormattableString.Invariant($"{moment.Snapshot.Seconds:0.0} s   {speed:0.0} m/s");
        var right = new TextStyle(20, Theme.Text, SKTextAlign.Right, Bold: true);
        Drawing.Text(clock, new(page.Right, page.Top + 18), right);
        var title = new TextStyle(20, Theme.Text, Bold: true);
        var what = _of == SaliencyTarget.Action ? "what the action rests on" : "what the value rests on";
        Drawing.Text(Drawing.Fit($"{_episode.Policy}: {what}", page.Width - Drawing.Measure(clock, right) - Gap, title), new(page.Left, page.Top + 18), title);
        var place = new TextStyle(12.5f, Theme.TextDim);
        Drawing.Text(Drawing.Fit($"{_episode.Scenario} · {_episode.Map}", page.Width, place), new(page.Left, page.Top + 40), place);
    }

    private void DrawTile(SKRect area, (string Title, string Detail) words, byte[] frame, float[]? map)
    {
        Drawing.Fill(area, Theme.Card, 8);
        var box = new SKRect(area.Left + Inset, area.Top + Inset, area.Right - Inset, area.Bottom - Caption);
        if (map is null)
        {
            using var image = Frames.CameraPanel.ToImage(_camera, frame);
            Frames.CameraPanel.DrawImage(Drawing, box, image);
        }
        else HeatMap.Draw(Drawing, box, _camera, frame, map);
        if (map is { Length: 0 }) Drawing.Text("this network has no such map", new(box.MidX, box.MidY), new(12, Theme.Text, SKTextAlign.Center));
        var (title, detail) = (new TextStyle(13, Theme.Text, SKTextAlign.Center, Bold: true), new TextStyle(11, Theme.TextDim, SKTextAlign.Center));
        Drawing.Text(words.Title, new(area.MidX, area.Bottom - 24), title);
        Drawing.Text(Drawing.Fit(words.Detail, area.Width - 2 * Inset, detail), new(area.MidX, area.Bottom - 9), detail);
    }

    private static (string Title, string Detail) Words(SaliencyKind kind) => kind switch
    {
        SaliencyKind.Gradient => ("gradient", "a little change here changes it"),
        SaliencyKind.GradCam => ("Grad-CAM", "features found here speak for it"),
        _ => ("occlusion", "covering this takes from it"),
    };
}
