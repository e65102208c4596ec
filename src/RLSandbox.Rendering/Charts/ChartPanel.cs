namespace RLSandbox.Rendering.Charts;

/// <summary>A line with a band around it.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="X">Ascending.</param>
/// <param name="Y">As many as <paramref name="X"/>.</param>
/// <param name="Low">Lower edge of the band; NaN where there is none.</param>
/// <param name="High">Upper edge of the band.</param>
public sealed record ChartLine(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Low, IReadOnlyList<double> High);

/// <summary>Lines over a common axis.</summary>
/// <param name="XLabel">What is along the page, with its unit.</param>
/// <param name="YLabel">What is up the page, with its unit.</param>
public sealed record ChartPanel(string XLabel, string YLabel, IReadOnlyList<ChartLine> Lines)
{
    /// <summary>Where the axis up the page begins; null: a little below the lowest number.</summary>
    public double? Floor { get; init; }
}
