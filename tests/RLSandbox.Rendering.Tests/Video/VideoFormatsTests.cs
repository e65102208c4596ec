using RLSandbox.Core;
using RLSandbox.Rendering.Video;

namespace RLSandbox.Rendering.Tests.Video;

public sealed class VideoFormatsTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("a/b.webp", ".webp")]
    [TestCase("B.WebP", ".webp")]
    [TestCase("a.b.mp4", ".mp4")]
    [TestCase("a.png", ".png")]
    [TestCase("a.webm", ".webm")]
    [TestCase("a.GIF", ".gif")]
    [TestCase("frames/", "/")]
    [TestCase("frames.png/", "/")]
    public void Ending_ChoosesTheFormat(string path, string ending) => Assert.That(VideoFormats.Of(path).Ending, Is.EqualTo(ending));

    [Test]
    public void ExistingFolder_IsAFolder() => Assert.That(VideoFormats.Of(_folder.PathOf("")).Ending, Is.EqualTo("/"));

    [TestCase("a.avi", "nothing writes .avi")]
    [TestCase("video", "it has no ending")]
    public void UnknownEnding_ListsTheKnownOnes(string path, string expected) => Assert.That(() => VideoFormats.Of(path),
        Throws.InstanceOf<UserErrorException>().With.Message.Contains(expected).And.Message.Contains(".webp").And.Message.Contains(".mp4").And.Message.Contains(".png").And.Message.Contains("folder"));

    [Test]
    public void FullFolder_IsNotWrittenInto()
    {
        Directory.CreateDirectory(_folder.PathOf("frames"));
        File.WriteAllText(_folder.PathOf("frames/mine.txt"), "");
        Assert.That(() => new PngFolderWriter(_folder.PathOf("frames/")), Throws.InstanceOf<UserErrorException>().With.Message.Contains("holds something"));
    }

    [Test]
    public void PlaceThatCannotBeWritten_IsExplained()
    {
        File.WriteAllText(_folder.PathOf("file"), "");
        Assert.That(() => new PngWriter(_folder.PathOf("file/a.png")), Throws.InstanceOf<UserErrorException>().With.Message.Contains("cannot write there"));
    }
}
