using System.CommandLine;

namespace RLSandbox.Cli.Commands;

/// <summary>What was asked for on the command line of <c>compare</c>.</summary>
internal sealed record CompareRequest
{
    public required IReadOnlyList<string> Names { get; init; }
    public required string Runs { get; init; }
    public IReadOnlyList<string> GroupBy { get; init; } = [];
    public required string Metric { get; init; }
    public bool LowerIsBetter { get; init; }
    public string? Picture { get; init; }
    public bool Json { get; init; }
}

/// <summary><c>compare</c>: what several seeds of one or several recipes say together.</summary>
internal static class CompareCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var names = new Argument<string[]>("RUN") { Description = "Names or folders of finished runs; the seeds of one recipe form a group.", Arity = ArgumentArity.OneOrMore };
        var groupBy = new Option<string[]>("--group-by") { Description = "algorithm, scenario, or NAME=PATTERN for the runs whose names fit, such as small=lap-small-*; the last may be repeated [scenario, algorithm and overrides].", HelpName = "RULE" };
        var metric = new Option<string>("--metric") { Description = "Number of the test evaluation to compare: success, return, or a measure such as progress.", HelpName = "NAME", DefaultValueFactory = _ => "success" };
        var lower = new Option<bool>("--lower-is-better") { Description = "A smaller number is better, as for lapTime." };
        var picture = new Option<string?>("--out") { Description = "Also draw the learning curves, over steps and over time: .png or .svg.", HelpName = "FILE" };
        var (runs, json) = (CommonOptions.Runs(), CommonOptions.Json());

        var command = new Command("compare", "Compare groups of runs: interquartile mean over seeds with 95 % intervals, probability of improvement, learning curves.")
        {
            names, groupBy, metric, lower, picture, runs, json,
        };
        command.SetAction(parse => new CompareSession(
            new()
            {
                Names = parse.GetValue(names)!,
                Runs = parse.GetValue(runs)!,
                GroupBy = parse.GetValue(groupBy) ?? [],
                Metric = parse.GetValue(metric)!,
                LowerIsBetter = parse.GetValue(lower),
                Picture = parse.GetValue(picture),
                Json = parse.GetValue(json),
            },
            Terminal.Of(parse, parse.GetValue(json))).Run());
        return command;
    }
}
