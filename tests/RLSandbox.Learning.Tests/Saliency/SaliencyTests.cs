using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Tests.Algorithms;
using TorchSharp;

namespace RLSandbox.Learning.Tests.Saliency;

/// <summary>Maps of networks whose weights are set by hand, so that it is known which pixel matters.</summary>
[TensorScope]
public sealed class SaliencyTests
{
    private const int Side = 8, Pixel = 3 * Side + 5;
    private const float Rounding = 1e-4f;                       // sums of some hundred floats of about 1
    private static readonly ObservationPart[] Camera = [new("camera", ElementType.UInt8, 1, Side, Side)];
    private static readonly NetworkConfig Linear = NetworkConfig.Preset("mlp") with { Hidden = [], ImageMean = 0, ImageScale = 1 };

    /// <summary>Every weight is zero but that of one pixel: its derivative is the only one.</summary>
    [Test]
    public void Gradient_OfANetworkThatLooksAtOnePixel_IsThatPixel([Values] SaliencyTarget of, [Values] NetworkHeads heads)
    {
        using var toy = new ToyPolicy(Camera, ActionSpec.Discrete(2), Linear, heads).Zero();
        toy.Set(heads switch { NetworkHeads.PolicyAndValue => "policy.weight", NetworkHeads.ActionValues => "actionValue.weight", _ => "advantage.weight" }, Only(Pixel, 1));
        if (heads != NetworkHeads.ActionValues) toy.Set("value.weight", Only(Pixel, -1, of: Side * Side));
        Paint(toy);
        Assert.That(toy.Saliency(SaliencyKind.Gradient, of), Is.EqualTo(Only(Pixel, 1, of: Side * Side)).Within(Rounding));
    }

    /// <summary>The picture has two rows of pixels of value 200 in a frame of 0: mean 50. Covering a square that holds the pixel in question loses 150 of its answer, others nothing.</summary>
    [Test]
    public void Occlusion_OfANetworkThatLooksAtOnePixel_IsTheSquaresThatCoverIt()
    {
        using var toy = new ToyPolicy(Camera, ActionSpec.Discrete(2), Linear).Zero().Set("policy.weight", Only(Pixel, 1));
        toy.Observations.Bytes(0, 0).Slice(2 * Side, 2 * Side).Fill(200);
        var map = toy.Saliency(SaliencyKind.Occlusion);
        Assert.That(map[Pixel], Is.EqualTo(1).Within(Rounding));
        for (var i = 0; i < map.Length; i++)
        {
            var near = Math.Abs(i / Side - Pixel / Side) <= 1 && Math.Abs(i % Side - Pixel % Side) <= 1;          // squares of 2 × 2
            Assert.That(map[i], near ? Is.Positive : Is.Zero, $"pixel {i}");
        }
    }

    /// <summary>
    /// Two filters of 2 × 2: one answers bright cells, the other dark ones. The first speaks for the choice, the second against it. So of a bright cell and a dark one
    /// in a gray picture only the bright one is on the map; with the signs exchanged only the dark one.
    /// </summary>
    [TestCase(1f, 1, 2)]
    [TestCase(-1f, 3, 0)]
    public void GradCam_IsWhereTheFiltersThatSpeakForTheChoiceAnswer(float sign, int row, int column)
    {
        const float gray = 100;
        using var toy = new ToyPolicy(Camera, ActionSpec.Discrete(2), Linear with { Convolutions = [new(2, 2, 2)] }).Zero();
        toy.Set("camera.convolution1.weight", 1, 1, 1, 1, -1, -1, -1, -1).Set("camera.convolution1.bias", -4 * gray, 4 * gray);
        toy.Set("policy.weight", [.. Enumerable.Repeat(sign, 16), .. Enumerable.Repeat(-sign, 16)]);
        var picture = toy.Observations.Bytes(0, 0);
        picture.Fill((byte)gray);
        Cell(picture, 1, 2, 140);                                                    // on balance the picture is brighter than gray, so choice 0 is taken with sign 1, and choice 1 otherwise …
        Cell(picture, 3, 0, 60);
        toy.Set("policy.bias", 1, 0);                                                // … but the bias settles it
        var map = toy.Saliency(SaliencyKind.GradCam);
        var best = Array.IndexOf(map, 1f);
        Assert.That((best / Side / 2, best % Side / 2), Is.EqualTo((row, column)));
        var other = sign > 0 ? (Row: 3, Column: 0) : (Row: 1, Column: 2);
        Assert.That(map[other.Row * 2 * Side + other.Column * 2], Is.Zero);
    }

    /// <summary>The weights look at the older frame of two, the map is of the newest one.</summary>
    [Test]
    public void OlderFrames_AreNotOnTheMap([Values(SaliencyKind.Gradient, SaliencyKind.Occlusion)] SaliencyKind kind)
    {
        using var toy = new ToyPolicy(Camera, ActionSpec.Discrete(2), Linear, frameStack: 2).Zero().Set("policy.weight", Only(Pixel, 1, of: 2 * Side * Side));
        Paint(toy);
        Assert.That(toy.Saliency(kind), Is.All.Zero);
        toy.Set("policy.weight", Only(Side * Side + Pixel, 1, of: 2 * Side * Side));
        Assert.That(toy.Saliency(kind)[Pixel], Is.EqualTo(1).Within(Rounding));
    }

    /// <summary>The first row sees a picture in which the pixel is black, the second one in which it is white; covering it loses nothing in the first.</summary>
    [Test]
    public void Row_IsTheOneAskedFor()
    {
        using var toy = new ToyPolicy(Camera, ActionSpec.Discrete(2), Linear, rows: 2).Zero().Set("policy.weight", Only(Pixel, 1)).Set("policy.bias", 1);
        toy.Observations.Bytes(0, 0).Fill(255);
        toy.Observations.Bytes(0, 0)[Pixel] = 0;
        toy.Observations.Bytes(0, 1)[Pixel] = 255;
        Assert.That(toy.Saliency(SaliencyKind.Occlusion, row: 0), Is.All.Zero);
        Assert.That(toy.Saliency(SaliencyKind.Occlusion, row: 1)[Pixel], Is.EqualTo(1).Within(Rounding));
    }

    [Test]
    public void Continuous_CountsInTheDirectionOfTheMean()
    {
        using var toy = new ToyPolicy(Camera, ActionSpec.Continuous(1), Linear).Zero().Set("policy.weight", Only(Pixel, -1, of: Side * Side));
        toy.Observations.Bytes(0, 0)[Pixel] = 200;
        Assert.That(toy.Saliency(SaliencyKind.Occlusion)[Pixel], Is.EqualTo(1).Within(Rounding), "steering right because of the pixel: without it, less");
    }

    [Test]
    public void WithoutPictureOrConvolutions_TheMapIsEmpty()
    {
        using var blind = new ToyPolicy([new("state", ElementType.Float32, 1)], ActionSpec.Discrete(2), Linear);
        Assert.That(blind.Saliency(SaliencyKind.Gradient), Is.Empty);
        using var flat = new ToyPolicy(Camera, ActionSpec.Discrete(2), Linear);
        Assert.That(flat.Saliency(SaliencyKind.GradCam), Is.Empty);
    }

    private static float[] Only(int index, float weight, int of = 2 * Side * Side)
    {
        var weights = new float[of];
        weights[index] = weight;
        return weights;
    }

    private static void Cell(Span<byte> picture, int row, int column, byte level)
    {
        for (var i = 0; i < 4; i++) picture[(2 * row + i / 2) * Side + 2 * column + i % 2] = level;
    }

    /// <summary>Noise in which the pixel in question is white.</summary>
    private static void Paint(ToyPolicy toy)
    {
        var key = new RandomKey(1, 0, 0, RandomPurpose.Of("test.picture"));
        var picture = toy.Observations.Bytes(0, 0);
        for (var i = 0; i < picture.Length; i++) picture[i] = (byte)key.Integer(255, (uint)i);
        picture[Pixel] = 255;
    }
}
