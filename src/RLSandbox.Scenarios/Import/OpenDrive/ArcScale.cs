using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Turns places along a road into metres along one of its lanes.</summary>
internal sealed class ArcScale
{
    private readonly double[] _s, _arcs;
    private readonly bool _isForward;

    /// <summary>The scale of a lane whose cross-sections, in driving direction, were taken at samples, in the direction of s.</summary>
    public ArcScale(List<EdgeSample> samples, CrossSection[] sections, bool isForward)
    {
        _isForward = isForward;
        _s = [.. samples.Select(sample => sample.S)];
        _arcs = new double[sections.Length];
        for (var i = 1; i < sections.Length; i++)
        {
            double dx = sections[i].X - sections[i - 1].X, dy = sections[i].Y - sections[i - 1].Y;
            _arcs[i] = _arcs[i - 1] + Math.Sqrt(dx * dx + dy * dy);
        }
        if (!isForward) Array.Reverse(_arcs);
    }

    /// <summary>Metres from the lane's beginning, in driving direction.</summary>
    public double At(double s)
    {
        if (s <= _s[0]) return _arcs[0];
        if (s >= _s[^1]) return _arcs[^1];
        var i = Array.BinarySearch(_s, s);
        if (i >= 0) return _arcs[i];
        i = ~i;
        return _arcs[i - 1] + (s - _s[i - 1]) / (_s[i] - _s[i - 1]) * (_arcs[i] - _arcs[i - 1]);
    }

    /// <summary>What holds along the lane, in driving direction and without repeats, of what holds along the road from a place to the next one.</summary>
    public List<Span<T>> Place<T>(IReadOnlyList<Span<T>> spans)
    {
        var placed = new List<Span<T>>();
        if (spans.Count == 0) return placed;
        int first = Starts.LastUpTo(spans, _s[0], span => span.Start), last = Starts.LastUpTo(spans, _s[^1], span => span.Start);
        for (var k = 0; k <= last - first; k++)
        {
            var i = _isForward ? first + k : last - k;
            double from = Math.Max(_s[0], spans[i].Start), to = Math.Min(_s[^1], i + 1 < spans.Count ? spans[i + 1].Start : double.PositiveInfinity);
            if (to - from < SourceSection.Shortest) continue;
            if (placed.Count == 0 || !EqualityComparer<T>.Default.Equals(placed[^1].Value, spans[i].Value)) placed.Add(new(At(_isForward ? from : to), spans[i].Value));
        }
        return placed;
    }
}
