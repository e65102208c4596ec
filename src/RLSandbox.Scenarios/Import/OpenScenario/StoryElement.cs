namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>What every part of a storyboard has: a state, and the steps in which that changed.</summary>
internal sealed class StoryElement
{
    private const int Never = -10;
    private int _started = Never, _ended = Never, _stopped = Never, _skipped = Never;

    /// <summary>Whether it has begun and not ended.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether it will not begin again.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>It begins.</summary>
    public void Start(int step) => (IsRunning, _started) = (true, step);

    /// <summary>It did what it was to do; it waits again unless it is <paramref name="complete"/>.</summary>
    public void End(int step, bool complete = true) => (IsRunning, IsComplete, _ended) = (false, complete, step);

    /// <summary>It is broken off.</summary>
    public void Stop(int step)
    {
        if (!IsComplete) (IsRunning, IsComplete, _stopped) = (false, true, step);
    }

    /// <summary>It was to begin and did not.</summary>
    public void Skip(int step) => _skipped = step;

    /// <summary>Whether it is in a state, or was in a transition in this step or the one before; null for a word that is none.</summary>
    public bool? Is(string word, int step) => word switch
    {
        "standbyState" => !IsRunning && !IsComplete,
        "runningState" => IsRunning,
        "completeState" => IsComplete,
        "startTransition" => step - _started <= 1,
        "endTransition" => step - _ended <= 1,
        "stopTransition" => step - _stopped <= 1,
        "skipTransition" => step - _skipped <= 1,
        _ => null,
    };
}
