using System.Globalization;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Training;
using static System.FormattableString;

namespace RLSandbox.Learning.Diagnosis;

/// <summary>What one check saw.</summary>
/// <param name="Name">For programs, such as <c>gradients</c>.</param>
/// <param name="Passed">The verdict.</param>
/// <param name="Seen">The figure.</param>
/// <param name="Expected">What it should be.</param>
/// <param name="Try">What to look at where it failed.</param>
public sealed record SanityResult(string Name, bool Passed, string Seen, string Expected, string Try);

/// <summary>Checks before a training, with the real task, network, loss and optimizer: does anything arrive, does it begin in the middle, can it learn at all?</summary>
public static class SanityCheck
{
    private const int GradientSteps = 2000;
    private const double NothingToFit = 1e-12;            // loss: targets are met from the beginning
    private const double LeastEntropy = 0.95;             // of the largest
    private const double LargestValue = 3;                // of a value head with gain 1 on inputs of about 1
    private const double LargestQ = 0.3;                  // of heads with gain 0.01

    /// <summary>Runs every check. The environment and the learner are used up by it.</summary>
    /// <param name="learner">Fresh, on <paramref name="environment"/>.</param>
    /// <param name="gradientSteps">Most steps of the fit; a healthy recipe takes a few dozen, one with returns of −50 many hundreds.</param>
    public static IReadOnlyList<SanityResult> Run(ILearner learner, IEnvironment environment, ulong seed, int gradientSteps = GradientSteps)
    {
        var task = TaskProbe.Live(environment, seed);
        learner.Begin(seed);
        return learner is ISanitySubject subject ? [.. Judge(task), .. Judge(subject.Probe(gradientSteps))] : [.. Judge(task)];
    }

    /// <summary>The verdicts on the task.</summary>
    internal static IEnumerable<SanityResult> Judge(TaskProbe task)
    {
        foreach (var part in task.Parts)
        {
            yield return new(
                $"observations-vary:{part.Name}", part.Varying > 0, Invariant($"{part.Varying} of {part.Elements} numbers change over {task.Steps} steps of {task.Rows} rows"), "at least one",
                "The agent always sees the same. See whether the sensor is switched on and shows something: rlsandbox render random, or scenario show.");
            yield return new(
                $"observations-in-range:{part.Name}", part.IsFinite && Math.Max(Math.Abs(part.Smallest), Math.Abs(part.Largest)) <= part.Limit,
                part.IsFinite ? Invariant($"{part.Smallest:G4} … {part.Largest:G4}") : "numbers that are not finite", Invariant($"{(part.Limit == byte.MaxValue ? 0 : -part.Limit)} … {part.Limit}, finite"),
                "Networks learn from numbers of about −1 … 1: divide the part by its usual size where it is written.");
        }

        yield return new(
            "rewards", task.RewardedShare > 0, Invariant($"{100 * task.RewardedShare:G3} % of {(long)task.Steps * task.Rows} random steps are paid, {task.SmallestReward:G3} … {task.LargestReward:G3}"), "not all zero",
            "Chance never meets a reward, so there is nothing to learn from: pay for the way to the goal (rewards.progress), begin nearer to it, or check the weights in `rewards`.");
    }

    /// <summary>The verdicts on network and algorithm.</summary>
    internal static IEnumerable<SanityResult> Judge(SanityProbe probe)
    {
        if (double.IsFinite(probe.LargestEntropy))
        {
            yield return new(
                "initial-entropy", probe.Entropy >= LeastEntropy * probe.LargestEntropy, Invariant($"{probe.Entropy:F3} nats"), Invariant($"at least {LeastEntropy} × {probe.LargestEntropy:F3}, that of a policy without preferences"),
                "The first policy prefers some actions before it has learned anything: its inputs are too large, or its head is not initialised small.");
        }

        var most = probe.ValueName == "Q" ? LargestQ : LargestValue;
        yield return new(
            "initial-value", probe.InitialValue <= most, Invariant($"{probe.ValueName} is {probe.InitialValue:G3} in size"), Invariant($"at most {most}: near 0"),
            "The first values are guesses far from 0 that have to be unlearned: inputs are too large (divide them by their usual size), or the head is not initialised small.");
        var still = probe.Gradients.Where(gradient => !(gradient.Largest > 0)).Select(gradient => gradient.Parameter).ToList();
        yield return new(
            "gradients", still.Count == 0, still.Count == 0 ? $"all {probe.Gradients.Count.ToString(CultureInfo.InvariantCulture)} parameters have one" : $"none for {string.Join(", ", still)}", "none is zero",
            "The loss does not depend on these parameters: a part is detached, all units behind it are dead (network.layerNorm: true, or network.activation: tanh), or all samples are alike.");
        yield return Fit(probe);
    }

    private static SanityResult Fit(SanityProbe probe)
    {
        var (first, last) = (probe.Losses[0], probe.Losses[^1]);
        var isMet = first < NothingToFit;
        return new(
            "overfit", isMet || last <= SanityProbe.EnoughOfLoss * first,
            isMet ? Invariant($"nothing to fit: the {probe.Rows} targets are what the network says") : Invariant($"the loss of {probe.Rows} rows goes from {first:G3} to {last:G3} ({100 * last / first:G3} %) in {probe.Losses.Count - 1} steps"),
            Invariant($"{100 * SanityProbe.EnoughOfLoss} %"),
            "The network cannot even learn a few samples by heart: the learning rate is far too small or too large, the network too small, what it must see is not in its observation, or returns are far from about 1 to 10 (scale `rewards`).");
    }
}
