using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Learning.Tests.Algorithms;

/// <summary>A greedy policy whose weights a test sets by hand, with one observation buffer to ask it about.</summary>
internal sealed class ToyPolicy : IDisposable
{
    private readonly ActorCritic _network;
    private readonly bool[] _started;

    /// <summary>A policy that sees <paramref name="parts"/>, with the initial weights of seed 1.</summary>
    public ToyPolicy(IReadOnlyList<ObservationPart> parts, ActionSpec action, NetworkConfig network, NetworkHeads heads = NetworkHeads.PolicyAndValue, int frameStack = 1, int rows = 1, ulong seed = 1, string device = DeviceName.Cpu)
    {
        TorchRuntime.EnsureLoaded();
        var spec = new PolicySpec(parts, action, network, frameStack) { Heads = heads };
        _network = spec.Build(seed, TorchRuntime.Device(device));
        Policy = new(_network, spec, ownsNetwork: true);
        Observations = new(parts, rows);
        Actions = new(action, rows);
        _started = [.. Enumerable.Repeat(true, rows)];
        State = new float[rows * Policy.StateSize];
    }

    public GreedyPolicy Policy { get; }

    public ObservationBuffer Observations { get; }

    public ActionBuffer Actions { get; }

    /// <summary>Memory of the policy, before <see cref="Act"/>.</summary>
    public float[] State { get; }

    public bool[] Mask { get; set; } = [];

    /// <summary>Of the weights.</summary>
    public Span<float> Gradient => TensorMemory.Span<float>(_network.Parameters.Gradient);

    private PolicyInput Input => new() { Observations = Observations, Started = _started, ActionMask = Mask };

    /// <summary>Sets one parameter.</summary>
    public ToyPolicy Set(string name, params float[] values)
    {
        var index = _network.Parameters.Shapes.Select(shape => shape.Name).ToList().IndexOf(name);
        values.CopyTo(TensorMemory.Span<float>(_network.Parameters.Values)[_network.Parameters.Range(index)]);
        return this;
    }

    public ToyPolicy Zero()
    {
        TensorMemory.Span<float>(_network.Parameters.Values).Clear();
        return this;
    }

    public PolicyInsight Explain(int row = 0) => Policy.Explain(Input, State, row);

    public float[] Saliency(SaliencyKind kind, SaliencyTarget of = SaliencyTarget.Action, int row = 0) => Policy.Saliency(Input, State, row, kind, of);

    /// <summary>Acts, and is then in the middle of an episode.</summary>
    public void Act()
    {
        Policy.Act(Input, State, Actions);
        Array.Clear(_started);
    }

    public void Dispose()
    {
        Policy.Dispose();
        Observations.Dispose();
        Actions.Dispose();
    }
}
