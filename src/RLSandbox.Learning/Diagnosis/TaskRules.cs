using static System.FormattableString;

namespace RLSandbox.Learning.Diagnosis;

/// <summary>Rules on what came of the episodes: rewards, ends, success. Each is a pure function of a record; null: nothing found.</summary>
internal static class TaskRules
{
    private const double SlowMps = 0.5;
    private const double MostStall = 0.5;                 // share of the episodes
    private const double Dominates = 0.8;                 // share of the size of all terms
    private const int EnoughIterations = 20;              // before something that never happened is worth a word
    private const double FallBack = 0.25;                 // of the success rate

    public static Finding? AgentStandsStill(TrainingRecord record)
    {
        var (speed, stalled) = (record.End("measure/speed"), record.End("outcome/stalled"));
        if (!record.IsUnsolved || !(speed < SlowMps) && !(stalled >= MostStall)) return null;
        return new(
            "agent-stands-still",
            Invariant($"At the end the car drives {speed:F2} m/s on average, and {100 * (double.IsNaN(stalled) ? 0 : stalled):F0} % of the training episodes end because it stalled."),
            "Standing still costs less than driving does: penalties for leaving the road or for steering outweigh what progress pays, so not moving is the best it knows.",
            ["--set rewards.progress=0.05", "smaller penalties: rewards.offRoad, rewards.failure, rewards.wobble", "--set rewards.time=-0.1", "--set episode.startSpeedMps=5, so that it sees what driving is like"]);
    }

    public static Finding? OneTermDominates(TrainingRecord record)
    {
        var terms = record.Names("stepTerm/").Select(name => (Name: name, Mean: record.Mean($"stepTerm/{name}"))).Where(term => double.IsFinite(term.Mean)).ToList();
        var total = terms.Sum(term => Math.Abs(term.Mean));
        if (terms.Count < 2 || !(total > 0) || !record.IsUnsolved) return null;
        var (largest, mean) = terms.MaxBy(term => Math.Abs(term.Mean));
        var share = Math.Abs(mean) / total;
        var pays = terms.Any(term => record.Column($"stepTerm/{term.Name}").Any(value => value > 0));
        if (share < Dominates || mean < 0 && !pays) return null;                      // a task of costs alone has nothing to weigh them against
        if (mean > 0 && !(record.IsFinished && record.Success == 0 && record.End("return") > record.First("return"))) return null;
        return new(
            "one-term-dominates",
            Invariant($"The term {largest} makes {100 * share:F0} % of the reward over the run ({mean:G3} per step; {string.Join(", ", terms.Where(term => term.Name != largest).Select(term => Invariant($"{term.Name} {term.Mean:G3}")))}), while {100 * record.Success:F0} % of the episodes succeed."),
            mean < 0
                ? "The agent learns to avoid this penalty, and hardly hears what else is paid."
                : "The return rises and the task is not solved: the agent collects this term in a way that was not meant.",
            [mean < 0 ? $"rewards.{largest}: a tenth of its weight" : $"rewards.{largest}: a smaller weight; rewards.progress and rewards.lap for what is meant", "look at an episode: rlsandbox render RUN --out episode.webp"]);
    }

    public static Finding? EveryEpisodeIsTruncated(TrainingRecord record)
    {
        var known = record.Column("iterationTruncated").Where(double.IsFinite).ToList();
        if (!record.IsUnsolved || known.Count == 0 || known.Any(share => share < 1)) return null;
        return new(
            "every-episode-truncated",
            Invariant($"All {record.Column("episodes")[^1]:F0} training episodes were cut off by the time limit ({record.End("length"):F0} steps); none ended by itself."),
            "The agent has never seen the task end, neither well nor badly, so nothing tells it what to reach or to avoid. (Some tasks have no end of their own; then this is as it should be.)",
            ["--set episode.cutAfterSeconds=0, or a longer limit", "--set ends.stalledSeconds=3 and --set ends.offRoadSeconds=0.5, so that hopeless episodes end", "an easier start, or rewards on the way to the goal"]);
    }

    public static Finding? NeverSucceeded(TrainingRecord record)
    {
        var rates = record.Column("success").Concat(record.Evaluations.Select(evaluation => evaluation.Values.GetValueOrDefault("success", double.NaN))).Where(double.IsFinite).ToList();
        if (rates.Count == 0 || rates.Any(rate => rate > 0) || record.Iterations < EnoughIterations) return null;
        var (outcome, share) = record.Names("outcome/").Select(name => (name, record.End($"outcome/{name}"))).Where(pair => double.IsFinite(pair.Item2)).DefaultIfEmpty(("unknown", double.NaN)).MaxBy(pair => pair.Item2);
        return new(
            "never-succeeded",
            Invariant($"Not one episode succeeded, in training or evaluation, in {record.Column("episodes").DefaultIfEmpty(0).Last():F0} episodes. At the end {100 * share:F0} % of them end with '{outcome}'."),
            "What it is paid for has not led it to the goal yet: too little training, a goal that is never met by chance, or rewards that point elsewhere.",
            [Invariant($"train longer: rlsandbox train --resume --run RUN --steps {Math.Max(2 * record.PlannedSteps, 100_000)}"), $"look at how '{outcome}' comes about: rlsandbox render RUN --out episode.webp", "an easier task first: wider roads, a lower vehicle.topSpeedMps, rewards.progress"]);
    }

    public static Finding? FellBack(TrainingRecord record)
    {
        var rates = record.Evaluations.Select(evaluation => (evaluation.Steps, Rate: evaluation.Values.GetValueOrDefault("success", double.NaN))).Where(pair => double.IsFinite(pair.Rate)).ToList();
        if (rates.Count < 2) return null;
        var best = rates.MaxBy(pair => pair.Rate);
        if (best.Rate - rates[^1].Rate < FallBack) return null;
        return new(
            "fell-back",
            Invariant($"{100 * best.Rate:F0} % of the evaluation episodes succeeded after {best.Steps} steps, {100 * rates[^1].Rate:F0} % after {rates[^1].Steps}."),
            "It had learned the task and lost it again: late steps are too large, or it saw too few of the cases it forgot.",
            ["use the best checkpoint: rlsandbox evaluate RUN --checkpoint best", $"--set training.{record.Algorithm}.learningRateEnd=0", $"--set training.{record.Algorithm}.averageUpdates=500"]);
    }
}
