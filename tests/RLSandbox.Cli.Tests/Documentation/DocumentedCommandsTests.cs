using RLSandbox.Learning.Classic;

namespace RLSandbox.Cli.Tests.Documentation;

/// <summary>Runs what the documentation tells people to type, in a short form, so that it cannot rot.</summary>
[Category("Contract")]
public sealed class DocumentedCommandsTests
{
    /// <summary>Beginnings of commands that are not run, each with its reason.</summary>
    private static readonly Dictionary<string, string> NotRun = new()
    {
        ["map import \"$RLSANDBOX_DATA"] = "reads data that is not in the repository; MapCommandTests imports a file of its own",
        ["scenario import \"$RLSANDBOX_DATA"] = "reads data that is not in the repository; ScenarioImportTests imports a file of its own",
        ["train scenarios/first-lap.yaml --device cuda"] = "needs an NVIDIA GPU; eng/gpu-check runs it",
        ["evaluate on-gpu"] = "of a run that needs an NVIDIA GPU; eng/gpu-check evaluates one",
    };

    /// <summary>Options whose values are replaced where a page gives them, per command.</summary>
    private static readonly Dictionary<string, (string Option, string Value)[]> Shorter = new()
    {
        ["train"] = [("--steps", "2500"), ("--environments", "16")],              // more than a small scenario trains, so that a run can go on
        ["evaluate"] = [("--episodes", "2")],
        ["render"] = [("--seconds", "1"), ("--size", "320x180"), ("--from", "0.2"), ("--to", "0.8"), ("--grid", "2x2")],
        ["watch"] = [("--at", "1"), ("--environments", "2")],
        ["saliency"] = [("--seconds", "0.5"), ("--at", "0.5")],                   // what has hardly learned is off the road soon
        ["triage"] = [("--episodes", "2"), ("--clips", "1")],
    };

    /// <summary>Options that are added where a page does not give them.</summary>
    private static readonly Dictionary<string, string[]> Added = new()
    {
        ["render"] = ["--seconds", "1", "--size", "320x180"],
        ["triage"] = ["--clips", "1"],
        ["bench"] = ["--seconds", "0.001", "--repeats", "1"],
        ["watch"] = ["--picture", "window.png", "--at", "1"],                     // the window itself: RealWindowTests
        ["replay"] = ["--picture", "window.png", "--at", "1"],
        ["drive"] = ["--picture", "window.png", "--at", "1"],
    };

    private static IEnumerable<Page> PagesWithCommands() => Page.Guides().Where(page => page.Commands().Any());

    [TestCaseSource(nameof(PagesWithCommands))]
    public void CommandsOfThePage_Work(Page page)
    {
        using var clone = new SmallClone(page);
        foreach (var command in page.Commands().Where(command => !NotRun.Keys.Any(command.StartsWith)))
        {
            var result = CommandLine.Run(ShortForm(command));
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), $"{command}\n{result.Output}{result.Error}");
        }
    }

    [Test]
    public void Readme_ShowsEveryCommand()
    {
        var shown = new Page("README.md").Commands().Select(command => command.Split(' ')[0]).Distinct();
        Assert.That(shown, Is.SupersetOf(Program.Commands().Select(command => command.Name)));
    }

    [TestCase("README.md", "train scenarios/first-lap.yaml", Description = "written out with dotnet run")]
    [TestCase("README.md", "scenario list", Description = "in front of a comment")]
    [TestCase("docs/scenarios.md", "scenario schema", Description = "indented, with its output in a file")]
    public void Command_IsFoundAsItStands(string page, string command) => Assert.That(new Page(page).Commands(), Does.Contain(command));

    [Test]
    public void ListedExceptions_AreStillDocumented()
    {
        var commands = Page.Guides().SelectMany(page => page.Commands()).ToList();
        foreach (var beginning in NotRun.Keys) Assert.That(commands, Has.Some.StartsWith(beginning));
    }

    [TestCase("train a.yaml --steps 500000 --run b", "train a.yaml --steps 2500 --run b")]
    [TestCase("train a.yaml", "train a.yaml")]
    [TestCase("train cartpole", "train cartpole --steps 2500")]
    [TestCase("render b --out b.webp --seconds 20", "render b --out b.webp --seconds 1 --size 320x180")]
    [TestCase("scenario show a.yaml --set \"x=[1, 2]\"", "scenario show a.yaml --set x=[1, 2]")]
    public void ShortForm_ChangesOnlyWhatTakesTime(string command, string expected) => Assert.That(string.Join(' ', ShortForm(command)), Is.EqualTo(expected));

    [Test]
    public void CommandThatDoesNotParse_IsNoticed() => Assert.That(CommandLine.Run(ShortForm("train scenarios/first-lap.yaml --stpes 5")).ExitCode, Is.EqualTo(ExitCode.UserMistake));

    private static string[] ShortForm(string command)
    {
        var arguments = command.Split('"').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        foreach (var (option, value) in Shorter.GetValueOrDefault(arguments[0], []))
            if (arguments.IndexOf(option) is var index and >= 0)
                arguments[index + 1] = value;
        var added = Added.GetValueOrDefault(arguments[0], []);
        for (var i = 0; i < added.Length; i += 2)
            if (!arguments.Contains(added[i])) arguments.AddRange([added[i], added[i + 1]]);
        if (arguments[0] == "train" && ClassicTasks.Names.Contains(arguments[1]) && !arguments.Contains("--steps")) arguments.AddRange(["--steps", "2500"]);
        return [.. arguments];
    }
}
