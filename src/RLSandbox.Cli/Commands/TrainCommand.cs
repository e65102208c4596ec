using System.CommandLine;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Commands;

/// <summary>What was asked for on the command line of <c>train</c>; null: not said.</summary>
internal sealed record TrainRequest
{
    public string? Scenario { get; init; }
    public string? Algorithm { get; init; }
    public long? Steps { get; init; }
    public int? Environments { get; init; }
    public int? Threads { get; init; }
    public ulong? Seed { get; init; }
    public string? Device { get; init; }
    public string? Precision { get; init; }
    public string? Run { get; init; }
    public required string Runs { get; init; }
    public bool Resume { get; init; }
    public IReadOnlyList<string> Overrides { get; init; } = [];
    public bool Json { get; init; }
}

/// <summary><c>train</c>: learns a task, saves everything in a run folder and evaluates the result on episodes it has never seen.</summary>
internal static class TrainCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(Services services)
    {
        var scenario = new Argument<string?>("SCENARIO") { Description = "Scenario file, or the name of a classic task such as cartpole; --resume knows it.", Arity = ArgumentArity.ZeroOrOne };
        var algorithm = new Option<string?>("--algorithm") { Description = "Learning algorithm [training.algorithm of the scenario, ppo].", HelpName = "NAME" };
        var steps = CommonOptions.Number<long>("--steps", "Agent rows to learn from [training.steps of the scenario].", 1);
        var environments = CommonOptions.Number<int>("--environments", "Copies of the environment in the batch [training.environments of the scenario].", 1, TrainingConfig.MostEnvironments);
        var seed = CommonOptions.Number<ulong>("--seed", "Seed of everything random [1].", 0);
        var device = CommonOptions.Device(DeviceName.Auto);
        var precision = CommonOptions.Choice("--precision", "What networks multiply [float32]; bfloat16 is faster for large networks on processors that know it and on GPUs, auto chooses it there; tf32 is for GPUs.", [.. Precisions.Names]);
        var run = new Option<string?>("--run") { Description = "Name of the run folder [SCENARIO-ALGORITHM-SEED-COUNTER].", HelpName = "NAME" };
        var resume = new Option<bool>("--resume") { Description = "Go on from the latest checkpoint of --run, or begin it if there is none; the other arguments may be those it began with." };
        var overrides = SetOption.Create();
        var (threads, runs, json) = (CommonOptions.Threads(), CommonOptions.Runs(), CommonOptions.Json());

        var command = new Command("train", "Learn a task and evaluate the result on maps never seen.")
        {
            scenario, algorithm, steps, environments, threads, seed, device, precision, run, runs, resume, overrides, json,
        };
        command.SetAction((parse, interrupted) =>
        {
            var request = new TrainRequest
            {
                Scenario = parse.GetValue(scenario),
                Algorithm = parse.GetValue(algorithm),
                Steps = parse.GetValue(steps),
                Environments = parse.GetValue(environments),
                Threads = parse.GetValue(threads),
                Seed = parse.GetValue(seed),
                Device = parse.GetValue(device),
                Precision = parse.GetValue(precision),
                Run = parse.GetValue(run),
                Runs = parse.GetValue(runs)!,
                Resume = parse.GetValue(resume),
                Overrides = parse.GetValue(overrides) ?? [],
                Json = parse.GetValue(json),
            };
            return Task.FromResult(new TrainSession(services, request, Terminal.Of(parse, request.Json)).Run(interrupted));
        });
        return command;
    }
}
