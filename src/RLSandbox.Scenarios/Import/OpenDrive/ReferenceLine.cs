namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>The line from which a road's lanes are measured.</summary>
internal sealed class ReferenceLine(IReadOnlyList<PlanPiece> pieces)
{
    /// <summary>Geometry records, by start.</summary>
    public IReadOnlyList<PlanPiece> Pieces { get; } = pieces;

    /// <summary>Where the last record ends, m.</summary>
    public double Length => Pieces[^1].Start + Pieces[^1].Length;

    /// <summary>The record that holds at a place.</summary>
    public PlanPiece Holding(double s) => Pieces[Starts.LastUpTo(Pieces, s, piece => piece.Start)];

    /// <summary>Adds the starts of all records between two places.</summary>
    public void AddStarts(double from, double to, List<double> starts) => Starts.AddBetween(Pieces, from, to, starts, piece => piece.Start);

    /// <summary>A place along the line; before its beginning and behind its end it goes on straight.</summary>
    public PlanPose At(double s)
    {
        if (s < 0) return Pieces[0].At(0).Ahead(s, 0, 0);
        return s > Length ? Pieces[^1].At(Length).Ahead(s - Length, 0, 0) : Holding(s).At(s);
    }
}

/// <summary>A geometry record and where it lies, m along the road.</summary>
internal readonly record struct PlanPiece(double Start, double Length, IPlanCurve Curve)
{
    /// <summary>The place at an s of the road.</summary>
    public PlanPose At(double s) => Curve.At(s - Start);
}
