using RLSandbox.Core.Configuration;

namespace RLSandbox.Driving.Sensors;

/// <summary>What a camera writes for each pixel.</summary>
public enum CameraOutput
{
    /// <summary>One byte of brightness: [1, H, W].</summary>
    Gray,

    /// <summary>Three planes, red, green, blue: [3, H, W].</summary>
    Rgb,

    /// <summary>The class itself, <see cref="Maps.SurfaceClass"/> as a byte: [1, H, W].</summary>
    Classes,
}

/// <summary>From where a camera looks.</summary>
public enum CameraProjection
{
    /// <summary>From above, heading-up: <see cref="TopDownCamera"/>.</summary>
    TopDown,

    /// <summary>From the car, ahead: <see cref="ForwardCamera"/>.</summary>
    Forward,
}

/// <summary>The section <c>camera</c> of a scenario.</summary>
public sealed record CameraConfig
{
    private const float RadiansPerDegree = MathF.PI / 180;

    private static readonly string[] ProjectionNames = ["top-down", "forward"], OutputNames = ["gray", "rgb", "classes"];

    /// <summary>From where it looks.</summary>
    public CameraProjection Projection { get; init; } = CameraProjection.TopDown;

    /// <summary>Pixels.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Pixels.</summary>
    public int Height { get; init; } = 64;

    /// <summary>Side of a pixel on the ground, m; top-down only.</summary>
    public float MetresPerPixel { get; init; } = 0.5f;

    /// <summary>Where the car sits, as a share of the width from the left; outside 0 … 1 it is outside the picture; top-down only.</summary>
    public float CarAcross { get; init; } = 0.5f;

    /// <summary>Where the car sits, as a share of the height from the top; outside 0 … 1 it is outside the picture; top-down only.</summary>
    public float CarDown { get; init; } = 0.75f;

    /// <summary>From the left to the right edge of the picture, degrees; forward only.</summary>
    public float FieldOfViewDegrees { get; init; } = 80f;

    /// <summary>Of the lens below the horizontal, degrees; forward only.</summary>
    public float PitchDegrees { get; init; } = 15f;

    /// <summary>Of the lens above the ground, m; forward only.</summary>
    public float MountHeightMetres { get; init; } = 1.5f;

    /// <summary>Of the lens in front of the car's pose, m; forward only.</summary>
    public float MountForwardMetres { get; init; }

    /// <summary>Distance ahead up to which ground and bodies are seen, m; forward only.</summary>
    public float ViewMetres { get; init; } = 100f;

    /// <summary>What a pixel holds.</summary>
    public CameraOutput Output { get; init; } = CameraOutput.Gray;

    /// <summary>Whether other vehicles and obstacles are drawn over the map.</summary>
    public bool ShowOthers { get; init; } = true;

    /// <summary>Whether the car that carries the camera is drawn, over everything else; top-down only.</summary>
    public bool DrawEgo { get; init; }

    /// <summary>Bytes and colours of the classes; of no effect on the output <see cref="CameraOutput.Classes"/>.</summary>
    public Palette Palette { get; init; } = Palette.Default;

    /// <summary>Night, fog, dirt and noise; none with the output <see cref="CameraOutput.Classes"/>.</summary>
    public WeatherConfig Weather { get; init; } = new();

    /// <summary>The framing of a top-down camera, in pixels.</summary>
    public CameraView View => new(Width, Height, MetresPerPixel, CarAcross * Width, CarDown * Height);

    /// <summary>The framing of a forward camera.</summary>
    public ForwardView ForwardView => new(Width, Height, FieldOfViewDegrees * RadiansPerDegree, PitchDegrees * RadiansPerDegree, MountHeightMetres, MountForwardMetres, ViewMetres);

    /// <summary>Reads the section; every key may be left out.</summary>
    public static CameraConfig Bind(SectionReader reader)
    {
        var standard = new CameraConfig();
        var config = new CameraConfig
        {
            Projection = (CameraProjection)Array.IndexOf(ProjectionNames, reader.Choice("projection", ProjectionNames[(int)standard.Projection], ProjectionNames,
                "From where it looks: from above, turned with the car, or from the car ahead, over flat ground.")),
            Width = reader.Integer("width", standard.Width, "Width of the picture, pixels.", 1, CameraView.LargestSide),
            Height = reader.Integer("height", standard.Height, "Height of the picture, pixels.", 1, CameraView.LargestSide),
            MetresPerPixel = reader.Number("metresPerPixel", standard.MetresPerPixel, "Top-down: side of a pixel on the ground, m.", 0.01f, 100f),
            CarAcross = reader.Number("carAcross", standard.CarAcross, "Top-down: where the car sits, share of the width from the left.", -10f, 10f),
            CarDown = reader.Number("carDown", standard.CarDown, "Top-down: where the car sits, share of the height from the top.", -10f, 10f),
            FieldOfViewDegrees = reader.Number("fieldOfViewDegrees", standard.FieldOfViewDegrees, "Forward: from the left to the right edge of the picture, degrees.", 5f, 170f),
            PitchDegrees = reader.Number("pitchDegrees", standard.PitchDegrees, "Forward: the lens looks so far below the horizontal, degrees; 90 is straight down.", -60f, 90f),
            MountHeightMetres = reader.Number("mountHeightMetres", standard.MountHeightMetres, "Forward: the lens is so high above the ground, m.", 0.05f, 100f),
            MountForwardMetres = reader.Number("mountForwardMetres", standard.MountForwardMetres, "Forward: the lens is so far in front of the middle of the car, m.", -20f, 20f),
            ViewMetres = reader.Number("viewMetres", standard.ViewMetres, "Forward: what lies farther ahead is not seen, m.", 1f, 1000f),
            Output = (CameraOutput)Array.IndexOf(OutputNames, reader.Choice("output", OutputNames[(int)standard.Output], OutputNames,
                "What a pixel holds: a brightness, a colour in three planes, or the class id.")),
            ShowOthers = reader.Flag("showOthers", standard.ShowOthers, "Draw other vehicles and obstacles over the map."),
            DrawEgo = reader.Flag("drawEgo", standard.DrawEgo, "Top-down: draw the car that carries the camera, over everything else."),
            Weather = WeatherConfig.Bind(reader),
            Palette = Palette.Bind(reader.Section("palette", "Bytes and colours of the classes.")),
        };
        config.RejectContradictions(reader);
        return config;
    }

    private void RejectContradictions(SectionReader reader)
    {
        if (Projection == CameraProjection.Forward && DrawEgo) reader.Reject("drawEgo", "a forward camera looks out of the car that carries it", "delete it, or use projection: top-down");
        if (Projection == CameraProjection.TopDown && Weather.Fog.High > 0) reader.Reject("fog", "a top-down camera sees everything at the same distance", "delete it, or use projection: forward");
        if (Output != CameraOutput.Classes) return;
        foreach (var (key, amount) in new[] { ("night", Weather.Night), ("fog", Weather.Fog), ("dirt", Weather.Dirt), ("noise", Weather.Noise) })
            if (amount.High > 0) reader.Reject(key, "class ids have no brightness that it could change", "delete it, or use output: gray or rgb");
    }
}
