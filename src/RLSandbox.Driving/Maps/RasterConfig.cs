namespace RLSandbox.Driving.Maps;

/// <summary>How fine the class raster of a map is.</summary>
/// <param name="MetresPerCell">Side of a cell of level 0, m.</param>
/// <param name="LevelCount">Levels including level 0; each next one has cells twice as wide.</param>
public readonly record struct RasterConfig(float MetresPerCell = 0.25f, int LevelCount = 4)
{
    /// <summary>0.25 m per cell and four levels, up to 2 m per cell.</summary>
    public RasterConfig() : this(0.25f, 4)
    {
    }
}
