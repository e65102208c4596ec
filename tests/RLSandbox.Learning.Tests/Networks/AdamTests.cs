using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Networks;

[TensorScope]
public sealed class AdamTests
{
    private const float Rounding = 1e-6f;                                // a few float operations on numbers of about 1

    /// <summary>First step: moments are 0.1·g and 0.001·g², corrected g and g², so a step of rate · g / (|g| + ε): 0.1·3/3.5 and −0.1·1/1.5.</summary>
    [Test]
    public void FirstStep_IsTheRateInTheSignOfTheGradient() => Assert.That(Weights(epsilon: 0.5, isRectified: false, [3, -1])[0], Is.EqualTo(new[] { -0.3f / 3.5f, 0.1f / 1.5f }).Within(Rounding));

    /// <summary>
    /// Gradients 3 and −1, rate 0.1, ε = 0.5. m = 0.9·0.3 − 0.1 = 0.17, corrected by 1 − 0.81: 0.894737; v = 0.999·0.009 + 0.001 = 0.009991, corrected by 1 − 0.998001: 4.997999,
    /// root 2.235620. So −0.1·3/3.5 − 0.1·0.894737/2.735620 = −0.1184212.
    /// </summary>
    [Test]
    public void SecondStep_RemembersTheFirst() => Assert.That(Weights(epsilon: 0.5, isRectified: false, [3], [-1])[1][0], Is.EqualTo(-0.1184212f).Within(Rounding));

    /// <summary>
    /// A gradient of 2 throughout, so both corrected moments are exact: five steps of rate · 2, then rate · r with ρ(6) = 1999 − 12·0.999⁶ / (1 − 0.999⁶) = 5.994 and
    /// r = √((ρ − 4)(ρ − 2)·1999 / (1995·1997·ρ)) = 0.025821, and in the seventh step ρ = 6.992, r = 0.032739. The paper's threshold, ρ > 4, would rectify the fifth step (4.996) too.
    /// </summary>
    [Test]
    public void Rectified_HoldsEarlyStepsBack() =>
        Assert.That(Weights(1e-12, isRectified: true, [.. Enumerable.Repeat(new[] { 2f }, 7)]).Select(step => step[0]), Is.EqualTo(new[] { -0.2f, -0.4f, -0.6f, -0.8f, -1f, -1.0025821f, -1.005856f }).Within(Rounding));

    /// <summary>Five gradients of 2, then −1: m̂ = (0.9·2·(1 − 0.9⁵) − 0.1) / (1 − 0.9⁶) = 1.359739, v̂ = (0.999·4·(1 − 0.999⁵) + 0.001) / (1 − 0.999⁶) = 3.498749: −1 − 0.1·0.025821·1.359739/√3.498749.</summary>
    [Test]
    public void Rectified_DividesByTheRootOfTheSecondMoment() => Assert.That(Weights(1e-12, isRectified: true, [2], [2], [2], [2], [2], [-1])[5][0], Is.EqualTo(-1.0018770f).Within(Rounding));

    /// <summary>Plain Adam is torch's, on gradients that change.</summary>
    [Test]
    public void PlainSteps_AreThoseOfTorch()
    {
        float[][] gradients = [.. Enumerable.Range(0, 20).Select(t => new[] { MathF.Sin(t), 1 + 0.3f * MathF.Cos(2 * t) })];
        using var weights = new TorchSharp.Modules.Parameter(zeros(2));
        using var torchs = optim.Adam([weights], lr: 0.1, eps: 1e-5);
        var ours = Weights(1e-5, isRectified: false, gradients);
        for (var t = 0; t < gradients.Length; t++)
        {
            weights.grad = tensor(gradients[t]);
            torchs.step();
            Assert.That(ours[t], Is.EqualTo(TensorMemory.Span<float>(weights.detach()).ToArray()).Within(20 * Rounding), $"step {t + 1}");
        }
    }

    /// <summary>TorchSharp 0.107 multiplies a rectified step by the rate twice, which a rate of 1 hides: there the steps agree, and at 0.1 ours are ten times as long, as the paper's are.</summary>
    [TestCase(1f, 1f)]
    [TestCase(0.1f, 10f)]
    public void RectifiedSteps_AreThoseOfTorch_ButForItsSecondRate(float rate, float ratio)
    {
        using var weights = new TorchSharp.Modules.Parameter(zeros(1));
        using var torchs = optim.RAdam([weights], lr: rate, eps: 1e-12);
        float[][] gradients = [.. Enumerable.Range(0, 12).Select(t => new[] { 1 + 0.3f * MathF.Cos(2 * t) })];
        var ours = Weights(1e-12, isRectified: true, rate, gradients);
        var before = 0f;
        for (var t = 0; t < gradients.Length; t++)
        {
            weights.grad = tensor(gradients[t]);
            torchs.step();
            var (step, torchsStep) = (ours[t][0] - (t == 0 ? 0 : ours[t - 1][0]), weights.detach().item<float>() - before);
            before += torchsStep;
            Assert.That(step, Is.EqualTo(torchsStep * (t < 5 ? 1 : ratio)).Within(20 * Rounding), $"step {t + 1}");
        }
    }

    private static float[][] Weights(double epsilon, bool isRectified, params float[][] gradients) => Weights(epsilon, isRectified, 0.1, gradients);

    /// <summary>Weights after each step, from 0.</summary>
    private static float[][] Weights(double epsilon, bool isRectified, double rate, float[][] gradients)
    {
        TorchRuntime.EnsureLoaded();
        using var parameters = new ParameterVector([new ParameterShape("w", gradients[0].Length)], CPU);
        using var adam = new Adam(parameters, epsilon, isRectified);
        return [.. gradients.Select(gradient =>
        {
            gradient.CopyTo(TensorMemory.Span<float>(parameters.Gradient));
            adam.Step(rate);
            return TensorMemory.Span<float>(parameters.Values)[..gradient.Length].ToArray();
        })];
    }
}
