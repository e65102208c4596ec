namespace RLSandbox.Cli.Tests.Diagnosis;

/// <summary>What <c>diagnose</c> says of runs that are short, old or damaged.</summary>
public sealed class DiagnoseCommandTests
{
    private string _folder = "", _run = "";

    [SetUp]
    public void TrainTwoIterations()
    {
        _folder = Directory.CreateTempSubdirectory("rlsandbox-diagnosis-").FullName;
        _run = Path.Combine(_folder, "a");
        var result = CommandLine.Run($"train bandit --steps 2048 --set evaluation.episodes=2 --threads 1 --device cpu --run a --runs {_folder}".Split(' '));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(result.Output, Does.Contain("Diagnosis:  Only 2 iterations were logged; 8 are needed"));
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void OldLog_IsDiagnosedAsFarAsItGoes()
    {
        var lines = Enumerable.Range(1, 12).Select(i => $"{i},{i * 1024},0.5,{(i < 4 ? 1.1 : 0.001)}");
        File.WriteAllText(Path.Combine(_run, "learning.csv"), "iteration,steps,valueLoss,entropy\n" + string.Join('\n', lines) + "\n");
        Directory.Delete(Path.Combine(_run, "evaluations"), recursive: true);
        var result = Diagnose();
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(result.Output, Does.Contain("entropy-collapsed").And.Contain("lacks iterationTruncated, approxKl").And.Contain("an earlier version"));
    }

    [TestCase("learning.csv", "iteration,steps\n1,2,3\n", "learning.csv:2: expected 2 numbers, found 3")]
    [TestCase("learning.csv", "iteration,steps\n1,many\n", "learning.csv:2: expected a number, found \"many\"")]
    [TestCase("learning.csv", "", "has no rows yet: go on with train --resume --run a")]
    [TestCase("evaluations/test-2048.json", "{", "test-2048.json is not an evaluation")]
    [TestCase("run.json", "[]", "run.json")]
    public void DamagedFile_IsNamed(string file, string text, string expected)
    {
        File.WriteAllText(Path.Combine(_run, file), text);
        var result = Diagnose();
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((ExitCode.UserMistake, "")));
        Assert.That(result.Error, Does.Contain(expected).And.Not.Contain("   at "));
    }

    [Test]
    public void MissingLog_IsExplained()
    {
        File.Delete(Path.Combine(_run, "learning.csv"));
        Assert.That(Diagnose().Error, Does.Contain("is missing: a run has one after its first iteration"));
    }

    [Test]
    public void RunThatIsNotThere_IsNamed() => Assert.That(CommandLine.Run("diagnose", "ghost", "--runs", _folder).Error, Does.Contain("There is no run 'ghost'").And.Contain("Runs there: a."));

    private CommandResult Diagnose() => CommandLine.Run("diagnose", "a", "--runs", _folder);
}
