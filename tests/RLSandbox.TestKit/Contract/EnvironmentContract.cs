using RLSandbox.Core.Contract;
using static RLSandbox.TestKit.Contract.ContractException;

namespace RLSandbox.TestKit.Contract;

/// <summary>Puts any environment through the rules of <see cref="IEnvironment"/>: random allowed actions for some hundred steps, several times over.</summary>
/// <remarks>What it cannot know: whether observations and rewards are the right ones, and whether final observations show the moment of the end.</remarks>
public static class EnvironmentContract
{
    /// <summary>Steps taken before allocations are counted.</summary>
    private const int WarmUpSteps = 20;

    /// <summary>Checks every rule; the environment is left in the middle of a run.</summary>
    /// <param name="steps">Length of a run: long enough for episodes to end.</param>
    /// <exception cref="ContractException">A rule is broken.</exception>
    public static ContractReport Check(IEnvironment environment, ulong seed = 1, int steps = 200)
    {
        SpecRules.Check(environment);
        using var run = new ContractRun(environment);

        var (first, report) = run.FromReset(seed, steps, fill: 0x5A);
        var (second, _) = run.FromReset(seed, steps, fill: 0xA5);
        Require(first.SequenceEqual(second), $"""
            Two runs with the same seed and actions differ from step {FirstDifference(first, second)} on.
            The caller's memory was filled with other bytes before the second run: either the run does not repeat, or a row was not written whole.
            """);

        var own = run.FromResetIntoOwnMemory(seed, steps);
        Require(first.SequenceEqual(own), $"Without a target the run differs from step {FirstDifference(first, own)} on.");
        var (other, _) = run.FromReset(seed + 1, steps, fill: 0x5A);

        CheckParts(environment, run, seed, steps);
        CheckSaving(environment, run, seed, first);
        CheckGarbage(environment);
        CheckAllocation(run, seed, steps);
        return report with { SeedMatters = !first.SequenceEqual(other) };
    }

    private static void CheckParts(IEnvironment environment, ContractRun run, ulong seed, int steps)
    {
        if (environment is not IDivisibleEnvironment divisible || environment.Spec.EnvironmentCount < 2) return;
        var whole = run.HashesOfWholes(seed, steps);
        var parts = run.FromResetInParts(divisible, seed, steps);
        Require(whole.SequenceEqual(parts), $"Stepped in two parts the run differs from step {FirstDifference(whole, parts)} on.");
    }

    private static void CheckSaving(IEnvironment environment, ContractRun run, ulong seed, List<ulong> expected)
    {
        var middle = expected.Count / 2;
        using var file = new MemoryStream();
        run.FromReset(seed, middle, fill: 0x5A);
        environment.SaveState(file);
        var next = run.StateOfNow();
        Require(run.Continue(middle, expected.Count).SequenceEqual(expected[middle..]), $"Saving a state changed the future.");

        run.FromReset(seed + 2, middle / 2, fill: 0xA5);        // a life of its own before the state comes back
        file.Position = 0;
        run.Load(file);
        Require(file.Position == file.Length, $"Loading left {file.Length - file.Position} bytes of the state unread.");
        Require(run.StateOfNow() == next, $"After loading, observations, Started or the action mask differ from those at saving.");
        var future = run.Continue(middle, expected.Count);
        Require(future.SequenceEqual(expected[middle..]), $"A loaded state has another future from step {middle + FirstDifference(future, expected[middle..])} on.");
    }

    private static void CheckGarbage(IEnvironment environment)
    {
        try
        {
            environment.LoadState(new MemoryStream([1, 2, 3]));
        }
        catch (InvalidDataException)
        {
            return;
        }
        throw new ContractException("Loading three bytes of garbage did not throw InvalidDataException.");
    }

    private static void CheckAllocation(ContractRun run, ulong seed, int steps)
    {
        run.FromReset(seed, WarmUpSteps, fill: 0x5A);
        var bytes = run.AllocatedBytes(WarmUpSteps, WarmUpSteps + steps);
        Require(bytes == 0, $"{steps} steps allocated {bytes} bytes on the managed heap.");
    }

    private static int FirstDifference(List<ulong> first, List<ulong> second) => first.Zip(second).TakeWhile(pair => pair.First == pair.Second).Count();
}
