namespace RLSandbox.Driving.Maps;

/// <summary>Takes the ground of a map shape by shape, in metres; a later shape covers an earlier one.</summary>
/// <remarks>One painter fills the class raster that cameras see, another makes crisp geometry for viewers: both get the same shapes, so their classes agree.</remarks>
public interface IGroundPainter
{
    /// <summary>Side of the cells that are filled, m: lines are never thinner, or they would have holes. 0 for geometry.</summary>
    float MetresPerCell { get; }

    /// <summary>A stretch of a band: from <paramref name="leftFrom"/> to <paramref name="leftTo"/> along its left side, back along its right one.</summary>
    void Quad((double X, double Y) leftFrom, (double X, double Y) leftTo, (double X, double Y) rightTo, (double X, double Y) rightFrom, SurfaceClass surface);

    /// <summary>The inside of an outline whose last point is joined to its first; what it surrounds an even number of times stays as it is.</summary>
    void Area(ReadOnlySpan<(double X, double Y)> outline, SurfaceClass surface);
}
