namespace RLSandbox.Core.Contract;

/// <summary>A policy that can say why it acts as it does.</summary>
public interface IInsightfulPolicy : IPolicy
{
    /// <summary>What the policy makes of one row. Changes nothing: neither its memory nor what it does next.</summary>
    /// <param name="input">All rows, as <see cref="IPolicy.Act"/> gets or got them.</param>
    /// <param name="state">[R, <see cref="IPolicy.StateSize"/>] as it was <b>before</b> <see cref="IPolicy.Act"/> read and updated it.</param>
    /// <param name="row">Which one, 0 … R − 1.</param>
    PolicyInsight Explain(in PolicyInput input, ReadOnlySpan<float> state, int row);
}
