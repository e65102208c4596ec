using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Rewards;

namespace RLSandbox.Driving.Configuration;

/// <summary>Weights of the reward terms by name; a term without a weight is left out.</summary>
/// <param name="Weights">Pairs in the order of <see cref="RewardTerms.All"/>, none of them 0.</param>
public sealed record RewardsConfig(IReadOnlyList<KeyValuePair<string, float>> Weights)
{
    /// <summary>What a task pays that says nothing about it: 0.02 per metre of progress, and 0.5 off when the episode fails.</summary>
    public static RewardsConfig Standard { get; } = new([new("progress", 0.02f), new("failure", -0.5f)]);

    /// <summary>Reads section <c>rewards</c>: one number, or <c>{ weight: number }</c>, per term.</summary>
    /// <remarks>A file without the section gets <see cref="Standard"/>; where it has one, even an empty one, a term that it does not name is left out.</remarks>
    public static RewardsConfig Bind(SectionReader reader)
    {
        var weights = new List<KeyValuePair<string, float>>();
        foreach (var term in RewardTerms.All)
        {
            var standard = Standard.Weights.FirstOrDefault(weight => weight.Key == term.Name).Value;
            var weight = reader.Weight(term.Name, 0f, $"Weight of: {term.Description} 0 leaves the term out.", withoutSection: standard);
            if (weight != 0) weights.Add(new(term.Name, weight));
        }
        return new(weights);
    }
}
