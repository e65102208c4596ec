using RLSandbox.Core.Contract;
using static RLSandbox.TestKit.Contract.ContractException;

namespace RLSandbox.TestKit.Contract;

/// <summary>Rules that hold before the first step: names, counts and the lengths of columns.</summary>
internal static class SpecRules
{
    public static void Check(IEnvironment environment)
    {
        var spec = environment.Spec;
        Require(!string.IsNullOrWhiteSpace(spec.Name), $"The spec has no name.");
        Require(spec.EnvironmentCount >= 1 && spec.AgentCount >= 1, $"The spec counts {spec.EnvironmentCount} environments of {spec.AgentCount} agents.");
        Require(double.IsFinite(spec.StepSeconds) && spec.StepSeconds >= 0, $"StepSeconds is {spec.StepSeconds}.");
        Require(spec.Outcomes.Count >= 1, $"The spec has no outcome.");
        Require(spec.Parts.Count >= 1, $"The spec has no observation part.");
        Require(!spec.HasActionMask || spec.Action.Kind != ActionKind.Continuous, $"Continuous actions cannot have a mask.");
        CheckNames("parts", spec.Parts.Select(part => part.Name));
        CheckNames("terms", spec.Terms);
        CheckNames("measures", spec.Measures.Select(measure => measure.Name));
        CheckNames("outcomes", spec.Outcomes.Select(outcome => outcome.Name));
        CheckNames("groups", spec.Groups);
        CheckLengths(environment, spec);
    }

    private static void CheckNames(string what, IEnumerable<string> names)
    {
        var list = names.ToList();
        Require(list.Count == list.Distinct().Count(), $"Two {what} have the same name: {string.Join(", ", list)}.");
        foreach (var name in list) Require(!string.IsNullOrWhiteSpace(name), $"One of the {what} has an empty name.");
    }

    private static void CheckLengths(IEnvironment environment, EnvironmentSpec spec)
    {
        var rows = spec.RowCount;
        CheckLength(nameof(environment.Rewards), environment.Rewards.Length, rows);
        CheckLength(nameof(environment.Terminated), environment.Terminated.Length, rows);
        CheckLength(nameof(environment.Truncated), environment.Truncated.Length, rows);
        CheckLength(nameof(environment.Active), environment.Active.Length, rows);
        CheckLength(nameof(environment.Started), environment.Started.Length, rows);
        CheckLength(nameof(environment.Outcomes), environment.Outcomes.Length, rows);
        CheckLength(nameof(environment.Groups), environment.Groups.Length, rows);
        CheckLength(nameof(environment.Terms), environment.Terms.Length, rows * spec.Terms.Count);
        CheckLength(nameof(environment.Measures), environment.Measures.Length, rows * spec.Measures.Count);
        CheckLength(nameof(environment.ActionMask), environment.ActionMask.Length, spec.HasActionMask ? rows * spec.Action.ChoiceCount : 0);
        CheckLength(nameof(environment.Observations), environment.Observations.RowCount, rows);
        CheckLength(nameof(environment.FinalObservations), environment.FinalObservations.RowCount, rows);
        Require(environment.Observations.Parts.SequenceEqual(spec.Parts) && environment.FinalObservations.Parts.SequenceEqual(spec.Parts), $"The buffers have other parts than the spec.");
    }

    private static void CheckLength(string column, int length, int expected) => Require(length == expected, $"{column} has {length} entries, expected {expected}.");
}
