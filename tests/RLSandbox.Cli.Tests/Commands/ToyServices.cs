using System.Text;
using RLSandbox.Cli.Commands;
using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Training;
using RLSandbox.Learning.Classic;

namespace RLSandbox.Cli.Tests.Commands;

/// <summary>Services whose scenario is a corridor and whose learner needs no network.</summary>
internal static class ToyServices
{
    public const int StepsPerIteration = 4 * ToyLearner.StepsPerIteration;     // four environments

    public static Services Create(Action<ToyLearner>? afterIteration = null) => new()
    {
        LoadScenario = (path, overrides) => File.Exists(path) ? new ToyScenario(overrides) : throw new UserErrorException($"{path}: no such file"),
        ScriptedPolicies = ["pure-pursuit"],
        CreateScripted = (name, _) => new ConstantPolicy(name, choice: 1),
        CreateLearner = (run, environment, _, _) => new ToyLearner(environment, run.Seed, afterIteration),
        LoadPolicy = (_, _) => new ConstantPolicy("toy", choice: 1),
    };

    public static CommandResult Run(Services services, string line, CancellationToken interrupted = default) =>
        CommandLine.Run(interrupted, [TrainCommand.Create(services), EvaluateCommand.Create(services)], line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A corridor; action 1 walks to the far door, which is the success.</summary>
internal sealed class ToyScenario(IReadOnlyList<string>? overrides = null) : ILoadedScenario
{
    public string Name => "corridor-v1";
    public ConfigNode? Training => null;
    public int EvaluationEpisodes => 8;
    public IReadOnlyList<NamedSuite> Suites { get; init; } = [];

    public string ToYaml(bool comments) => string.Join('\n', ["scenario: corridor-v1", .. overrides ?? []]);

    public IEnvironment Build(EnvironmentRequest request) => CorridorEnvironment.Create(request.Environments, length: 4);

    public void Dispose()
    {
    }
}

/// <summary>Always takes the same action.</summary>
internal sealed class ConstantPolicy(string name, int choice) : IPolicy
{
    public string Name => name;
    public int StateSize => 0;

    public void Act(in PolicyInput input, Span<float> state, ActionBuffer actions) => actions.Choices.Fill(choice);

    public void Dispose()
    {
    }
}

/// <summary>Acts at random and counts; its greedy policy walks to the far door.</summary>
internal sealed class ToyLearner(IEnvironment environment, ulong seed, Action<ToyLearner>? afterIteration) : ILearner
{
    public const int StepsPerIteration = 8;

    private readonly ActionBuffer _actions = new(environment.Spec.Action, environment.Spec.RowCount);

    public string Algorithm => "toy";
    public IPolicy Policy { get; } = new ConstantPolicy("toy", choice: 1);
    public long Steps { get; private set; }

    public void Begin(ulong seed) => environment.Reset(seed);

    public IReadOnlyList<KeyValuePair<string, double>> Iterate(IEpisodeSink episodes)
    {
        var key = new RandomKey(seed, 0, 0, 0);
        for (var step = 0; step < StepsPerIteration; step++)
        {
            for (var row = 0; row < _actions.RowCount; row++) _actions.Choices[row] = key.Integer(2, (uint)row, (uint)Steps);
            environment.Step(_actions);
            episodes.AfterStep(environment);
            Steps += environment.Spec.RowCount;
        }
        afterIteration?.Invoke(this);
        return [new("loss", 1.0 / Steps)];
    }

    public void Save(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "policy.json"), "{}");
        using var writer = new BinaryWriter(File.Create(Path.Combine(folder, "toy.bin")), Encoding.UTF8);
        writer.Write(Steps);
        environment.SaveState(writer.BaseStream);
    }

    public void Load(string folder)
    {
        using var reader = new BinaryReader(File.OpenRead(Path.Combine(folder, "toy.bin")), Encoding.UTF8);
        Steps = reader.ReadInt64();
        environment.LoadState(reader.BaseStream);
    }

    public void Dispose() => _actions.Dispose();
}
