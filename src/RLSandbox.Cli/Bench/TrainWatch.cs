using System.Diagnostics;
using RLSandbox.Learning.Evaluation;
using RLSandbox.Learning.Logging;
using RLSandbox.Learning.Measuring;

namespace RLSandbox.Cli.Bench;

/// <summary>Takes the time of a training from iteration to iteration, and after each repeat that of its network calls alone.</summary>
internal sealed class TrainWatch : ITrainingMonitor, IDisposable
{
    private const int WarmUpRepeats = 6;                  // thousands of small methods take longer to be compiled than a kernel

    private readonly NetworkCalls? _calls;
    private readonly int _threads;
    private readonly Repeats _repeats;
    private readonly CancellationTokenSource _enough;
    private NetworkReplay? _floor;
    private bool _isWarm, _hasLearned;                            // some algorithms only gather at first
    private double _seconds, _steps;                      // of the repeat that runs
    private long _resumed;

    /// <summary>Watches a learner that reports to <paramref name="calls"/>; null: it reports to nobody, and there are no shares.</summary>
    public TrainWatch(NetworkCalls? calls, int threads, Repeats repeats, CancellationToken interrupted)
    {
        (_calls, _threads, _repeats) = (calls, threads, repeats);
        _enough = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        _resumed = Stopwatch.GetTimestamp();
    }

    /// <summary>Cancelled when everything is measured, or somebody pressed Ctrl-C.</summary>
    public CancellationToken Enough => _enough.Token;

    /// <summary>Environment steps per second, by repeat.</summary>
    public List<double> Rates { get; } = [];

    /// <summary>Time of the network calls alone, as a share of the time of the training that made them, by repeat.</summary>
    public List<double> Shares { get; } = [];

    /// <inheritdoc/>
    public void AfterIteration(TrainingProgress progress)
    {
        _seconds += Stopwatch.GetElapsedTime(_resumed).TotalSeconds;
        _steps += Math.Round(progress.EnvironmentStepsPerSecond * progress.IterationSeconds);
        _hasLearned |= progress["gradientSteps"] > 0;
        var isWarmUp = !_isWarm;
        if (_hasLearned && _seconds >= (isWarmUp ? WarmUpRepeats : 1) * _repeats.Seconds) EndRepeat(isWarmUp);
        _resumed = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public void AfterValidation(EvaluationReport report, bool isBest)
    {
    }

    /// <inheritdoc/>
    public void AfterCheckpoint(string folder)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _floor?.Dispose();
        _enough.Dispose();
    }

    private void EndRepeat(bool isWarmUp)
    {
        _isWarm = true;
        var share = _calls is null ? double.NaN : FloorSeconds(_calls) / _seconds;
        if (!isWarmUp)
        {
            if (_calls is not null) Shares.Add(share);
            Rates.Add(_steps / _seconds);
        }
        (_seconds, _steps) = (0, 0);
        if (Rates.Count == _repeats.Count) _enough.Cancel();
    }

    private double FloorSeconds(NetworkCalls calls)
    {
        var sections = calls.Take();
        _floor ??= new(calls.Network!, sections.Max(section => section.Shards.Count), _threads);
        _floor.Prepare(sections);
        var begin = Stopwatch.GetTimestamp();
        _floor.Run(sections);
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
