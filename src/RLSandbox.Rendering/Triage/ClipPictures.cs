using RLSandbox.Core;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Insight;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Video;
using SkiaSharp;

namespace RLSandbox.Rendering.Triage;

/// <summary>The pictures of one failure, as files in memory.</summary>
/// <param name="Clip">Animated WebP of the last seconds.</param>
/// <param name="Still">WebP of the end.</param>
/// <param name="Camera">PNG of what the policy saw where it turned, one pixel per pixel; null without a camera.</param>
/// <param name="Heat">PNG of the pixels that its action rested on, over the same picture; null where it says nothing.</param>
internal sealed record ClipPictures(byte[] Clip, byte[] Still, byte[]? Camera, byte[]? Heat)
{
    private const int StillWidth = 240, StillHeight = 135;
    private const float StillQuality = 75, StillMetres = 30;

    /// <summary>Draws all of them.</summary>
    public static ClipPictures Of(FailureClip clip, VideoOptions options)
    {
        var camera = clip.Episode.Camera;
        var moment = clip.Episode.Moments[clip.TurningIndex];
        return new(
            Film(clip.Episode, options), Thumbnail(clip.Episode),
            camera is null || moment.Camera.Length == 0 ? null : Picture(camera.Width, camera.Height, drawing =>
            {
                using var image = CameraPanel.ToImage(camera, moment.Camera);
                CameraPanel.DrawImage(drawing, SKRect.Create(camera.Width, camera.Height), image);
            }),
            camera is null || clip.Map.Length == 0 ? null : Picture(camera.Width, camera.Height, drawing => HeatMap.Draw(drawing, SKRect.Create(camera.Width, camera.Height), camera, moment.Camera, clip.Map)));
    }

    private static byte[] Film(RecordedEpisode episode, VideoOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("rlsandbox-clip-").FullName;
        try
        {
            var path = Path.Combine(folder, "clip.webp");
            EpisodeVideo.Write(episode, path, options);
            return RegularFile.ReadAllBytes(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Only the view from above: nothing else can be read so small.</summary>
    private static byte[] Thumbnail(RecordedEpisode episode)
    {
        using var painter = new View.Painter();
        using var drawing = new Drawing(StillWidth, StillHeight);
        var view = new View.WorldView { Metres = StillMetres, Kind = View.ViewKind.HeadingUp, Layers = View.Layers.Trail };
        View.TrailPoint[] trail = [.. episode.Moments.Select(moment => moment.Snapshot.Vehicles[0]).Select(car => new View.TrailPoint(car.Pose.X, car.Pose.Y, car.Motion.Speed / episode.TopSpeed))];
        painter.Draw(drawing, SKRect.Create(StillWidth, StillHeight), episode.Moments[^1].Snapshot, view, trail);
        using var pixels = drawing.Pixels;
        using var encoded = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, StillQuality)) ?? throw new InvalidOperationException("SkiaSharp could not encode a WebP.");
        return encoded.ToArray();
    }

    private static byte[] Picture(int width, int height, Action<Drawing> draw)
    {
        using var drawing = new Drawing(width, height);
        draw(drawing);
        return drawing.ToPng();
    }
}
