using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Evaluation;

/// <summary>How often episodes ended one way.</summary>
public sealed record OutcomeSummary(string Name, Interval Rate);

/// <summary>One measure over the episodes to which it applies.</summary>
/// <param name="Unit">Unit as people read it.</param>
/// <param name="Mean">Mean with its bootstrap interval.</param>
/// <param name="Median">NaN when no episode has the measure.</param>
public sealed record MeasureSummary(string Name, string Unit, Interval Mean, double Median);

/// <summary>The episodes of one group, such as one map.</summary>
/// <param name="Episodes">At least 1: groups without an episode are left out.</param>
public sealed record GroupSummary(string Name, int Episodes, Interval Success, IReadOnlyList<MeasureSummary> Measures);

/// <summary>Result of an evaluation: every rate with a Wilson interval, every mean with a bootstrap interval, 95 % each.</summary>
public sealed record EvaluationReport
{
    private static readonly uint Purpose = RandomPurpose.Of("evaluation.bootstrap");

    /// <summary>Name of the environment.</summary>
    public required string Scenario { get; init; }

    /// <summary>Name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Name of the suite, where one was asked for by its name.</summary>
    public string? Suite { get; init; }

    /// <summary>Number of episodes behind every rate.</summary>
    public required int Episodes { get; init; }

    /// <summary>Number of episodes asked for: more than <see cref="Episodes"/> where the rest would only have repeated those.</summary>
    public required int RequestedEpisodes { get; init; }

    /// <summary>What a reader of the numbers has to know, in whole sentences; mostly empty.</summary>
    public IReadOnlyList<string> Warnings => RequestedEpisodes == Episodes
        ? []
        : [FormattableString.Invariant($"{RequestedEpisodes} episodes were asked for and {Episodes} played: there are no more different beginnings, and an episode that repeats another one tells nothing new. Name more maps (or a larger count of generated ones), or ask for {Episodes}.")];

    /// <summary>Share of episodes whose outcome is marked as success.</summary>
    public required Interval Success { get; init; }

    /// <summary>Every outcome of the environment, seen or not.</summary>
    public required IReadOnlyList<OutcomeSummary> Outcomes { get; init; }

    /// <summary>Undiscounted return per episode.</summary>
    public required Interval Return { get; init; }

    /// <summary>Every measure of the environment; NaN entries were left out.</summary>
    public required IReadOnlyList<MeasureSummary> Measures { get; init; }

    /// <summary>The groups that occurred, in the order of the environment.</summary>
    public required IReadOnlyList<GroupSummary> Groups { get; init; }

    /// <summary>The measure called <paramref name="name"/>, or null.</summary>
    public MeasureSummary? Measure(string name) => Measures.FirstOrDefault(measure => measure.Name == name);

    /// <summary>Summarises episodes.</summary>
    /// <param name="seed">Seed of the resampling.</param>
    public static EvaluationReport From(EnvironmentSpec spec, string policy, IReadOnlyList<EpisodeResult> episodes, ulong seed)
    {
        var key = new RandomKey(seed, 0, 0, Purpose);
        return new()
        {
            Scenario = spec.Name,
            Policy = policy,
            Episodes = episodes.Count,
            RequestedEpisodes = episodes.Count,
            Success = SuccessOf(spec, episodes),
            Outcomes = [.. spec.Outcomes.Select((outcome, i) => new OutcomeSummary(outcome.Name, Statistics.Wilson(episodes.Count(episode => episode.Outcome == i), episodes.Count)))],
            Return = Statistics.Bootstrap([.. episodes.Select(episode => episode.Return)], Statistics.Mean, key),
            Measures = Summarise(spec, episodes, key),
            Groups = [.. spec.Groups
                .Select((name, i) => (name, members: episodes.Where(episode => episode.Group == i).ToList()))
                .Where(group => group.members.Count > 0)
                .Select(group => new GroupSummary(group.name, group.members.Count, SuccessOf(spec, group.members), Summarise(spec, group.members, key)))],
        };
    }

    private static Interval SuccessOf(EnvironmentSpec spec, IReadOnlyList<EpisodeResult> episodes) =>
        Statistics.Wilson(episodes.Count(episode => episode.Outcome >= 0 && spec.Outcomes[episode.Outcome].IsSuccess), episodes.Count);

    private static IReadOnlyList<MeasureSummary> Summarise(EnvironmentSpec spec, IReadOnlyList<EpisodeResult> episodes, RandomKey key)
    {
        var summaries = new List<MeasureSummary>(spec.Measures.Count);
        for (var i = 0; i < spec.Measures.Count; i++)
        {
            double[] values = [.. episodes.Select(episode => episode.Measures[i]).Where(value => !double.IsNaN(value))];
            var mean = Statistics.Bootstrap(values, Statistics.Mean, key);
            summaries.Add(new(spec.Measures[i].Name, spec.Measures[i].Unit, mean, Statistics.Median(values)));
        }
        return summaries;
    }
}
