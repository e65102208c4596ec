using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Rewards;

namespace RLSandbox.Driving.Configuration;

/// <summary>Weights of the reward terms by name; a term without a weight is left out.</summary>
/// <param name="Weights">Pairs in the order of <see cref="RewardTerms.All"/>, none of them 0.</param>
public sealed record RewardsConfig(IReadOnlyList<KeyValuePair<string, float>> Weights)
{
    /// <summary>Reads section <c>rewards</c>: one number, or <c>{ weight: number }</c>, per term.</summary>
    public static RewardsConfig Bind(SectionReader reader)
    {
        var weights = new List<KeyValuePair<string, float>>();
        foreach (var term in RewardTerms.All)
        {
            var weight = reader.Weight(term.Name, 0f, $"Weight of: {term.Description} 0 leaves the term out.");
            if (weight != 0) weights.Add(new(term.Name, weight));
        }
        return new(weights);
    }
}
