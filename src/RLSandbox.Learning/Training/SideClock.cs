namespace RLSandbox.Learning.Training;

/// <summary>What a trainer does beside learning.</summary>
internal enum SideWork
{
    /// <summary>Driving validation and watched suites.</summary>
    Validation,

    /// <summary>Writing checkpoints.</summary>
    Checkpoint,

    /// <summary>Writing logs and showing progress.</summary>
    Logging,
}

/// <summary>Seconds spent beside learning since they were last taken.</summary>
internal sealed class SideClock(TimeProvider clock)
{
    private readonly double[] _seconds = new double[Enum.GetValues<SideWork>().Length];

    /// <summary>Does <paramref name="work"/> and adds its time, also when it fails.</summary>
    public T Measure<T>(SideWork kind, Func<T> work)
    {
        var begin = clock.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            _seconds[(int)kind] += clock.GetElapsedTime(begin).TotalSeconds;
        }
    }

    /// <summary>As the other, without a result.</summary>
    public void Measure(SideWork kind, Action work) => Measure(kind, () =>
    {
        work();
        return true;
    });

    /// <summary>The seconds so far, which are then forgotten.</summary>
    public double Take(SideWork kind)
    {
        var seconds = _seconds[(int)kind];
        _seconds[(int)kind] = 0;
        return seconds;
    }
}
