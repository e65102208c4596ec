using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>The Adam optimizer over one flat parameter vector.</summary>
/// <remarks>Source: Kingma and Ba 2015, arXiv:1412.6980, algorithm 1, with ε added after the bias correction as in the paper.</remarks>
public sealed class Adam : IDisposable
{
    private const double FirstDecay = 0.9, SecondDecay = 0.999;
    private readonly ParameterVector _parameters;
    private readonly double _epsilon;

    /// <summary>An optimizer at step 0.</summary>
    /// <param name="epsilon">Added to the root of the second moment; 1e-8 in the paper, 1e-5 usual for PPO.</param>
    public Adam(ParameterVector parameters, double epsilon)
    {
        _parameters = parameters;
        _epsilon = epsilon;
        FirstMoment = zeros_like(parameters.Values).DetachFromDisposeScope();
        SecondMoment = zeros_like(parameters.Values).DetachFromDisposeScope();
    }

    /// <summary>[P] decaying mean of the gradient.</summary>
    public Tensor FirstMoment { get; }

    /// <summary>[P] decaying mean of the squared gradient.</summary>
    public Tensor SecondMoment { get; }

    /// <summary>Steps taken; part of a checkpoint.</summary>
    public long Steps { get; set; }

    /// <summary>Moves the parameters once along <see cref="ParameterVector.Gradient"/>.</summary>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Steps++;
        var gradient = _parameters.Gradient;
        FirstMoment.mul_(FirstDecay).add_(gradient, 1 - FirstDecay);
        SecondMoment.mul_(SecondDecay).addcmul_(gradient, gradient, 1 - SecondDecay);
        var firstCorrection = 1 - Math.Pow(FirstDecay, Steps);
        var secondCorrection = 1 - Math.Pow(SecondDecay, Steps);
        var denominator = SecondMoment.sqrt().mul_(1 / Math.Sqrt(secondCorrection)).add_(_epsilon);
        _parameters.Values.addcdiv_(FirstMoment, denominator, -learningRate / firstCorrection);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }
}
