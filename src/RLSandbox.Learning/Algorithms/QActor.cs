using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Algorithms;

/// <summary>Acts on values of actions: takes the best allowed choice, or with probability ε any allowed one.</summary>
/// <remarks>Draws come from streams of (seed, row, step), so neither threads nor devices matter.</remarks>
/// <param name="holdSteps">Steps for which a row that explores keeps its random choice (Dabney et al. 2021, arXiv:2006.01782): some places are only reached by insisting.</param>
internal sealed class QActor(int choiceCount, ulong seed, int holdSteps = 1)
{
    private const uint WhetherSlot = 0, WhichSlot = 1;
    private static readonly uint Purpose = RandomPurpose.Of("q.actions");

    /// <summary>Refuses an environment whose action is not one choice.</summary>
    /// <exception cref="UserErrorException">Says what to do.</exception>
    public static void RequireSingleChoice(string algorithm, EnvironmentSpec spec)
    {
        if (spec.Action.Kind == ActionKind.Discrete) return;
        throw new UserErrorException($"{algorithm} learns the value of each choice, so it needs one discrete action; {spec.Name} has {spec.Action.Kind} actions of {spec.Action.Dimensions} numbers. Use --set actions.use=discrete, or --algorithm ppo.");
    }

    /// <summary>Writes one choice per row.</summary>
    /// <param name="values">[R, A].</param>
    /// <param name="mask">[R, A], or empty.</param>
    /// <param name="step">Environment steps taken before, in the whole run.</param>
    public void Choose(ReadOnlySpan<float> values, ReadOnlySpan<bool> mask, float epsilon, uint step, Span<int> choices)
    {
        var draw = step / (uint)holdSteps;               // steps of one block draw the same numbers, so there is nothing to remember
        for (var row = 0; row < choices.Length; row++)
        {
            var allowed = mask.IsEmpty ? mask : mask.Slice(row * choiceCount, choiceCount);
            var chance = Chance(seed, row, draw, epsilon, allowed, choiceCount);
            choices[row] = chance >= 0 ? chance : Best(values.Slice(row * choiceCount, choiceCount), allowed);
        }
    }

    /// <summary>The largest value of an allowed choice of each row.</summary>
    public void Largest(ReadOnlySpan<float> values, ReadOnlySpan<bool> mask, Span<float> largest)
    {
        for (var row = 0; row < largest.Length; row++)
        {
            var of = values.Slice(row * choiceCount, choiceCount);
            largest[row] = of[Best(of, mask.IsEmpty ? mask : mask.Slice(row * choiceCount, choiceCount))];
        }
    }

    /// <summary>Index of the largest allowed value, the lowest among equals.</summary>
    internal static int Best(ReadOnlySpan<float> values, ReadOnlySpan<bool> allowed)
    {
        var best = -1;
        for (var i = 0; i < values.Length; i++)
        {
            if (allowed.IsEmpty || allowed[i]) best = best < 0 || values[i] > values[best] ? i : best;
        }

        return Math.Max(0, best);
    }

    /// <summary>The choice of a row that explores; −1: it does what is best.</summary>
    /// <param name="allowed">[A], or empty.</param>
    internal static int Chance(ulong seed, int row, uint draw, float epsilon, ReadOnlySpan<bool> allowed, int choiceCount)
    {
        var key = new RandomKey(seed, (uint)row, 0, Purpose);
        return key.Uniform(WhetherSlot, draw) < epsilon ? Any(allowed, key, draw, choiceCount) : -1;
    }

    private static int Any(ReadOnlySpan<bool> allowed, RandomKey key, uint draw, int choiceCount)
    {
        if (allowed.IsEmpty) return key.Integer(choiceCount, WhichSlot, draw);
        var left = key.Integer(Math.Max(1, allowed.Count(true)), WhichSlot, draw);
        for (var i = 0; i < allowed.Length; i++) if (allowed[i] && left-- == 0) return i;
        return 0;
    }
}
