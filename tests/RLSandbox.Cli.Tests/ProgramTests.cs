using System.CommandLine;
using RLSandbox.Cli.Commands;
using RLSandbox.Core;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Tests;

public sealed class ProgramTests
{
    [Test]
    public void NoArguments_ShowHelp()
    {
        var result = CommandLine.Run();
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done));
        Assert.That(result.Output, Does.Contain("Usage"));
    }

    [Test]
    public void MisspeltOption_IsAUserMistakeWithTheNearestName()
    {
        var result = CommandLine.Run("--verbos");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain("did you mean '--verbose'"));
        Assert.That(result.Output, Is.Empty);
    }

    [TestCase("drvie", "did you mean 'drive'")]
    [TestCase("drive --sped 3", "did you mean '--speed'")]
    public void MisspeltCommandOrItsOption_NamesTheNearest(string line, string expected)
    {
        var drive = new Command("drive") { new Option<int>("--speed") };
        drive.SetAction(_ => ExitCode.Done);
        var result = CommandLine.Run(CancellationToken.None, [drive], line.Split(' '));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain(expected));
    }

    [TestCase("train a.yaml --set a.b=1 c.d=2 --json", "train a.yaml --set a.b=1 --set c.d=2 --json")]
    [TestCase("train --set a.b=1 c.d=[1,2] e.f.g=x a.yaml", "train --set a.b=1 --set c.d=[1,2] --set e.f.g=x a.yaml")]
    [TestCase("train --set a.b=1 --set c.d=2", "train --set a.b=1 --set c.d=2")]
    [TestCase("train --run a.b=1 c.d=2", "train --run a.b=1 c.d=2")]
    [TestCase("train --set a.b=1 folder/a=b.yaml", "train --set a.b=1 folder/a=b.yaml")]
    public void SeveralValuesMayFollowOneSet(string line, string expected) =>
        Assert.That(SetOption.Expand(line.Split(' ')), Is.EqualTo(expected.Split(' ')));

    [Test]
    public void Failure_SetsTheExitCodeOfItsKind()
    {
        Assert.Multiple(() =>
        {
            Assert.That(RunThrowing(new UserErrorException("no such file")).ExitCode, Is.EqualTo(2));
            Assert.That(RunThrowing(new DivergedException("loss is NaN")).ExitCode, Is.EqualTo(3));
            Assert.That(RunThrowing(new OperationCanceledException()).ExitCode, Is.EqualTo(130));
            Assert.That(RunThrowing(new InvalidOperationException("bug")).ExitCode, Is.EqualTo(1));
        });
    }

    [Test]
    public void UserMistake_ShowsItsMessageAlone()
    {
        var result = RunThrowing(new UserErrorException("no such file"));
        Assert.That(result.Error.Trim(), Is.EqualTo("no such file"));
    }

    [Test]
    public void FaultOfTheProgram_IsOneLineThatAsksForAReport()
    {
        var result = RunThrowing(new InvalidOperationException("first\nsecond"));
        Assert.That(result.Error.TrimEnd('\r', '\n'), Does.Contain("first second").And.Contain("report it").And.Contain("--verbose").And.Not.Contain("\n"));
    }

    [Test]
    public void FileThatCannotBeWritten_IsNoFaultOfTheProgram()
    {
        var result = RunThrowing(new IOException("No space left on device"));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Failure));
        Assert.That(result.Error, Does.Contain("No space left on device").And.Not.Contain("report"));
    }

    [Test]
    public void TooLittleMemory_SaysWhatToLower()
    {
        var result = RunThrowing(new OutOfMemoryException());
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain("--environments"));
    }

    [Test]
    public void Verbose_ShowsTheStackTrace()
    {
        var result = RunThrowing(new UserErrorException("no such file"), "--verbose");
        Assert.That(result.Error, Does.Contain("   at "));
    }

    private static CommandResult RunThrowing(Exception exception, params string[] more)
    {
        var command = new Command("fail");
        command.SetAction(int (_) => throw exception);
        return CommandLine.Run(CancellationToken.None, [command], ["fail", .. more]);
    }
}
