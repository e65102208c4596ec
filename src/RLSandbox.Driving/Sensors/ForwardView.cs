namespace RLSandbox.Driving.Sensors;

/// <summary>What a forward-looking camera frames: size, lens, and where on the car it sits.</summary>
/// <remarks>
/// A pinhole without distortion and roll, above flat ground. With f = <see cref="FocalLength"/>, a point <c>depth</c> metres in front of the lens, <c>left</c>
/// to its left and <c>down</c> below its axis is seen at column Width / 2 − f · left / depth and row Height / 2 + f · down / depth, in pixels from the upper left corner.
/// </remarks>
/// <param name="Width">Pixels, 1 … 4,096.</param>
/// <param name="Height">Pixels, 1 … 4,096.</param>
/// <param name="FieldOfView">From the left to the right edge of the picture, rad, between 0 and π.</param>
/// <param name="Pitch">Of the lens below the horizontal, rad, −π / 2 … π / 2: π / 2 looks straight down.</param>
/// <param name="MountHeight">Of the lens above the ground, m.</param>
/// <param name="MountForward">Of the lens in front of the car's pose, m.</param>
/// <param name="Reach">Distance along the car's heading up to which ground and bodies are seen, m.</param>
public readonly record struct ForwardView(int Width, int Height, float FieldOfView, float Pitch, float MountHeight, float MountForward, float Reach)
{
    /// <summary>Pixels of one picture.</summary>
    public int PixelCount => Width * Height;

    /// <summary>Pixels per unit of left / depth and of down / depth.</summary>
    public double FocalLength
    {
        get
        {
            var half = Bearing.Of(FieldOfView / 2);
            return 0.5 * Width * half.Cos / half.Sin;
        }
    }
}
