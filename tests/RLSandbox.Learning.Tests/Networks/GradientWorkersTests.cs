using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Networks;

public sealed class GradientWorkersTests
{
    private const int Rows = 30;

    [Test]
    public void Shards_GiveTheGradientOfTheWholeBatch()
    {
        var whole = Gradient(shards: 1, threads: 1);
        var parts = Gradient(shards: 3, threads: 3);
        var scale = whole.Max(MathF.Abs);
        const float rounding = 1e-5f;                                    // sums of 30 rows in another order, relative to the largest
        Assert.That(parts, Is.EqualTo(whole).Within(rounding * scale));
    }

    [Test]
    [Repeat(5)]                                                          // who takes which shard is up to the scheduler
    public void ThreadCount_DoesNotChangeABit([Values(1, 3)] int channels)   // three channels: torch convolves
    {
        var one = Gradient(shards: 4, threads: 1, channels: channels);
        Assert.That(Gradient(shards: 4, threads: 2, channels: channels), Is.EqualTo(one));
    }

    /// <summary>Nature's dense layer is large: its gradient is computed for all shards at once, sixteen outputs at a time.</summary>
    [Test]
    public void LargeLayers_HaveTheSumOfTheShardsGradients([Values(1, 2)] int threads, [Values(2, 40)] int shards, [Values] Precision precision)   // 40 shards of 30 rows: some have none
    {
        using var network = Network(preset: "nature", precision: precision);
        using var workers = new GradientWorkers(network, shards, threads);
        using var scope = NewDisposeScope();
        Tensor[] input = Input(channels: 1);
        var norm = 0.0;
        for (var call = 0; call < 2; call++) norm = workers.Accumulate((shard, replica) => Learn(workers, shard, replica, input));
        var actual = TensorMemory.Span<float>(network.Parameters.Gradient).ToArray();

        using var alone = network.Replica();                                // adds up by itself what the shards of the workers left
        var expected = new float[actual.Length];
        for (var shard = 0; shard < shards; shard++)
        {
            alone.Parameters.Gradient.zero_();
            Learn(workers, shard, alone, input);
            var part = TensorMemory.Span<float>(alone.Parameters.Gradient);
            for (var i = 0; i < expected.Length; i++) expected[i] += part[i];
        }

        Assert.That(actual, Is.EqualTo(expected));
        const double rounding = 1e-4;                                       // squares are summed in single precision
        Assert.That(norm, Is.EqualTo(Math.Sqrt(expected.Sum(x => (double)x * x))).Within(rounding).Percent);
    }

    [Test]
    public void Step_IsSeenByTheNextEvaluation([Values(1, 2)] int threads, [Values] Precision precision)
    {
        using var network = Network(preset: "nature", precision: precision);
        using var workers = new GradientWorkers(network, shards: 2, threads);
        using var adam = new Adam(network.Parameters, epsilon: 1e-8);
        using var scope = NewDisposeScope();
        Tensor[] input = Input(channels: 1);
        for (var step = 0; step < 3; step++)
        {
            workers.Accumulate((shard, replica) => Learn(workers, shard, replica, input));
            adam.Step(0.01, 1, workers);
            using var copy = network.Twin();                                // takes all weights over from the start
            Assert.That(network.Ask(input).Outputs, Is.EqualTo(copy.Ask(input).Outputs));
        }
    }

    /// <summary>From one position per filter to four hundred: layers that are cut by filters, by positions, or not at all.</summary>
    [Test]
    public void TogetherOrAlone_SameBits([Values("tiny", "nature")] string preset, [Values(36, 84)] int size, [Values(1, 2, 3)] int threads)
    {
        TorchRuntime.EnsureLoaded();
        using var network = new ActorCritic([new("camera", ElementType.UInt8, 4, size, size)], ActionSpec.Discrete(5), NetworkConfig.Preset(preset), 1, CPU);
        using var workers = new GradientWorkers(network, shards: 3, threads);
        using var scope = NewDisposeScope();
        Tensor[] rows = [arange(2 * 4 * size * size).remainder(251).to(uint8).view(2, 4, size, size)];
        var (alone, _) = network.Ask(rows);
        for (var call = 0; call < 20; call++)                               // who takes which piece is up to the scheduler
        {
            float[] together = [];
            workers.RunTogether(replica => together = replica.Ask(rows).Outputs);
            Assert.That(together, Is.EqualTo(alone));
        }
    }

    /// <summary>In bfloat16 a single row is cut in the same way, whoever computes its pieces.</summary>
    [Test]
    public void RoundedRow_TogetherOrAlone_SameBits([Values("tiny", "nature")] string preset, [Values] bool layerNorm, [Values(1, 2, 3)] int threads)
    {
        TorchRuntime.EnsureLoaded();
        using var network = new ActorCritic([new("camera", ElementType.UInt8, 4, 84, 84)], ActionSpec.Discrete(5), NetworkConfig.Preset(preset) with { LayerNorm = layerNorm }, 1, CPU, precision: Precision.BFloat16);
        using var workers = new GradientWorkers(network, shards: 3, threads);
        using var scope = NewDisposeScope();
        Tensor[] row = [arange(4 * 84 * 84).remainder(251).to(uint8).view(1, 4, 84, 84)];
        var (alone, _) = network.Ask(row);
        for (var call = 0; call < 20; call++)
        {
            float[] together = [];
            workers.RunTogether(replica => together = replica.Ask(row).Outputs);
            Assert.That(together, Is.EqualTo(alone));
        }
    }

    /// <summary>Blocks of six, four and one position, of 16 and 32 filters, sum in the same order: a row has the same bits alone, together and among any others.</summary>
    [Test]
    public void BatchSize_DoesNotChangeABit([Values(2, 4, 5, 6, 7, 9, 10, 16)] int count)
    {
        using var network = Network(preset: "nature");
        using var workers = new GradientWorkers(network, shards: 2, threads: 2);
        using var scope = NewDisposeScope();
        Tensor[] input = Input(channels: 1);
        var (all, _) = network.Ask([.. input.Select(part => part.narrow(0, 0, count))]);
        for (var row = 0; row < count; row++)
        {
            float[] together = [], expected = all[(row * network.OutputCount)..((row + 1) * network.OutputCount)];
            Tensor[] one = [.. input.Select(part => part.narrow(0, row, 1))];
            workers.RunTogether(replica => together = replica.Ask(one).Outputs);
            Assert.That(network.Ask(one).Outputs, Is.EqualTo(expected));
            Assert.That(together, Is.EqualTo(expected));
        }
    }

    /// <summary>A unit is dead if no shard sees it alive; some shards have no rows.</summary>
    [Test]
    public void DeadUnits_AreThoseOfTheNetwork([Values(1, 2, 30)] int rows, [Values(1, 2)] int threads, [Values(1, 3)] int channels)
    {
        using var network = Network(channels);
        using var workers = new GradientWorkers(network, shards: 4, threads);
        using var scope = NewDisposeScope();
        Tensor[] input = Input(channels);
        var expected = network.DeadUnits([.. input.Select(part => part.narrow(0, 0, rows))]);
        Assert.That(expected, Is.Positive.And.LessThan(1));
        Assert.That(workers.DeadUnits(rows, (first, count) => [.. input.Select(part => part.narrow(0, first, count))]), Is.EqualTo(expected));
    }

    [Test]
    public void Gradients_AreOfTheLastCallAlone() => Assert.That(Gradient(shards: 2, threads: 2, calls: 3), Is.EqualTo(Gradient(shards: 2, threads: 2)));

    [Test]
    public void EveryShard_RunsOnceOnItsOwnReplica()
    {
        using var network = Network();
        using var workers = new GradientWorkers(network, shards: 5, threads: 3);
        var replicas = new ActorCritic[5];
        workers.Run((shard, replica) => replicas[shard] = replica);
        Assert.That(replicas, Is.Unique);
        Assert.That(workers.ThreadCount, Is.EqualTo(3));
    }

    [Test]
    public void Rows_AreCutWithoutGapOrOverlap([Values(0, 1, 7, 100)] int rows)
    {
        using var network = Network();
        using var workers = new GradientWorkers(network, shards: 3, threads: 1);
        Assert.That(workers.FirstRow(0, rows), Is.Zero);
        Assert.That(workers.FirstRow(3, rows), Is.EqualTo(rows));
        for (var shard = 0; shard < 3; shard++) Assert.That(workers.FirstRow(shard + 1, rows) - workers.FirstRow(shard, rows), Is.InRange(rows / 3, rows / 3 + 1));
    }

    [Test]
    public void FailureOfAWorker_IsThrownToTheCaller_AndTheNextCallWorks([Values(0, 1)] int failing)
    {
        using var network = Network();
        using var workers = new GradientWorkers(network, shards: 2, threads: 2);
        Assert.That(() => workers.Run((shard, _) => { if (shard == failing) throw new InvalidDataException("broken on purpose"); }), Throws.TypeOf<InvalidDataException>());
        var runs = 0;
        workers.Run((_, _) => Interlocked.Increment(ref runs));
        Assert.That(runs, Is.EqualTo(2));
    }

    private static ActorCritic Network(int channels = 1, string preset = "tiny", Precision precision = Precision.Float32)
    {
        TorchRuntime.EnsureLoaded();
        return new([new("camera", ElementType.UInt8, channels, 36, 36), new("state", ElementType.Float32, 3)], ActionSpec.Discrete(5), NetworkConfig.Preset(preset) with { Hidden = [preset == "nature" ? 2048 : 128] }, 1, CPU, precision: precision);
    }

    private static Tensor[] Input(int channels) =>
        [arange(Rows * channels * 36 * 36).remainder(251).to(uint8).view(Rows, channels, 36, 36), arange(Rows * 3).to(float32).view(Rows, 3) * 0.1f];

    private static float[] Gradient(int shards, int threads, int calls = 1, int channels = 1)
    {
        using var network = Network(channels);
        using var workers = new GradientWorkers(network, shards, threads);
        using var scope = NewDisposeScope();
        Tensor[] input = Input(channels);
        for (var call = 0; call < calls; call++) workers.Accumulate((shard, replica) => Learn(workers, shard, replica, input));
        return TensorMemory.Span<float>(network.Parameters.Gradient).ToArray();
    }

    private static void Learn(GradientWorkers workers, int shard, ActorCritic replica, Tensor[] input)
    {
        var (first, end) = (workers.FirstRow(shard, Rows), workers.FirstRow(shard + 1, Rows));
        if (first == end) return;
        var (outputs, values) = replica.Ask([.. input.Select(part => part.narrow(0, first, end - first))], isForGradient: true);
        replica.Backward(outputs, [.. outputs.Select(x => 2 * x / Rows)], [.. values.Select(x => 2 * x / Rows)]);
    }
}
