using RLSandbox.Driving;
using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>From where, how close, and with which layers a snapshot is drawn.</summary>
public sealed record WorldView
{
    /// <summary>How far a followed vehicle sits from the middle of the picture, as a share of its shorter side.</summary>
    private const float LookAhead = 0.18f;

    /// <summary>From where.</summary>
    public ViewKind Kind { get; init; }

    /// <summary>Which vehicle is followed; layers belong to it, too.</summary>
    public int Agent { get; init; }

    /// <summary>Ground shown along the shorter side, m.</summary>
    public float Metres { get; init; } = 70;

    /// <summary>World x in the middle of a <see cref="ViewKind.Free"/> view, m.</summary>
    public float CentreX { get; init; }

    /// <summary>World y in the middle of a <see cref="ViewKind.Free"/> view, m.</summary>
    public float CentreY { get; init; }

    /// <summary>What is drawn over the bare world.</summary>
    public Layers Layers { get; init; } = Layers.Standard;

    /// <summary>Share of the light that is missing; null for what the snapshot says. OpenGL only.</summary>
    public float? Night { get; init; }

    /// <summary>How hard it rains, 0 … 1; null for not at all: cameras know no rain. OpenGL only.</summary>
    public float? Rain { get; init; }

    /// <summary>Whether a layer is on.</summary>
    public bool Has(Layers layer) => (Layers & layer) == layer;

    /// <summary>Where the ground lies in <paramref name="area"/>, seen from above; a chase view as if it were <see cref="ViewKind.HeadingUp"/>.</summary>
    public GroundView On(SKRect area, Snapshot snapshot)
    {
        var side = Math.Min(area.Width, area.Height);
        if (Kind == ViewKind.Free) return new(CentreX, CentreY, 0, side / Metres, new(area.MidX, area.MidY));
        var pose = snapshot.Vehicles[Agent].Pose;
        var turn = Kind == ViewKind.Follow ? 0 : MathF.PI / 2 - pose.Heading;
        var (sin, cos) = MathF.SinCos(pose.Heading + turn);
        return new(pose.X, pose.Y, turn, side / Metres, new(area.MidX - cos * LookAhead * side, area.MidY + sin * LookAhead * side));
    }
}
