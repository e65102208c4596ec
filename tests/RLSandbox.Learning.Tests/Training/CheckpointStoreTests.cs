using RLSandbox.Core;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Tests.Training;

internal sealed class CheckpointStoreTests
{
    private const string Weights = "weights.bin";

    [Test]
    public void KillAtAnyStage_LeavesAWholeCheckpoint([Values] CheckpointStage stage)
    {
        using var folder = new TemporaryFolder();
        new CheckpointStore(folder.FullPath).Write(100, Fill("old"));
        Assert.That(() => new CheckpointStore(folder.FullPath).Write(200, Fill("new"), ThrowAt(stage)), Throws.InstanceOf<Kill>());

        var expected = stage < CheckpointStage.Pointed ? "old" : "new";
        Assert.That(Content(new CheckpointStore(folder.FullPath).Latest), Is.EqualTo(expected));
        Assert.That(new CheckpointStore(folder.FullPath).NewestWhole().Damage, Is.Empty);
    }

    [Test]
    public void KillWhileFilesAreWritten_LeavesThePreviousOne()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.FullPath);
        store.Write(100, Fill("old"));
        Assert.That(() => store.Write(200, HalfWritten), Throws.InstanceOf<Kill>());
        Assert.That(Content(store.Latest), Is.EqualTo("old"));

        static void HalfWritten(string temporary)
        {
            File.WriteAllText(Path.Combine(temporary, Weights), "ne");
            throw new Kill();
        }
    }

    [Test]
    public void AfterAKill_TheSameCheckpointCanBeWrittenAgain([Values] CheckpointStage stage)
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.FullPath);
        store.Write(100, Fill("old"));
        Assert.That(() => store.Write(200, Fill("torn"), ThrowAt(stage)), Throws.InstanceOf<Kill>());
        var again = new CheckpointStore(folder.FullPath);
        again.Write(200, Fill("torn"));
        again.Write(300, Fill("next"));
        Assert.That(Content(again.Latest), Is.EqualTo("next"));
        Assert.That(Names(folder), Is.EqualTo(new[] { "100", "200", "300" }));         // no temporary folder is left
    }

    [Test]
    public void KillWhileThePointerIsWritten_LeavesTheOldPointer()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.FullPath);
        store.Write(100, Fill("old"));
        File.WriteAllText(folder.File("latest.tmp"), "checkpo");                       // a torn temporary file beside it
        Assert.That(Content(store.Latest), Is.EqualTo("old"));
    }

    [Test]
    public void OldCheckpoints_AreRemovedButNotTheBest()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.FullPath, keep: 2);
        store.Write(100, Fill("a"));
        store.MarkBest(100);
        foreach (var steps in (long[])[200, 300, 1000]) store.Write(steps, Fill("b"));
        Assert.That(Names(folder), Is.EqualTo(new[] { "100", "300", "1000" }));        // 200 is the oldest that is not the best
        Assert.That(Content(store.Best), Is.EqualTo("a"));
    }

    [Test]
    public void KillWhileACheckpointIsReplaced_LeavesOneOfThem([Values] CheckpointStage stage)
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.FullPath);
        store.Write(100, Fill("old"));
        store.MarkBest(100);
        Assert.That(() => store.Write(100, Fill("new"), ThrowAt(stage)), Throws.InstanceOf<Kill>());

        var again = new CheckpointStore(folder.FullPath);
        var expected = stage < CheckpointStage.Renamed ? "old" : "new";
        Assert.That(Content(again.Latest), Is.EqualTo(expected));
        Assert.That(Content(again.Best), Is.EqualTo(expected));
        Assert.That(Content(again.NewestWhole().Folder), Is.EqualTo(expected));
        Assert.That(CheckpointStore.StepsOf(again.Latest!), Is.EqualTo(100));
        again.Write(100, Fill("newer"));
        Assert.That(Content(again.Latest), Is.EqualTo("newer"));
        Assert.That(Names(folder), Is.EqualTo(new[] { "100" }));
    }

    [TestCase("weights.bin", "ne", "has 2 bytes instead of 3")]
    [TestCase("weights.bin", "nEw", "was changed since it was written")]
    [TestCase("weights.bin", null, "weights.bin is missing")]
    [TestCase("checkpoint.json", null, "checkpoint.json is missing")]
    [TestCase("checkpoint.json", "{", "checkpoint.json is not readable JSON")]
    [TestCase("checkpoint.json", "null", "checkpoint.json says null")]
    [TestCase("checkpoint.json", """{ "formatVersion": 1, "steps": 200, "files": [null] }""", "without name or hash")]
    [TestCase("checkpoint.json", """{ "formatVersion": 1, "steps": 200, "files": [{ "name": "../../b", "bytes": 1, "sha256": "" }] }""", "without name or hash")]
    [TestCase("checkpoint.json", """{ "formatVersion": 1, "steps": 300, "files": [] }""", "is that of the checkpoint after 300 steps")]
    public void DamagedCheckpoint_IsNamed_AndTheNewestWholeOneFound(string file, string? content, string expected)
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.FullPath);
        foreach (var (steps, text) in ((long, string)[])[(50, "oldest"), (100, "old"), (200, "new")]) store.Write(steps, Fill(text));
        var path = Path.Combine(store.Latest!, file);
        if (content is null) File.Delete(path);
        else File.WriteAllText(path, content);
        var (whole, damage) = store.NewestWhole();
        Assert.That(Content(whole), Is.EqualTo("old"));
        Assert.That(damage.Single(), Does.Contain(Path.Combine("checkpoints", "200")).And.Contain(expected));
    }

    [Test]
    public void NewerFormat_IsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.FullPath);
        store.Write(200, Fill("new"));
        File.WriteAllText(Path.Combine(store.Latest!, CheckpointManifest.FileName), """{ "formatVersion": 7, "steps": 200, "files": [] }""");
        Assert.That(() => store.NewestWhole(), Throws.InstanceOf<UserErrorException>().With.Message.Contains("expected formatVersion 1, got 7"));
    }

    [TestCase("elsewhere")]
    [TestCase("checkpoints/../../../etc")]
    [TestCase("checkpoints/-1")]
    [TestCase("")]
    public void DamagedPointer_IsNamed(string text)
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.FullPath);
        store.Write(100, Fill("old"));
        File.WriteAllText(folder.File("latest"), text);
        Assert.That(() => store.Latest, Throws.InstanceOf<DamagedCheckpointException>().With.Message.Contains("latest is damaged"));
        Assert.That(Content(store.NewestWhole().Folder), Is.EqualTo("old"));
    }

    [Test]
    public void FailureWhileFilling_LeavesNoHalfCheckpoint()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.FullPath);
        store.Write(100, Fill("old"));
        Assert.That(() => store.Write(200, _ => throw new IOException("No space left on device")), Throws.InstanceOf<IOException>());
        Assert.That(Names(folder), Is.EqualTo(new[] { "100" }));
        Assert.That(Content(store.NewestWhole().Folder), Is.EqualTo("old"));
    }

    [Test]
    public void NothingWritten_HasNoLatest()
    {
        using var folder = new TemporaryFolder();
        Assert.That(new CheckpointStore(folder.FullPath).Latest, Is.Null);
    }

    private sealed class Kill : Exception;

    private static Action<string> Fill(string content) => folder => File.WriteAllText(Path.Combine(folder, Weights), content);

    private static Action<CheckpointStage> ThrowAt(CheckpointStage stage) => reached =>
    {
        if (reached == stage) throw new Kill();
    };

    private static string? Content(string? checkpoint) => checkpoint is null ? null : File.ReadAllText(Path.Combine(checkpoint, Weights));

    private static IEnumerable<string> Names(TemporaryFolder folder) =>
        Directory.GetDirectories(folder.File("checkpoints")).Select(path => Path.GetFileName(path)!).OrderBy(name => name.Length).ThenBy(name => name);
}
