using System.Globalization;
using System.Net;
using System.Text;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Rendering.Triage;

/// <summary>What each reward term has paid over the clip, as lines in SVG whose colours the page's style sheet chooses.</summary>
internal static class RewardLines
{
    private const double Width = 560, Height = 210, Left = 46, Right = 130, Top = 12, Bottom = 26, LabelGap = 13;

    /// <summary>The picture, with a title for those who cannot see it.</summary>
    public static string Svg(RecordedEpisode episode)
    {
        var lines = episode.Terms.Select((name, term) => (Name: CamelCase.Words(name), Term: term, Values: Paid(episode, term))).ToList();
        var (low, high) = Range(lines.SelectMany(line => line.Values));
        var start = episode.Moments[0].Snapshot.Seconds;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"plot\" viewBox=\"0 0 {Width} {Height}\" role=\"img\"><title>{WebUtility.HtmlEncode("Reward terms summed over the clip: " + string.Join(", ", lines.Select(line => $"{line.Name} {Number(line.Values[^1])}")))}</title>");
        foreach (var level in new[] { low, 0, high }.Distinct())
        {
            if (level == 0 && Math.Min(Math.Abs(Y(low) - Y(0)), Math.Abs(Y(high) - Y(0))) is > 0 and < LabelGap) continue;
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{(level == 0 ? "zero" : "grid")}\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(level):0.#}\" y2=\"{Y(level):0.#}\"/><text x=\"{Left - 6}\" y=\"{Y(level) + 4:0.#}\" text-anchor=\"end\">{Number(level)}</text>");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{Height - 6}\">{start:0.0} s</text><text x=\"{Width - Right}\" y=\"{Height - 6}\" text-anchor=\"end\">{start + episode.Seconds:0.0} s</text>");
        foreach (var line in lines) svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"term{line.Term % 8}\" points=\"{string.Join(' ', line.Values.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{X(i):0.#},{Y(value):0.#}")))}\"/>");
        AppendLabels();
        return svg.Append("</svg>").ToString();

        double X(int moment) => Left + (Width - Left - Right) * moment / Math.Max(1, episode.Moments.Count - 1);
        double Y(double value) => Top + (Height - Top - Bottom) * (high - value) / (high - low);

        // Beside the ends of the lines, pushed apart where they would cover each other.
        void AppendLabels()
        {
            var floor = Top;
            var sorted = lines.OrderByDescending(line => line.Values[^1]).ToList();
            for (var i = 0; i < sorted.Count; i++)
            {
                var wished = Math.Max(floor, Y(sorted[i].Values[^1]));
                var y = Math.Min(wished, Height - Bottom - (sorted.Count - 1 - i) * LabelGap);
                floor = y + LabelGap;
                svg.Append(CultureInfo.InvariantCulture, $"<text class=\"term{sorted[i].Term % 8}\" x=\"{Width - Right + 6}\" y=\"{y + 4:0.#}\">{WebUtility.HtmlEncode(sorted[i].Name)} {Number(sorted[i].Values[^1])}</text>");
            }
        }
    }

    /// <summary>Sums from the start of the clip.</summary>
    private static double[] Paid(RecordedEpisode episode, int term) => [.. episode.Moments.Select(moment => moment.TermSums[term] - episode.Moments[0].TermSums[term])];

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        var all = values.Append(0).ToList();
        var (low, high) = (all.Min(), all.Max());
        return high - low < 1e-6 ? (-1, 1) : (low, high);
    }

    private static string Number(double value) => (Math.Abs(value) < 0.005 ? 0 : value).ToString("0.00;−0.00;0", CultureInfo.InvariantCulture);
}
