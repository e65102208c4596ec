using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Algorithms;

/// <summary>One update of DQN on transitions and weights written by hand: Q(s) = w·s for a single number s, frames 0, 1, 2 show s = 1, 2, 3.</summary>
public sealed class DqnTests
{
    private const float Rounding = 1e-5f;
    private static readonly ObservationPart[] Parts = [new("state", ElementType.Float32, 1)];

    /// <summary>
    /// From s = 1 to s = 2 with return 0.5 and discount 0.9. Target network w = (5, 3), so values 10 and 6; online w = (1, 2), so values 2 and 4 there and 1 and 2 here.
    /// Double Q: the online network takes the second choice, worth 6: target 0.5 + 0.9·6 = 5.9. Otherwise 0.5 + 0.9·10 = 9.5. Terminated: 0.5.
    /// </summary>
    [TestCase(true, 0.9f, 0, 5.9f - 1)]
    [TestCase(true, 0.9f, 1, 5.9f - 2)]
    [TestCase(false, 0.9f, 0, 9.5f - 1)]
    [TestCase(true, 0f, 0, 0.5f - 1)]
    public void Error_IsTheDistanceToTheTarget(bool doubleQ, float discount, int choice, float expected)
    {
        using var setting = new Setting(new() { DoubleQ = doubleQ, HuberThreshold = 100 }, rows: 1);
        setting.Fill(0, key: 0, next: 1, choice, (0.5f, discount));
        setting.Update(learningRate: 0);
        Assert.That(setting.Batch.Errors.Span[0], Is.EqualTo(Math.Abs(expected)).Within(Rounding));
        var metrics = setting.Dqn.TakeMetrics();
        Assert.That(metrics.Loss, Is.EqualTo(expected * expected / 2).Within(Rounding));
        Assert.That((metrics.MeanQ, metrics.MinQ, metrics.MaxQ), Is.EqualTo((1.0 + choice, 1.0 + choice, 1.0 + choice)));
    }

    /// <summary>With the second choice forbidden the first is taken, worth 10: 0.5 + 0.9·10 − 1 = 8.5.</summary>
    [Test]
    public void MaskedChoice_IsNoTarget()
    {
        using var setting = new Setting(new() { HuberThreshold = 100 }, rows: 1, hasMask: true);
        setting.Fill(0, key: 0, next: 1, choice: 0, (0.5f, 0.9f));
        setting.Batch.NextMask!.Span[0] = true;
        setting.Update(learningRate: 0);
        Assert.That(setting.Batch.Errors.Span[0], Is.EqualTo(8.5f).Within(Rounding));
    }

    /// <summary>Errors 5.9 − 1 and 0.5 − 1, the first weighed by 0.25: (0.25 · 4.9² / 2 + 0.5² / 2) / 2. Priorities follow from errors, not from weights.</summary>
    [Test]
    public void Weights_MultiplyTheLossAndNotTheErrors()
    {
        using var setting = new Setting(new() { HuberThreshold = 100 }, rows: 2);
        setting.Fill(0, key: 0, next: 1, choice: 0, (0.5f, 0.9f));
        setting.Fill(1, key: 0, next: 1, choice: 0, (0.5f, 0f));
        setting.Batch.Weights.Span[0] = 0.25f;
        setting.Update(learningRate: 0);
        Assert.That(setting.Batch.Errors.Span.ToArray(), Is.EqualTo(new[] { 4.9f, 0.5f }).Within(Rounding));
        Assert.That(setting.Dqn.TakeMetrics().Loss, Is.EqualTo((0.25 * 4.9 * 4.9 / 2 + 0.125) / 2).Within(Rounding));
    }

    /// <summary>An error of −4.9 at s = 1: the gradient is −4.9 for the weight and for the bias of the choice taken, shortened to a norm of 0.5; Adam's first moment is a tenth of it.</summary>
    [Test]
    public void LongGradient_IsShortenedToTheLimit()
    {
        using var setting = new Setting(new() { HuberThreshold = 100, MaxGradientNorm = 0.5f }, rows: 1);
        setting.Fill(0, key: 0, next: 1, choice: 0, (0.5f, 0.9f));
        setting.Update(learningRate: 0);
        var metrics = setting.Dqn.TakeMetrics();
        Assert.That(metrics.GradientNorm, Is.EqualTo(4.9 * Math.Sqrt(2)).Within(Rounding));
        Assert.That(metrics.GradientKept, Is.EqualTo(0.5 / (4.9 * Math.Sqrt(2))).Within(Rounding));
        Assert.That(setting.Dqn.Optimizer.FirstMoment[0].item<float>(), Is.EqualTo(-0.05f / MathF.Sqrt(2)).Within(Rounding));
    }

    /// <summary>The gradient of the mean loss, weights and both branches of Huber's loss included, against finite differences.</summary>
    [Test]
    public void Gradient_IsThatOfTheLoss([Values] bool duelling, [Values(1, 3)] int shards)
    {
        using var setting = new Setting(new() { Duelling = duelling, HuberThreshold = 2, MaxGradientNorm = 1e6f }, rows: 4, shards: shards, hidden: [3]);
        setting.Network.Parameters.Values.copy_(arange(setting.Network.Parameters.Values.numel()).remainder(7) * 0.2f - 0.5f);
        for (var b = 0; b < 4; b++)
        {
            setting.Fill(b, key: b % 3, next: (b + 1) % 3, choice: b % 2, (b == 3 ? 9f : 0.3f * b, b == 2 ? 0f : 0.9f));          // one error is beyond the threshold
            setting.Batch.Weights.Span[b] = 0.25f * (b + 1);
        }

        setting.Update(learningRate: 0);
        setting.Dqn.TakeMetrics();
        var gradient = TensorMemory.Span<float>(setting.Network.Parameters.Gradient).ToArray();
        var values = TensorMemory.Span<float>(setting.Network.Parameters.Values);
        const float step = 1e-2f;
        const float tolerance = 3e-3f;                                   // third derivatives times step², and float rounding over the step
        var checkedCount = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (gradient[i] == 0) continue;
            var value = values[i];
            values[i] = value + step;
            var above = setting.Loss();
            values[i] = value - step;
            var below = setting.Loss();
            values[i] = value;
            Assert.That(gradient[i], Is.EqualTo((above - below) / (2 * step)).Within(tolerance), $"parameter {i}");
            checkedCount++;
        }

        Assert.That(checkedCount, Is.GreaterThanOrEqualTo(8));
    }

    /// <summary>A copy every second update; with a rate of 0.25 a quarter of the way from 5 to 1: 4.</summary>
    [TestCase(2, 1f, new[] { 5f, 1f })]
    [TestCase(1, 0.25f, new[] { 4f, 3.25f })]
    public void TargetNetwork_Follows(int everyUpdates, float rate, float[] expected)
    {
        using var setting = new Setting(new() { TargetEveryUpdates = everyUpdates, TargetRate = rate }, rows: 1);
        setting.Fill(0, key: 0, next: 1, choice: 0, (0, 0));
        foreach (var weight in expected)
        {
            setting.Update(learningRate: 0);
            Assert.That(setting.Dqn.TargetWeights[0].item<float>(), Is.EqualTo(weight).Within(Rounding));
        }
    }

    [Test]
    public void OneUpdate_MovesEveryParameter([Values] bool duelling)
    {
        using var setting = new Setting(new() { Duelling = duelling, Network = NetworkConfig.Preset("mlp") with { LayerNorm = true } }, rows: 3, hidden: [4]);
        setting.Network.Parameters.Values.add_(0.1f);
        for (var b = 0; b < 3; b++) setting.Fill(b, key: b, next: (b + 1) % 3, choice: b % 2, (1 + b, 0.9f));
        using var scope = NewDisposeScope();
        var before = Enumerable.Range(0, setting.Network.Parameters.Shapes.Count).Select(i => setting.Network.Parameters[i].detach().clone()).ToArray();
        setting.Update(learningRate: 0.01f);
        for (var i = 0; i < before.Length; i++) Assert.That(before[i].eq(setting.Network.Parameters[i]).all().item<bool>(), Is.False, setting.Network.Parameters.Shapes[i].Name);
    }

    /// <summary>A network and its target, three frames and a batch.</summary>
    private sealed class Setting : IDisposable
    {
        private readonly GradientWorkers _workers;
        private readonly ReplayFrames _frames;

        internal Setting(DqnConfig config, int rows, int shards = 1, bool hasMask = false, int[]? hidden = null)
        {
            TorchRuntime.EnsureLoaded();
            var shape = config.Network with { Convolutions = [], Hidden = hidden ?? [], Activation = Activation.Tanh };
            Network = new(Parts, ActionSpec.Discrete(2), shape, 1, CPU, config.Duelling ? NetworkHeads.Duelling : NetworkHeads.ActionValues);
            _workers = new(Network, shards, 1);
            if (hidden is null) SetWeights(5, 3);
            Dqn = new(Network, _workers, config);
            if (hidden is null) SetWeights(1, 2);
            _frames = new(Parts, rowCount: 1, capacity: 3, stack: 1);
            for (var moment = 0; moment < 3; moment++)
            {
                _frames.Target()[0].Row<float>(0, 1)[0] = moment + 1;
                _frames.Advance([moment == 0]);
            }

            Batch = new(rows, hasMask ? 2 : 0);
            Batch.Weights.Span.Fill(1);
        }

        internal ActorCritic Network { get; }

        internal Dqn Dqn { get; }

        internal TransitionBatch Batch { get; }

        public void Dispose()
        {
            Batch.Dispose();
            _frames.Dispose();
            _workers.Dispose();
            Dqn.Dispose();
            Network.Dispose();
        }

        internal void Fill(int b, long key, long next, int choice, (float Return, float Discount) after)
        {
            (Batch.Keys[b], Batch.NextKeys[b], Batch.Choices.Span[b]) = (key, next, choice);
            (Batch.Returns.Span[b], Batch.Discounts.Span[b]) = after;
        }

        internal void Update(float learningRate) => Dqn.Update(Batch, _frames, learningRate);

        internal double Loss()
        {
            Update(learningRate: 0);
            return Dqn.TakeMetrics().Loss;
        }

        private void SetWeights(float first, float second)
        {
            TensorMemory.Span<float>(Network.Parameters.Values)[0] = first;
            TensorMemory.Span<float>(Network.Parameters.Values)[1] = second;
        }
    }
}
