using RLSandbox.Learning.Networks;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>Values of actions, shard by shard on as many threads as there are workers. Calls come from one thread.</summary>
internal sealed class ShardedValues(GradientWorkers workers, int choiceCount)
{
    private float[] _values = [];

    /// <summary>Q of <paramref name="count"/> rows, [count, A]; valid until the next call.</summary>
    /// <param name="observations">Rows first … first + count − 1 of what is seen, by part; called on worker threads, in a dispose scope of its own.</param>
    public ReadOnlySpan<float> Evaluate(int count, Func<int, int, Tensor[]> observations)
    {
        if (_values.Length < count * choiceCount) _values = new float[count * choiceCount];
        var values = _values;
        if (count == 1 && workers.ThreadCount > 1)
        {
            workers.RunTogether(network => network.Evaluate(observations(0, count), mask: [], isForGradient: false, values.AsSpan(0, count * choiceCount), values: []));
            return values.AsSpan(0, count * choiceCount);
        }

        workers.Run((shard, network) =>
        {
            var (first, end) = (workers.FirstRow(shard, count), workers.FirstRow(shard + 1, count));
            if (first == end) return;
            network.Evaluate(observations(first, end - first), mask: [], isForGradient: false, values.AsSpan(first * choiceCount, (end - first) * choiceCount), values: []);
        });
        return values.AsSpan(0, count * choiceCount);
    }
}
