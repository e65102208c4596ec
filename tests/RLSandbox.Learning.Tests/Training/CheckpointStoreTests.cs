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
