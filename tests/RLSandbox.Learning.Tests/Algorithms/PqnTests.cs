using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Algorithms;

/// <summary>One update of PQN on a rollout written by hand: two rows, two steps.</summary>
public sealed class PqnTests
{
    private const float Rounding = 1e-5f;
    private static readonly EnvironmentSpec Spec = new()
    {
        Name = "hand-v1", EnvironmentCount = 2, Parts = [new("state", ElementType.Float32, 1)], Action = ActionSpec.Discrete(2), Outcomes = [new("end", true)],
    };

    /// <summary>Q(s) = (1, 2)·s. States 1, 2, 3, 4, the last one inactive; choices 0, 1, 0; returns 2, 3, 7. Errors −1, 1, −4: loss (½ + ½ + 8) / 3 = 3, mean size 2; their variance is 38/9, that of the returns 42/9.</summary>
    [Test]
    public void Loss_IsHalfTheSquaredDistanceToTheReturns_OfActiveRows()
    {
        using var setting = new Setting([], duelling: false);
        (TensorMemory.Span<float>(setting.Network.Parameters.Values)[0], TensorMemory.Span<float>(setting.Network.Parameters.Values)[1]) = (1, 2);
        var metrics = setting.Update();
        Assert.That((metrics.Loss, metrics.TdError), Is.EqualTo((3.0, 2.0)));
        Assert.That((metrics.MeanQ, metrics.MinQ, metrics.MaxQ), Is.EqualTo((8.0 / 3, 1.0, 4.0)).Using<double>((a, b) => Math.Abs(a - b) < Rounding));
        Assert.That(metrics.ExplainedVariance, Is.EqualTo(4.0 / 42).Within(Rounding));
    }

    /// <summary>Adam's first moment is a tenth of the gradient as it was followed.</summary>
    [Test]
    public void LongGradient_IsShortenedToTheLimit()
    {
        using var setting = new Setting([], duelling: false, change: config => config with { MaxGradientNorm = 0.5f });
        Assert.That(setting.Update().GradientNorm, Is.GreaterThan(1));
        Assert.That(setting.Pqn.Optimizer.FirstMoment.norm().item<float>(), Is.EqualTo(0.05f).Within(Rounding));
    }

    /// <summary>Three samples one by one, twice: six steps whose means are those of the whole.</summary>
    [Test]
    public void EverySample_IsVisitedOnceInEachEpoch()
    {
        using var setting = new Setting([], duelling: false, change: config => config with { MinibatchRows = 1, Epochs = 2 });
        (TensorMemory.Span<float>(setting.Network.Parameters.Values)[0], TensorMemory.Span<float>(setting.Network.Parameters.Values)[1]) = (1, 2);
        var metrics = setting.Update();
        Assert.That((metrics.GradientSteps, metrics.Loss, metrics.TdError), Is.EqualTo((6, 3.0, 2.0)));
    }

    [Test]
    public void Gradient_IsThatOfTheLoss([Values] bool duelling, [Values] bool layerNorm)
    {
        using var setting = new Setting([3], duelling, layerNorm);
        setting.Network.Parameters.Values.copy_(arange(setting.Network.Parameters.Values.numel()).remainder(7) * 0.2f - 0.5f);
        setting.Update();
        var gradient = TensorMemory.Span<float>(setting.Network.Parameters.Gradient).ToArray();
        var values = TensorMemory.Span<float>(setting.Network.Parameters.Values);
        const float step = 3e-3f;
        const float tolerance = 1e-2f;                                   // relative to gradients of up to 10: third derivatives times step², and float rounding over the step
        var checkedCount = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (gradient[i] == 0) continue;
            var value = values[i];
            values[i] = value + step;
            var above = setting.Update().Loss;
            values[i] = value - step;
            var below = setting.Update().Loss;
            values[i] = value;
            Assert.That(gradient[i], Is.EqualTo((above - below) / (2 * step)).Within(tolerance * Math.Max(1, Math.Abs(gradient[i]))), $"parameter {i}");
            checkedCount++;
        }

        Assert.That(checkedCount, Is.GreaterThanOrEqualTo(8));
    }

    private sealed class Setting : IDisposable
    {
        private readonly GradientWorkers _workers;
        private readonly Rollout _rollout = new(Spec, steps: 2, stack: 1);

        internal Setting(int[] hidden, bool duelling, bool layerNorm = false, Func<PqnConfig, PqnConfig>? change = null)
        {
            TorchRuntime.EnsureLoaded();
            var config = new PqnConfig { Network = new() { Convolutions = [], Hidden = hidden, Activation = Activation.Tanh, LayerNorm = layerNorm }, Epochs = 1, MinibatchRows = 100, MaxGradientNorm = 1e6f };
            config = change?.Invoke(config) ?? config;
            Network = new(Spec.Parts, Spec.Action, config.Network, 1, CPU, duelling ? NetworkHeads.Duelling : NetworkHeads.ActionValues);
            _workers = new(Network, 2, 1);
            Pqn = new(Network, _workers, config, seed: 1);
            for (var i = 0; i < 4; i++) _rollout.Observations.Floats(0, i / 2)[i % 2] = i + 1;
            ((ReadOnlySpan<int>)[0, 1, 0, 0]).CopyTo(_rollout.Choices.Span);
            ((ReadOnlySpan<float>)[2, 3, 7, 100]).CopyTo(_rollout.Returns.Span);
            ((ReadOnlySpan<bool>)[true, true, true, false]).CopyTo(_rollout.Active);
        }

        internal ActorCritic Network { get; }

        internal Pqn Pqn { get; }

        public void Dispose()
        {
            _rollout.Dispose();
            _workers.Dispose();
            Pqn.Dispose();
            Network.Dispose();
        }

        internal QMetrics Update() => Pqn.Update(_rollout, learningRate: 0, iteration: 0);
    }
}
