using RLSandbox.Cli.Tests.Mistakes;

namespace RLSandbox.Cli.Tests;

/// <summary>Commands that the program prints for people to copy.</summary>
internal sealed class OwnCommandTests
{
    [TestCase("evaluate", "evaluate")]
    [TestCase("runs/a-1_b.c", "runs/a-1_b.c")]
    [TestCase("Grüße", "Grüße")]
    [TestCase("two words", "'two words'")]
    [TestCase("it's", @"'it'\''s'")]
    [TestCase("$HOME;ls", "'$HOME;ls'")]
    [TestCase("", "''")]
    [Platform(Exclude = "Win")]
    public void Word_IsQuotedWhereAShellWouldChangeIt(string word, string expected) => Assert.That(OwnCommand.Quoted(word), Is.EqualTo(expected));

    [Test]
    public void InAClone_TheProjectIsNamedFromWhereTheCallerIs()
    {
        using var workplace = new Workplace();
        Directory.CreateDirectory(workplace.In("clone", "src", "RLSandbox.Cli"));
        workplace.Write(Path.Combine("clone", "src", "RLSandbox.Cli", "RLSandbox.Cli.csproj"), "");
        var here = workplace.In("clone", "src", "RLSandbox.Cli", "bin", "Release", "net10.0");
        Assert.That(string.Join(' ', OwnCommand.Program(here, workplace.In("clone"), "/nowhere")), Is.EqualTo("dotnet run -c Release --project src/RLSandbox.Cli --"));
        Assert.That(OwnCommand.Program(here, workplace.In("clone", "samples"), "/nowhere"), Has.Some.EqualTo("../src/RLSandbox.Cli"));
    }

    [Test]
    public void Installed_TheProgramIsNamedAlone()
    {
        using var workplace = new Workplace();
        workplace.Write(OperatingSystem.IsWindows() ? "rlsandbox.exe" : "rlsandbox", "");
        Assert.That(OwnCommand.Program("/nowhere", "/nowhere", $"/usr/bin{Path.PathSeparator}{workplace.In()}"), Is.EqualTo(new[] { "rlsandbox" }));
    }

    [Test]
    public void Elsewhere_TheFileIsNamed()
    {
        using var workplace = new Workplace();
        Assert.That(OwnCommand.Program(workplace.In(), "/nowhere", ""), Is.EqualTo(new[] { "dotnet", workplace.In("rlsandbox.dll") }));
    }

    /// <summary>The commands at the end of a training, run as a shell would, from a folder whose name needs quotes.</summary>
    [Test]
    public void PrintedCommands_WorkAsTheyStand()
    {
        using var workplace = new Workplace();
        var trained = workplace.Call("train", "~/task.yaml", "--threads", "1", "--device", "cpu", "--run", "my first", "--runs", "~/two words");
        Assert.That(trained.ExitCode, Is.EqualTo(ExitCode.Done), trained.Error);
        var printed = trained.Output.Split('\n').SkipWhile(line => !line.StartsWith("Next:", StringComparison.Ordinal)).Where(line => line.Length > 0).ToList();
        Assert.That(printed, Has.Count.EqualTo(3));
        foreach (var line in printed)
        {
            var words = line[(line.IndexOf(" -- ", StringComparison.Ordinal) + 4)..].Split('\'').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            var result = CommandLine.Run([.. words]);
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), $"{line}\n{result.Error}");
        }
    }
}
