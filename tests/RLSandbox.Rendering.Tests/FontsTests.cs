using RLSandbox.Core;

namespace RLSandbox.Rendering.Tests;

public sealed class FontsTests
{
    [Test]
    public void Fonts_LieBesideTheProgram_WithTheirLicence()
    {
        Assert.That(Fonts.Find("DejaVuSans.ttf"), Is.EqualTo(Path.Combine(AppContext.BaseDirectory, "assets/fonts", "DejaVuSans.ttf")));
        Assert.That(File.ReadAllText(Fonts.Find("LICENSE.txt")), Does.Contain("Bitstream"));
    }

    [Test]
    public void MissingFont_SaysWhereItWasExpected() =>
        Assert.That(() => Fonts.Find("NoSuchFace.ttf"), Throws.InstanceOf<UserErrorException>().With.Message.Contains("assets/fonts"));
}
