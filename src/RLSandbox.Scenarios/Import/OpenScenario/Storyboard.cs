namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>An act with its triggers.</summary>
internal sealed record StoryAct(StoryElement Element, Trigger? Start, Trigger? Stop, IReadOnlyList<StoryGroup> Groups)
{
    /// <summary>Whether its own stop trigger ended it.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Begins, goes on or ends.</summary>
    public void Update(Stage stage)
    {
        if (IsStopped) return;
        if (Stop?.Fires() == true)
        {
            IsStopped = true;
            Element.Stop(stage.Step);
            foreach (var group in Groups) group.Stop(stage.Step);
        }
        if (Element.IsComplete) return;                                  // its stop trigger is asked all the same: the recording ends with it
        if (!Element.IsRunning)
        {
            if (Start is not null && !Start.Fires()) return;
            Element.Start(stage.Step);
            foreach (var group in Groups) group.Start(stage.Step);
        }
        foreach (var group in Groups) group.Update(stage);
        if (Groups.Count > 0 && Groups.All(group => group.Element.IsComplete)) Element.End(stage.Step);
    }
}

/// <summary>All acts, and when the whole ends.</summary>
internal sealed class Storyboard(IReadOnlyList<StoryAct> acts, Trigger? stop)
{
    /// <summary>Lets everything begin or end that is due; whether the scenario is over.</summary>
    public bool Update(Stage stage)
    {
        if (stop?.Fires() == true) return true;
        foreach (var act in acts) act.Update(stage);
        return acts.Count > 0 && acts.All(act => act.IsStopped);
    }
}

/// <summary>Reads the storyboard of a scenario.</summary>
internal sealed class StoryReader(Stage stage, CatalogReader catalogues)
{
    private const int MostParts = 5000;                                   // acts, groups, maneuvers, events, and actions as often as somebody carries them out

    private readonly StoryElements _elements = new();
    private readonly ActionReader _actions = new(stage);
    private ConditionReader? _conditions;
    private int _count;

    private SceneDraft Draft => stage.Draft;

    private ConditionReader Conditions => _conditions ??= new(stage, _elements);

    /// <summary>All stories.</summary>
    public Storyboard Read(XoscNode storyboard)
    {
        var acts = new List<StoryAct>();
        foreach (var story in storyboard.All("Story"))
        {
            _elements.Add("story", story.Text("name")).Start(0);
            foreach (var act in story.All("Act"))
                if (!IsTooMany(act)) acts.Add(Act(act));
        }
        return new(acts, Conditions.Read(storyboard.One("StopTrigger")));
    }

    /// <summary>Carries out what everybody is told before the beginning.</summary>
    public void Begin(XoscNode? init)
    {
        foreach (var part in init?.One("Actions")?.Children ?? [])
        {
            if (part is { Name: "GlobalAction", First.Name: "EnvironmentAction" }) Draft.Warn(part.First, "it is not carried out; weather and light are chosen in the scenario file");
            else if (part.Name == "GlobalAction") _actions.ReadGlobal(part)?.Invoke();
            else if (part.Name != "Private") Draft.Warn(part, "it is not carried out", $"{part.Name} elements");
            else if (stage.Find(part.Text("entityRef")) is { } entity) Begin(part, entity);
            else Draft.Warn(part, $"there is no entity \"{Printable.Of(part.Text("entityRef"), 80)}\"; its actions were left out");
        }
    }

    /// <summary>A position first, wherever the file has it: lanes and speeds build on it.</summary>
    private void Begin(XoscNode part, Entity entity)
    {
        foreach (var action in part.All("PrivateAction").OrderBy(action => action.One("TeleportAction") is null))
        {
            if (IsTooMany(action)) return;
            if (entity.IsEgo && action.One("LateralAction") is { } lateral) Draft.Warn(lateral, $"{Printable.Of(entity.Name, 80)} is driven by the agent; only its place and speed at the beginning were taken", "actions of the ego vehicle");
            else _actions.Read(action)?.Invoke(entity);
        }
    }

    private StoryAct Act(XoscNode act)
    {
        var groups = act.All("ManeuverGroup").Where(group => !IsTooMany(group)).Select(Group).ToArray();
        return new(_elements.Add("act", act.Text("name")), Conditions.Read(act.One("StartTrigger")), Conditions.Read(act.One("StopTrigger")), groups);
    }

    private StoryGroup Group(XoscNode group)
    {
        var actors = new List<Entity>();
        foreach (var item in group.One("Actors")?.All("EntityRef") ?? [])
        {
            if (stage.Find(item.Text("entityRef")) is { } entity) actors.Add(entity);
            else Draft.Warn(item, $"there is no entity \"{Printable.Of(item.Text("entityRef"), 80)}\"; it does nothing");
        }
        actors = [.. actors.Distinct()];
        if (group.One("Actors")?.Flag("selectTriggeringEntities") == true) Draft.Warn(group, "actors that are chosen by who triggered are not read; only those named act");
        if (group.Number("maximumExecutionCount") is > 1) Draft.Warn(group, "it is carried out once");
        var maneuvers = new List<StoryManeuver>();
        foreach (var child in group.Children)
        {
            var maneuver = child.Name == "CatalogReference" ? catalogues.Resolve(child) : child;
            if (maneuver?.Name == "Maneuver" && !IsTooMany(maneuver)) maneuvers.Add(Maneuver(maneuver, actors.Count));
        }
        return new(_elements.Add("maneuverGroup", group.Text("name")), actors, maneuvers);
    }

    private StoryManeuver Maneuver(XoscNode maneuver, int actors) =>
        new(_elements.Add("maneuver", maneuver.Text("name")), [.. maneuver.All("Event").Where(item => !IsTooMany(item)).Select(item => Event(item, actors))]);

    private StoryEvent Event(XoscNode item, int actors)
    {
        var priority = item.Text("priority") switch
        {
            "skip" => EventPriority.Skip,
            "parallel" => EventPriority.Parallel,
            _ => EventPriority.Overwrite,
        };
        if (item.Text("priority") is not ("overwrite" or "override" or "skip" or "parallel")) Draft.Warn(item, $"expected the priority overwrite, skip or parallel, found \"{Printable.Of(item.Text("priority"), 80)}\"; it was taken as overwrite");
        var actions = item.All("Action").Where(action => !IsTooMany(action, actors)).Select(Action).ToArray();
        var most = (int)Math.Clamp(item.Number("maximumExecutionCount") ?? 1, 1, 1000);
        return new(_elements.Add("event", item.Text("name")), Conditions.Read(item.One("StartTrigger")), actions, priority, most);
    }

    private StoryAction Action(XoscNode action) =>
        new(_elements.Add("action", action.Text("name")), action, _actions.Read(action), action.One("GlobalAction") is { } global ? _actions.ReadGlobal(global) : null);

    /// <summary>Whether a part is one more than an honest file has; every part is looked at in every step.</summary>
    private bool IsTooMany(XoscNode part, int weight = 1)
    {
        _count += Math.Max(1, weight);
        if (_count <= MostParts) return false;
        _count = MostParts;
        Draft.Warn(part, $"a storyboard has at most {MostParts} parts; it was left out", "parts beyond the largest number");
        return true;
    }
}
