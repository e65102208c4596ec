namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>Parts of a storyboard by kind and name.</summary>
internal sealed class StoryElements
{
    private const int MostOfAName = 20;                                  // more share no name in an honest file

    private readonly Dictionary<(string Kind, string Name), List<StoryElement>> _byName = [];

    /// <summary>A new part.</summary>
    public StoryElement Add(string kind, string name)
    {
        var element = new StoryElement();
        if (!_byName.TryGetValue((kind, name), out var list)) _byName[(kind, name)] = list = [];
        if (list.Count < MostOfAName) list.Add(element);
        return element;
    }

    /// <summary>All parts of a name, which may be a path such as <c>Story::Act::Event</c>.</summary>
    public IReadOnlyList<StoryElement> Find(string kind, string name)
    {
        if (_byName.TryGetValue((kind, name), out var list)) return list;
        var last = name.LastIndexOf(':') + 1;
        return last > 0 && _byName.TryGetValue((kind, name[last..]), out list) ? list : [];
    }
}

/// <summary>One thing that an event does: what it tells each actor, or what happens whoever acts. Nothing if it is not carried out.</summary>
internal sealed record StoryAction(StoryElement Element, XoscNode Node, Deed? Deed, Action? Global)
{
    /// <summary>What has not ended yet.</summary>
    public List<Transition> Running { get; } = [];
}

/// <summary>What an event with the same maneuver as a running one does about that.</summary>
internal enum EventPriority
{
    /// <summary>Breaks the others off.</summary>
    Overwrite,

    /// <summary>Does not begin.</summary>
    Skip,

    /// <summary>Begins too.</summary>
    Parallel,
}

/// <summary>Actions that begin together.</summary>
internal sealed class StoryEvent(StoryElement element, Trigger? start, IReadOnlyList<StoryAction> actions, EventPriority priority, int most)
{
    private int _count;

    /// <summary>Its state.</summary>
    public StoryElement Element => element;

    /// <summary>Ends it when all its actions have ended; begins it when its trigger fires.</summary>
    public void Update(StoryGroup group, StoryManeuver maneuver, Stage stage)
    {
        if (element.IsRunning)
        {
            TryEnd(stage.Step);
            if (!element.IsRunning) maneuver.Running.Remove(this);
        }
        if (element.IsRunning || element.IsComplete || (start is not null && !start.Fires())) return;
        if (priority == EventPriority.Skip && maneuver.Running.Count > 0)
        {
            element.Skip(stage.Step);
            return;
        }
        if (priority == EventPriority.Overwrite)
        {
            foreach (var other in maneuver.Running) other.Stop(stage.Step);
            maneuver.Running.Clear();
        }
        Begin(group, stage);
        if (element.IsRunning) maneuver.Running.Add(this);
    }

    /// <summary>Breaks it off.</summary>
    public void Stop(int step)
    {
        element.Stop(step);
        foreach (var action in actions)
        {
            action.Element.Stop(step);
            foreach (var transition in action.Running) transition.Cancel();
            action.Running.Clear();
        }
    }

    private void Begin(StoryGroup group, Stage stage)
    {
        _count++;
        element.Start(stage.Step);
        foreach (var action in actions)
        {
            action.Element.Start(stage.Step);
            action.Global?.Invoke();
            foreach (var actor in group.Actors)
            {
                if (!actor.IsThere && action.Node.One("PrivateAction")?.One("TeleportAction") is null) continue;
                if (actor.IsEgo && action.Deed is not null) stage.Draft.Warn(action.Node, $"{Printable.Of(actor.Name, 80)} is driven by the agent; what a story tells it is not carried out", "actions of the ego vehicle");
                else if (action.Deed?.Invoke(actor) is { } transition) action.Running.Add(transition);
            }
        }
        TryEnd(stage.Step);
    }

    private void TryEnd(int step)
    {
        var isDone = true;
        foreach (var action in actions)
        {
            if (!action.Element.IsRunning) continue;
            action.Running.RemoveAll(transition => transition.IsDone);
            if (action.Running.Count == 0) action.Element.End(step);
            else isDone = false;
        }
        if (!isDone) return;
        element.End(step, complete: _count >= most);
        if (!element.IsComplete) start?.Reset();
    }
}

/// <summary>Events of one maneuver.</summary>
internal sealed record StoryManeuver(StoryElement Element, List<StoryEvent> Events)
{
    /// <summary>Those that have begun and not ended.</summary>
    public List<StoryEvent> Running { get; } = [];
}

/// <summary>Maneuvers with those who carry them out.</summary>
internal sealed record StoryGroup(StoryElement Element, IReadOnlyList<Entity> Actors, IReadOnlyList<StoryManeuver> Maneuvers)
{
    /// <summary>Lets every event begin or end; ends maneuvers and the group when there is nothing left.</summary>
    public void Update(Stage stage)
    {
        foreach (var maneuver in Maneuvers)
        {
            foreach (var item in maneuver.Events) item.Update(this, maneuver, stage);
            if (maneuver.Element.IsRunning && maneuver.Events.TrueForAll(item => item.Element.IsComplete)) maneuver.Element.End(stage.Step);
        }
        if (Element.IsRunning && Maneuvers.All(maneuver => maneuver.Element.IsComplete)) Element.End(stage.Step);
    }

    /// <summary>Begins with its maneuvers.</summary>
    public void Start(int step)
    {
        Element.Start(step);
        foreach (var maneuver in Maneuvers) maneuver.Element.Start(step);
    }

    /// <summary>Breaks everything off.</summary>
    public void Stop(int step)
    {
        Element.Stop(step);
        foreach (var maneuver in Maneuvers)
        {
            maneuver.Element.Stop(step);
            foreach (var item in maneuver.Events) item.Stop(step);
        }
    }
}
