using RLSandbox.Rendering.Recording;

namespace RLSandbox.Rendering.Window;

/// <summary>Moves a stage through time: play, pause, speed, steps and jumps.</summary>
public sealed class StageClock(Stage stage)
{
    /// <summary>Steps between two pictures at most: whoever cannot keep up is shown slower, not later.</summary>
    private const int MostSteps = 32;

    private const double SkipSeconds = 5;

    private double _due;

    private static ReadOnlySpan<double> Speeds => [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32];

    /// <summary>Whether time goes on.</summary>
    public bool IsPlaying { get; private set; }

    /// <summary>Simulated seconds per second.</summary>
    public double Speed { get; private set; } = 1;

    /// <summary>Between the step before (0) and the one that the stage stands at (1).</summary>
    public float Share => IsPlaying ? (float)Math.Clamp(_due, 0, 1) : 1;

    /// <summary>Counts how often the stage moved; whoever keeps something of a moment compares it.</summary>
    public int Version { get; private set; }

    /// <summary>Plays or pauses. At the end of something that cannot go on, playing begins again at the start.</summary>
    public void Toggle()
    {
        if (!IsPlaying && stage.Step == stage.Length && !stage.CanExtend) Seek(0);
        Set(!IsPlaying);
    }

    /// <summary>Plays or pauses.</summary>
    public void Set(bool plays) => (IsPlaying, _due) = (plays, 1);

    /// <summary>The next speed up (1) or down (−1), or real time (0).</summary>
    public void Change(int direction)
    {
        var at = Speeds.IndexOf(Speed);
        Speed = direction == 0 ? 1 : Speeds[Math.Clamp(at + direction, 0, Speeds.Length - 1)];
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="before">Called before each step with the seconds that it takes for whoever watches.</param>
    /// <param name="after">Called after each step.</param>
    public void Advance(double seconds, Action<double> before, Action after)
    {
        if (!IsPlaying) return;
        _due += seconds * Speed / stage.Facts.StepSeconds;
        for (var steps = 0; _due >= 1 && IsPlaying; steps++)
        {
            before(stage.Facts.StepSeconds / Speed);
            if (!Step(1))
            {
                Set(plays: false);
                return;
            }
            _due = steps == MostSteps ? 0 : _due - 1;
            after();
        }
    }

    /// <summary>So many steps ahead, or back; false where there is none.</summary>
    public bool Step(int steps)
    {
        Version++;
        if (steps == 1) return stage.Forward();
        stage.Seek(stage.Step + steps);
        return true;
    }

    /// <summary>To a step.</summary>
    public void Seek(int step)
    {
        Version++;
        stage.Seek(step);
        _due = 1;
    }

    /// <summary>Five seconds ahead (1) or back (−1), within what is known.</summary>
    public void Skip(int direction) => Seek(Math.Clamp(stage.Step + direction * (int)Math.Round(SkipSeconds / stage.Facts.StepSeconds), 0, stage.Length));

    /// <summary>To the next (1) or previous (−1) end of an episode that was no success, of any agent; null: there is none.</summary>
    public PlaybackEvent? Jump(int direction)
    {
        var found = direction > 0
            ? stage.Events.FirstOrDefault(end => !end.IsSuccess && end.Step > stage.Step)
            : stage.Events.LastOrDefault(end => !end.IsSuccess && end.Step < stage.Step);
        if (found is not null) Seek(found.Step);
        return found;
    }
}
