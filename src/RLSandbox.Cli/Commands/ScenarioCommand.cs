using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RLSandbox.Core.Configuration;
using RLSandbox.Learning.Classic;
using RLSandbox.Scenarios;

namespace RLSandbox.Cli.Commands;

/// <summary><c>rlsandbox scenario check|show|schema|list|import</c>: everything about scenario files but driving them.</summary>
public static class ScenarioCommand
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create() => new("scenario", "Check, show, list and import scenario files, or print their schema.") { Check(), Show(), Schema(), List(), ScenarioImport.Create() };

    private static Command Check()
    {
        var file = File();
        var set = SetOption.Create();
        var json = new Option<bool>("--json") { Description = "Print one JSON document, problems included." };
        var command = new Command("check", "Read a file, build its maps, and say what is wrong or how large they are.") { file, set, json };
        command.SetAction((parse, cancel) => Task.FromResult(Check(parse, parse.GetValue(file)!, parse.GetValue(set) ?? [], parse.GetValue(json), cancel)));
        return command;
    }

    private static int Check(ParseResult parse, string file, string[] overrides, bool json, CancellationToken cancel)
    {
        var terminal = Terminal.Of(parse, json);
        var report = new JsonObject { ["formatVersion"] = 1, ["file"] = file, ["ok"] = true };
        try
        {
            using var scenario = ScenarioSource.Load(file, overrides);
            report["scenario"] = scenario.Name;
            terminal.Say($"{file}: {scenario.Name} is valid.");
            if (scenario is DrivingScenario driving) Describe(terminal, report, driving, cancel);
        }
        catch (ConfigException error) when (json)
        {
            report["ok"] = false;
            report["problems"] = new JsonArray([.. error.Problems.Select(Problem)]);
        }
        if (json) terminal.Results.WriteLine(report.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        return report["ok"]!.GetValue<bool>() ? ExitCode.Done : ExitCode.UserMistake;
    }

    private static void Describe(Terminal terminal, JsonObject report, DrivingScenario scenario, CancellationToken cancel)
    {
        foreach (var warning in scenario.Warnings) terminal.Say($"Warning: {warning.Key}: {warning.Message}");
        if (scenario.Warnings.Count > 0) report["warnings"] = new JsonArray([.. scenario.Warnings.Select(warning => new JsonObject { ["key"] = warning.Key, ["message"] = warning.Message })]);
        report["maps"] = new JsonArray([.. scenario.MapSets.Select(set => Build(terminal, set.Key, set.Maps, cancel))]);
    }

    private static JsonObject Build(Terminal terminal, string key, MapConfig config, CancellationToken cancel)
    {
        using var maps = MapSet.Build(config, key, Environment.ProcessorCount, cancel: cancel);
        var metres = maps.Maps.Average(map => (double)map.Circuit.RouteLength);
        terminal.Say($"{key}: {Counted.Of(maps.Maps.Count, "map")}, {metres:0} m long on average, {maps.ByteCount / (double)(1 << 20):0.0} MB of at most {config.MapMemoryMegabytes} MB");
        return new() { ["key"] = key, ["count"] = maps.Maps.Count, ["bytes"] = maps.ByteCount, ["meanLengthMetres"] = Math.Round(metres, 1) };
    }

    private static JsonObject Problem(ConfigProblem problem) => new()
    {
        ["source"] = problem.Position.Source, ["line"] = problem.Position.Line, ["column"] = problem.Position.Column,
        ["key"] = problem.Path, ["message"] = problem.Message, ["hint"] = problem.Hint,
    };

    private static Command Show()
    {
        var file = File();
        var set = SetOption.Create();
        var plain = new Option<bool>("--plain") { Description = "Leave out the comments." };
        var command = new Command("show", "Print a file with every default filled in and explained.") { file, set, plain };
        command.SetAction(parse =>
        {
            using var scenario = ScenarioSource.Load(parse.GetValue(file)!, parse.GetValue(set) ?? []);
            Terminal.Of(parse).Results.Write(scenario.ToYaml(comments: !parse.GetValue(plain)));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Schema()
    {
        var markdown = new Option<bool>("--markdown") { Description = "Print the page of all keys (docs/scenario-keys.md) instead." };
        var command = new Command("schema", "Print the JSON Schema of scenario files, for editors that complete and check them.") { markdown };
        command.SetAction(parse =>
        {
            var task = (ClassicScenario.TaskKey, ClassicScenario.Declarations());
            var text = parse.GetValue(markdown) ? ScenarioFile.Reference(DrivingScenario.DeclareTraining, task) : ScenarioFile.Schema(DrivingScenario.DeclareTraining, task);
            Terminal.Of(parse).Results.Write(text);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the scenarios that come with the program: name, what to call it by on the command line, and what it is.");
        command.SetAction(parse =>
        {
            var terminal = Terminal.Of(parse);
            var here = Environment.CurrentDirectory;
            foreach (var (path, name, description) in ScenarioCatalogue.List()) Write(name, Path.GetRelativePath(here, path), description);
            foreach (var task in ClassicTasks.Names)
            {
                using var scenario = ScenarioSource.Load(task, []);
                Write(scenario.Name, task, ClassicTasks.Describe(task));
            }
            return ExitCode.Done;

            void Write(string name, string argument, string description) =>
                terminal.Results.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-18} {argument,-28} {description}"));
        });
        return command;
    }

    private static Argument<string> File() => new("file") { Description = "Scenario file, or the name of a classic task." };
}
