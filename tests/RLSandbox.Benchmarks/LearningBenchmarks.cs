using BenchmarkDotNet.Attributes;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;

namespace RLSandbox.Benchmarks;

/// <summary>What an update does besides the network.</summary>
[MemoryDiagnoser]
public class LearningBenchmarks
{
    private const int Steps = 128, Environments = 64, Batch = 256;

    private readonly float[] _rewards = new float[Steps * Environments], _values = new float[Steps * Environments], _advantages = new float[Steps * Environments];
    private readonly bool[] _ends = new bool[Steps * Environments];
    private ObservationMemory _memory = null!;
    private ActorCritic _network = null!;
    private Adam _adam = null!;
    private long[] _frames = null!;

    /// <summary>Frames of 84×84 in stacks of four, and the Nature network.</summary>
    [GlobalSetup]
    public void Make()
    {
        TorchRuntime.SetThreads(1);
        IReadOnlyList<ObservationPart> parts = [new("camera", ElementType.UInt8, 1, 84, 84)];
        _memory = new(parts, Environments, Steps, stack: 4);
        _network = new(ObservationMemory.Stacked(parts, 4), ActionSpec.Discrete(15), NetworkConfig.Preset("nature"), seed: 1, torch.CPU);
        _adam = new(_network.Parameters, 1e-5);
        var first = _memory.FirstFrame(0);
        _frames = [.. Enumerable.Range(0, Batch).Select(i => first + i * 7919L % (Steps * Environments))];      // a prime: no two neighbours
    }

    /// <summary>Generalised advantage estimation over a rollout.</summary>
    [Benchmark]
    public float Gae()
    {
        Learning.Buffers.Gae.Compute(_rewards, _values, _values, _ends, _ends, Environments, 0.99f, 0.95f, _advantages);
        return _advantages[0];
    }

    /// <summary>A minibatch of stacks, gathered from single frames.</summary>
    [Benchmark]
    public int GatherStacksOfFrames()
    {
        using var scope = torch.NewDisposeScope();
        return _memory.Gather(_frames).Length;
    }

    /// <summary>One step on the 1.7 million weights of the Nature network.</summary>
    [Benchmark]
    public long AdamStep()
    {
        _adam.Step(1e-4);
        return _adam.Steps;
    }

    /// <summary>Gives native memory back.</summary>
    [GlobalCleanup]
    public void Free()
    {
        _adam.Dispose();
        _network.Dispose();
        _memory.Dispose();
    }
}
