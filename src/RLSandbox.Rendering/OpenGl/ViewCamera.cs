using System.Numerics;
using RLSandbox.Driving.Components;
using RLSandbox.Rendering.View;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>How a world is projected onto a picture, and what of it can be seen. Metres around the anchor of a map.</summary>
internal sealed class ViewCamera
{
    private const float HighestBody = 60;                                // m; from above everything lies below
    private const float Near = 0.4f, Far = 1600, FieldOfView = 52 * MathF.PI / 180;
    /// <summary>Of the eye behind and above the vehicle, and of the point that it looks at, as shares of the metres shown.</summary>
    private const float Behind = 0.16f, Above = 0.068f, LookAt = 0.12f;

    private readonly Vector4[] _planes;

    private ViewCamera(Matrix4x4 matrix, Vector3 eye, bool isPerspective, float pixelsPerMetre, Vector2 middle, float reach)
    {
        (Matrix, Eye, IsPerspective, PixelsPerMetre, Middle, Reach) = (matrix, eye, isPerspective, pixelsPerMetre, middle, reach);
        Vector4 x = Column(0), y = Column(1), w = Column(3);
        _planes = [Normalised(w + x), Normalised(w - x), Normalised(w + y), Normalised(w - y)];
    }

    /// <summary>To clip space, for row vectors.</summary>
    public Matrix4x4 Matrix { get; }

    /// <summary>Place of the eye.</summary>
    public Vector3 Eye { get; }

    /// <summary>Whether what is far is small.</summary>
    public bool IsPerspective { get; }

    /// <summary>On the ground seen from above; in perspective at a distance of 1 m.</summary>
    public float PixelsPerMetre { get; }

    /// <summary>Ground in the middle of the picture; in perspective below the eye.</summary>
    public Vector2 Middle { get; }

    /// <summary>Everything that is seen lies so near to <see cref="Middle"/>.</summary>
    public float Reach { get; }

    /// <summary>Height of the horizon in the picture, as a share from below; 1 where none is seen.</summary>
    public float Horizon { get; private init; } = 1;

    /// <summary>From above, exactly as <paramref name="ground"/> maps metres to pixels.</summary>
    public static ViewCamera FromAbove(in GroundView ground, int width, int height, (double X, double Y) anchor)
    {
        double sin = Math.Sin(ground.Turn), cos = Math.Cos(ground.Turn), a = ground.PixelsPerMetre * cos, b = ground.PixelsPerMetre * sin;
        double x = anchor.X - ground.X, y = anchor.Y - ground.Y;         // the anchor seen from the shown place
        double left = ground.At.X + a * x - b * y, top = ground.At.Y - b * x - a * y;
        var matrix = new Matrix4x4(
            (float)(2 * a / width), (float)(2 * b / height), 0, 0,
            (float)(-2 * b / width), (float)(2 * a / height), 0, 0,
            0, 0, -1 / HighestBody, 0,
            (float)(2 * left / width - 1), (float)(1 - 2 * top / height), 0, 1);
        double right = (width / 2f - ground.At.X) / ground.PixelsPerMetre, down = (height / 2f - ground.At.Y) / ground.PixelsPerMetre;
        var middle = new Vector2((float)(cos * right - sin * down - x), (float)(-sin * right - cos * down - y));
        return new(matrix, new(middle, HighestBody), false, ground.PixelsPerMetre, middle, MathF.Sqrt((float)width * width + (float)height * height) / 2 / ground.PixelsPerMetre);
    }

    /// <summary>From behind and above a vehicle.</summary>
    /// <param name="metres">The more, the farther away.</param>
    public static ViewCamera Chase(in Pose pose, float metres, int width, int height, (double X, double Y) anchor)
    {
        var ahead = new Vector2(MathF.Cos(pose.Heading), MathF.Sin(pose.Heading));
        var place = new Vector2((float)(pose.X - anchor.X), (float)(pose.Y - anchor.Y));
        var eye = new Vector3(place - ahead * metres * Behind, metres * Above);
        var view = Matrix4x4.CreateLookAt(eye, new(place + ahead * metres * LookAt, 1), Vector3.UnitZ);
        var scale = 1 / MathF.Tan(FieldOfView / 2);
        var projection = new Matrix4x4(
            scale * Math.Max(height, width * 0.5f) / width, 0, 0, 0,
            0, scale * Math.Max(height, width * 0.5f) / height, 0, 0,
            0, 0, -(Far + Near) / (Far - Near), -1,
            0, 0, -2 * Far * Near / (Far - Near), 0);
        return new(view * projection, eye, true, scale * Math.Max(height, width * 0.5f) / 2, new(eye.X, eye.Y), Far) { Horizon = HorizonOf(view * projection, ahead) };
    }

    /// <summary>Where parallel lines along the ground meet.</summary>
    private static float HorizonOf(Matrix4x4 matrix, Vector2 ahead)
    {
        var far = Vector4.Transform(new Vector4(ahead, 0, 0), matrix);
        return 0.5f + 0.5f * far.Y / far.W;
    }

    /// <summary>Whether a circle on the ground may be in the picture.</summary>
    public bool Sees(Vector2 centre, float radius)
    {
        foreach (var plane in _planes)
            if (plane.X * centre.X + plane.Y * centre.Y + plane.W < -radius) return false;
        return Vector2.DistanceSquared(centre, Middle) < (Reach + radius) * (Reach + radius);
    }

    /// <summary>Pixels of a metre at a place.</summary>
    public float Scale(Vector2 place) => IsPerspective ? PixelsPerMetre / Math.Max(1, Vector3.Distance(new(place, 0), Eye)) : PixelsPerMetre;

    private Vector4 Column(int index) => new(Matrix[0, index], Matrix[1, index], Matrix[2, index], Matrix[3, index]);

    private static Vector4 Normalised(Vector4 plane) => plane / new Vector3(plane.X, plane.Y, plane.Z).Length();
}
