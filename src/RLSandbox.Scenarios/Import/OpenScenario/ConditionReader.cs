namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>Reads triggers. What a condition asks of entities is in <see cref="EntityConditions"/>.</summary>
internal sealed class ConditionReader(Stage stage, StoryElements elements)
{
    private const int MostConditions = 5000;                              // one for every entity that it asks

    private readonly EntityConditions _ofEntities = new(stage);
    private int _count;

    private SceneDraft Draft => stage.Draft;

    /// <summary>A trigger; null where the file has none, which is not the same as one without conditions.</summary>
    public Trigger? Read(XoscNode? trigger)
    {
        if (trigger is null) return null;
        var groups = new List<IReadOnlyList<Condition>>();
        foreach (var group in trigger.All("ConditionGroup")) groups.Add([.. group.All("Condition").Select(Condition)]);
        return new(groups);
    }

    private Condition Condition(XoscNode node)
    {
        _count += Math.Max(1, node.One("ByEntityCondition")?.One("TriggeringEntities")?.All("EntityRef").Count() ?? 1);
        if (_count > MostConditions) Draft.Warn(node, $"a scene has at most {MostConditions} conditions; it counts as never true", "conditions beyond the largest number");
        var isTrue = _count > MostConditions ? null : Question(node);
        _count = Math.Min(_count, MostConditions);
        var edge = node.Text("conditionEdge") switch
        {
            "rising" => Edge.Rising,
            "falling" => Edge.Falling,
            "risingOrFalling" => Edge.Both,
            _ => Edge.None,
        };
        if (node.Text("conditionEdge") is not ("rising" or "falling" or "risingOrFalling" or "none" or "")) Draft.Warn(node, $"expected the conditionEdge rising, falling, risingOrFalling or none, found \"{Printable.Of(node.Text("conditionEdge"), 80)}\"; it was taken as none");
        var delay = node.Text("delay").Length == 0 ? 0 : Draft.Number(node, "delay", 0) ?? 0;
        // What cannot be asked is never true, and does not become so by an edge.
        return isTrue is null ? new(() => false, Edge.None, 0, false) : new(isTrue, edge, delay, Draft.IsRunner);
    }

    private Func<bool>? Question(XoscNode node)
    {
        if (node.One("ByEntityCondition") is { } byEntity) return _ofEntities.Read(byEntity);
        if (node.One("ByValueCondition")?.First is not { } value) return Never(node);
        return value.Name switch
        {
            "SimulationTimeCondition" => Time(value),
            "StoryboardElementStateCondition" => State(value),
            "ParameterCondition" => Parameter(value, node),
            _ => Never(value),
        };
    }

    private Func<bool>? Never(XoscNode node)
    {
        Draft.Warn(node, "this condition is not read and counts as never true", $"{node.Name} elements");
        return null;
    }

    private Func<bool>? Time(XoscNode node)
    {
        const double HalfStep = Stage.StepSeconds / 2 - 1e-9;            // a moment between two steps is the nearer one
        if (Draft.Number(node, "value") is not { } value) return null;
        var rule = EntityConditions.Rule(Draft, node);
        return () => EntityConditions.Holds(stage.Seconds, rule, value, HalfStep);
    }

    private Func<bool>? State(XoscNode node)
    {
        var (kind, name, state) = (node.Text("storyboardElementType"), node.Text("storyboardElementRef"), node.Text("state"));
        if (new StoryElement().Is(state, 0) is null) return Never(node);
        var isMissed = false;
        return () =>
        {
            var found = elements.Find(kind, name);
            if (found.Count == 0 && !isMissed)
            {
                isMissed = true;
                Draft.Warn(node, $"there is no {Printable.Of(kind, 40)} \"{Printable.Of(name, 80)}\"; the condition is never true");
            }
            foreach (var element in found)
                if (element.Is(state, stage.Step) == true) return true;
            return false;
        };
    }

    private Func<bool>? Parameter(XoscNode node, XoscNode condition)
    {
        var (name, value) = (node.Text("parameterRef"), node.Text("value"));
        if (node.Parameter(name) is { } text)
        {
            var answer = double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) && node.Number("value") is { } other
                ? EntityConditions.Holds(number, EntityConditions.Rule(Draft, node), other, 1e-9)
                : (node.Text("rule") is "notEqualTo") != (text == value);
            return () => answer;
        }
        if (condition.Text("name").StartsWith("criteria_", StringComparison.Ordinal)) Draft.Warn(condition, "it is a test of ScenarioRunner's, which is not carried out", "tests of ScenarioRunner");
        else Draft.Warn(node, $"there is no parameter \"{Printable.Of(name, 80)}\"; the condition is never true");
        return null;
    }
}
