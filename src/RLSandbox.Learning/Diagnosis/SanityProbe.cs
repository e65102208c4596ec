using RLSandbox.Core.Contract;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;

namespace RLSandbox.Learning.Diagnosis;

/// <summary>A learner that can be looked at before it learns. What it does for it changes it: throw it away afterwards.</summary>
internal interface ISanitySubject
{
    /// <summary>Lives with the initial policy for a while, takes one gradient on a real minibatch, then fits one small minibatch again and again, with its own loss, optimizer and settings.</summary>
    /// <param name="gradientSteps">Most steps of the fit.</param>
    SanityProbe Probe(int gradientSteps);
}

/// <summary>What a learner showed before it learned.</summary>
internal sealed record SanityProbe
{
    /// <summary>Samples of the minibatch that is fitted, no two with the same observation.</summary>
    public const int MostRows = 32;

    /// <summary>Samples among which they are looked for.</summary>
    public const int Candidates = 512;

    /// <summary>What the values are called: <c>value</c> or <c>Q</c>.</summary>
    public required string ValueName { get; init; }

    /// <summary>Root of the mean square of the first values.</summary>
    public required double InitialValue { get; init; }

    /// <summary>Mean entropy of the first policy, nats; NaN without a policy.</summary>
    public double Entropy { get; init; } = double.NaN;

    /// <summary>Entropy of a policy that prefers nothing.</summary>
    public double LargestEntropy { get; init; } = double.NaN;

    /// <summary>Size of the largest gradient of each parameter after one real minibatch, in the order of the network.</summary>
    public required IReadOnlyList<(string Parameter, double Largest)> Gradients { get; init; }

    /// <summary>Rows of the minibatch that was fitted.</summary>
    public required int Rows { get; init; }

    /// <summary>Mean loss of the values before each step of the fit.</summary>
    public required IReadOnlyList<double> Losses { get; init; }

    /// <summary>Share of the first loss at which a fit has shown that it works.</summary>
    public const double EnoughOfLoss = 0.1;

    /// <summary>Steps until the loss is small enough.</summary>
    /// <param name="step">Takes a gradient step and returns the loss before it.</param>
    public static IReadOnlyList<double> Fit(int mostSteps, Func<double> step)
    {
        var losses = new List<double> { step() };
        while (losses.Count <= mostSteps && losses[^1] > EnoughOfLoss * losses[0]) losses.Add(step());
        return losses;
    }

    /// <summary>√ of the mean square.</summary>
    public static double RootMeanSquare(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += (double)value * value;
        return Math.Sqrt(sum / Math.Max(1, values.Length));
    }

    /// <inheritdoc cref="RootMeanSquare(ReadOnlySpan{float})"/>
    /// <param name="values">On any device.</param>
    public static double RootMeanSquare(torch.Tensor values)
    {
        var all = new float[values.numel()];
        TensorMemory.Copy(values, all.AsSpan());
        return RootMeanSquare(all.AsSpan());
    }

    /// <summary>Entropy of a policy that takes every allowed action alike: ln of their number, summed over dimensions; ½ ln 2πe for each number of a continuous action, whose deviation begins at 1.</summary>
    /// <param name="mask">[rows, choices], or empty.</param>
    public static double EntropyWithoutPreference(ActionSpec action, ReadOnlySpan<bool> mask)
    {
        if (action.Kind == ActionKind.Continuous) return action.Dimensions * 0.5 * Math.Log(2 * Math.PI * Math.E);
        if (mask.IsEmpty) return action.Choices.Sum(choices => Math.Log(choices));
        var (sum, rows) = (0.0, mask.Length / action.ChoiceCount);
        for (var first = 0; first < mask.Length;)
        {
            foreach (var choices in action.Choices)
            {
                sum += Math.Log(mask.Slice(first, choices).Count(true));
                first += choices;
            }
        }

        return sum / rows;
    }

    /// <summary>See <see cref="Gradients"/>.</summary>
    public static IReadOnlyList<(string Parameter, double Largest)> LargestGradients(ParameterVector parameters)
    {
        var all = new float[parameters.Gradient.numel()];
        TensorMemory.Copy(parameters.Gradient, all.AsSpan());
        return [.. parameters.Shapes.Select((shape, i) => (shape.Name, all[parameters.Range(i)].Max(value => (double)Math.Abs(value))))];
    }

    /// <summary>Puts samples with different observations in front of the others, at most <see cref="MostRows"/>, the earliest first: returns of one moment look equally far ahead, those of several say different things of the same state.</summary>
    /// <returns>How many there are.</returns>
    public static int SortDistinctFirst(Rollout rollout)
    {
        using var scope = torch.NewDisposeScope();
        rollout.ListSamples();
        var samples = rollout.Samples.Span[..rollout.SampleCount];
        long[] candidates = [.. samples[..Math.Min(samples.Length, Candidates)]];
        var distinct = Distinct(rollout.GatherObservations(candidates), candidates.Length);
        for (var i = 0; i < distinct.Count; i++) samples[i] = candidates[distinct[i]];
        return distinct.Count;
    }

    /// <inheritdoc cref="SortDistinctFirst(Rollout)"/>
    public static int SortDistinctFirst(DeviceRollout rollout)
    {
        using var scope = torch.NewDisposeScope();
        var samples = rollout.Samples.AsSpan(0, rollout.SampleCount);
        long[] candidates = [.. samples[..Math.Min(samples.Length, Candidates)]];
        var frames = torch.tensor(candidates, device: rollout.Values.device) + rollout.Frames.FirstFrame(0);
        var distinct = Distinct([.. rollout.Frames.Gather(frames).Select(part => part.cpu())], candidates.Length);
        for (var i = 0; i < distinct.Count; i++) samples[i] = candidates[distinct[i]];
        return distinct.Count;
    }

    /// <summary>The first rows, at most <see cref="MostRows"/>, of which no two are the same in every part.</summary>
    /// <param name="parts">[rows, …] on the CPU.</param>
    public static IReadOnlyList<int> Distinct(IReadOnlyList<torch.Tensor> parts, int rows)
    {
        var (seen, distinct) = (new HashSet<string>(), new List<int>());
        for (var row = 0; row < rows && distinct.Count < MostRows; row++)
        {
            var bytes = parts.SelectMany(part => part[row].contiguous().bytes.ToArray());
            if (seen.Add(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes.ToArray())))) distinct.Add(row);
        }

        return distinct;
    }
}

/// <summary>Hears of episodes and keeps nothing.</summary>
internal sealed class SilentSink : IEpisodeSink
{
    /// <summary>The only one that is needed.</summary>
    public static SilentSink Instance { get; } = new();

    /// <inheritdoc/>
    public void AfterStep(IEnvironment environment)
    {
    }
}
