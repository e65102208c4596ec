using SkiaSharp;

namespace RLSandbox.Rendering.Frames;

/// <summary>How the episode ended, large, over the view from above.</summary>
internal static class OutcomeBanner
{
    /// <summary>Draws it over <paramref name="view"/>; the episode has ended.</summary>
    public static void Draw(Drawing drawing, SKRect view, EpisodeFrame frame)
    {
        var outcome = frame.Episode.Outcome!;
        var title = new TextStyle(30, outcome.IsSuccess ? Theme.Good : Theme.Bad, SKTextAlign.Center, Bold: true);
        var detail = FormattableString.Invariant($"{frame.Clock:0.0} s, {100 * frame.Snapshot.Progress:0} % of the route");
        var half = Math.Max(drawing.Measure(CamelCase.Words(outcome.Name), title) / 2 + 28, 120);
        var top = view.Top + 0.16f * view.Height;
        drawing.Fill(new SKRect(view.MidX - half, top, view.MidX + half, top + 78), Theme.Overlay, 12);
        drawing.Text(CamelCase.Words(outcome.Name), new(view.MidX, top + 40), title);
        drawing.Text(detail, new(view.MidX, top + 62), new(13, Theme.Text, SKTextAlign.Center));
    }
}
