using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Driving.Tests.Sensors;

public sealed class CameraRendererTests
{
    private static readonly Pose Car = new(10f, 10f, 0.4f);
    private static readonly Footprint Body = new(2f, 1f);

    // A width of 7 leaves a rest after every full vector; 5 × 7 = 35 pixels are two vectors and a rest.
    private static readonly CameraConfig Small = new() { Width = 7, Height = 5, MetresPerPixel = 1f };

    [Test]
    public void Gray_IsThePaletteOfTheClasses()
    {
        var classes = Render(Small with { Output = CameraOutput.Classes });
        var gray = Render(Small);
        Assert.That(classes.Distinct().Count(), Is.GreaterThan(3));
        Assert.That(gray, Is.EqualTo(classes.Select(surface => Palette.Default[(SurfaceClass)surface].Gray)));
    }

    [Test]
    public void Rgb_IsThreePlanesOfThePalette()
    {
        var shades = Render(Small with { Output = CameraOutput.Classes }).Select(surface => Palette.Default[(SurfaceClass)surface]).ToArray();
        var expected = shades.Select(shade => shade.Red).Concat(shades.Select(shade => shade.Green)).Concat(shades.Select(shade => shade.Blue));
        Assert.That(Render(Small with { Output = CameraOutput.Rgb }), Is.EqualTo(expected));
    }

    [TestCase(CameraOutput.Gray, 1)]
    [TestCase(CameraOutput.Classes, 1)]
    [TestCase(CameraOutput.Rgb, 3)]
    public void Part_IsChannelsByHeightByWidth(CameraOutput output, int channels)
    {
        Assert.That(new CameraRenderer(Small with { Output = output }).Part.ToString(), Is.EqualTo($"camera uint8 [{channels}, 5, 7]"));
    }

    [Test]
    public void HiddenOthers_AreNotDrawn()
    {
        var shown = Render(Small with { Output = CameraOutput.Classes });
        var hidden = Render(Small with { Output = CameraOutput.Classes, ShowOthers = false });
        Assert.That(shown, Has.Some.EqualTo((byte)SurfaceClass.Vehicle));
        Assert.That(hidden, Has.None.EqualTo((byte)SurfaceClass.Vehicle));
    }

    [Test]
    public void Ego_IsDrawnOverEverythingWhereTheCameraAsksForIt()
    {
        var without = Render(Small with { Output = CameraOutput.Classes });
        var with = Render(Small with { Output = CameraOutput.Classes, DrawEgo = true });
        // The car points up and sits at (3.5, 3.75): its body reaches from column 2.5 to 4.5 and from row 1.75 to 5.75. The centres of rows 2 to 4 are
        // inside; of the columns 3 and 4 are, because a box has its right edge (4.5) and not its left one (2.5).
        Assert.That(without, Has.None.EqualTo((byte)SurfaceClass.Ego));
        var drawn = Enumerable.Range(0, with.Length).Where(pixel => with[pixel] == (byte)SurfaceClass.Ego);
        Assert.That(drawn, Is.EqualTo(new[] { 17, 18, 24, 25, 31, 32 }));
    }

    [Test]
    public void TargetOfAnotherLength_IsRefused()
    {
        using var raster = Checks();
        Assert.That(() => new CameraRenderer(Small with { Output = CameraOutput.Rgb }).Render(raster, Car, Body, [], default, new byte[35]),
            Throws.ArgumentException.With.Message.Contains("105"));
    }

    [Test]
    public void DefaultGraysOfRoadMaps_AreAtLeast8FromAllOthers()
    {
        var grays = Enum.GetValues<SurfaceClass>().Select(surface => (int)Palette.Default[surface].Gray).Order().ToArray();
        Assert.That(grays.Zip(grays.Skip(1), (low, high) => high - low), Has.All.GreaterThanOrEqualTo(8));
    }

    [Test]
    public void DefaultGraysOfCircuits_AreAtLeast30Apart_ButForTheSky()           // nine grays in 256 that look natural: the sky is 20 from kerb and edge line
    {
        var grays = Enum.GetValues<SurfaceClass>().Where(surface => surface < SurfaceClass.Sky).Select(surface => (int)Palette.Default[surface].Gray).Order().ToArray();
        Assert.That(grays.Zip(grays.Skip(1), (low, high) => high - low), Has.All.GreaterThanOrEqualTo(30));
        Assert.That(grays.Min(gray => Math.Abs(gray - Palette.Default[SurfaceClass.Sky].Gray)), Is.EqualTo(20));
    }

    private static byte[] Render(CameraConfig config)
    {
        using var raster = Checks();
        var renderer = new CameraRenderer(config);
        var target = new byte[renderer.Part.ByteCount];
        OrientedBox[] others = [new(new(Car.X + 1f, Car.Y + 1f, 1f), new(1f, 1f), SurfaceClass.Vehicle)];
        renderer.Render(raster, Car, Body, others, default, target);
        return target;
    }

    private static ClassRaster Checks() => TextPicture.Raster(24, (x, y) => (SurfaceClass)(((int)x + 2 * (int)y) % 5));
}
