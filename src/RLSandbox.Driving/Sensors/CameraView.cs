namespace RLSandbox.Driving.Sensors;

/// <summary>What a top-down camera frames: size, scale, and where in the picture the car sits.</summary>
/// <remarks>
/// Heading-up: row 0 is the far end, the car drives towards it, its left is the left of the picture. Picture coordinates are continuous, in
/// pixels from the upper left corner; the centre of pixel (column, row) lies at (column + ½, row + ½). The pixel centre at (c, r) shows the ground
/// (<paramref name="CarRow"/> − r) · scale ahead of the car and (<paramref name="CarColumn"/> − c) · scale to its left.
/// </remarks>
/// <param name="Width">Pixels, 1 … 4,096.</param>
/// <param name="Height">Pixels, 1 … 4,096.</param>
/// <param name="MetresPerPixel">Side of a pixel on the ground, m.</param>
/// <param name="CarColumn">Pixels from the left edge to the car's pose; may lie outside the picture.</param>
/// <param name="CarRow">Pixels from the upper edge to the car's pose; may lie outside the picture.</param>
public readonly record struct CameraView(int Width, int Height, float MetresPerPixel, float CarColumn, float CarRow)
{
    /// <summary>Largest width and height.</summary>
    public const int LargestSide = 4096;

    /// <summary>Pixels of one picture.</summary>
    public int PixelCount => Width * Height;
}
