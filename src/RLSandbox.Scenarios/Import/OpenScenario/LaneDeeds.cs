using System.Globalization;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>Reads changes of lane and of the place across a lane.</summary>
internal sealed class LaneDeeds(Stage stage)
{
    private const int MostLanesAside = 200;
    private const double Farthest = 100;                                 // m aside

    private SceneDraft Draft => stage.Draft;

    /// <summary>A <c>LaneChangeAction</c>.</summary>
    public Deed? Change(XoscNode action)
    {
        var target = action.One("LaneChangeTarget")?.First;
        if (target is null || Draft.Number(target, "value", -MostLanesAside, MostLanesAside) is not { } value) return null;
        var dynamics = action.One("LaneChangeActionDynamics") is { } node ? Dynamics(Draft, node) : OpenScenario.Dynamics.AtOnce;
        var offset = action.Text("targetLaneOffset").Length > 0 ? Draft.Frame.Left(Draft.Number(action, "targetLaneOffset", -Farthest, Farthest) ?? 0) : 0;
        return entity => IsOnLane(entity, action) && Find(entity, target, (int)value) is var (lane, isOpposite) ? Drift(entity, lane, isOpposite, offset, dynamics) : null;
    }

    /// <summary>A <c>LaneOffsetAction</c>.</summary>
    public Deed? Offset(XoscNode action)
    {
        var (target, how) = (action.One("LaneOffsetTarget")?.First, action.One("LaneOffsetActionDynamics"));
        if (target is null || Draft.Number(target, "value", -Farthest, Farthest) is not { } value) return null;
        var limit = how is not null && how.Text("maxLateralAcc").Length > 0 ? Draft.Number(how, "maxLateralAcc", 1e-3, 1000) : null;
        var shape = how is null ? TransitionShape.Step : Shape(Draft, how);
        return entity =>
        {
            if (!IsOnLane(entity, action)) return null;
            var from = target.Name == "RelativeTargetLaneOffset" && stage.Find(target.Text("entityRef")) is { } other ? other.Offset : 0;
            var to = Math.Clamp(from + Draft.Frame.Left(value), -Farthest, Farthest);
            // Half a wave of d over T has the acceleration π² d / (2 T²) at its ends; the other shapes take as long.
            var seconds = shape == TransitionShape.Step || limit is null ? 0 : Math.PI * Math.Sqrt(Math.Abs(to - entity.Offset) / (2 * limit.Value));
            return Begin(entity, new(shape, entity.Offset, to, seconds, false));
        };
    }

    /// <summary>How a value changes; at once, with a warning, if that cannot be read.</summary>
    public static Dynamics Dynamics(SceneDraft draft, XoscNode node)
    {
        var shape = Shape(draft, node);
        DynamicsDimension? dimension = node.Text("dynamicsDimension") switch
        {
            "time" => DynamicsDimension.Time,
            "distance" => DynamicsDimension.Distance,
            "rate" => DynamicsDimension.Rate,
            _ => null,
        };
        if (dimension is { } known) return draft.Number(node, "value", 0, 1e6) is { } value ? new(shape, known, value) : OpenScenario.Dynamics.AtOnce;
        if (shape != TransitionShape.Step) draft.Warn(node, $"expected the dynamicsDimension time, distance or rate, found \"{Printable.Of(node.Text("dynamicsDimension"), 80)}\"; it was taken as at once");
        return OpenScenario.Dynamics.AtOnce;
    }

    private static TransitionShape Shape(SceneDraft draft, XoscNode node)
    {
        switch (node.Text("dynamicsShape"))
        {
            case "step": return TransitionShape.Step;
            case "linear": return TransitionShape.Linear;
            case "sinusoidal": return TransitionShape.Sinusoidal;
            case "cubic": return TransitionShape.Cubic;
            case var word:
                draft.Warn(node, $"expected the dynamicsShape step, linear, sinusoidal or cubic, found \"{Printable.Of(word, 80)}\"; it was taken as linear");
                return TransitionShape.Linear;
        }
    }

    private static Transition Begin(Entity entity, Transition drift)
    {
        entity.BeginDrift(drift);
        return drift;
    }

    private bool IsOnLane(Entity entity, XoscNode action)
    {
        if (entity.Lane < 0) Draft.Warn(action, $"{Printable.Of(entity.Name, 80)} follows no lane; it was left out");
        return entity.Lane >= 0;
    }

    private Transition Drift(Entity entity, int lane, bool isOpposite, double offset, Dynamics dynamics)
    {
        var to = offset;
        // On a lane of the other direction it goes on along its own one, as far aside as the other one's middle is.
        if (isOpposite)
        {
            var middle = stage.Network.Sample(lane, stage.Network.Locate(lane, (float)entity.Pose.X, (float)entity.Pose.Y).Arc);
            to += stage.Network.Locate(entity.Lane, middle.X, middle.Y).LateralOffset;
        }
        else entity.ChangeLane(lane, stage.Network);
        var total = dynamics.Dimension == DynamicsDimension.Rate ? dynamics.SecondsAtRate(to - entity.Offset) : dynamics.Value;
        return Begin(entity, new(dynamics.Shape, entity.Offset, to, dynamics.Shape == TransitionShape.Step ? 0 : total, dynamics.Dimension == DynamicsDimension.Distance));
    }

    /// <summary>The lane that a target names, and whether it is driven the other way; null and a warning if there is none.</summary>
    private (int Lane, bool IsOpposite)? Find(Entity entity, XoscNode target, int value)
    {
        var row = Row(entity.Lane);
        var start = row.FindIndex(item => item.Lane == entity.Lane);
        var index = target.Name == "AbsoluteTargetLane" ? row.FindIndex(item => stage.Places.NumberOf(item.Lane) == value) : Other(entity, target, row) is { } other ? row.FindIndex(item => item.Lane == other) - value : start - value;
        if (index >= 0 && index < row.Count && stage.Network.Lanes[row[index].Lane].NodeCount > 0) return row[index];
        Draft.Warn(target, string.Create(CultureInfo.InvariantCulture, $"beside lane {stage.Network.Map.Lanes[entity.Lane].Id}, on which {Printable.Of(entity.Name, 80)} is, there is no drivable lane for the value {value}; the change was left out"));
        return null;
    }

    /// <summary>The lane of the entity that a target counts from, if it is another one and beside us or as far along the road.</summary>
    private int? Other(Entity entity, XoscNode target, List<(int Lane, bool IsOpposite)> row)
    {
        if (stage.Find(target.Text("entityRef")) is not { Lane: >= 0 } other || other == entity) return null;
        foreach (var item in row)
            if (item.Lane == other.Lane) return item.Lane;
        foreach (var item in row)
            if (stage.Places.NumberOf(item.Lane) == stage.Places.NumberOf(other.Lane) && stage.Places.RoadOf(item.Lane) is { } road && road == stage.Places.RoadOf(other.Lane)) return item.Lane;
        return null;
    }

    /// <summary>All lanes beside one, from left to right as that one is driven.</summary>
    private List<(int Lane, bool IsOpposite)> Row(int lane)
    {
        var row = new List<(int, bool)>();
        Add(row, lane, left: true);
        row.Reverse();
        row.Add((lane, false));
        Add(row, lane, left: false);
        return row;
    }

    private void Add(List<(int, bool)> row, int lane, bool left)
    {
        var isOpposite = false;
        for (var count = 0; count < MostLanesAside; count++)
        {
            var here = stage.Network.Map.Lanes[lane];
            if ((left != isOpposite ? here.Left : here.Right) is not { } next) return;
            isOpposite ^= next.IsOpposite;
            lane = stage.Network.Map.IndexOf(next.Lane);
            row.Add((lane, isOpposite));
        }
    }
}
