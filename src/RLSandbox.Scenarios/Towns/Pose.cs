using RLSandbox.Core.Mathematics;

namespace RLSandbox.Scenarios.Towns;

/// <summary>A place and a direction of length 1. Directions instead of angles: turning and mirroring need no trigonometry.</summary>
internal readonly record struct Pose(double X, double Y, double DirectionX, double DirectionY)
{
    /// <summary>Looking back.</summary>
    public Pose Reversed => new(X, Y, -DirectionX, -DirectionY);

    /// <summary>Moved to the left by so many metres; negative to the right.</summary>
    public Pose Beside(double left) => this with { X = X - left * DirectionY, Y = Y + left * DirectionX };

    /// <summary>Moved forward.</summary>
    public Pose Ahead(double metres) => this with { X = X + metres * DirectionX, Y = Y + metres * DirectionY };

    /// <summary>Moved along an arc; curvature in 1/m, positive to the left.</summary>
    public Pose Along(double curvature, double metres)
    {
        if (curvature == 0) return Ahead(metres);
        // Half angles: 1 − cos of a small angle would lose its digits in single precision.
        var (sine, cosine) = Elementary.SinCos((float)(curvature * metres / 2));
        double forward = 2.0 * sine * cosine / curvature, left = 2.0 * sine * sine / curvature;
        var turned = Turned(2.0 * sine * cosine, 1 - 2.0 * sine * sine);
        return turned with { X = X + forward * DirectionX - left * DirectionY, Y = Y + forward * DirectionY + left * DirectionX };
    }

    /// <summary>Turned on the spot to the left by an angle given as sine and cosine.</summary>
    public Pose Turned(double sine, double cosine)
    {
        double x = DirectionX * cosine - DirectionY * sine, y = DirectionX * sine + DirectionY * cosine, length = Math.Sqrt(x * x + y * y);
        return this with { DirectionX = x / length, DirectionY = y / length };
    }

    /// <summary>Turned on the spot to the left, rad.</summary>
    public Pose Turned(double angle)
    {
        var (sine, cosine) = Elementary.SinCos((float)angle);
        return Turned(sine, cosine);
    }

    /// <summary>m.</summary>
    public double DistanceTo(Pose other) => Math.Sqrt((other.X - X) * (other.X - X) + (other.Y - Y) * (other.Y - Y));

    /// <summary>Sine of the turn from this direction to the other, positive to the left.</summary>
    public double Cross(Pose other) => DirectionX * other.DirectionY - DirectionY * other.DirectionX;

    /// <summary>Cosine of the turn from this direction to the other.</summary>
    public double Dot(Pose other) => DirectionX * other.DirectionX + DirectionY * other.DirectionY;
}
