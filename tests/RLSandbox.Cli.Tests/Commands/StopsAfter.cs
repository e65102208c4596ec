using RLSandbox.Core.Contract;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Tests.Commands;

/// <summary>Another learner, beside whom somebody presses Ctrl-C after <paramref name="steps"/> steps.</summary>
internal sealed class StopsAfter(long steps, ILearner inner, CancellationTokenSource interruption) : ILearner
{
    public string Algorithm => inner.Algorithm;
    public IPolicy Policy => inner.Policy;
    public long Steps => inner.Steps;

    public void Begin(ulong seed) => inner.Begin(seed);

    public IReadOnlyList<KeyValuePair<string, double>> Iterate(IEpisodeSink episodes)
    {
        var metrics = inner.Iterate(episodes);
        if (Steps >= steps) interruption.Cancel();
        return metrics;
    }

    public void Save(string folder) => inner.Save(folder);

    public void Load(string folder) => inner.Load(folder);

    public void Dispose() => inner.Dispose();
}
