namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>Something that an entity is told to do. What takes time is returned; null for what is done at once.</summary>
internal delegate Transition? Deed(Entity entity);

/// <summary>Reads actions into deeds.</summary>
internal sealed class ActionReader(Stage stage)
{
    private const double Fastest = 200;                                  // m/s

    private readonly LaneDeeds _lanes = new(stage);

    private SceneDraft Draft => stage.Draft;

    /// <summary>What a <c>PrivateAction</c> or the <c>Action</c> of an event tells its actors; null and a warning for what is not carried out.</summary>
    public Deed? Read(XoscNode action)
    {
        foreach (var child in action.Children)
        {
            switch (child.Name)
            {
                case "PrivateAction" or "LongitudinalAction" or "LateralAction": return Read(child);
                case "SpeedAction": return Speed(child);
                case "LaneChangeAction": return _lanes.Change(child);
                case "LaneOffsetAction": return _lanes.Offset(child);
                case "TeleportAction": return Teleport(child);
                case "ControllerAction" or "AssignControllerAction": return Controller(child);
            }
            if (child.Name is not ("ParameterDeclarations" or "GlobalAction")) return NotCarriedOut(child);
        }
        return null;
    }

    /// <summary>What a <c>GlobalAction</c> does, whoever acts; null for what is not carried out.</summary>
    public Action? ReadGlobal(XoscNode action)
    {
        var kind = action.First ?? action;
        if (kind.Name != "EntityAction" || stage.Find(kind.Text("entityRef")) is not { } entity || kind.First is not { } what)
        {
            NotCarriedOut(kind);
            return null;
        }
        switch (what.Name)
        {
            case "DeleteEntityAction": return entity.Remove;
            case "AddEntityAction": return () => Placed(entity, what);
        }
        NotCarriedOut(what);
        return null;
    }

    private Deed? NotCarriedOut(XoscNode action)
    {
        Draft.Warn(action, "it is not carried out", $"{action.Name} elements");
        return null;
    }

    private Deed Teleport(XoscNode action) => entity => Placed(entity, action);

    private Transition? Placed(Entity entity, XoscNode action)
    {
        if (stage.Positions.Read(action.One("Position"), action) is { } pose) entity.Place(pose, stage.Network);
        return null;
    }

    /// <summary>Whoever assigns a controller leaves the driving to a program; the agent is one for the ego vehicle.</summary>
    private Deed? Controller(XoscNode action)
    {
        if (action.One("ActivateControllerAction") is { } activation) return NotCarriedOut(activation);
        return entity =>
        {
            if (!entity.IsEgo) Draft.Warn(action, $"the program that is to drive {Printable.Of(entity.Name, 80)} is not known; it keeps its lane, or goes straight on, at the speeds of its actions", "controllers");
            return null;
        };
    }

    private Deed? Speed(XoscNode action)
    {
        var target = action.One("SpeedActionTarget")?.First;
        if (target?.Name is not ("AbsoluteTargetSpeed" or "RelativeTargetSpeed")) return NotCarriedOut(action);
        if (Draft.Number(target, "value", -Fastest, Fastest) is not { } value) return null;
        var dynamics = Dynamics(action.One("SpeedActionDynamics"));
        if (target.Flag("continuous")) Draft.Warn(target, "the speed of the other entity was taken once, not followed");
        return entity =>
        {
            if (Target(target, value) is not { } speed) return null;
            var change = Change(entity.Speed, speed, dynamics);
            entity.Begin(change);
            return change;
        };
    }

    private double? Target(XoscNode target, double value)
    {
        var speed = value;
        if (target.Name == "RelativeTargetSpeed")
        {
            if (stage.Find(target.Text("entityRef")) is not { } other)
            {
                Draft.Warn(target, $"there is no entity \"{Printable.Of(target.Text("entityRef"), 80)}\"; it was left out");
                return null;
            }
            speed = target.Text("speedTargetValueType") == "factor" ? other.Speed * value : other.Speed + value;
        }
        if (speed is >= 0 and <= Fastest) return speed;
        Draft.Warn(target, FormattableString.Invariant($"expected a speed from 0 to {Fastest} m/s, found {speed:0.###}; nobody drives backwards here, and it was left out"));
        return null;
    }

    /// <summary>Over a distance the acceleration of a linear change is constant: the mean of both speeds passes it in 2 d / (v₀ + v₁). The other shapes have the same mean.</summary>
    private Transition Change(double from, double to, Dynamics dynamics)
    {
        var isMetres = dynamics.Dimension == DynamicsDimension.Distance;
        if (dynamics.Shape == TransitionShape.Step)
            // ScenarioRunner keeps the new speed for that long before the action ends; by the standard a step has no length.
            return new(TransitionShape.Step, from, to, stage.Draft.IsRunner && dynamics.Dimension != DynamicsDimension.Rate ? dynamics.Value : 0, isMetres);
        var seconds = dynamics.Dimension switch
        {
            DynamicsDimension.Rate => dynamics.SecondsAtRate(to - from),
            DynamicsDimension.Distance => from + to > 0 ? 2 * dynamics.Value / (from + to) : 0,
            _ => dynamics.Value,
        };
        return new(dynamics.Shape, from, to, seconds, false);
    }

    /// <summary>How a value changes; at once, with a warning, if that cannot be read.</summary>
    private Dynamics Dynamics(XoscNode? node)
    {
        if (node is null) return OpenScenario.Dynamics.AtOnce;
        return LaneDeeds.Dynamics(Draft, node);
    }
}
