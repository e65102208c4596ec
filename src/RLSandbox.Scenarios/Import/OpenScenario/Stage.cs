using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Roads.Compiled;

namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>Everybody and the ground, at one moment of the storyboard.</summary>
internal sealed class Stage
{
    /// <summary>s from step to step.</summary>
    public const double StepSeconds = 0.1;

    private readonly Dictionary<string, Entity> _byName;

    /// <summary>Before the first step.</summary>
    public Stage(SceneDraft draft, RoadMap map, List<Entity> entities)
    {
        (Draft, Entities) = (draft, entities);
        (Network, Places) = (RoadNetwork.Compile(map), new(map));
        _byName = entities.ToDictionary(entity => entity.Name, StringComparer.Ordinal);
        Positions = new(this);
    }

    /// <summary>What was noted.</summary>
    public SceneDraft Draft { get; }

    /// <summary>Everybody, in the order of the file.</summary>
    public List<Entity> Entities { get; }

    /// <summary>Drivable lanes.</summary>
    public RoadNetwork Network { get; }

    /// <summary>Places by road and s.</summary>
    public RoadPlaces Places { get; }

    /// <summary>Places by position elements.</summary>
    public PositionReader Positions { get; }

    /// <summary>Steps since the beginning.</summary>
    public int Step { get; private set; }

    /// <summary>s since the beginning.</summary>
    public double Seconds => Step * StepSeconds;

    /// <summary>An entity by its name; null for none.</summary>
    public Entity? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Moves everybody on for a step.</summary>
    public void Move()
    {
        foreach (var entity in Entities)
        {
            if (!entity.IsThere) continue;
            var wasAtEnd = entity.IsAtEnd;
            entity.Move(StepSeconds, Network);
            if (entity.IsAtEnd && !wasAtEnd) Draft.Warn(entity.Node, FormattableString.Invariant($"its lane {Network.Map.Lanes[entity.Lane].Id} ends; it stands there from {Seconds:0.0} s on"));
        }
        Step++;
    }
}
