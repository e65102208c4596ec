using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Algorithms;

/// <summary>One update of PPO on a rollout written by hand: two rows, two steps, states 1, 2, 3 and 4, the last one inactive.</summary>
public sealed class PpoTests
{
    private const double Rounding = 1e-5;
    private static readonly double Ln2 = Math.Log(2);
    private static readonly PpoRates Rates = new(LearningRate: 0, Clip: 0.2f, Entropy: 0.1f);
    private static readonly EnvironmentSpec Spec = new()
    {
        Name = "hand-v1", EnvironmentCount = 2, Parts = [new("state", ElementType.Float32, 1)], Action = ActionSpec.Discrete(2), Outcomes = [new("end", true)],
    };

    /// <summary>
    /// Both choices are as likely, so with old probabilities ½, ⅓ and 1 the ratios are 1, 1.5 and 0.5; advantages 2, 2, −2: losses −2, −1.2·2 and 0.8·2. Values 1, 2, 3 and
    /// returns 2, 4, 3: ½, 2 and 0. Divergences r − 1 − ln r: 0, 0.094535, 0.193147. Beyond ±0.2 are two ratios of three.
    /// </summary>
    [Test]
    public void Metrics_AreTheMeansOverActiveRows()
    {
        using var setting = new Setting(new() { NormalizeAdvantages = false, Epochs = 1 }, []);
        setting.SetValue(1);
        var metrics = setting.Update(Rates);
        Assert.That(metrics.PolicyLoss, Is.EqualTo((-2 - 2.4 + 1.6) / 3).Within(Rounding));
        Assert.That(metrics.ValueLoss, Is.EqualTo(2.5 / 3).Within(Rounding));
        Assert.That(metrics.Entropy, Is.EqualTo(Ln2).Within(Rounding));
        Assert.That(metrics.ApproxKl, Is.EqualTo(0.287682 / 3).Within(Rounding));
        Assert.That(metrics.ClipShare, Is.EqualTo(2.0 / 3).Within(Rounding));
    }

    /// <summary>Advantages 1, 2, 6: mean 3, deviation √(14/3). With the ratios 1, 1.5, 0.5 unclipped −(−2 − 1.5 + 1.5) / 3 / √(14/3).</summary>
    [Test]
    public void Advantages_AreNormalisedOverTheMinibatch()
    {
        using var setting = new Setting(new() { Epochs = 1 }, []);
        ((ReadOnlySpan<float>)[1, 2, 6, 100]).CopyTo(setting.Rollout.Advantages.Span);
        Assert.That(setting.Update(Rates with { Clip = 10 }).PolicyLoss, Is.EqualTo(2 / (3 * Math.Sqrt(14.0 / 3))).Within(Rounding));
    }

    /// <summary>Values 1, 2, 3 held within 0.5 of the old ones, all 0: ½·1.5², ½·3.5², ½·2.5² are each larger than without.</summary>
    [Test]
    public void ClippedValue_IsHeldNearTheOldOne()
    {
        using var setting = new Setting(new() { ValueClip = 0.5f, Epochs = 1 }, []);
        setting.SetValue(1);
        Assert.That(setting.Update(Rates).ValueLoss, Is.EqualTo((1.125 + 6.125 + 3.125) / 3).Within(Rounding));
    }

    /// <summary>The gradient that is stepped along against the slope of policy loss + 0.7 · value loss − 0.1 · entropy, for every parameter.</summary>
    [Test]
    public void Gradient_IsThatOfTheLoss([Values] bool normalizeAdvantages, [Values(0f, 0.25f)] float valueClip)
    {
        using var setting = new Setting(new() { NormalizeAdvantages = normalizeAdvantages, ValueWeight = 0.7f, MaxGradientNorm = 1e6f, ValueClip = valueClip, Epochs = 1 }, [3]);
        setting.Network.Parameters.Values.copy_(arange(setting.Network.Parameters.Values.numel()).remainder(7) * 0.2f - 0.5f);
        var rates = Rates with { Clip = 10 };                            // no kink is near
        double Loss()
        {
            var metrics = setting.Update(rates);
            return metrics.PolicyLoss + 0.7 * metrics.ValueLoss - 0.1 * metrics.Entropy;
        }

        Loss();
        var gradient = TensorMemory.Span<float>(setting.Network.Parameters.Gradient).ToArray();
        var values = TensorMemory.Span<float>(setting.Network.Parameters.Values);
        const float step = 5e-3f;
        const float tolerance = 2e-3f;                                   // third derivatives times step², and float rounding over the step
        var checkedCount = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (gradient[i] == 0) continue;
            var value = values[i];
            values[i] = value + step;
            var above = Loss();
            values[i] = value - step;
            var below = Loss();
            values[i] = value;
            Assert.That(gradient[i], Is.EqualTo((above - below) / (2 * step)).Within(tolerance * Math.Max(1, Math.Abs(gradient[i]))), $"parameter {i}");
            checkedCount++;
        }

        Assert.That(checkedCount, Is.EqualTo(3 + 3 + 6 + 2 + (valueClip > 0 ? 0 : 3 + 1)), "weights and biases of the hidden layer and of both heads; all three values are beyond the clip");
    }

    /// <summary>Adam's first moment is a tenth of the gradient as it was followed; the direction stays.</summary>
    [Test]
    public void LongGradient_IsShortenedToTheLimit()
    {
        using var setting = new Setting(new() { MaxGradientNorm = 0.01f, Epochs = 1 }, []);
        setting.SetValue(1);
        var metrics = setting.Update(Rates);
        Assert.That(metrics.GradientNorm, Is.GreaterThan(1));
        Assert.That(setting.Ppo.Optimizer.FirstMoment.norm().item<float>(), Is.EqualTo(0.001f).Within(Rounding * 0.01));
    }

    /// <summary>The divergence is 0.096 in every epoch: beyond a limit of 0.05 after the first, never beyond 0.2.</summary>
    [TestCase(0.05f, 1)]
    [TestCase(0.2f, 3)]
    [TestCase(0f, 3)]
    public void Divergence_EndsAnUpdateEarly(float limit, int steps)
    {
        using var setting = new Setting(new() { TargetKl = limit, Epochs = 3 }, []);
        Assert.That(setting.Update(Rates).GradientSteps, Is.EqualTo(steps));
    }

    /// <summary>Three samples one by one, twice: six steps whose means are those of the whole.</summary>
    [Test]
    public void EverySample_IsVisitedOnceInEachEpoch()
    {
        using var setting = new Setting(new() { MinibatchRows = 1, Epochs = 2, NormalizeAdvantages = false }, []);
        setting.SetValue(1);
        var metrics = setting.Update(Rates);
        Assert.That(metrics.GradientSteps, Is.EqualTo(6));
        Assert.That(metrics.PolicyLoss, Is.EqualTo((-2 - 2.4 + 1.6) / 3).Within(Rounding));
        Assert.That(metrics.ValueLoss, Is.EqualTo(2.5 / 3).Within(Rounding));
    }

    [TestCase(0.0, 4f, 0.3f, 0.2f)]
    [TestCase(0.25, 3.25f, 0.25f, 0.15f)]
    [TestCase(1.0, 1f, 0.1f, 0f)]
    [TestCase(2.0, 1f, 0.1f, 0f)]
    public void Rates_FallInStraightLines(double progress, float learningRate, float clip, float entropy)
    {
        var config = new PpoConfig { LearningRate = 4, LearningRateEnd = 1, Clip = 0.3f, ClipEnd = 0.1f, Entropy = 0.2f, EntropyEnd = 0 };
        var rates = PpoRates.At(config, progress);
        Assert.That((float[])[rates.LearningRate, rates.Clip, rates.Entropy], Is.EqualTo(new[] { learningRate, clip, entropy }).Within(1e-6f));
    }

    private sealed class Setting : IDisposable
    {
        private readonly GradientWorkers _workers;

        internal Setting(PpoConfig config, int[] hidden)
        {
            TorchRuntime.EnsureLoaded();
            config = config with { Network = new() { Convolutions = [], Hidden = hidden, Activation = Activation.Tanh } };
            Network = new(Spec.Parts, Spec.Action, config.Network, 1, CPU);
            Network.Parameters.Values.zero_();
            _workers = new(Network, 2, 1);
            Ppo = new(Network, _workers, config, seed: 1);
            for (var i = 0; i < 4; i++) Rollout.Observations.Floats(0, i / 2)[i % 2] = i + 1;
            ((ReadOnlySpan<int>)[0, 1, 0, 0]).CopyTo(Rollout.Choices.Span);
            ((ReadOnlySpan<float>)[-(float)Ln2, -MathF.Log(3), 0, 0]).CopyTo(Rollout.LogProbabilities.Span);
            ((ReadOnlySpan<float>)[2, 2, -2, 100]).CopyTo(Rollout.Advantages.Span);
            ((ReadOnlySpan<float>)[2, 4, 3, 100]).CopyTo(Rollout.Returns.Span);
            ((ReadOnlySpan<bool>)[true, true, true, false]).CopyTo(Rollout.Active);
        }

        internal ActorCritic Network { get; }

        internal Ppo Ppo { get; }

        internal Rollout Rollout { get; } = new(Spec, steps: 2, stack: 1);

        public void Dispose()
        {
            Rollout.Dispose();
            _workers.Dispose();
            Ppo.Dispose();
            Network.Dispose();
        }

        internal PpoMetrics Update(PpoRates rates) => Ppo.Update(Rollout, rates, iteration: 0);

        /// <summary>The value is this times the state.</summary>
        internal void SetValue(float weight)
        {
            var index = Network.Parameters.Shapes.Select(shape => shape.Name).ToList().IndexOf("value.weight");
            TensorMemory.Span<float>(Network.Parameters.Values)[Network.Parameters.Range(index)][0] = weight;
        }
    }
}
