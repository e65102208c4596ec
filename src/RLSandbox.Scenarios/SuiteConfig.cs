using System.Text.RegularExpressions;
using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Configuration;

namespace RLSandbox.Scenarios;

/// <summary>One of <c>evaluation.suites</c>: episodes beside validation and test that ask one question, such as how an agent copes with a wet road.</summary>
/// <remarks>
/// What it does not say is as in the test: the same circuits, so that a perturbation is the only difference. A suite that is driven during training
/// takes those of validation instead, because whatever is watched is tuned on sooner or later.
/// </remarks>
public sealed partial record SuiteConfig
{
    private static readonly string[] Taken = ["all", "map", "test", "training", "validation"];

    /// <summary>As in <c>evaluate --suite NAME</c> and in the names of files.</summary>
    public required string Name { get; init; }

    /// <summary>Dotted path of its section.</summary>
    public string Key => $"evaluation.suites.{Name}";

    /// <summary>Circuits.</summary>
    public required MapConfig Map { get; init; }

    /// <summary>Episodes of one evaluation.</summary>
    public required int Episodes { get; init; }

    /// <summary>Seed of whatever its episodes draw.</summary>
    public required long Seed { get; init; }

    /// <summary>Whether it is driven at every validation of a training, too.</summary>
    public required bool During { get; init; }

    /// <summary>Whether it is driven at the end of a training, after the test.</summary>
    public required bool After { get; init; }

    /// <summary>The task as this suite drives it.</summary>
    public required DrivingConfig Task { get; init; }

    /// <summary>Reads one suite; its circuits are checked against the other sets by the caller.</summary>
    /// <param name="standard">Validation, test and number of episodes of the scenario.</param>
    internal static SuiteConfig Bind(string name, SectionReader reader, EvaluationConfig standard, Perturbation perturbation, string scenarioFolder)
    {
        CheckName(reader, name);
        var during = reader.Flag("during", false, "Whether it is driven at every validation of a training, too, and logged to learning.csv and TensorBoard.");
        var after = reader.Flag("after", true, "Whether it is driven at the end of a training, after the test.");
        var episodes = reader.Integer("episodes", standard.Episodes, "Episodes of one evaluation; so many circuits are generated unless a count is given.", 1, EvaluationConfig.MostEpisodes);
        var seed = reader.Long("seed", 1, "Seed of whatever the episodes draw, such as starts and obstacles.", 0);
        var set = reader.Free("set", "What is different: keys of vehicle, traffic, episode or ends with their values, such as vehicle.friction: 0.6.");
        var maps = reader.Section("map", "Circuits; what is not given is as in evaluation.test, or as in evaluation.validation for a suite that is driven during training.");
        return new()
        {
            Name = name,
            Map = MapConfig.Bind(maps, (during ? standard.Validation : standard.Test).WithCount(episodes), scenarioFolder),
            Episodes = episodes,
            Seed = seed,
            During = during,
            After = after,
            Task = perturbation.With(reader, set).Task,
        };
    }

    private static void CheckName(SectionReader reader, string name)
    {
        if (Taken.Contains(name) || name.StartsWith("test-", StringComparison.Ordinal) || name.StartsWith("validation-", StringComparison.Ordinal))
            reader.Reject("", $"the name \"{name}\" has a meaning of its own", "choose another name, such as wet-road");
        else if (!NamePattern().IsMatch(name) && reader.IsGiven)
            reader.Reject("", $"expected a lower-case name, found \"{name}\"", "write a name such as wet-road");
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex NamePattern();
}
