namespace RLSandbox.Scenarios;

/// <summary>Something in a valid scenario that is hardly what its author meant.</summary>
/// <param name="Key">Dotted key, such as <c>evaluation.test</c>.</param>
/// <param name="Message">What is the matter and what to do.</param>
public sealed record ScenarioWarning(string Key, string Message)
{
    /// <summary>Everything that is worth a word about <paramref name="scenario"/>, in the order of the file.</summary>
    public static IReadOnlyList<ScenarioWarning> Of(Scenario scenario) =>
    [
        .. Repeats(scenario, "evaluation.validation", scenario.Evaluation.Validation),
        .. Repeats(scenario, "evaluation.test", scenario.Evaluation.Test),
    ];

    private static IEnumerable<ScenarioWarning> Repeats(Scenario scenario, string key, MapConfig maps)
    {
        var (episodes, distinct) = (scenario.Evaluation.Episodes, scenario.Driving.ForEvaluation().DistinctEpisodes(maps.Count));
        if (distinct is null || distinct >= episodes) yield break;
        var cure = maps.Generated is null ? "name more maps" : $"raise {key}.generated.count";
        yield return new(key, FormattableString.Invariant(
            $"{episodes} episodes have only {distinct} different beginnings, and an episode that repeats another one tells nothing new: {distinct} are played. {cure[..1].ToUpperInvariant()}{cure[1..]}, or lower evaluation.episodes to {distinct}."));
    }
}
