using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Measuring;

/// <summary>Evaluations and gradient steps of a network on a device, as learners there make them, on constant inputs: what <see cref="NetworkReplay"/> is on the CPU.</summary>
public sealed class DeviceReplay : IDisposable
{
    private const double AdamEpsilon = 1e-5;

    private readonly ActorCritic _network;
    private readonly Adam _optimizer;
    private readonly DeviceFence _fence;
    private readonly Tensor[] _input;

    /// <summary>A replay with <paramref name="network"/>, which must live longer and stays as it is: the step size is 0.</summary>
    public DeviceReplay(ActorCritic network, int rows)
    {
        (_network, _optimizer, _fence) = (network, new(network.Parameters, AdamEpsilon), new(network.Device));
        _input = [.. network.Parts.Select(part => ones([rows, .. part.Shape.Select(size => (long)size)], part.Type == ElementType.UInt8 ? uint8 : float32, network.Device).DetachFromDisposeScope())];
    }

    /// <summary>One evaluation, waited for.</summary>
    public void Evaluate()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _network.Forward(_input, mask: null);
        Wait();
    }

    /// <summary>One gradient step, waited for. The loss is the sum of all outputs.</summary>
    public void Update()
    {
        using var scope = NewDisposeScope();
        _network.Parameters.Gradient.zero_();
        var output = _network.Forward(_input, mask: null);
        _network.Differentiate(output.Distribution.sum() + output.Value.sum());
        _optimizer.StepShortened(learningRate: 0, longest: 1);
        Wait();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in _input) part.Dispose();
        _fence.Dispose();
        _optimizer.Dispose();
    }

    private void Wait()
    {
        _fence.Set();
        _fence.Wait();
    }
}
