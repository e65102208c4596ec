using RLSandbox.Core.Contract;
using static RLSandbox.TestKit.Contract.ContractException;

namespace RLSandbox.TestKit.Contract;

/// <summary>Rules about the columns of one step, and about which rows take part in the next.</summary>
internal sealed class StepRules(IEnvironment environment)
{
    /// <summary>A reward is a float sum of its terms in some order: a few roundings relative to the largest term.</summary>
    private const float SumTolerance = 1e-5f;

    private readonly EnvironmentSpec _spec = environment.Spec;
    private readonly bool[] _isIn = new bool[environment.Spec.RowCount];
    private int _started, _terminated, _truncated, _inactive;

    public ContractReport Report => new(_started, _terminated, _truncated, _inactive, SeedMatters: false);

    public void CheckAfterReset()
    {
        Require(!environment.Started.Contains(false), $"After a reset some row is not marked as started.");
        Require(environment.FinalRows.IsEmpty, $"After a reset there are final rows.");
        Require(!environment.Terminated.Contains(true) && !environment.Truncated.Contains(true), $"After a reset some row is terminated or truncated.");
        CheckMask(step: -1);
        _isIn.AsSpan().Fill(true);
    }

    public void CheckAfterStep(int step)
    {
        for (var row = 0; row < _spec.RowCount; row++)
        {
            CheckEnds(step, row);
            CheckReward(step, row);
        }
        CheckFinalRows(step);
        CheckMask(step);
        for (var first = 0; first < _spec.RowCount; first += _spec.AgentCount) CheckEpisode(step, first);
    }

    private void CheckEnds(int step, int row)
    {
        var (terminated, truncated, outcome) = (environment.Terminated[row], environment.Truncated[row], environment.Outcomes[row]);
        Require(environment.Active[row] == _isIn[row], $"Step {step}, row {row}: Active is {environment.Active[row]}, expected {_isIn[row]} from the ends so far.");
        Require(!terminated || !truncated, $"Step {step}, row {row}: terminated and truncated at once.");
        Require(_isIn[row] || (!terminated && !truncated), $"Step {step}, row {row}: an inactive row ended.");
        Require(outcome >= -1 && outcome < _spec.Outcomes.Count, $"Step {step}, row {row}: outcome {outcome} of {_spec.Outcomes.Count}.");
        Require(outcome >= 0 == (terminated || truncated), $"Step {step}, row {row}: outcome {outcome} with terminated {terminated}, truncated {truncated}.");
        Require((uint)environment.Groups[row] < (uint)Math.Max(1, _spec.Groups.Count), $"Step {step}, row {row}: group {environment.Groups[row]} of {_spec.Groups.Count}.");
        if (terminated) _terminated++;
        if (truncated) _truncated++;
        if (!_isIn[row]) _inactive++;
        if (outcome < 0) return;
        for (var measure = 0; measure < _spec.Measures.Count; measure++)
            Require(!float.IsInfinity(environment.Measures[measure * _spec.RowCount + row]), $"Step {step}, row {row}: measure {_spec.Measures[measure].Name} is infinite.");
    }

    private void CheckReward(int step, int row)
    {
        var (sum, largest) = (0f, 1f);
        for (var term = 0; term < _spec.Terms.Count; term++)
        {
            var amount = environment.Terms[term * _spec.RowCount + row];
            Require(float.IsFinite(amount), $"Step {step}, row {row}: term {_spec.Terms[term]} is {amount}.");
            Require(_isIn[row] || amount == 0, $"Step {step}, row {row}: term {_spec.Terms[term]} of an inactive row is {amount}.");
            sum += amount;
            largest = Math.Max(largest, Math.Abs(amount));
        }
        var reward = environment.Rewards[row];
        Require(float.IsFinite(reward), $"Step {step}, row {row}: reward {reward}.");
        Require(_isIn[row] || reward == 0, $"Step {step}, row {row}: an inactive row has reward {reward}.");
        Require(_spec.Terms.Count == 0 || Math.Abs(reward - sum) <= SumTolerance * largest, $"Step {step}, row {row}: reward {reward} is not the sum of its terms {sum}.");
    }

    private void CheckFinalRows(int step)
    {
        var expected = Enumerable.Range(0, _spec.RowCount).Where(row => environment.Truncated[row]).ToArray();
        Require(environment.FinalRows.SequenceEqual(expected), $"Step {step}: final rows [{string.Join(", ", environment.FinalRows.ToArray())}], truncated rows [{string.Join(", ", expected)}].");
        for (var part = 0; part < _spec.Parts.Count; part++)
        {
            if (_spec.Parts[part].Type != ElementType.Float32) continue;
            for (var i = 0; i < expected.Length; i++)
                foreach (var value in environment.FinalObservations.Row<float>(part, i))
                    if (!float.IsFinite(value)) Require(false, $"Step {step}: final observation {i}, part {_spec.Parts[part].Name} holds {value}.");
        }
    }

    private void CheckMask(int step)
    {
        if (!_spec.HasActionMask) return;
        for (int row = 0, first = 0; row < _spec.RowCount; row++)
            foreach (var choices in _spec.Action.Choices)
            {
                Require(environment.ActionMask.Slice(first, choices).Contains(true), $"After step {step}, row {row}: no choice is allowed.");
                first += choices;
            }
    }

    /// <summary>An environment restarts, with all its rows, in the step in which none of them goes on.</summary>
    private void CheckEpisode(int step, int first)
    {
        var goesOn = false;
        for (var row = first; row < first + _spec.AgentCount; row++)
        {
            _isIn[row] &= !environment.Terminated[row] && !environment.Truncated[row];
            goesOn |= _isIn[row];
        }
        for (var row = first; row < first + _spec.AgentCount; row++)
        {
            Require(environment.Started[row] == !goesOn, $"Step {step}, row {row}: Started is {environment.Started[row]} while its environment {(goesOn ? "goes on" : "has ended")}.");
            if (goesOn) continue;
            _isIn[row] = true;
            _started++;
        }
    }
}
