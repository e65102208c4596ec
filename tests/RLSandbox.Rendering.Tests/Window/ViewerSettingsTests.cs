using RLSandbox.Rendering.View;
using RLSandbox.Rendering.Window;

namespace RLSandbox.Rendering.Tests.Window;

public sealed class ViewerSettingsTests
{
    [Test]
    public void Settings_AreReadAsWritten()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.PathOf("deep"), "window.json");
        var settings = new ViewerSettings { Width = 1000, Height = 640, TextScale = 1.5f, Layers = Layers.Trail, View = ViewKind.Chase };
        Assert.That(settings.Write(path), Is.Null);
        Assert.That(ViewerSettings.Read(path), Is.EqualTo((settings, (string?)null)));
        Assert.That(ViewerSettings.Read(path + "x"), Is.EqualTo((new ViewerSettings(), (string?)null)));
    }

    [TestCase("{", "cannot be read")]
    [TestCase("""{ "formatVersion": 1, "width": 3 }""", "values that no window can have")]
    [TestCase("""{ "formatVersion": 9 }""", "values that no window can have")]
    [TestCase("null", "values that no window can have")]
    [TestCase("""{ "formatVersion": 1, "view": 17 }""", "values that no window can have")]
    public void DamagedFile_GivesTheDefaultsWithANote(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("window.json");
        File.WriteAllText(path, text);
        var (settings, note) = ViewerSettings.Read(path);
        Assert.That(settings, Is.EqualTo(new ViewerSettings()));
        Assert.That(note, Does.Contain(path).And.Contain(expected));
    }

    [Test]
    public void SizeBeyondTheLimits_IsWrittenWithinThem()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("window.json");
        new ViewerSettings { Width = 20000, Height = 100 }.Write(path);
        Assert.That(ViewerSettings.Read(path), Is.EqualTo((new ViewerSettings { Width = Drawing.LargestSide, Height = ViewerSettings.LeastSide }, (string?)null)));
    }

    [Test]
    public void FolderThatCannotBe_IsANote()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("file"), "");
        Assert.That(new ViewerSettings().Write(Path.Combine(folder.PathOf("file"), "window.json")), Does.Contain("will not remember"));
    }
}
