namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>A stretch of a lane with straight edges.</summary>
/// <param name="Lane">Place in <see cref="RoadMap.Lanes"/>.</param>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="FromArc">Arc of the map's lane there, m.</param>
/// <param name="ToArc">Arc of the map's lane there, m.</param>
/// <param name="Layer">How many roads lie below it.</param>
internal readonly record struct RoadPiece(int Lane, CrossSection From, CrossSection To, double FromArc, double ToArc, int Layer)
{
    public double X => 0.5 * (From.X + To.X);

    public double Y => 0.5 * (From.Y + To.Y);

    public double Z => 0.5 * (From.Z + To.Z);

    /// <summary>m; every point of it is that near to its middle.</summary>
    public double Radius => 0.5 * (ToArc - FromArc) + 0.5 * Math.Max(From.Width, To.Width);

    /// <summary>The cross-section at an arc.</summary>
    public CrossSection At(double arc)
    {
        var t = ToArc > FromArc ? Math.Clamp((arc - FromArc) / (ToArc - FromArc), 0, 1) : 0;
        return new(Mix(From.LeftX, To.LeftX, t), Mix(From.LeftY, To.LeftY, t), Mix(From.RightX, To.RightX, t), Mix(From.RightY, To.RightY, t), Mix(From.Z, To.Z, t));
    }

    private static double Mix(double a, double b, double t) => a + t * (b - a);
}
