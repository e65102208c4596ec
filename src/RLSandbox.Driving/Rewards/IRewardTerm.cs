using RLSandbox.Ecs;

namespace RLSandbox.Driving.Rewards;

/// <summary>One idea of what is worth paying for, in its own unit; the weight is outside.</summary>
public interface IRewardTerm
{
    /// <summary>Key in a scenario's <c>rewards</c> and column name in the log.</summary>
    string Name { get; }

    /// <summary>One sentence with the unit, for the schema and <c>scenario show</c>.</summary>
    string Description { get; }

    /// <summary>Fills the amount of every ego row of this chunk, before weights.</summary>
    void Write(in StepContext step, Chunk chunk, Span<float> amount);
}
