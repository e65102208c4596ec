using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Measuring;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Cli.Bench;

/// <summary>Evaluations and gradient steps of the network presets, in rows per second, through the parts that learners use and on constant inputs.</summary>
internal sealed class LearnBench(BenchRequest request) : IBench
{
    private const int Shards = 4;                                        // as recipes have them; networks without convolutions gain nothing from more than one
    private const ulong Seed = 1;
    private static readonly int[] Batches = [32, 256];
    private static readonly ObservationPart Picture = new("camera", ElementType.UInt8, 4, 84, 84), Numbers = new("state", ElementType.Float32, 4);

    /// <inheritdoc/>
    public IEnumerable<BenchTask> Tasks() =>
        from preset in NetworkConfig.Presets
        let shards = NetworkConfig.Preset(preset).Convolutions.Count == 0 ? 1 : Shards
        from precision in request.PrecisionsFor(NetworkConfig.Preset(preset))
        from batch in request.Batches ?? Batches
        from threads in IsOnDevice ? [1] : request.ThreadCounts.Select(threads => Math.Min(threads, shards)).Distinct()
        select new BenchTask(FormattableString.Invariant($"learn {preset} {Precisions.Name(precision)} batch {batch} {threads} threads"), repeats => Measure(preset, precision, (batch, shards, threads), repeats));

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private bool IsOnDevice => request.Device != DeviceName.Cpu;

    private BenchResult Measure(string preset, Precision precision, (int Batch, int Shards, int Threads) counts, Repeats repeats)
    {
        var (batch, shards, threads) = counts;
        var config = NetworkConfig.Preset(preset);
        var part = config.Convolutions.Count == 0 ? Numbers : Picture;
        var spec = new PolicySpec([part], ActionSpec.Discrete(2), config, FrameStack: 1);
        using var network = spec.Build(Seed, TorchRuntime.Device(request.Device), precision);
        var (forward, learn) = IsOnDevice ? MeasureDevice(network, batch, repeats) : MeasureCpu(network, counts, repeats);
        return new(
            "learn", ("network", preset), ("precision", Precisions.Name(precision)), ("device", TorchRuntime.Name(network.Device)), ("input", string.Join('x', part.Shape)), ("batch", batch), ("shards", shards), ("threads", threads),
            ("forwardPerSecond", forward.Median), ("forwardMin", forward.Min), ("forwardMax", forward.Max),
            ("updatePerSecond", learn.Median), ("updateMin", learn.Min), ("updateMax", learn.Max));
    }

    private static (Measurement Forward, Measurement Learn) MeasureCpu(ActorCritic network, (int Batch, int Shards, int Threads) counts, Repeats repeats)
    {
        using var replay = new NetworkReplay(network, counts.Shards, counts.Threads);
        var (evaluation, update) = (NetworkReplay.Evaluation(counts.Batch, counts.Shards), NetworkReplay.Update(counts.Batch, counts.Shards));
        replay.Prepare(evaluation);
        return (repeats.Rate(() => replay.Run(evaluation), counts.Batch), repeats.Rate(() => replay.Run(update), counts.Batch));
    }

    private static (Measurement Forward, Measurement Learn) MeasureDevice(ActorCritic network, int batch, Repeats repeats)
    {
        using var replay = new DeviceReplay(network, batch);
        return (repeats.Rate(replay.Evaluate, batch), repeats.Rate(replay.Update, batch));
    }
}
