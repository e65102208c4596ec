using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>The Adam optimizer over one flat parameter vector, plain or rectified.</summary>
/// <remarks>
/// Source: Kingma and Ba 2015, arXiv:1412.6980, algorithm 1, with ε added after the bias correction as in the paper. Rectified: Liu et al. 2020,
/// arXiv:1908.03265, algorithm 2, which takes no adaptive steps until the second moment has seen enough gradients; ρ > 5 as in the authors' code and in PyTorch, where the paper says 4
/// (so the sixth step is the first rectified one, not the fifth). TorchSharp 0.107's own RAdam multiplies rectified steps by the rate twice.
/// </remarks>
public sealed class Adam : IDisposable
{
    private const double FirstDecay = 0.9, SecondDecay = 0.999;
    private readonly ParameterVector _parameters;
    private readonly FlatVector _first, _second;
    private const double RectifyAbove = 5;
    private readonly double _epsilon;
    private readonly bool _isRectified;

    /// <summary>An optimizer at step 0.</summary>
    /// <param name="epsilon">Added to the root of the second moment; 1e-8 in the paper, 1e-5 usual for PPO.</param>
    /// <param name="isRectified">Whether early steps are held back (RAdam).</param>
    public Adam(ParameterVector parameters, double epsilon, bool isRectified = false)
    {
        _parameters = parameters;
        (_epsilon, _isRectified) = (epsilon, isRectified);
        FlatVector Zeros() => new(parameters.Gradient.numel(), parameters.Gradient.device);
        (_first, _second) = (Zeros(), Zeros());
    }

    /// <summary>[P] decaying mean of the gradient.</summary>
    public Tensor FirstMoment => _first.Tensor;

    /// <summary>[P] decaying mean of the squared gradient.</summary>
    public Tensor SecondMoment => _second.Tensor;

    /// <summary>Steps taken; part of a checkpoint.</summary>
    public long Steps { get; set; }

    /// <summary>Moves the parameters once along <see cref="ParameterVector.Gradient"/>.</summary>
    /// <param name="shorten">Factor on the gradient.</param>
    /// <param name="workers">Share the work on a CPU; null: the caller does all of it.</param>
    public void Step(double learningRate, double shorten = 1, GradientWorkers? workers = null)
    {
        Steps++;
        _parameters.Calls?.Step();
        var secondCorrection = 1 - Math.Pow(SecondDecay, Steps);
        var rectified = _isRectified ? Rectification(secondCorrection) : 1;
        var rate = learningRate / (1 - Math.Pow(FirstDecay, Steps));
        var isAdaptive = rectified > 0;
        if (isAdaptive && _parameters.Values.device.type == DeviceType.CPU)
        {
            var scales = new AdamScales((float)shorten, (float)FirstDecay, (float)SecondDecay, (float)(rate * rectified), (float)(1 / Math.Sqrt(secondCorrection)), (float)_epsilon);
            var values = _parameters.Values;
            void Move(int first, int count) => ParameterKernels.Adam(
                Span(values).Slice(first, count), Span(FirstMoment).Slice(first, count), Span(SecondMoment).Slice(first, count), Span(_parameters.Gradient).Slice(first, count), scales);

            if (workers is null) Move(0, checked((int)values.numel()));
            else workers.Step(Move);
            return;
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _parameters.Gradient.mul_(shorten);
        Move(rate, rectified, secondCorrection);
    }

    /// <summary>Moves the parameters once along the gradient, which is shortened where it is longer than <paramref name="longest"/>; on any device, by torch, and without waiting for it.</summary>
    /// <returns>Length of the gradient before; belongs to the caller's dispose scope.</returns>
    internal Tensor StepShortened(double learningRate, double longest)
    {
        using var noGradient = no_grad();
        Steps++;
        var secondCorrection = 1 - Math.Pow(SecondDecay, Steps);
        var norm = _parameters.Gradient.norm();
        using (NewDisposeScope())
        {
            _parameters.Gradient.mul_((longest / norm).clamp_(max: 1));
            Move(learningRate / (1 - Math.Pow(FirstDecay, Steps)), _isRectified ? Rectification(secondCorrection) : 1, secondCorrection);
        }

        return norm;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    /// <summary>By torch: some passes over one vector, whatever the network.</summary>
    private void Move(double rate, double rectified, double secondCorrection)
    {
        var gradient = _parameters.Gradient;
        FirstMoment.mul_(FirstDecay).add_(gradient, 1 - FirstDecay);
        SecondMoment.mul_(SecondDecay).addcmul_(gradient, gradient, 1 - SecondDecay);
        if (rectified > 0) _parameters.Values.addcdiv_(FirstMoment, SecondMoment.sqrt().mul_(1 / Math.Sqrt(secondCorrection)).add_(_epsilon), -rate * rectified);
        else _parameters.Values.add_(FirstMoment, -rate);
    }

    private static Span<float> Span(Tensor tensor) => TensorMemory.Span<float>(tensor);

    /// <summary>How far the second moment can be trusted after <see cref="Steps"/> steps, up to 1; 0 while it cannot be.</summary>
    private double Rectification(double secondCorrection)
    {
        const double longest = 2 / (1 - SecondDecay) - 1;
        var length = longest - 2 * Steps * (1 - secondCorrection) / secondCorrection;
        return length > RectifyAbove ? Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)) : 0;
    }
}
