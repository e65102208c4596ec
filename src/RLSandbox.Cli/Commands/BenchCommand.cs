using System.CommandLine;
using RLSandbox.Cli.Bench;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Commands;

/// <summary><c>bench</c>: measures this program on this machine. docs/benchmarks.md says what each figure means.</summary>
internal static class BenchCommand
{
    private const string Camera = "camera", Sim = "sim", Learn = "learn", Train = "train", Render = "render", All = "all";
    private const int MostMaps = 100_000, MostRepeats = 1_000_000, MostRows = 1_000_000;

    /// <summary>The command with a subcommand for each kind of measurement.</summary>
    public static Command Create() => new("bench", "Measure camera, simulator, networks and training on this machine.")
    {
        Create(Camera, "Pictures per second of the camera kernels alone."),
        Create(Sim, "Environment steps per second of the simulator, nobody learning."),
        Create(Learn, "Rows per second through the networks: evaluations, and gradient steps."),
        Create(Train, "Environment steps per second of real training, and the share of that time that its networks need at least."),
        Create(Render, "Pictures per second of the OpenGL world with many vehicles."),
        Create(All, "Everything, one after the other; --environments is for sim, training has its own numbers."),
    };

    private static Command Create(string what, string description)
    {
        var scenario = new Option<string?>("--scenario") { Description = "Scenario file, or the name of a classic task [first-lap and variations of it].", HelpName = "FILE" };
        var map = new Option<string?>("--map") { Description = "Drive on this map instead of those of the scenario.", HelpName = "FILE" };
        var agents = CommonOptions.Number<int>("--agents", "Learning vehicles in one environment [as the scenario says].", 1);
        var environments = CommonOptions.Numbers("--environments", "Copies of the environment, one number or several [sim: 1,64,1024,8192; train: as the scenario says].", 1, TrainingConfig.MostEnvironments);
        var maps = CommonOptions.Numbers("--maps", "Maps, one number or several [camera: 1,256; sim: 256].", 1, MostMaps);
        var threads = CommonOptions.Numbers("--threads", "Threads, one number or several [1 and all processors].", 1, TrainingConfig.MostThreads);
        var batches = CommonOptions.Numbers("--batches", "Rows of a batch, one number or several [32,256].", 1, MostRows);
        var algorithm = new Option<string?>("--algorithm") { Description = "Learning algorithm [as the scenario says].", HelpName = "NAME" };
        var precision = CommonOptions.Choice("--precision", "What networks multiply [float32, and bfloat16 where it is faster].", [.. Precisions.Names]);
        var device = CommonOptions.Device(DeviceName.Cpu);
        var only = new Option<string?>("--only") { Description = "Measure only rows whose description, as progress shows it, contains this text.", HelpName = "TEXT" };
        var repeats = CommonOptions.Number<int>("--repeats", "Repeats of each measurement, after a warm-up of two [5].", 1, MostRepeats);
        var seconds = CommonOptions.Positive("--seconds", "Length of a repeat [0.5]; training repeats whole iterations.");
        var (overrides, json) = (SetOption.Create(), CommonOptions.Json());

        IEnumerable<Option> options = what switch
        {
            Camera => [scenario, map, maps, threads, overrides],
            Sim => [scenario, map, agents, environments, maps, threads, overrides],
            Learn => [batches, threads, precision, device],
            Render => [scenario, map, overrides],
            Train => [scenario, map, agents, environments, threads, algorithm, precision, device, overrides],
            _ => [scenario, map, agents, environments, maps, threads, precision, device, overrides],
        };
        var command = new Command(what, description);
        foreach (var option in (IEnumerable<Option>)[.. options, only, repeats, seconds, json]) command.Options.Add(option);
        command.SetAction((parse, interrupted) =>
        {
            var request = new BenchRequest
            {
                Scenario = parse.GetValue(scenario), Map = parse.GetValue(map), Agents = parse.GetValue(agents), Environments = parse.GetValue(environments), Maps = parse.GetValue(maps),
                Threads = parse.GetValue(threads), Batches = parse.GetValue(batches), Algorithm = parse.GetValue(algorithm), Precision = parse.GetValue(precision), Device = parse.GetValue(device) ?? DeviceName.Cpu, Overrides = parse.GetValue(overrides) ?? [],
            };
            var length = new Repeats(parse.GetValue(repeats) ?? Repeats.StandardCount, parse.GetValue(seconds) ?? Repeats.StandardSeconds, interrupted);
            var terminal = Terminal.Of(parse, parse.GetValue(json));
            return Task.FromResult(new BenchSession(Benches(what, request, interrupted), parse.GetValue(only), length, terminal).Run(parse.GetValue(json)));
        });
        return command;
    }

    /// <summary>The kinds of measurement; a new one is a class, and a line here.</summary>
    private static IEnumerable<IBench> Benches(string what, BenchRequest request, CancellationToken interrupted)
    {
        if (what is Camera or All) yield return new CameraBench(request);
        if (what is Sim or All) yield return new SimBench(request);
        if (what is Learn or All) yield return new LearnBench(request);
        if (what is Render || (what is All && RenderBench.WhyNot() is null)) yield return new RenderBench(request);
        if (what is Train or All) yield return new TrainBench(what == All ? request with { Environments = null } : request, interrupted);
    }
}
