using System.Globalization;
using System.Net;
using System.Text;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Video;

namespace RLSandbox.Rendering.Triage;

/// <summary>One HTML file, in general with everything inside: counts by cause and by map, and of each chosen failure a clip, what was seen and paid, and numbers.</summary>
/// <remarks>
/// It is well-formed XML and has no script: a failure opens and closes with the browser's own <c>details</c>, by mouse or keyboard. Nothing moves before it is opened.
/// Clips are drawn as they come and only their encoded bytes are kept.
/// </remarks>
/// <param name="report">What it is about.</param>
/// <param name="video">Size and rate of the clips.</param>
/// <param name="beside">Folder of the page, where pictures become files of their own; null: they go into the page.</param>
public sealed class TriagePage(TriageReport report, VideoOptions video, string? beside = null)
{
    private const string PictureFolder = "pictures";
    private readonly Dictionary<PlayedEpisode, string> _articles = [];

    /// <summary>Takes the clip of a failure.</summary>
    public void Add(FailureClip clip) => _articles[clip.Failure] = Article(clip);

    /// <summary>Writes the file, under a temporary name until it is whole.</summary>
    /// <exception cref="Core.UserErrorException">Nothing can be written there.</exception>
    public void Write(string path)
    {
        using var file = new PendingFile(path);
        File.WriteAllText(file.TemporaryPath, Html());
        file.Commit();
    }

    internal string Html()
    {
        var title = $"{report.Policy} on {report.Scenario}: what failed";
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/><title>{Text(title)}</title>
            <style>
            {TriageStyle.Css}
            </style></head>
            <body><a class="skip" href="#failures">To the failures</a>
            <header><h1>{Text(title)}</h1><p class="dim">{Text(report.Suite)}, {report.Episodes.Count} episodes from seed {report.Seed}; {report.Failures.Count} failed, {Percent(report.Failures.Count, report.Episodes.Count)}.</p></header>
            <main id="failures">

            """);
        if (report.Failures.Count == 0) html.AppendLine(CultureInfo.InvariantCulture, $"<p class=\"none\">Nothing failed: all {report.Episodes.Count} episodes ended in success ({Text(string.Join(", ", report.Episodes.Select(episode => CamelCase.Words(episode.Outcome.Name)).Distinct()))}). Harder episodes may tell more: another suite, or more of them.</p>");
        else
        {
            AppendTables(html);
            for (var cause = 0; cause < report.Causes.Count; cause++) AppendCause(html, cause);
        }
        return html.AppendLine("</main></body></html>").ToString();
    }

    private void AppendTables(StringBuilder html)
    {
        html.AppendLine("<div class=\"tables\"><div class=\"wide\"><table><caption>By cause</caption><thead><tr><th scope=\"col\">cause</th><th scope=\"col\" class=\"number\">episodes</th><th scope=\"col\" class=\"number\">share</th><th scope=\"col\" class=\"number\">maps</th></tr></thead><tbody>");
        foreach (var (cause, index) in report.Causes.Select((cause, index) => (cause, index)))
            html.AppendLine(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\"><a href=\"#cause{index}\">{Text(cause.Cause.ToString())}</a></th><td class=\"number\">{cause.Failures.Count}</td><td class=\"number\">{Percent(cause.Failures.Count, report.Episodes.Count)}</td><td class=\"number\">{cause.Failures.Select(failure => failure.Map).Distinct().Count()}</td></tr>");
        html.AppendLine("</tbody></table></div><div class=\"wide\"><table><caption>By map</caption><thead><tr><th scope=\"col\">map</th><th scope=\"col\" class=\"number\">failed</th><th scope=\"col\" class=\"number\">played</th><th scope=\"col\">how</th></tr></thead><tbody>");
        var played = report.Episodes.GroupBy(episode => episode.Map).ToDictionary(map => map.Key, map => map.Count());
        foreach (var map in report.Failures.GroupBy(failure => failure.Map).OrderByDescending(map => map.Count()).ThenBy(map => map.Key, StringComparer.Ordinal).Take(MostMaps))
        {
            var how = string.Join(", ", map.GroupBy(failure => failure.Outcome.Name).OrderByDescending(outcome => outcome.Count()).Select(outcome => string.Create(CultureInfo.InvariantCulture, $"{outcome.Count()} × {CamelCase.Words(outcome.Key)}")));
            html.AppendLine(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Text(map.Key)}</th><td class=\"number\">{map.Count()}</td><td class=\"number\">{played[map.Key]}</td><td>{Text(how)}</td></tr>");
        }
        var left = report.Failures.Select(failure => failure.Map).Distinct().Count() - MostMaps;
        if (left > 0) html.AppendLine(CultureInfo.InvariantCulture, $"<tr><td colspan=\"4\" class=\"dim\">and {left} more maps, with fewer failures or as many</td></tr>");
        html.AppendLine("</tbody></table></div></div>");
    }

    private const int MostMaps = 8;

    private void AppendCause(StringBuilder html, int index)
    {
        var (cause, failures) = report.Causes[index];
        html.AppendLine(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"cause{index}\"><h2 id=\"cause{index}\">{Text(char.ToUpperInvariant(cause.ToString()[0]) + cause.ToString()[1..])} <span class=\"dim\">· {failures.Count}</span></h2>");
        var shown = failures.Where(_articles.ContainsKey).ToList();
        for (var i = 0; i < shown.Count; i++) html.AppendLine(i == 0 ? _articles[shown[i]].Replace("<details>", "<details open=\"open\">", StringComparison.Ordinal) : _articles[shown[i]]);
        if (shown.Count < failures.Count)
            html.AppendLine(CultureInfo.InvariantCulture, $"<p class=\"dim\">Without a clip: {failures.Count - shown.Count} more, episode{(failures.Count - shown.Count == 1 ? "" : "s")} {Text(string.Join(", ", failures.Where(failure => !_articles.ContainsKey(failure)).Take(MostNumbers).Select(failure => failure.Name)))}{(failures.Count - shown.Count > MostNumbers ? ", …" : "")}.</p>");
        html.AppendLine("</section>");
    }

    private const int MostNumbers = 40;

    private string Article(FailureClip clip)
    {
        var failure = clip.Failure;
        var pictures = ClipPictures.Of(clip, video);
        var moment = clip.Episode.Moments[clip.TurningIndex];
        var what = string.Create(CultureInfo.InvariantCulture, $"episode {failure.Name}, {failure.Map}: {failure.Cause}");
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""
            <details><summary><img src="{Source(failure, "end.webp", pictures.Still)}" alt="" width="120" height="67"/><strong>episode {failure.Name}</strong><span>{Text(failure.Map)}</span><span class="dim">after {Seconds(failure):0.0} s, {100 * failure.Progress:0} % of the route, return {Number(failure.Return)}</span></summary>
            <div class="body"><div><img class="clip" src="{Source(failure, "clip.webp", pictures.Clip)}" width="{video.Frame.Width}" height="{video.Frame.Height}" alt="{Text($"The last {clip.Episode.Seconds:0.0} seconds of {what}, from above")}"/>
            {RewardLines.Svg(clip.Episode)}</div><div>
            """);
        if (pictures.Camera is not null)
        {
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"sees\"><figure><img class=\"pixels\" src=\"{Source(failure, "camera.png", pictures.Camera)}\" alt=\"{Text($"What the camera saw at {moment.Snapshot.Seconds:0.0} s")}\"/><figcaption>camera at {moment.Snapshot.Seconds:0.0} s, {(failure.Outcome.Name == "offRoad" ? "as the road was left" : "just before the end")}</figcaption></figure>");
            if (pictures.Heat is not null) html.Append(CultureInfo.InvariantCulture, $"<figure><img class=\"pixels\" src=\"{Source(failure, "action.png", pictures.Heat)}\" alt=\"Occlusion map of the action over the same picture\"/><figcaption>what its action rested on</figcaption></figure>");
            html.Append("</div>");
        }
        AppendNumbers(html, clip);
        return html.Append("</div></div></details>").ToString();
    }

    private void AppendNumbers(StringBuilder html, FailureClip clip)
    {
        var (failure, point) = (clip.Failure, clip.Failure.Point);
        html.Append("<dl>");
        Row("cause", failure.Cause.ToString().Replace(" m/s", "\u00a0m/s", StringComparison.Ordinal));
        Row("speed there", string.Create(CultureInfo.InvariantCulture, $"{point.Speed:0.0} m/s"));
        Row("radius of the bend", Math.Abs(point.Curvature) < 1e-3 ? "straight" : string.Create(CultureInfo.InvariantCulture, $"{1 / Math.Abs(point.Curvature):0} m {(point.Curvature > 0 ? "left" : "right")}"));
        Row("place", string.Create(CultureInfo.InvariantCulture, $"{point.Arc:0} m along, {Math.Abs(point.Offset):0.0} m {(point.Offset >= 0 ? "left" : "right")} of the centre line"));
        Row("ended after", string.Create(CultureInfo.InvariantCulture, $"{Seconds(failure):0.0} s, {100 * failure.Progress:0} % of the route"));
        Row("return", Number(failure.Return));
        if (clip.Insight is { Value: { } value }) Row("value there", Number(value) + ", in rewards as the training scaled them");
        if (clip.Insight is { Probabilities.Count: > 0 } insight) Row("surest choice there", string.Create(CultureInfo.InvariantCulture, $"{100 * insight.Probabilities.Max():0} %"));
        Row("terms of the episode", string.Join(", ", clip.Episode.Terms.Select((name, term) => $"{CamelCase.Words(name)} {Number(clip.Episode.Moments[^1].TermSums[term])}")));
        html.Append("</dl>");

        void Row(string name, string value) => html.Append(CultureInfo.InvariantCulture, $"<dt>{Text(name)}</dt><dd>{Text(value)}</dd>");
    }

    private double Seconds(PlayedEpisode failure) => (failure.LastStep - failure.FirstStep) * report.StepSeconds;

    private static string Percent(int count, int of) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / of:0.0} %");

    private static string Number(double value) => value.ToString("0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    private string Source(PlayedEpisode failure, string name, byte[] picture)
    {
        if (beside is null) return $"data:image/{Path.GetExtension(name)[1..]};base64,{Convert.ToBase64String(picture)}";
        var path = Path.Combine(PictureFolder, $"{failure.Name}-{name}");
        using var file = new PendingFile(Path.Combine(beside, path));
        File.WriteAllBytes(file.TemporaryPath, picture);
        file.Commit();
        return path.Replace('\\', '/');
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
