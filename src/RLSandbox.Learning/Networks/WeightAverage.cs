namespace RLSandbox.Learning.Networks;

/// <summary>The running average of a network's weights: a policy that stays calm while the weights it comes from swing.</summary>
/// <remarks>
/// The plain mean over the first <paramref name="horizon"/> gradient steps, after that an exponential one with weight 1 / horizon for the newest, so that the initial
/// weights never count for more than their share. Source: Polyak and Juditsky 1992, doi:10.1137/0330046 (averaging of iterates).
/// </remarks>
/// <param name="source">Network that is being trained.</param>
/// <param name="horizon">Gradient steps that the average reaches back, 1 ….</param>
public sealed class WeightAverage(ActorCritic source, int horizon) : IDisposable
{
    /// <summary>The averaged network; owned here, dispose it before the source.</summary>
    public ActorCritic Network { get; } = source.Twin();

    /// <summary>Takes in the weights after gradient step number <paramref name="step"/>, from 1.</summary>
    public void Update(long step)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var noGradient = TorchSharp.torch.no_grad();
        var share = 1.0 / Math.Min(step, horizon);
        Network.Parameters.Values.mul_(1 - share).add_(source.Parameters.ReadTensor(), share);
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
