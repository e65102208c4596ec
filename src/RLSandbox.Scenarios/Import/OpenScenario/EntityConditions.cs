namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>Reads conditions that ask something of one or more entities.</summary>
internal sealed class EntityConditions(Stage stage)
{
    private const double Equal = 1e-3;                                   // m or m/s
    private const double LeastSpeed = 1e-6;                              // m/s

    private SceneDraft Draft => stage.Draft;

    /// <summary>A <c>ByEntityCondition</c>; null and a warning for one that is not read.</summary>
    public Func<bool>? Read(XoscNode node)
    {
        var (who, what) = (node.One("TriggeringEntities"), node.One("EntityCondition")?.First);
        if (who is null || what is null || Question(what) is not { } question) return null;
        var entities = new List<Entity>();
        foreach (var item in who.All("EntityRef"))
        {
            if (stage.Find(item.Text("entityRef")) is { } entity) entities.Add(entity);
            else Draft.Warn(item, $"there is no entity \"{Printable.Of(item.Text("entityRef"), 80)}\"; it was left out of the condition");
        }
        var isAll = who.Text("triggeringEntitiesRule") == "all";
        return () =>
        {
            var count = 0;
            foreach (var entity in entities)
                if (entity.IsThere && question(entity)) count++;
            return isAll ? count > 0 && count == entities.Count : count > 0;
        };
    }

    /// <summary>The rule of a condition; greaterThan where it has none, with a warning for a word that is none.</summary>
    public static string Rule(SceneDraft draft, XoscNode node)
    {
        var rule = node.Text("rule");
        if (rule is "greaterThan" or "lessThan" or "equalTo" or "greaterOrEqual" or "lessOrEqual" or "notEqualTo") return rule;
        draft.Warn(node, $"expected the rule greaterThan, lessThan or equalTo, found \"{Printable.Of(rule, 80)}\"; it was taken as greaterThan");
        return "greaterThan";
    }

    /// <summary>Whether a value stands to another as a rule says.</summary>
    public static bool Holds(double value, string rule, double other, double equal) => rule switch
    {
        "lessThan" => value < other,
        "equalTo" => Math.Abs(value - other) <= equal,
        "greaterOrEqual" => value >= other,
        "lessOrEqual" => value <= other,
        "notEqualTo" => Math.Abs(value - other) > equal,
        _ => value > other,
    };

    private Func<Entity, bool>? Question(XoscNode node)
    {
        switch (node.Name)
        {
            case "TraveledDistanceCondition": return Draft.Number(node, "value") is { } metres ? entity => entity.Travelled >= metres : null;
            case "StandStillCondition": return Draft.Number(node, "duration") is { } seconds ? entity => entity.Speed <= LeastSpeed && entity.StillSeconds >= seconds - 1e-9 : null;
            case "SpeedCondition": return Compared(node, entity => entity.Speed);
            case "AccelerationCondition": return Compared(node, entity => entity.Acceleration);
            case "RelativeSpeedCondition": return Other(node) is { } other ? Compared(node, entity => entity.Speed - other.Speed) : null;
            case "RelativeDistanceCondition": return RelativeDistance(node);
            case "DistanceCondition": return Place(node) is { } there ? Compared(node, entity => there() is { } pose ? Far(entity, pose) : double.NaN) : null;
            case "ReachPositionCondition": return Reached(node);
            case "TimeHeadwayCondition": return Other(node) is { } ahead ? Compared(node, entity => entity.Speed > LeastSpeed ? Gap(entity, ahead, node) / entity.Speed : double.PositiveInfinity) : null;
            case "TimeToCollisionCondition": return TimeToCollision(node);
        }
        Draft.Warn(node, "this condition is not read and counts as never true", $"{node.Name} elements");
        return null;
    }

    private Func<Entity, bool>? Compared(XoscNode node, Func<Entity, double> measure)
    {
        if (Draft.Number(node, "value") is not { } value) return null;
        var rule = Rule(Draft, node);
        return entity => measure(entity) is var found && !double.IsNaN(found) && Holds(found, rule, value, Equal);
    }

    private Entity? Other(XoscNode node)
    {
        var other = stage.Find(node.Text("entityRef"));
        if (other is null) Draft.Warn(node, $"there is no entity \"{Printable.Of(node.Text("entityRef"), 80)}\"; the condition is never true");
        return other;
    }

    private Func<Entity, bool>? RelativeDistance(XoscNode node)
    {
        if (node.Text("relativeDistanceType") is not ("cartesianDistance" or "euclidianDistance" or "longitudinal" or "lateral"))
            Draft.Warn(node, $"expected the relativeDistanceType cartesianDistance, longitudinal or lateral, found \"{Printable.Of(node.Text("relativeDistanceType"), 80)}\"; it was taken as cartesianDistance");
        return Other(node) is { } other ? Compared(node, entity => Gap(entity, other, node)) : null;
    }

    /// <summary>m in the frame of the first entity; between the boxes where the file asks for free space.</summary>
    private static double Gap(Entity entity, Entity other, XoscNode node)
    {
        if (!other.IsThere) return double.NaN;
        double sin = Math.Sin(entity.Pose.Heading), cos = Math.Cos(entity.Pose.Heading);
        double dx = other.Pose.X - entity.Pose.X, dy = other.Pose.Y - entity.Pose.Y;
        if (node.Flag("freespace"))
        {
            var (from, to) = (entity.State(0), other.State(0));
            (dx, dy) = (to.X - from.X, to.Y - from.Y);
        }
        double along = Math.Abs(dx * cos + dy * sin), across = Math.Abs(dy * cos - dx * sin);
        if (node.Flag("freespace"))
        {
            double turn = other.Pose.Heading - entity.Pose.Heading, c = Math.Abs(Math.Cos(turn)), s = Math.Abs(Math.Sin(turn));
            along = Math.Max(0, along - (entity.Length + c * other.Length + s * other.Width) / 2);
            across = Math.Max(0, across - (entity.Width + s * other.Length + c * other.Width) / 2);
        }
        return node.Text("relativeDistanceType") switch
        {
            "longitudinal" => along,
            "lateral" => across,
            _ => Math.Sqrt(along * along + across * across),
        };
    }

    private static double Far(Entity entity, RoadPose pose) => Math.Sqrt((entity.Pose.X - pose.X) * (entity.Pose.X - pose.X) + (entity.Pose.Y - pose.Y) * (entity.Pose.Y - pose.Y));

    /// <summary>A place that is looked up when it is first needed, and stays.</summary>
    private Func<RoadPose?>? Place(XoscNode node)
    {
        if (node.One("Position") is not { } position) return null;
        var (isRead, pose) = (false, (RoadPose?)null);
        return () =>
        {
            if (!isRead) (isRead, pose) = (true, stage.Positions.Read(position, node));
            return pose;
        };
    }

    private Func<Entity, bool>? Reached(XoscNode node)
    {
        if (Draft.Number(node, "tolerance", 0) is not { } tolerance || Place(node) is not { } there) return null;
        return entity => there() is { } pose && Far(entity, pose) <= tolerance;
    }

    private Func<Entity, bool>? TimeToCollision(XoscNode node)
    {
        var target = node.One("TimeToCollisionConditionTarget");
        if (target?.One("EntityRef") is { } reference) return Other(reference) is { } other ? Compared(node, entity => Seconds(entity, other.Pose, other.Speed, Gap(entity, other, node))) : null;
        return target is not null && Place(target) is { } there ? Compared(node, entity => there() is { } pose ? Seconds(entity, pose, 0, Far(entity, pose)) : double.NaN) : null;
    }

    /// <summary>Until a gap is closed at the present speeds; +∞ where it grows.</summary>
    private static double Seconds(Entity entity, RoadPose other, double speed, double gap)
    {
        double dx = other.X - entity.Pose.X, dy = other.Y - entity.Pose.Y, length = Math.Sqrt(dx * dx + dy * dy);
        if (length == 0) return 0;
        double vx = entity.Speed * Math.Cos(entity.Pose.Heading) - speed * Math.Cos(other.Heading), vy = entity.Speed * Math.Sin(entity.Pose.Heading) - speed * Math.Sin(other.Heading);
        var closing = (vx * dx + vy * dy) / length;
        return closing > LeastSpeed ? gap / closing : double.PositiveInfinity;
    }
}
