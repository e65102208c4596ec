namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>When a condition that changes counts.</summary>
internal enum Edge
{
    /// <summary>Whenever it is true.</summary>
    None,

    /// <summary>In the step in which it becomes true.</summary>
    Rising,

    /// <summary>In the step in which it becomes false.</summary>
    Falling,

    /// <summary>In either.</summary>
    Both,
}

/// <summary>A question that is asked in every step. The first answer has no edge, since there is none before it.</summary>
internal sealed class Condition(Func<bool> isTrue, Edge edge, double delaySeconds, bool latches)
{
    private readonly int _delay = (int)Math.Round(Math.Min(delaySeconds, 1e6) / Stage.StepSeconds);
    private readonly Queue<bool> _answers = new();
    private bool? _last;
    private bool _isLatched;

    /// <summary>Asks it; the answer is that of the delay ago.</summary>
    public bool Ask()
    {
        var now = isTrue();
        _isLatched |= now;
        var answer = latches ? _isLatched : edge switch
        {
            Edge.Rising => _last == false && now,
            Edge.Falling => _last == true && !now,
            Edge.Both => _last is { } last && last != now,
            _ => now,
        };
        _last = now;
        _answers.Enqueue(answer);
        return _answers.Count > _delay && _answers.Dequeue();
    }

    /// <summary>Forgets all answers.</summary>
    public void Reset()
    {
        (_last, _isLatched) = (null, false);
        _answers.Clear();
    }
}

/// <summary>Groups of conditions, of which one has to hold as a whole.</summary>
internal sealed class Trigger(IReadOnlyList<IReadOnlyList<Condition>> groups)
{
    /// <summary>Asks every condition, since each remembers its answers.</summary>
    public bool Fires()
    {
        var fires = false;
        foreach (var group in groups)
        {
            var all = group.Count > 0;
            foreach (var condition in group) all &= condition.Ask();
            fires |= all;
        }
        return fires;
    }

    /// <summary>Forgets all answers.</summary>
    public void Reset()
    {
        foreach (var group in groups)
            foreach (var condition in group) condition.Reset();
    }
}
