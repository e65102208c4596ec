namespace RLSandbox.Rendering.Triage;

/// <summary>What a page of failures is about.</summary>
public sealed record TriageReport
{
    /// <summary>Who drove, as it was named.</summary>
    public required string Policy { get; init; }

    /// <summary>Name of the task with its version.</summary>
    public required string Scenario { get; init; }

    /// <summary>Which of its episodes.</summary>
    public required string Suite { get; init; }

    /// <summary>Of the episodes.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Simulated seconds of an environment step.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>Every episode that was played.</summary>
    public required IReadOnlyList<PlayedEpisode> Episodes { get; init; }

    /// <summary>Those that did not end in success.</summary>
    public IReadOnlyList<PlayedEpisode> Failures => [.. Episodes.Where(episode => !episode.Outcome.IsSuccess)];

    /// <summary>Failures by cause, the most frequent first.</summary>
    public IReadOnlyList<(FailureCause Cause, IReadOnlyList<PlayedEpisode> Failures)> Causes =>
        [.. Failures.GroupBy(failure => failure.Cause).Select(group => (group.Key, (IReadOnlyList<PlayedEpisode>)[.. group])).OrderByDescending(cause => cause.Item2.Count).ThenBy(cause => cause.Key.ToString(), StringComparer.Ordinal)];

    /// <summary>The failures that get a clip: the first of each cause.</summary>
    /// <param name="most">Of each cause.</param>
    public IReadOnlyList<PlayedEpisode> Chosen(int most) => [.. Causes.SelectMany(cause => cause.Failures.Take(most))];
}
