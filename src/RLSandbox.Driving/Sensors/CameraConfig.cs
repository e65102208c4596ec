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

/// <summary>The section <c>camera</c> of a scenario.</summary>
public sealed record CameraConfig
{
    private static readonly string[] OutputNames = ["gray", "rgb", "classes"];

    /// <summary>Pixels.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Pixels.</summary>
    public int Height { get; init; } = 64;

    /// <summary>Side of a pixel on the ground, m.</summary>
    public float MetresPerPixel { get; init; } = 0.5f;

    /// <summary>Where the car sits, as a share of the width from the left; outside 0 … 1 it is outside the picture.</summary>
    public float CarAcross { get; init; } = 0.5f;

    /// <summary>Where the car sits, as a share of the height from the top; outside 0 … 1 it is outside the picture.</summary>
    public float CarDown { get; init; } = 0.75f;

    /// <summary>What a pixel holds.</summary>
    public CameraOutput Output { get; init; } = CameraOutput.Gray;

    /// <summary>Whether other vehicles and obstacles are drawn over the map.</summary>
    public bool ShowOthers { get; init; } = true;

    /// <summary>Whether the car that carries the camera is drawn, over everything else.</summary>
    public bool DrawEgo { get; init; }

    /// <summary>Bytes and colours of the classes; of no effect on the output <see cref="CameraOutput.Classes"/>.</summary>
    public Palette Palette { get; init; } = Palette.Default;

    /// <summary>The framing in pixels.</summary>
    public CameraView View => new(Width, Height, MetresPerPixel, CarAcross * Width, CarDown * Height);

    /// <summary>Reads the section; every key may be left out.</summary>
    public static CameraConfig Bind(SectionReader reader)
    {
        var standard = new CameraConfig();
        return new()
        {
            Width = reader.Integer("width", standard.Width, "Width of the picture, pixels.", 1, CameraView.LargestSide),
            Height = reader.Integer("height", standard.Height, "Height of the picture, pixels.", 1, CameraView.LargestSide),
            MetresPerPixel = reader.Number("metresPerPixel", standard.MetresPerPixel, "Side of a pixel on the ground, m.", 0.01f, 100f),
            CarAcross = reader.Number("carAcross", standard.CarAcross, "Where the car sits, share of the width from the left.", -10f, 10f),
            CarDown = reader.Number("carDown", standard.CarDown, "Where the car sits, share of the height from the top.", -10f, 10f),
            Output = (CameraOutput)Array.IndexOf(OutputNames, reader.Choice("output", OutputNames[(int)standard.Output], OutputNames,
                "What a pixel holds: a brightness, a colour in three planes, or the class id.")),
            ShowOthers = reader.Flag("showOthers", standard.ShowOthers, "Draw other vehicles and obstacles over the map."),
            DrawEgo = reader.Flag("drawEgo", standard.DrawEgo, "Draw the car that carries the camera, over everything else."),
            Palette = Palette.Bind(reader.Section("palette", "Bytes and colours of the classes.")),
        };
    }
}
