using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using TorchSharp;

namespace RLSandbox.Learning.Algorithms;

/// <summary>The page of DQN that is calculated: by our kernels, or by torch on a device. What is drawn, remembered and weighed is the same for both.</summary>
internal interface IDqnUpdate : IDisposable
{
    /// <summary>Moments and step count; part of a checkpoint.</summary>
    Adam Optimizer { get; }

    /// <summary>The averaged weights, part of a checkpoint; null without averaging.</summary>
    WeightAverage? Average { get; }

    /// <summary>Weights of the target network; part of a checkpoint.</summary>
    torch.Tensor TargetWeights { get; }

    /// <summary>[keys, A] Q of what the keys show, without masks; valid until the next call.</summary>
    ReadOnlySpan<float> Evaluate(long[] keys, IReplayFrames frames);

    /// <summary>One gradient step on one minibatch, whose errors it writes if priorities follow from them.</summary>
    /// <exception cref="Training.DivergedException">The loss or its gradient is not finite, and it was seen already: a device tells later.</exception>
    void Update(TransitionBatch batch, IReplayFrames frames, float learningRate);

    /// <summary>Means over all samples since the last call.</summary>
    /// <exception cref="Training.DivergedException">They are not finite.</exception>
    QMetrics TakeMetrics();

    /// <summary>What is logged of the network.</summary>
    /// <param name="batch">The last minibatch; null: there was none.</param>
    IReadOnlyList<KeyValuePair<string, double>> Health(TransitionBatch? batch, IReplayFrames frames);
}
