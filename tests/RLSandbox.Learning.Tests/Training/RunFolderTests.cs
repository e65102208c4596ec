using RLSandbox.Core;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Tests.Training;

public sealed class RunFolderTests
{
    [Test]
    public void ExistingName_IsRefusedWithWhatToDo()
    {
        using var runs = new TemporaryFolder();
        RunFolder.Create(runs.FullPath, "ring");
        Assert.That(() => RunFolder.Create(runs.FullPath, "ring"), Throws.InstanceOf<UserErrorException>().With.Message.Contains("--resume").And.Message.Contains("--run"));
    }

    [TestCase("")]
    [TestCase("..")]
    [TestCase("a/b")]
    public void NameThatIsNoFolderName_IsRefused(string name)
    {
        using var runs = new TemporaryFolder();
        Assert.That(() => RunFolder.Create(runs.FullPath, name), Throws.InstanceOf<UserErrorException>());
    }

    [Test]
    public void NextName_CountsUpwards()
    {
        using var runs = new TemporaryFolder();
        Assert.That(RunFolder.NextName(runs.FullPath, "ring-ppo-1"), Is.EqualTo("ring-ppo-1-1"));
        RunFolder.Create(runs.FullPath, "ring-ppo-1-1");
        Assert.That(RunFolder.NextName(runs.FullPath, "ring-ppo-1"), Is.EqualTo("ring-ppo-1-2"));
    }

    [Test]
    public void Checkpoint_IsFoundByNameByRunFolderAndByItsOwnFolder()
    {
        using var runs = new TemporaryFolder();
        var run = RunFolder.Create(runs.FullPath, "ring");
        var checkpoint = run.Checkpoints.Write(64, folder => File.WriteAllText(Path.Combine(folder, RunFolder.PolicyFileName), "{}"));
        Assert.That(RunFolder.FindCheckpoint(runs.FullPath, "ring"), Is.EqualTo(checkpoint));
        Assert.That(RunFolder.FindCheckpoint("elsewhere", run.FullPath), Is.EqualTo(checkpoint));
        Assert.That(RunFolder.FindCheckpoint("elsewhere", checkpoint), Is.EqualTo(checkpoint));
    }

    [Test]
    public void Checkpoint_OfARunIsChosenByNameOrSteps()
    {
        using var runs = new TemporaryFolder();
        var run = RunFolder.Create(runs.FullPath, "ring");
        var first = run.Checkpoints.Write(64, WritePolicy);
        var second = run.Checkpoints.Write(128, WritePolicy);
        Assert.That(() => Find("best"), Throws.InstanceOf<UserErrorException>().With.Message.Contains("'ring' has no such checkpoint. It has last, 64, 128"));
        run.Checkpoints.MarkBest(64);
        Assert.That((Find("last"), Find("best"), Find("64"), Find("128")), Is.EqualTo((second, first, first, second)));
        Assert.That(() => Find("../64"), Throws.InstanceOf<UserErrorException>());
        Assert.That(() => RunFolder.FindCheckpoint(runs.FullPath, first, "best"), Throws.InstanceOf<UserErrorException>().With.Message.Contains("is a checkpoint already"));

        string? Find(string which) => RunFolder.FindCheckpoint(runs.FullPath, "ring", which);
        void WritePolicy(string folder) => File.WriteAllText(Path.Combine(folder, RunFolder.PolicyFileName), "{}");
    }

    [Test]
    public void UnknownRun_IsRefusedWithTheKnownNames()
    {
        using var runs = new TemporaryFolder();
        RunFolder.Create(runs.FullPath, "ring");
        Assert.That(RunFolder.FindCheckpoint(runs.FullPath, "rign"), Is.Null);
        Assert.That(() => RunFolder.Open(runs.FullPath, "rign"), Throws.InstanceOf<UserErrorException>().With.Message.Contains("Runs there: ring"));
    }

    [Test]
    public void Manifest_ReadsBack()
    {
        using var runs = new TemporaryFolder();
        var run = RunFolder.Create(runs.FullPath, "ring");
        var written = new RunManifest { Scenario = "ring-v1", Algorithm = "ppo", Seed = ulong.MaxValue, Steps = 5, Environments = 2, Threads = 1, Device = "cpu", Overrides = ["a.b=<1>"] };
        written.Write(run.Manifest);
        var read = RunManifest.Read(run.Manifest);
        Assert.That((read.Scenario, read.Seed, read.Overrides.Single()), Is.EqualTo(("ring-v1", ulong.MaxValue, "a.b=<1>")));
        Assert.That(read.Versions.Keys, Does.Contain("torchSharp"));
    }

    [TestCase("{ not json")]
    [TestCase("""{ "formatVersion": 2, "scenario": "a", "algorithm": "b", "seed": 1, "steps": 1, "environments": 1, "threads": 1, "device": "cpu" }""")]
    public void DamagedOrForeignManifest_IsAUserMistake(string text)
    {
        using var runs = new TemporaryFolder();
        File.WriteAllText(runs.File("run.json"), text);
        Assert.That(() => RunManifest.Read(runs.File("run.json")), Throws.InstanceOf<UserErrorException>());
    }
}
