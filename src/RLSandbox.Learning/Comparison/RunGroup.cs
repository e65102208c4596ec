using System.IO.Enumeration;
using RLSandbox.Core;

namespace RLSandbox.Learning.Comparison;

/// <summary>Runs that are samples of the same thing: usually one recipe with several seeds.</summary>
/// <param name="Name">For tables and pictures.</param>
/// <param name="Runs">At least one, in the order given.</param>
public sealed record RunGroup(string Name, IReadOnlyList<RunResult> Runs)
{
    /// <summary>The tasks of the runs, in alphabetical order.</summary>
    public IReadOnlyList<string> Tasks { get; } = [.. Runs.Select(run => run.Manifest.Scenario).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Groups runs by scenario, algorithm and overrides: what is left to differ is the seed.</summary>
    public static IReadOnlyList<RunGroup> ByRecipe(IReadOnlyList<RunResult> runs)
    {
        var common = runs.Select(run => run.Manifest.Overrides.AsEnumerable()).Aggregate((kept, next) => kept.Intersect(next)).ToHashSet();
        var hasOneTask = runs.Select(run => run.Manifest.Scenario).Distinct().Count() == 1;
        return By(runs, run =>
        {
            var own = run.Manifest.Overrides.Where(change => !common.Contains(change));
            return string.Join(' ', [.. hasOneTask ? [] : new[] { run.Manifest.Scenario }, run.Manifest.Algorithm, .. own]);
        });
    }

    /// <summary>Groups runs by algorithm, whatever else differs.</summary>
    public static IReadOnlyList<RunGroup> ByAlgorithm(IReadOnlyList<RunResult> runs) => By(runs, run => run.Manifest.Algorithm);

    /// <summary>Groups runs by scenario, whatever else differs.</summary>
    public static IReadOnlyList<RunGroup> ByScenario(IReadOnlyList<RunResult> runs) => By(runs, run => run.Manifest.Scenario);

    /// <summary>Groups runs by patterns for their names, in which <c>*</c> stands for anything.</summary>
    /// <exception cref="UserErrorException">A run fits no pattern or two, or a pattern fits no run.</exception>
    public static IReadOnlyList<RunGroup> ByPattern(IReadOnlyList<RunResult> runs, IReadOnlyList<(string Name, string Pattern)> patterns)
    {
        foreach (var run in runs)
        {
            var fitting = patterns.Where(pattern => FileSystemName.MatchesSimpleExpression(pattern.Pattern, run.Name, ignoreCase: false)).Select(pattern => pattern.Pattern).ToList();
            if (fitting.Count != 1) throw new UserErrorException($"--group-by: run '{run.Name}' fits {(fitting.Count == 0 ? "no pattern" : string.Join(" and ", fitting))}. Give each run exactly one group, such as small=first-lap-small-*.");
        }
        var groups = patterns.GroupBy(pattern => pattern.Name).Select(group => new RunGroup(
            group.Key, [.. runs.Where(run => group.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern.Pattern, run.Name, ignoreCase: false)))])).ToList();
        if (groups.Find(group => group.Runs.Count == 0) is { } empty) throw new UserErrorException($"--group-by: no run fits the group '{empty.Name}'. Runs: {string.Join(", ", runs.Select(run => run.Name))}.");
        return groups;
    }

    private static IReadOnlyList<RunGroup> By(IReadOnlyList<RunResult> runs, Func<RunResult, string> name) =>
        [.. runs.GroupBy(name).Select(group => new RunGroup(group.Key, [.. group]))];
}
