using System.Globalization;

namespace RLSandbox.Learning.Diagnosis;

/// <summary>Rules on what the algorithm logs of itself: losses, policy, values, network. Each is a pure function of a record; null: nothing found.</summary>
/// <remarks>Thresholds lie beyond what the shipped recipes show while they learn; docs/diagnosis.md lists both.</remarks>
internal static class LearningRules
{
    private const double LossGrowth = 10;                 // times the smallest quarter
    private const double WorseThanConstant = -0.1;         // explained variance; below 0 by rounding where the best guess is a constant
    private const double LargeDivergence = 0.1;           // nats per update; 0.001 … 0.03 is healthy
    private const double LargeClipShare = 0.5;
    private const double SmallDivergence = 1e-5;
    private const double LittleEntropy = 0.05;            // of that at the beginning
    private const double ManyDead = 0.8;                  // first-lap has up to 0.4
    private const double LittleGradient = 0.05;           // first-lap keeps half
    private const double LimitMargin = 1.05;

    public static Finding? LossDiverges(TrainingRecord record)
    {
        var name = record.Algorithm == "ppo" ? "valueLoss" : "loss";
        var smallest = Enumerable.Range(0, 3).Select(part => record.Part(name, part)).Append(record.First(name)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        var (end, explained) = (record.End(name), record.End("explainedVariance"));
        if (!(end > LossGrowth * smallest) || !(explained < WorseThanConstant)) return null;
        return new(
            "value-loss-diverging",
            Text($"{name} grew from {smallest:G3} to {end:G3} (median of the last quarter), and the values explain less than a constant would (explainedVariance {explained:G3})."),
            "The value function runs away from the returns it should match: its steps are too large, or the returns are far larger than a network can follow at this learning rate.",
            [
                LowerLearningRate(record), Key(record, "maxGradientNorm", 0.5),
                record.Algorithm == "ppo" ? Key(record, "normalizeReturns", "true") : Key(record, "network.layerNorm", "true"),
                "smaller rewards: scale all weights in `rewards` so that a good episode returns about 1 to 10",
            ]);
    }

    public static Finding? PolicyMovesTooFar(TrainingRecord record)
    {
        var (divergence, clipped) = (record.End("approxKl"), record.End("clipShare"));
        if (!(divergence > LargeDivergence) && !(clipped > LargeClipShare)) return null;
        return new(
            "policy-moves-too-far",
            Text($"One update moves the policy by {divergence:G3} nats (approxKl; 0.001 to 0.03 is healthy), and {100 * clipped:F0} % of the samples leave the clip range."),
            "Each rollout is used for more, or larger, steps than it can carry: what was learned from it no longer holds for the policy that comes out.",
            [LowerLearningRate(record), Key(record, "targetKl", 0.02), Key(record, "epochs", 2)]);
    }

    public static Finding? PolicyStandsStill(TrainingRecord record)
    {
        var divergences = Enumerable.Range(0, 3).Select(part => record.Part("approxKl", part)).ToList();
        if (!record.IsUnsolved || !divergences.All(divergence => divergence < SmallDivergence)) return null;
        return new(
            "policy-hardly-moves",
            Text($"One update moves the policy by {divergences.Max():G3} nats (approxKl; 0.001 to 0.03 is healthy), from the beginning on."),
            "The policy stays what it was drawn as: the steps are too small, or all actions look alike to it because rewards do not depend on them.",
            [Key(record, "learningRate", Math.Max(1e-3, 10 * record.First("learningRate"))), "see whether rewards arrive at all: rlsandbox sanity SCENARIO"]);
    }

    public static Finding? EntropyCollapsed(TrainingRecord record)
    {
        var (first, end) = (record.First("entropy"), record.End("entropy"));
        var middle = record.Part("entropy", 2);
        if (!record.IsUnsolved || !(first > 0) || !(end < LittleEntropy * first) || !(middle < LittleEntropy * first)) return null;
        var weight = record.First("entropyWeight");
        return new(
            "entropy-collapsed",
            Text($"The entropy of the policy fell from {first:G3} to {end:G3} nats, while {Share(record.Success)} of the episodes succeed."),
            "The policy always does the same and no longer tries anything else: it settled before it had found what pays.",
            [Key(record, "entropy", Math.Max(0.01, double.IsNaN(weight) ? 0 : 3 * weight)), LowerLearningRate(record), "smaller penalties in `rewards`, if it settled on what avoids them"]);
    }

    public static Finding? ValuesBeyondTheRewards(TrainingRecord record)
    {
        var (low, high) = (record.Column("lowLimit").Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min(), record.Column("highLimit").Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max());
        var (mean, error) = (record.End("meanQ"), record.End("tdError"));
        if (!(mean > LimitMargin * high + error) && !(mean < LimitMargin * low - error)) return null;
        return new(
            "values-beyond-the-rewards",
            Text($"The mean Q is {mean:G4} (maxQ {record.End("maxQ"):G4}), but no return can leave {low:G4} … {high:G4}: that is the extreme reward seen, for ever."),
            "The values feed on themselves: each target takes the largest of several noisy values, and nothing brings them back to what is really paid.",
            record.Algorithm == "dqn"
                ? [Key(record, "doubleQ", "true"), LowerLearningRate(record), Key(record, "targetEveryUpdates", 1000), Key(record, "network.layerNorm", "true")]
                : [Key(record, "network.layerNorm", "true"), LowerLearningRate(record), Key(record, "lambda", 0.9)]);
    }

    public static Finding? DeadUnits(TrainingRecord record)
    {
        var dead = record.End("deadUnits");
        return !(dead >= ManyDead) ? null : new(
            "dead-units",
            Text($"{100 * dead:F0} % of the rectified units answer 0 to everything (deadUnits)."),
            "A step too large pushed their biases so low that no gradient reaches them any more; the network has lost most of its size.",
            [LowerLearningRate(record), Key(record, "network.layerNorm", "true"), Key(record, "network.activation", "tanh")]);
    }

    public static Finding? GradientsAreCut(TrainingRecord record)
    {
        var kept = record.End("gradientKept");
        return !(kept < LittleGradient) ? null : new(
            "gradients-are-cut",
            Text($"Gradients are {1 / kept:F0} times longer than maxGradientNorm allows (norm {record.End("gradientNorm"):G3}); {100 * kept:F1} % of their length is left."),
            "The limit decides how far a step goes, not the loss: losses are far too large for it, mostly because rewards are.",
            ["smaller rewards: scale all weights in `rewards` so that a good episode returns about 1 to 10", Key(record, "maxGradientNorm", Math.Round(record.End("gradientNorm"), 1))]);
    }

    private static string LowerLearningRate(TrainingRecord record)
    {
        var rate = record.First("learningRate");
        return Key(record, "learningRate", double.IsFinite(rate) && rate > 0 ? double.Parse((rate / 3).ToString("G1", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : 3e-4);
    }

    private static string Key(TrainingRecord record, string key, double value) => Key(record, key, value.ToString("0.########", CultureInfo.InvariantCulture));

    private static string Key(TrainingRecord record, string key, string value) => $"--set training.{record.Algorithm}.{key}={value}";

    private static string Share(double share) => double.IsNaN(share) ? "an unknown share" : Text($"{100 * share:F0} %");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
