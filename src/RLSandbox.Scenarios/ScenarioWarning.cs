using RLSandbox.Driving.Configuration;

namespace RLSandbox.Scenarios;

/// <summary>Something in a valid scenario that is hardly what its author meant.</summary>
/// <param name="Key">Dotted key, such as <c>evaluation.test</c>.</param>
/// <param name="Message">What is the matter and what to do.</param>
public sealed record ScenarioWarning(string Key, string Message)
{
    /// <summary>Everything that is worth a word about <paramref name="scenario"/>, in the order of the file.</summary>
    public static IReadOnlyList<ScenarioWarning> Of(Scenario scenario)
    {
        var (evaluation, task) = (scenario.Evaluation, scenario.Evaluation.Task);
        return
        [
            .. Repeats("evaluation.validation", "evaluation.episodes", evaluation.Episodes, task, evaluation.Validation),
            .. Repeats("evaluation.test", "evaluation.episodes", evaluation.Episodes, task, evaluation.Test),
            .. evaluation.Suites.SelectMany(suite => Repeats($"{suite.Key}.map", $"{suite.Key}.episodes", suite.Episodes, suite.Task, suite.Map)),
        ];
    }

    private static IEnumerable<ScenarioWarning> Repeats(string key, string episodesKey, int episodes, DrivingConfig task, MapConfig maps)
    {
        if (maps.Files.Count > 0) yield break;                           // whoever knows how many routes a file has must read it
        var distinct = task.DistinctEpisodes(maps.Count * (maps.Towns is null ? 1 : maps.Routes.Count));
        if (distinct is null || distinct >= episodes) yield break;
        var cure = maps.Generated is not null ? $"Raise {key}.generated.count" : maps.Towns is not null ? $"Raise {key}.towns.count" : "Name more maps";
        yield return new(key, FormattableString.Invariant(
            $"{episodes} episodes have only {distinct} different beginnings, and an episode that repeats another one tells nothing new: {distinct} are played. {cure}, or lower {episodesKey} to {distinct}."));
    }
}
