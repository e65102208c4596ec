using RLSandbox.Core;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Chooses the places at which a section's lanes get cross-sections: close enough that no edge strays from its chord.</summary>
internal sealed class SectionSampler(string path)
{
    private const double LargestStep = 5;                                // m
    private const double QuarterError = 0.0075;                          // m; on an arc the error at a quarter is three quarters of the largest, 1 cm
    private const double HeightError = 0.02;                             // m
    private const double ShortestStep = 0.05;                            // m; a finer one would follow noise
    private const double Steepest = 20;                                  // m of edge for 1 m of road; more is a broken number, which no refining cures
    private const double VisibleStep = 0.001;                            // m; edges that step by less are continuous
    private const double RampOfStep = 0.01;                              // m along the road, for edges that step
    private const long MostPlaces = 2_000_000;                           // cross-sections of all lanes; 80 MB, a city of 2,000 km of lanes takes 400,000

    private long _places;

    /// <summary>Samples from the section's start to its end, at least two. <paramref name="narrowest"/> gets the smallest width of each lane, left to right.</summary>
    public List<EdgeSample> Sample(SourceRoad road, SourceSection section, out double[] narrowest, out double largestStep)
    {
        narrowest = new double[section.Left.Count + section.Right.Count];
        Array.Fill(narrowest, double.PositiveInfinity);
        largestStep = 0;
        var samples = new List<EdgeSample>();
        var breaks = Breaks(road, section);
        SmoothStretch? before = null;
        for (var i = 1; i < breaks.Count; i++)
        {
            var stretch = new SmoothStretch(road, section, breaks[i - 1], breaks[i]);
            var begin = stretch.At(stretch.From, narrowest);
            if (before is not null) largestStep = Math.Max(largestStep, Join(samples, before, begin, narrowest));
            samples.Add(begin);
            Refine(stretch, samples, narrowest);
            before = stretch;
        }
        return samples;
    }

    /// <summary>Counts places on lanes, so that a small file cannot ask for endless ones.</summary>
    /// <exception cref="UserErrorException">They are more than any map has.</exception>
    public void Spend(int places)
    {
        _places += places;
        if (_places > MostPlaces) throw new UserErrorException($"{path}: expected at most {MostPlaces} places on lanes, found more; cut out the part that you need.");
    }

    /// <summary>Section ends and every place between them at which a record starts, without those that lie too close to see.</summary>
    private static List<double> Breaks(SourceRoad road, SourceSection section)
    {
        var starts = new List<double>();
        double from = section.Start, to = section.End - SourceSection.Shortest;
        road.Line.AddStarts(from, to, starts);
        foreach (var profile in new[] { road.LaneOffset, road.Elevation, road.Superelevation }) profile.AddStarts(from, to, starts);
        foreach (var lane in section.Left.Concat(section.Right))
        {
            lane.Widths.AddStarts(from, to, starts);
            lane.Borders.AddStarts(from, to, starts);
        }
        starts.Sort();
        var breaks = new List<double> { from };
        foreach (var s in starts)
            if (s - breaks[^1] >= SourceSection.Shortest) breaks.Add(s);
        breaks.Add(section.End);
        return breaks;
    }

    /// <summary>Puts a short ramp where edges step from one record to the next, so that no two samples share a place; returns the step.</summary>
    private static double Join(List<EdgeSample> samples, SmoothStretch before, EdgeSample begin, double[] narrowest)
    {
        var end = samples[^1];
        var step = end.Distance(begin);
        samples.RemoveAt(samples.Count - 1);
        if (step <= VisibleStep) return 0;
        var room = before.To - samples[^1].S;
        if (room > 2 * SourceSection.Shortest) samples.Add(before.At(before.To - Math.Min(RampOfStep, room / 2), narrowest));
        return step;
    }

    private void Refine(SmoothStretch stretch, List<EdgeSample> samples, double[] narrowest)
    {
        var parts = (int)Math.Ceiling((stretch.To - stretch.From) / LargestStep);
        for (var part = 1; part <= parts; part++)
        {
            var pending = new Stack<EdgeSample>();
            pending.Push(stretch.At(part == parts ? stretch.To : stretch.From + part * (stretch.To - stretch.From) / parts, narrowest));
            while (pending.TryPeek(out var next))
            {
                var last = samples[^1];
                if (next.S - last.S > 2 * ShortestStep && IsCoarse(stretch, last, next, narrowest))
                {
                    pending.Push(stretch.At(0.5 * (last.S + next.S), narrowest));
                    continue;
                }
                samples.Add(pending.Pop());
                Spend(next.X.Length);
            }
        }
    }

    private static bool IsCoarse(SmoothStretch stretch, EdgeSample a, EdgeSample b, double[] narrowest)
    {
        var length = b.S - a.S;
        if (!(a.Distance(b) < Steepest * length)) return false;
        if (a.Distance(b) > LargestStep + 1e-6) return true;
        EdgeSample first = stretch.At(a.S + 0.25 * length, narrowest), second = stretch.At(a.S + 0.75 * length, narrowest);
        for (var edge = 0; edge < a.X.Length; edge++)
        {
            if (Stray(a, b, first, edge) > QuarterError || Stray(a, b, second, edge) > QuarterError) return true;
            if (Math.Abs(first.Z[edge] - (0.75 * a.Z[edge] + 0.25 * b.Z[edge])) > HeightError || Math.Abs(second.Z[edge] - (0.25 * a.Z[edge] + 0.75 * b.Z[edge])) > HeightError) return true;
        }
        return false;
    }

    /// <summary>Distance of an edge from its chord.</summary>
    private static double Stray(EdgeSample a, EdgeSample b, EdgeSample between, int edge)
    {
        double x = b.X[edge] - a.X[edge], y = b.Y[edge] - a.Y[edge], dx = between.X[edge] - a.X[edge], dy = between.Y[edge] - a.Y[edge], length = Math.Sqrt(x * x + y * y);
        return length > 1e-6 ? Math.Abs(x * dy - y * dx) / length : Math.Sqrt(dx * dx + dy * dy);
    }
}
