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

    private static ActorCritic Network(int channels = 1)
    {
        TorchRuntime.EnsureLoaded();
        return new([new("camera", ElementType.UInt8, channels, 36, 36), new("state", ElementType.Float32, 3)], ActionSpec.Discrete(5), NetworkConfig.Preset("tiny"), 1, CPU);
    }

    private static float[] Gradient(int shards, int threads, int calls = 1, int channels = 1)
    {
        using var network = Network(channels);
        using var workers = new GradientWorkers(network, shards, threads);
        using var scope = NewDisposeScope();
        var pictures = arange(Rows * channels * 36 * 36).remainder(251).to(uint8).view(Rows, channels, 36, 36);
        var states = arange(Rows * 3).to(float32).view(Rows, 3) * 0.1f;
        for (var call = 0; call < calls; call++)
        {
            workers.Accumulate((shard, replica) =>
            {
                var (first, end) = (workers.FirstRow(shard, Rows), workers.FirstRow(shard + 1, Rows));
                var (outputs, values) = replica.Ask([pictures.narrow(0, first, end - first), states.narrow(0, first, end - first)], isForGradient: true);
                replica.Backward(outputs, [.. outputs.Select(x => 2 * x / Rows)], [.. values.Select(x => 2 * x / Rows)]);
            });
        }

        return TensorMemory.Span<float>(network.Parameters.Gradient).ToArray();
    }
}
