using System.Globalization;
using System.Text.RegularExpressions;
using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Core.Contract;

namespace RLSandbox.Learning.Networks;

/// <summary>A convolution without padding, followed by the activation.</summary>
/// <param name="Channels">Pictures it makes.</param>
/// <param name="Kernel">Side of its square window, pixels.</param>
/// <param name="Stride">Step of the window, pixels.</param>
public sealed partial record ConvolutionLayer(int Channels, int Kernel, int Stride)
{
    /// <summary>As files write it: <c>16@8/4</c> is 16 channels, 8×8 pixels, stride 4.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Channels}@{Kernel}/{Stride}");

    /// <summary>Reads what <see cref="ToString"/> writes; null when it is something else.</summary>
    public static ConvolutionLayer? Parse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success ? new(Part(match, 1), Part(match, 2), Part(match, 3)) : null;
    }

    private static int Part(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex("^([1-9][0-9]{0,3})@([1-9][0-9]?)/([1-9][0-9]?)$")]
    private static partial Regex Pattern();
}

/// <summary>The nonlinearity between layers.</summary>
public enum Activation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
}

/// <summary>Shape of a network: image parts go through the convolutions, then all parts through the shared hidden layers.</summary>
public sealed record NetworkConfig
{
    /// <summary>Names of the presets, smallest first.</summary>
    public static IReadOnlyList<string> Presets { get; } = ["mlp", "tiny", "small", "nature"];

    /// <summary>Convolutions of each image part, first to last; without any, pictures are flattened.</summary>
    public IReadOnlyList<ConvolutionLayer> Convolutions { get; init; } = [new(16, 8, 4), new(32, 4, 2)];

    /// <summary>Widths of the shared hidden layers.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [256];

    /// <summary>The nonlinearity after every layer but the heads.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Whether the outputs of every layer but the heads are normalised before the nonlinearity: hidden layers over their units, convolutions over the channels of each pixel.</summary>
    /// <remarks>Source: Ba, Kiros and Hinton 2016, arXiv:1607.06450. Keeps bootstrapped values from running away (PQN, arXiv:2407.04811, section 3).</remarks>
    public bool LayerNorm { get; init; }

    /// <summary>Gray level that becomes 0, 0 to 255. Pixels that are not centred learn several times slower.</summary>
    public float ImageMean { get; init; } = 90f;

    /// <summary>Gray levels that become 1, counted from <see cref="ImageMean"/>.</summary>
    public float ImageScale { get; init; } = 64f;

    /// <summary>Name of the preset with these layers, otherwise the layers themselves, such as <c>16@8/4 32@4/2 256</c>.</summary>
    public string Name => Presets.FirstOrDefault(name => Preset(name).Layers == Layers) ?? Layers;

    private string Layers => string.Join(' ', [.. Convolutions.Select(layer => layer.ToString()), .. Hidden.Select(width => width.ToString(CultureInfo.InvariantCulture))]);

    /// <summary>A preset by name.</summary>
    /// <remarks>
    /// <c>mlp</c> two layers of 64, tanh; <c>tiny</c> 8@8×8/4, 16@4×4/2, 128; <c>small</c> 16@8×8/4, 32@4×4/2, 256;
    /// <c>nature</c> 32@8×8/4, 64@4×4/2, 64@3×3/1, 512 (Mnih et al. 2015, doi:10.1038/nature14236).
    /// </remarks>
    /// <exception cref="UserErrorException">No such preset.</exception>
    public static NetworkConfig Preset(string name) => name switch
    {
        "mlp" => new() { Convolutions = [], Hidden = [64, 64], Activation = Activation.Tanh },
        "tiny" => new() { Convolutions = [new(8, 8, 4), new(16, 4, 2)], Hidden = [128] },
        "small" => new(),
        "nature" => new() { Convolutions = [new(32, 8, 4), new(64, 4, 2), new(64, 3, 1)], Hidden = [512] },
        _ => throw new UserErrorException($"Unknown network preset '{name}'. Expected one of {string.Join(", ", Presets)}."),
    };

    /// <summary>Reads a <c>network</c> section: a preset, and single values that replace the preset's.</summary>
    /// <param name="layerNorm">Default of the key <c>layerNorm</c>.</param>
    public static NetworkConfig Bind(SectionReader reader, bool layerNorm = false)
    {
        var preset = Preset(reader.Choice("preset", "tiny", Presets, "Shape to start from, smallest first: mlp (no convolutions), tiny, small, nature."));
        string[] layers = [.. preset.Convolutions.Select(layer => layer.ToString())];
        var convolutions = reader.Texts("convolutions", layers, "Convolutions as channels@kernel/stride; the preset's unless given.").Select(ConvolutionLayer.Parse).ToArray();
        if (convolutions.Contains(null)) reader.Reject("convolutions", "expected channels@kernel/stride, such as 16@8/4", "write a list such as [8@8/4, 16@4/2]");
        var hidden = reader.Numbers("hidden", [.. preset.Hidden.Select(width => (float)width)], "Widths of the hidden layers; the preset's unless given.", 1, 65536);
        if (hidden.Any(width => width != MathF.Floor(width))) reader.Reject("hidden", "a width is a whole number", "write a list such as [128]");
        var activation = reader.Choice("activation", preset.Activation == Activation.Tanh ? "tanh" : "relu", ["relu", "tanh"], "Nonlinearity between layers; the preset's unless given.");
        return new()
        {
            Convolutions = [.. convolutions.OfType<ConvolutionLayer>()],
            Hidden = [.. hidden.Select(width => (int)width)],
            Activation = activation == "tanh" ? Activation.Tanh : Activation.Relu,
            LayerNorm = reader.Flag("layerNorm", layerNorm, "Whether layers are normalised before the nonlinearity."),
            ImageMean = reader.Number("imageMean", preset.ImageMean, "Gray level that the network sees as 0.", 0f, 255f),
            ImageScale = reader.Number("imageScale", preset.ImageScale, "Gray levels that the network sees as 1.", 1f, 255f),
        };
    }

    /// <summary>Parameters of a layer: weight and bias, and with normalisation a scale and a shift.</summary>
    internal int ParametersPerLayer => LayerNorm ? 4 : 2;

    /// <summary>Numbers that the convolutions leave of a picture.</summary>
    /// <exception cref="UserErrorException">The picture is too small for the convolutions.</exception>
    internal int Flattened(ObservationPart part)
    {
        var (channels, height, width) = (part.Shape[0], part.Shape[1], part.Shape[2]);
        foreach (var layer in Convolutions)
        {
            if (height < layer.Kernel || width < layer.Kernel)
            {
                throw new UserErrorException($"Observation part {part} is too small for the network: a {layer.Kernel}×{layer.Kernel} convolution meets a picture of {height}×{width}. Use a larger picture, or the network preset mlp.");
            }

            (channels, height, width) = (layer.Channels, (height - layer.Kernel) / layer.Stride + 1, (width - layer.Kernel) / layer.Stride + 1);
        }

        return checked(channels * height * width);
    }
}
