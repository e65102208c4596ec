namespace RLSandbox.Driving.Rewards;

/// <summary>The name table: a new term is one file and one line here.</summary>
public static class RewardTerms
{
    /// <summary>All terms, in the order of the log.</summary>
    public static IReadOnlyList<IRewardTerm> All { get; } =
    [
        new ProgressReward(),
        new SpeedReward(),
        new TimeReward(),
        new OffRoadReward(),
        new WobbleReward(),
        new CorneringReward(),
        new CollisionReward(),
        new LapReward(),
        new FailureReward(),
    ];
}
