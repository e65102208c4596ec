using RLSandbox.Rendering.Window;

namespace RLSandbox.Rendering.Tests.Window;

public sealed class LapBoardTests
{
    private TemporaryFolder _folder = null!;

    private string Path => _folder.PathOf("laps.json");

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void TenBest_AreKept_OfEachMapApart()
    {
        var board = new LapBoard(Path, TimeProvider.System);
        for (var i = 0; i < 12; i++) board.Add("task", "map", 40 - i, "a");
        board.Add("task", "other", 99, "b");
        Assert.That(board.Add("task", "map", 30.5, "c").Place, Is.EqualTo(3), "behind 29 and 30");
        Assert.That(board.Add("task", "map", 50, "d").Place, Is.Null);
        var again = new LapBoard(Path, TimeProvider.System);
        Assert.That(again.Of("task", "map"), Has.Count.EqualTo(10));
        Assert.That(again.Of("task", "map").Select(lap => lap.Seconds), Is.Ordered);
        Assert.That(again.Of("task", "map")[2].Driver, Is.EqualTo("c"));
        Assert.That(again.Of("task", "other"), Has.Count.EqualTo(1));
        Assert.That(again.Of("task", "none"), Is.Empty);
    }

    [TestCase("{")]
    [TestCase("""{ "formatVersion": 1, "laps": { "a b": [ null ] } }""")]
    [TestCase("""{ "formatVersion": 2, "laps": {} }""")]
    public void DamagedBoard_IsSetAside(string text)
    {
        File.WriteAllText(Path, text);
        var board = new LapBoard(Path, TimeProvider.System);
        Assert.That(board.Note, Does.Contain(".damaged"));
        Assert.That(File.ReadAllText(Path + ".damaged"), Is.EqualTo(text));
        Assert.That(board.Add("task", "map", 30, "a"), Is.EqualTo((1, (string?)null)));
    }
}
