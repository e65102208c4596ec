using System.Text.Json;

namespace RLSandbox.Cli.Tests.Commands;

public sealed class CompareCommandTests
{
    private string _folder = "";

    [OneTimeSetUp]
    public void TrainARun()
    {
        _folder = Directory.CreateTempSubdirectory("rlsandbox-cli-").FullName;
        File.WriteAllText(Path.Combine(_folder, "task.yaml"), "");
        foreach (var (run, more) in new[] { ("a-1", "--seed 1"), ("a-2", "--seed 2"), ("b-1", "--seed 1 --set training.x=1"), ("b-2", "--seed 2 --set training.x=1"), ("dqn-1", "--algorithm dqn") })
            ToyServices.Run(ToyServices.Create(), $"train {_folder}/task.yaml --runs {_folder}/runs --environments 4 --steps {4 * ToyServices.StepsPerIteration} --run {run} {more}");
        ToyServices.Run(ToyServices.Create(), $"train {_folder}/task.yaml --runs {_folder}/runs --environments 4 --steps {ToyServices.StepsPerIteration} --run short");
        ToyServices.Run(ToyServices.Create(learner => throw new InvalidOperationException("power cut")), $"train {_folder}/task.yaml --runs {_folder}/runs --environments 4 --steps 128 --run torn");
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Table_HasARowPerRecipeAndAProbabilityPerPair()
    {
        var result = Compare("a-1 a-2 b-1 b-2 dqn-1");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(result.Output, Does.Contain("IQM").And.Contain("│ ppo training.x=1 │").And.Contain("│ dqn "));
        Assert.That(result.Output, Does.Contain("P(ppo beats ppo training.x=1) = 0.50 (0.50 … 0.50)"), "the toy policy always succeeds: every pair ties");
        Assert.That(result.Output, Does.Contain("Note: Group 'dqn' has a single run: nothing can be said about other seeds, and there is no interval."));
    }

    [Test]
    public void Json_HasGroupsWithTheirSeeds()
    {
        using var document = JsonDocument.Parse(Compare("a-1 a-2 b-1 b-2 --json --metric return").Output);
        var groups = document.RootElement.GetProperty("groups");
        Assert.That(groups.EnumerateArray().Select(group => group.GetProperty("name").GetString()), Is.EqualTo(new[] { "ppo", "ppo training.x=1" }));
        Assert.That(groups[0].GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("seed").GetInt32()), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(document.RootElement.GetProperty("metric").GetString(), Is.EqualTo("return"));
    }

    [TestCase("--group-by algorithm", "ppo,dqn")]
    [TestCase("--group-by scenario", "corridor-v1")]
    [TestCase("--group-by first=a-* --group-by second=b-* --group-by second=dqn-*", "first,second")]
    public void Groups_AreThoseAskedFor(string option, string expected)
    {
        var result = Compare($"a-1 a-2 b-1 b-2 dqn-1 --json {option}");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        using var document = JsonDocument.Parse(result.Output);
        Assert.That(string.Join(',', document.RootElement.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString())), Is.EqualTo(expected));
    }

    [TestCase("curves.png")]
    [TestCase("curves.svg")]
    public void Picture_IsWritten(string name)
    {
        var picture = Path.Combine(_folder, name);
        var result = Compare($"a-1 a-2 b-1 b-2 --metric success --out {picture}");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(new FileInfo(picture).Length, Is.GreaterThan(10_000));
        Assert.That(result.Output, Does.Contain($"wrote {picture}"));
    }

    [Test]
    public void RunThatStopped_IsLeftOutAndNamed()
    {
        var result = Compare("a-1 a-2 torn");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(result.Output, Does.Contain("Note: Run 'torn' is left out: it is not finished (0 of 128 steps)"));
    }

    [TestCase("ghost", "There is no run 'ghost'")]
    [TestCase("torn", "Nothing to compare")]
    [TestCase("a-1 --metric speed", "--metric speed: the test evaluation of run 'a-1' has no such number")]
    [TestCase("a-1 --out curves.gif", "expected a file that ends with .png or .svg")]
    [TestCase("short --out curves.png", "there is no curve of success to draw")]
    [TestCase("a-1 --group-by seed", "expected algorithm, scenario, or one or more NAME=PATTERN")]
    [TestCase("a-1 --group-by =a*", "expected algorithm, scenario, or one or more NAME=PATTERN")]
    [TestCase("a-1 b-1 --group-by x=a-*", "run 'b-1' fits no pattern")]
    [TestCase("", "RUN")]
    public void Mistake_IsExplained(string line, string expected)
    {
        var result = Compare(line);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain(expected).And.Not.Contain("   at "));
        Assert.That(result.Output, Is.Empty);
    }

    private CommandResult Compare(string line) => CommandLine.Run([.. $"compare {line} --runs {_folder}/runs".Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
}
