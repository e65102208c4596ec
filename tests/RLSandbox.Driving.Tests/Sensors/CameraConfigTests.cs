using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Driving.Tests.Sensors;

public sealed class CameraConfigTests
{
    [Test]
    public void EmptySection_GivesTheDefaults()
    {
        Assert.That(CameraConfig.Bind(new(null, new(), "camera")), Is.EqualTo(new CameraConfig()));
    }

    [Test]
    public void Default_Shows32MetresWithTheCarThreeQuartersDown()       // 64 pixels of 0.5 m; car at 0.5 · 64 and 0.75 · 64
    {
        Assert.That(new CameraConfig().View, Is.EqualTo(new CameraView(64, 64, 0.5f, 32f, 48f)));
    }

    [Test]
    public void EveryKey_IsRead()
    {
        var problems = new ConfigProblems();
        var config = CameraConfig.Bind(new(Nodes.Map(
            ("width", "96"), ("height", "84"), ("metresPerPixel", "0.75"), ("carAcross", "0.25"), ("carDown", "1.5"),
            ("output", "rgb"), ("showOthers", "false"), ("drawEgo", "true"),
            ("palette", Nodes.Map(("road", Nodes.Map(("gray", "7"), ("colour", "#102030")))))), problems, "camera"));
        problems.ThrowIfAny();
        Assert.That(config.View, Is.EqualTo(new CameraView(96, 84, 0.75f, 24f, 126f)));
        Assert.That((config.Output, config.ShowOthers, config.DrawEgo), Is.EqualTo((CameraOutput.Rgb, false, true)));
        Assert.That(config.Palette[SurfaceClass.Road], Is.EqualTo(new Shade(7, 16, 32, 48)));
        Assert.That(config.Palette[SurfaceClass.Grass], Is.EqualTo(Palette.Default[SurfaceClass.Grass]));
    }

    [Test]
    public void EveryKeyOfAForwardCamera_IsRead()
    {
        var problems = new ConfigProblems();
        var config = CameraConfig.Bind(new(Nodes.Map(
            ("projection", "forward"), ("width", "96"), ("height", "84"), ("fieldOfViewDegrees", "90"), ("pitchDegrees", "45"), ("mountHeightMetres", "1.25"),
            ("mountForwardMetres", "0.5"), ("viewMetres", "80")), problems, "camera"));
        problems.ThrowIfAny();
        Assert.That(config.ForwardView, Is.EqualTo(new ForwardView(96, 84, 90 * (MathF.PI / 180), 45 * (MathF.PI / 180), 1.25f, 0.5f, 80f)));
        Assert.That(config.ForwardView.FocalLength, Is.EqualTo(48).Within(1e-4), "tan 45° = 1 (sine and cosine are rounded to 2⁻²⁰)");
    }

    [Test]
    public void ForwardCamera_CannotDrawTheCarThatCarriesIt()
    {
        var problems = new ConfigProblems();
        CameraConfig.Bind(new(Nodes.Map(("projection", "forward"), ("drawEgo", "true")), problems, "camera"));
        Assert.That(() => problems.ThrowIfAny(), Throws.TypeOf<ConfigException>().With.Message.Contains("camera.drawEgo"));
    }

    [TestCase("red")]
    [TestCase("#12345")]
    [TestCase("#12345g")]
    public void ColourThatIsNone_IsAProblemThatNamesIt(string text)
    {
        var problems = new ConfigProblems();
        CameraConfig.Bind(new(Nodes.Map(("palette", Nodes.Map(("kerb", Nodes.Map(("colour", text)))))), problems, "camera"));
        Assert.That(() => problems.ThrowIfAny(),
            Throws.TypeOf<ConfigException>().With.Message.Contains("camera.palette.kerb.colour").And.Message.Contains(text));
    }

    [Test]
    public void EveryBoundForwardSection_MakesACamera()
    {
        foreach (var degrees in new[] { ("5", "-60"), ("170", "90") })
        {
            var problems = new ConfigProblems();
            var config = CameraConfig.Bind(new(Nodes.Map(("projection", "forward"), ("width", "1"), ("fieldOfViewDegrees", degrees.Item1), ("pitchDegrees", degrees.Item2)), problems, "camera"));
            problems.ThrowIfAny();
            Assert.That(new CameraRenderer(config).Part.ByteCount, Is.EqualTo(64));
        }
    }

    [Test]
    public void EveryBoundSection_MakesACamera()                         // the bounds of the keys are those of the kernel
    {
        var problems = new ConfigProblems();
        var config = CameraConfig.Bind(new(Nodes.Map(("width", "4096"), ("height", "1"), ("metresPerPixel", "100"), ("carDown", "-10")), problems, "camera"));
        problems.ThrowIfAny();
        Assert.That(new CameraRenderer(config).Part.ByteCount, Is.EqualTo(4096));
    }
}
