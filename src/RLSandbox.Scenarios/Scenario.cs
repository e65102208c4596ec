using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Sensors;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Scenarios;

/// <summary>A task: everything a scenario file says, with every default filled in.</summary>
public sealed record Scenario
{
    /// <summary>Name with version, such as <c>first-lap-v1</c>; the version goes up whenever the same seed and actions give another trajectory.</summary>
    public required string Name { get; init; }

    /// <summary>One line for lists; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>Training circuits.</summary>
    public required MapConfig Map { get; init; }

    /// <summary>Validation and test circuits.</summary>
    public required EvaluationConfig Evaluation { get; init; }

    /// <summary>The sections of driving, from <c>vehicle</c> to <c>ends</c>.</summary>
    public required DrivingConfig Driving { get; init; }

    /// <summary>Section <c>training</c> as it was written; null where the file has none. The algorithms bind their part of it.</summary>
    public required ConfigNode? Training { get; init; }

    /// <summary>All keys as they were declared, with their values: what schema, <c>show</c> and docs are made from.</summary>
    public required SectionReader Declaration { get; init; }

    /// <summary>Reads every section. To add one: a property above, a line below.</summary>
    /// <param name="root">The whole file.</param>
    /// <param name="scenarioFolder">Where map files are looked for first.</param>
    /// <param name="training">Declares the keys of <c>training</c>; null leaves the section unchecked.</param>
    internal static Scenario Bind(SectionReader root, string scenarioFolder, Action<SectionReader>? training)
    {
        var (name, description) = ScenarioHeader.Bind(root);
        var map = MapConfig.Bind(root.Section("map", "Circuits to train on; an episode draws one of them."), new(), scenarioFolder);
        return new()
        {
            Name = name,
            Description = description,
            Map = map,
            Driving = BindDriving(root, name),
            Evaluation = EvaluationConfig.Bind(root.Section("evaluation", "Circuits that are never trained on."), map, new(root, again => BindDriving(again, name)), scenarioFolder),
            Training = BindTraining(root, training),
            Declaration = root,
        };
    }

    /// <summary>The resolved file: every default filled in; it loads to the same scenario.</summary>
    /// <param name="comments">Whether each key is followed by what it means.</param>
    public string ToYaml(bool comments) => ResolvedYaml.Write(Declaration, comments);

    private static DrivingConfig BindDriving(SectionReader root, string name)
    {
        var seesAll = !root.Has("camera") && !root.Has("state");        // a file that names no sensor gets both
        return new()
        {
            Name = name,
            Vehicle = VehicleConfig.Bind(root.Section("vehicle", "The car: how it moves, how fast it gets, how well it grips.")),
            Traffic = TrafficConfig.Bind(root.Section("traffic", "What else is on the road.")),
            Camera = Sensor(root, "camera", seesAll, CameraConfig.Bind, "A picture of the road from above or ahead, turned with the car; without this section there is none."),
            State = Sensor(root, "state", seesAll, StateConfig.Bind, "Numbers about the car; without this section there are none."),
            Actions = ActionsConfig.Bind(root.Section("actions", "What the agent can do.")),
            Episode = EpisodeConfig.Bind(root.Section("episode", "Length of a step, start and time limit.")),
            Rewards = RewardsConfig.Bind(root.Section("rewards", "What the agent is paid: the price of one unit of each term. Without this section progress pays 0.02 and failure costs 0.5; in it, a term that is not named pays nothing.")),
            Ends = EndsConfig.Bind(root.Section("ends", "What ends an episode besides the lap and the time limit.")),
        };
    }

    private static T? Sensor<T>(SectionReader root, string key, bool isDefault, Func<SectionReader, T> bind, string doc) where T : class
    {
        var config = bind(root.Section(key, doc, shown: isDefault));
        return isDefault || root.Has(key) ? config : null;
    }

    private static ConfigNode? BindTraining(SectionReader root, Action<SectionReader>? training)
    {
        const string Doc = "How to train: a section for each algorithm.";
        if (training is null) return root.Free("training", Doc);
        training(root.Section("training", Doc));
        return root.Node("training");
    }
}
