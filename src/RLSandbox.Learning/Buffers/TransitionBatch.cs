using TorchSharp;

namespace RLSandbox.Learning.Buffers;

/// <summary>A minibatch drawn from a <see cref="ReplayBuffer"/>: everything but the observations, which are gathered from the replay by key when they are needed.</summary>
/// <remarks>Made once and filled again and again. Columns are shared with torch.</remarks>
public sealed class TransitionBatch : IDisposable
{
    /// <summary>Room for <paramref name="rows"/> transitions.</summary>
    /// <param name="choiceCount">A of the masks; 0 without masks.</param>
    public TransitionBatch(int rows, int choiceCount)
    {
        Count = rows;
        (Keys, NextKeys) = (new long[rows], new long[rows]);
        Choices = new(rows, 1);
        (Returns, Discounts, Weights, Errors) = (new(rows), new(rows), new(rows), new(rows));
        NextMask = choiceCount == 0 ? null : new(rows, choiceCount);
    }

    /// <summary>B.</summary>
    public int Count { get; }

    /// <summary>[B] what was acted in.</summary>
    public long[] Keys { get; }

    /// <summary>[B] what the return is continued from, n steps later or at a truncation (then <c>~key</c>); any key where the task ended.</summary>
    public long[] NextKeys { get; }

    /// <summary>[B, 1] what was done.</summary>
    public TensorColumn<long> Choices { get; }

    /// <summary>[B] discounted sum of the rewards of up to n steps.</summary>
    public TensorColumn<float> Returns { get; }

    /// <summary>[B] worth of a reward after those steps: γ to the power of their number, 0 where the task ended.</summary>
    public TensorColumn<float> Discounts { get; }

    /// <summary>[B] importance weights, up to 1; all 1 without priorities.</summary>
    public TensorColumn<float> Weights { get; }

    /// <summary>[B] size of the temporal-difference errors, written by the update: the new priorities follow from them.</summary>
    public TensorColumn<float> Errors { get; }

    /// <summary>[B, A] what is allowed in the next observation; null without masks.</summary>
    public TensorColumn<bool>? NextMask { get; }

    /// <summary>Mean number of environment steps since these transitions were lived.</summary>
    public double MeanAge { get; internal set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Choices.Dispose();
        foreach (var column in (TensorColumn<float>[])[Returns, Discounts, Weights, Errors]) column.Dispose();
        NextMask?.Dispose();
    }
}
