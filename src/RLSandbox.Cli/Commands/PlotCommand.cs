using System.CommandLine;
using RLSandbox.Learning.Torch;
using RLSandbox.Rendering.Charts;

namespace RLSandbox.Cli.Commands;

/// <summary>What was asked for on the command line of every <c>plot</c>; null: not said.</summary>
internal sealed record PlotRequest
{
    public required IReadOnlyList<string> Names { get; init; }
    public string? Target { get; init; }
    public (int Width, int Height)? Size { get; init; }
    public string? Theme { get; init; }
    public required string Runs { get; init; }
    public bool Json { get; init; }
    public string Metric { get; init; } = "success";
    public string? Source { get; init; }
    public string? Colour { get; init; }
    public int? Episode { get; init; }
    public int? Episodes { get; init; }
    public string? Checkpoint { get; init; }
    public string? Scenario { get; init; }
    public string? Suite { get; init; }
    public string? Map { get; init; }
    public ulong? Seed { get; init; }
    public string? Device { get; init; }
}

/// <summary><c>plot</c>: pictures of how a run learned and how a policy drives.</summary>
internal static class PlotCommand
{
    /// <summary>The command with one subcommand per picture.</summary>
    public static Command Create(Services services) => new("plot", "Draw how runs learned (curves, rewards, causes) and how a policy drives (speed, actions, track).")
    {
        Curves(), Training("rewards", "The share of each reward term in what episodes of training were paid and charged.", (plots, name) => plots.Rewards(name)),
        Training("causes", "How episodes of training ended, while it learned.", (plots, name) => plots.Causes(name)),
        Drive(services, "speed", "Speed over the circuit, a line for each lap.", (plots, interrupted) => plots.Speed(interrupted)),
        Drive(services, "actions", "How often each choice is taken, or how continuous actions spread.", (plots, interrupted) => plots.Actions(interrupted)),
        Drive(services, "track", "The line that was driven on the track, coloured by speed or by the value of the place.", (plots, interrupted) => plots.Track(interrupted)),
    };

    private static Command Curves()
    {
        var names = new Argument<string[]>("RUN") { Description = "Names or folders of runs; the seeds of one recipe form a group.", Arity = ArgumentArity.OneOrMore };
        var metric = new Option<string>("--metric") { Description = "success, return, or a measure such as progress.", HelpName = "NAME", DefaultValueFactory = _ => "success" };
        var source = CommonOptions.Choice("--source", "Validations, or episodes of training [validations where every run has two].", "validation", "training");
        var command = new Command("curves", "Learning curves: interquartile mean over seeds with a 95 % bootstrap band.") { names, metric, source };
        var common = new CommonPlotOptions(command);
        command.SetAction(parse =>
        {
            var request = common.Read(parse, parse.GetValue(names)!) with { Metric = parse.GetValue(metric)!, Source = parse.GetValue(source) };
            return new RunPlots(request, Terminal.Of(parse, request.Json)).Curves();
        });
        return command;
    }

    private static Command Training(string name, string description, Func<RunPlots, string, int> draw)
    {
        var run = new Argument<string>("RUN") { Description = "Name or folder of a run." };
        var command = new Command(name, description) { run };
        var common = new CommonPlotOptions(command);
        command.SetAction(parse =>
        {
            var request = common.Read(parse, [parse.GetValue(run)!]);
            return draw(new(request, Terminal.Of(parse, request.Json)), request.Names[0]);
        });
        return command;
    }

    private static Command Drive(Services services, string name, string description, Func<DrivePlots, CancellationToken, int> draw)
    {
        var policy = new Argument<string>("POLICY") { Description = PolicyChoice.Description };
        var colour = CommonOptions.Choice("--colour", "What the colours say [speed].", "speed", "value");
        var episode = CommonOptions.Number<int>("--episode", "Which episode of the evaluation to draw, counted from 1 [1].", 1);
        var episodes = CommonOptions.Number<int>("--episodes", "Episodes to count [10].", 1);
        var checkpoint = new Option<string?>("--checkpoint") { Description = "Which checkpoint of a run: last, best (on the validation episodes), or its steps [last].", HelpName = "last|best|STEPS" };
        var scenario = new Option<string?>("--scenario") { Description = "Scenario file [the run's own].", HelpName = "FILE" };
        var suite = new Option<string?>("--suite") { Description = "Drive this suite of the scenario instead of the test.", HelpName = "NAME" };
        var map = new Option<string?>("--map") { Description = "Drive on this map instead of a test map of the scenario.", HelpName = "FILE" };
        var seed = CommonOptions.Number<ulong>("--seed", "Seed of the episodes [1, as in evaluate].", 0);
        var device = CommonOptions.Device(DeviceName.Cpu);
        var command = new Command(name, description) { policy, name == "actions" ? episodes : episode, checkpoint, scenario, suite, map, seed, device };
        if (name == "track") command.Options.Add(colour);
        var common = new CommonPlotOptions(command);
        command.SetAction((parse, interrupted) =>
        {
            var request = common.Read(parse, [parse.GetValue(policy)!]) with
            {
                Colour = name == "track" ? parse.GetValue(colour) : null,
                Episode = name == "actions" ? null : parse.GetValue(episode),
                Episodes = name == "actions" ? parse.GetValue(episodes) : null,
                Checkpoint = parse.GetValue(checkpoint),
                Scenario = parse.GetValue(scenario),
                Suite = parse.GetValue(suite),
                Map = parse.GetValue(map),
                Seed = parse.GetValue(seed),
                Device = parse.GetValue(device),
            };
            return Task.FromResult(draw(new(services, request, Terminal.Of(parse, request.Json)), interrupted));
        });
        return command;
    }

    /// <summary>Options of every plot, added to a command.</summary>
    private sealed class CommonPlotOptions
    {
        private readonly Option<string?> _target = new("--out") { Description = "Picture to write: .png or .svg.", HelpName = "FILE" };
        private readonly Option<(int Width, int Height)?> _size = CommonOptions.Size();
        private readonly Option<string?> _theme = CommonOptions.Choice("--theme", "Colours of the picture [light].", PlotTheme.Names);
        private readonly Option<string> _runs = CommonOptions.Runs();
        private readonly Option<bool> _json = CommonOptions.Json();

        public CommonPlotOptions(Command command)
        {
            foreach (var option in new Option[] { _target, _size, _theme, _runs, _json }) command.Options.Add(option);
        }

        public PlotRequest Read(ParseResult parse, IReadOnlyList<string> names) => new()
        {
            Names = names,
            Target = parse.GetValue(_target),
            Size = parse.GetValue(_size),
            Theme = parse.GetValue(_theme),
            Runs = parse.GetValue(_runs)!,
            Json = parse.GetValue(_json),
        };
    }
}
