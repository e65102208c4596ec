using RLSandbox.Core.Contract;
using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Learning.Diagnosis;

/// <summary>What random actions meet in a task.</summary>
/// <param name="Rows">R.</param>
/// <param name="Steps">Environment steps.</param>
/// <param name="RewardedShare">Share of the steps of active rows whose reward is not 0.</param>
internal sealed record TaskProbe(int Rows, int Steps, IReadOnlyList<PartProbe> Parts, double RewardedShare, double SmallestReward, double LargestReward)
{
    private const int LeastSteps = 64, MostSteps = 1024, EnoughRows = 8192;

    /// <summary>Plays at random: at least 64 steps, and where there are few rows up to 1,024.</summary>
    public static TaskProbe Live(IEnvironment environment, ulong seed)
    {
        var spec = environment.Spec;
        var steps = Math.Clamp(EnoughRows / spec.RowCount, LeastSteps, MostSteps);
        using var policy = new RandomPolicy(spec.Action, seed);
        using var actions = new ActionBuffer(spec.Action, spec.RowCount);
        environment.Reset(seed);
        PartProbe[] parts = [.. spec.Parts.Select((part, p) => new PartProbe(part, p, environment.Observations))];
        var (active, rewarded, smallest, largest) = (0L, 0L, float.PositiveInfinity, float.NegativeInfinity);
        for (var step = 0; step < steps; step++)
        {
            policy.Act(new() { Observations = environment.Observations, Started = environment.Started, ActionMask = environment.ActionMask }, [], actions);
            environment.Step(actions);
            foreach (var part in parts) part.Look(environment.Observations);
            for (var row = 0; row < spec.RowCount; row++)
            {
                if (!environment.Active[row]) continue;
                var reward = environment.Rewards[row];
                (active, rewarded, smallest, largest) = (active + 1, rewarded + (reward != 0 ? 1 : 0), Math.Min(smallest, reward), Math.Max(largest, reward));
            }
        }

        return new(spec.RowCount, steps, parts, active == 0 ? 0 : (double)rewarded / active, smallest, largest);
    }
}

/// <summary>What one part of the observations showed.</summary>
internal sealed class PartProbe
{
    private const float LargestNumber = 1000;             // a float part declares no range; beyond this no network begins well
    private readonly ObservationPart _part;
    private readonly int _index;
    private readonly float[] _first;                      // of row 0
    private readonly bool[] _varies;

    /// <summary>Begins with what row 0 sees now.</summary>
    public PartProbe(ObservationPart part, int index, ObservationBuffer observations)
    {
        (_part, _index) = (part, index);
        _first = Numbers(observations, 0);
        _varies = new bool[_first.Length];
        Look(observations);
    }

    /// <summary>As in the spec.</summary>
    public string Name => _part.Name;

    /// <summary>Numbers in one observation.</summary>
    public int Elements => _first.Length;

    /// <summary>Those that were different in another row or at another moment.</summary>
    public int Varying => _varies.Count(varies => varies);

    /// <summary>Extremes of all numbers.</summary>
    public float Smallest { get; private set; } = float.PositiveInfinity;

    /// <inheritdoc cref="Smallest"/>
    public float Largest { get; private set; } = float.NegativeInfinity;

    /// <summary>Whether every number was finite.</summary>
    public bool IsFinite { get; private set; } = true;

    /// <summary>Largest size that a number should have.</summary>
    public float Limit => _part.Type == ElementType.UInt8 ? byte.MaxValue : LargestNumber;

    /// <summary>Takes in what all rows see now.</summary>
    public void Look(ObservationBuffer observations)
    {
        for (var row = 0; row < observations.RowCount; row++)
        {
            var numbers = Numbers(observations, row);
            for (var i = 0; i < numbers.Length; i++)
            {
                _varies[i] |= numbers[i] != _first[i];
                IsFinite &= float.IsFinite(numbers[i]);
                (Smallest, Largest) = (Math.Min(Smallest, numbers[i]), Math.Max(Largest, numbers[i]));
            }
        }
    }

    private float[] Numbers(ObservationBuffer observations, int row) => _part.Type == ElementType.UInt8
        ? [.. observations.Row<byte>(_index, row).ToArray().Select(value => (float)value)]
        : observations.Row<float>(_index, row).ToArray();
}
