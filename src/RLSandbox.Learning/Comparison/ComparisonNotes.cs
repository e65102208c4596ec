using RLSandbox.Core;

namespace RLSandbox.Learning.Comparison;

/// <summary>Decides which runs can be compared, and says in plain sentences what a reader of the comparison has to know.</summary>
public static class ComparisonNotes
{
    /// <summary>Runs whose test evaluation is there and stands at the end of a finished training; the others are named in <paramref name="notes"/>.</summary>
    /// <exception cref="UserErrorException">No run is left.</exception>
    public static IReadOnlyList<RunResult> Usable(IReadOnlyList<RunResult> runs, List<string> notes)
    {
        var once = runs.DistinctBy(run => run.Folder.FullPath).ToList();
        if (once.Count < runs.Count) notes.Add("A run that was named twice counts once.");
        var left = once.Where(run => run.Flaw.Length == 0).ToList();
        foreach (var run in once.Except(left)) notes.Add($"Run '{run.Name}' is left out: {run.Flaw}. {Cure(run)}");
        return left.Count > 0 ? left : throw new UserErrorException($"Nothing to compare: no run is finished and has a test evaluation at its end.\n{string.Join('\n', notes)}");
    }

    /// <summary>What is unusual about these groups.</summary>
    public static IEnumerable<string> About(IReadOnlyList<RunGroup> groups) =>
    [
        .. groups.SelectMany(About),
        .. Tasks(groups),
        .. ChangedTasks(groups.SelectMany(group => group.Runs)),
        .. TestMaps(groups.SelectMany(group => group.Runs)),
    ];

    private static IEnumerable<string> About(RunGroup group)
    {
        foreach (var task in group.Tasks)
        {
            var runs = group.Runs.Where(run => run.Manifest.Scenario == task).ToList();
            var on = group.Tasks.Count > 1 ? $" on {task}" : "";
            if (runs.Count == 1) yield return $"Group '{group.Name}' has a single run{on}: nothing can be said about other seeds, and there is no interval.";
            if (runs.GroupBy(run => (run.Manifest.Seed, string.Join(' ', run.Manifest.Overrides), run.Manifest.Algorithm)).FirstOrDefault(same => same.Count() > 1) is { } twice)
                yield return $"Group '{group.Name}' has seed {twice.Key.Seed} more than once{on}: two runs of one seed are not two samples, and the interval is too narrow.";
        }
        if (Different(group, run => string.Join(' ', run.Manifest.Overrides)) is { } overrides) yield return $"Group '{group.Name}' mixes runs with different overrides: {overrides}.";
        if (Different(group, run => FormattableString.Invariant($"{run.Manifest.Steps}")) is { } steps) yield return $"Group '{group.Name}' mixes runs of different lengths: {steps} steps.";
        if (group.Tasks.Count > 1) yield return $"Group '{group.Name}' is an average over {group.Tasks.Count} tasks: {string.Join(", ", group.Tasks)}.";
    }

    private static IEnumerable<string> Tasks(IReadOnlyList<RunGroup> groups)
    {
        if (RunComparison.Incomparable(groups).Any())
            yield return $"The runs are of different tasks ({string.Join(", ", groups.SelectMany(group => group.Tasks).Distinct())}): they are not averaged, and groups of different tasks are not compared with each other.";
    }

    /// <summary>An override of anything but learning and actions makes another task of the same name.</summary>
    private static IEnumerable<string> ChangedTasks(IEnumerable<RunResult> runs)
    {
        var changes = runs.Select(run => string.Join(' ', run.Manifest.Overrides.Where(change => !change.StartsWith("training.", StringComparison.Ordinal) && !change.StartsWith("actions.", StringComparison.Ordinal))))
            .Distinct().ToList();
        if (changes.Count > 1) yield return $"Some runs have a task of their own, on which they are tested, too: {string.Join(" and ", changes.Where(change => change.Length > 0))}.";
    }

    private static IEnumerable<string> TestMaps(IEnumerable<RunResult> runs) =>
        from task in runs.GroupBy(run => run.Manifest.Scenario)
        let first = task.First()
        let other = task.FirstOrDefault(run => !run.Test!.Maps.SequenceEqual(first.Test!.Maps))
        where other is not null
        select $"The tests of '{first.Name}' and '{other.Name}' drove different maps, although both are of {task.Key}: their numbers are not comparable. Evaluate both on the same scenario file.";

    private static string? Different(RunGroup group, Func<RunResult, string> of)
    {
        var kinds = group.Runs.Select(of).Distinct().Select(kind => kind.Length == 0 ? "none" : kind).ToList();
        return kinds.Count > 1 ? string.Join(" and ", kinds) : null;
    }

    private static string Cure(RunResult run) => $"Finish it: rlsandbox train --resume --run {run.Name}";
}
