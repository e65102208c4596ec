using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Configuration;

namespace RLSandbox.Scenarios;

/// <summary>Section <c>evaluation</c>: the circuits that choose a checkpoint (validation) and those that results are published on (test).</summary>
/// <remarks>
/// Generated circuits of the three sets come from three seeds, so that no circuit is in two of them; the same seed twice is an error. Where some training circuits are generated, only generated ones are the default here.
/// A scenario on fixed circuits is evaluated on the same ones unless it names others.
/// </remarks>
public sealed record EvaluationConfig
{
    internal const int MostEpisodes = 1_000_000;
    private const int DefaultEpisodes = 100;

    /// <summary>Chooses checkpoints and recipes.</summary>
    public required MapConfig Validation { get; init; }

    /// <summary>Published figures; nothing is tuned on it.</summary>
    public required MapConfig Test { get; init; }

    /// <summary>Episodes of one evaluation.</summary>
    public int Episodes { get; init; } = DefaultEpisodes;

    /// <summary>The task as validation and test drive it.</summary>
    public required DrivingConfig Task { get; init; }

    /// <summary>Suites beside validation and test, in the order of the file.</summary>
    public IReadOnlyList<SuiteConfig> Suites { get; init; } = [];

    /// <summary>Reads the section; what it does not say follows from the training maps.</summary>
    /// <param name="training">Its maps.</param>
    /// <param name="plain">Reads the driving task once more, with the changes of an evaluation.</param>
    internal static EvaluationConfig Bind(SectionReader reader, MapConfig training, Perturbation plain, string scenarioFolder)
    {
        var episodes = reader.Integer("episodes", DefaultEpisodes, "Episodes of one evaluation; so many circuits are generated unless a count is given, because a second lap of a circuit would repeat the first.", 1, MostEpisodes);
        var set = reader.Free("set", "What is different from training: keys of vehicle, traffic, episode or ends with their values, such as ends.offRoadSeconds: 0.5; suites begin from it.");
        var perturbation = plain.With(reader, set);
        var validation = reader.Section("validation", "Circuits that choose the best checkpoint; as map, with the seed of map plus 1 and the count of episodes unless they are given.");
        var test = reader.Section("test", "Circuits of the published results; as map, with the seed of map plus 2 and the count of episodes unless they are given.");
        var config = new EvaluationConfig
        {
            Validation = MapConfig.Bind(validation, Defaults(training, 1, episodes), scenarioFolder),
            Test = MapConfig.Bind(test, Defaults(training, 2, episodes), scenarioFolder),
            Episodes = episodes,
            Task = perturbation.Task,
        };
        RefuseSameSeed(validation, config.Validation, ("map", training));
        RefuseSameSeed(test, config.Test, ("map", training), ("evaluation.validation", config.Validation));
        return config with
        {
            Suites = reader.Named(
                "suites", "Suites beside validation and test: other circuits, or the same ones under other conditions; evaluate --suite NAME drives one.",
                "A suite: circuits, episodes and what is different from the test.",
                (name, suite) => BindSuite(name, suite, config, training, perturbation, scenarioFolder)),
        };
    }

    private static SuiteConfig BindSuite(string name, SectionReader reader, EvaluationConfig standard, MapConfig training, Perturbation perturbation, string scenarioFolder)
    {
        var suite = SuiteConfig.Bind(name, reader, standard, perturbation, scenarioFolder);
        var maps = reader.Fields.First(field => field.Key == "map").Section!;
        if (suite.During) RefuseSameSeed(maps, suite.Map, ("map", training), ("evaluation.test", standard.Test));
        else RefuseSameSeed(maps, suite.Map, ("map", training));
        return suite;
    }

    private static MapConfig Defaults(MapConfig training, int seedStep, int episodes)
    {
        var other = training.Reseeded(seedStep).WithCount(episodes);
        return training.Generated is null && training.Towns is null ? other : other with { Circuit = null, Files = [] };
    }

    private static void RefuseSameSeed(SectionReader reader, MapConfig maps, params ReadOnlySpan<(string Path, MapConfig Maps)> others)
    {
        foreach (var (path, other) in others)
        {
            if (maps.Generated is not null && other.Generated?.Seed == maps.Generated.Seed) Refuse("generated", maps.Generated.Seed, path, "circuit");
            if (maps.Towns is not null && other.Towns?.Seed == maps.Towns.Seed) Refuse("towns", maps.Towns.Seed, path, "town");
        }

        void Refuse(string section, long seed, string path, string what) => reader.Fields.First(field => field.Key == section).Section!
            .Reject("seed", $"expected another seed than that of {path}, found {seed} in both", $"choose another one, so that no {what} is in both sets");
    }
}
