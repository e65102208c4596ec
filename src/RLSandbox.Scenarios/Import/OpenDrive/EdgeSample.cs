namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Where all edges of all lanes are at one place along a road, from the leftmost to the rightmost, m.</summary>
internal sealed record EdgeSample(double S, double[] X, double[] Y, double[] Z)
{
    /// <summary>Largest distance between two edges with the same number.</summary>
    public double Distance(EdgeSample other)
    {
        var largest = 0.0;
        for (var edge = 0; edge < X.Length; edge++)
        {
            double dx = X[edge] - other.X[edge], dy = Y[edge] - other.Y[edge];
            largest = Math.Max(largest, dx * dx + dy * dy);
        }
        return Math.Sqrt(largest);
    }
}

/// <summary>A part of a section on which one record of every kind holds, so that everything is smooth.</summary>
internal sealed class SmoothStretch
{
    private readonly PlanPiece _piece;
    private readonly Cubic _offset, _elevation, _roll;
    private readonly bool _isTilted;
    private readonly LaneEdge[] _left, _right;

    /// <summary>The records that hold half way from one place to another.</summary>
    public SmoothStretch(SourceRoad road, SourceSection section, double from, double to)
    {
        var middle = 0.5 * (from + to);
        (From, To) = (from, to);
        _piece = road.Line.Holding(middle);
        (_offset, _elevation, _roll) = (road.LaneOffset.Holding(middle), road.Elevation.Holding(middle), road.Superelevation.Holding(middle));
        _isTilted = road.Superelevation.Records.Count > 0;
        _left = [.. section.Left.Select(lane => new LaneEdge(lane, middle))];
        _right = [.. section.Right.Select(lane => new LaneEdge(lane, middle))];
    }

    /// <summary>Where it begins, m along the road.</summary>
    public double From { get; }

    /// <summary>Where it ends.</summary>
    public double To { get; }

    /// <summary>All edges at a place. A negative width counts as 0 and is noted in <paramref name="narrowest"/>, by lane from left to right.</summary>
    public EdgeSample At(double s, double[] narrowest)
    {
        var count = _left.Length + _right.Length + 1;
        var sample = new EdgeSample(s, new double[count], new double[count], new double[count]);
        var pose = _piece.At(s);
        double cos = Math.Cos(pose.Heading), sin = Math.Sin(pose.Heading), height = _elevation.At(s), rise = _isTilted ? Math.Sin(_roll.At(s)) : 0;
        var centre = _offset.At(s);
        Put(_left.Length, centre);
        var t = centre;
        for (var i = 0; i < _left.Length; i++) Put(_left.Length - 1 - i, t += _left[i].Width(s, t - centre, ref narrowest[_left.Length - 1 - i]));
        t = centre;
        for (var i = 0; i < _right.Length; i++) Put(_left.Length + 1 + i, t -= _right[i].Width(s, centre - t, ref narrowest[_left.Length + i]));
        return sample;

        void Put(int edge, double t) => (sample.X[edge], sample.Y[edge], sample.Z[edge]) = (pose.X - t * sin, pose.Y + t * cos, height + t * rise);
    }

    /// <summary>How wide a lane is, by whichever record says so.</summary>
    private readonly struct LaneEdge(SourceLane lane, double middle)
    {
        private readonly bool _isBorder = lane.Widths.Records.Count == 0;
        private readonly Cubic _record = lane.Widths.Records.Count > 0 ? lane.Widths.Holding(middle) : lane.Borders.Holding(middle);

        /// <param name="inner">Distance of the lane's inner edge from the centre lane, m.</param>
        public double Width(double s, double inner, ref double narrowest)
        {
            // Files give the border of right lanes with and without a minus; it can only lie on the lane's own side.
            var width = _isBorder && lane.Borders.Records.Count > 0 ? Math.Abs(_record.At(s)) - inner : _record.At(s);
            narrowest = Math.Min(narrowest, width);
            return Math.Max(0, width);
        }
    }
}
