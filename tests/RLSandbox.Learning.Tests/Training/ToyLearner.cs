using System.Text;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Tests.Evaluation;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Tests.Training;

/// <summary>A learner without networks: acts at random and drags one weight after its reward. Its loss is not finite from a chosen iteration on.</summary>
internal sealed class ToyLearner(IEnvironment environment, ulong seed, int divergesAfterSteps = int.MaxValue) : ILearner
{
    public const int StepsPerIteration = 6;

    private readonly ActionBuffer _actions = new(environment.Spec.Action, environment.Spec.RowCount);
    private double _weight;

    public string Algorithm => "toy";
    public IPolicy Policy { get; } = new ConstantPolicy(0);
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
            foreach (var reward in environment.Rewards) _weight += 0.1 * (reward - _weight);
            Steps += environment.Spec.RowCount;
        }
        if (Steps > divergesAfterSteps) throw new DivergedException($"toy loss is NaN at step {Steps}");
        return [new("loss", _weight)];
    }

    public void Save(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "policy.json"), "{}");
        using var writer = new BinaryWriter(File.Create(Path.Combine(folder, "toy.bin")), Encoding.UTF8);
        writer.Write(Steps);
        writer.Write(_weight);
        environment.SaveState(writer.BaseStream);
    }

    public void Load(string folder)
    {
        using var reader = new BinaryReader(File.OpenRead(Path.Combine(folder, "toy.bin")), Encoding.UTF8);
        Steps = reader.ReadInt64();
        _weight = reader.ReadDouble();
        environment.LoadState(reader.BaseStream);
    }

    public void Dispose()
    {
        _actions.Dispose();
        environment.Dispose();
    }
}
