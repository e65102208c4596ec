using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Saliency;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>The action that an <see cref="ActorCritic"/> holds for best: what evaluation and recordings act with.</summary>
/// <remarks>
/// With a frame stack the policy's memory of a row is its last S − 1 frames of each picture, as bytes in floats. Continuous actions are the mean, clamped to [-1, 1].
/// Rows are evaluated in shards, on as many threads as it is given; their number is fixed, so that the threads change no bits. Not for two callers at once.
/// </remarks>
public sealed class GreedyPolicy : IInsightfulPolicy, ISalientPolicy
{
    private const int Shards = 4;

    private readonly ActorCritic _network;
    private readonly PolicySpec _spec;
    private readonly bool _ownsNetwork;
    private readonly GradientWorkers _workers;
    private readonly PolicyFrames _frames;

    /// <summary>The greedy policy of <paramref name="network"/>.</summary>
    /// <param name="ownsNetwork">Whether <see cref="Dispose"/> frees the network.</param>
    /// <param name="threads">The caller's included.</param>
    public GreedyPolicy(ActorCritic network, PolicySpec spec, bool ownsNetwork, int threads = 1)
    {
        (_network, _spec, _ownsNetwork) = (network, spec, ownsNetwork);
        _workers = new(network, network.Device.type == DeviceType.CPU ? Shards : 1, threads);
        _frames = new(spec);
    }

    /// <inheritdoc/>
    public string Name => _spec.Algorithm;

    /// <summary>What it sees and does.</summary>
    public PolicySpec Spec => _spec;

    /// <inheritdoc/>
    public int StateSize => _frames.StateSize;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The observations have other parts than the policy was trained on.</exception>
    public void Act(in PolicyInput input, Span<float> state, ActionBuffer actions)
    {
        RequireSameParts(input.Observations.Parts);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var parts = _frames.Take(input, state);
        var (rows, width) = (input.Observations.RowCount, _network.Distribution.ParameterCount);
        var parameters = Preferences(parts, input.ActionMask.ToArray(), rows);
        for (var row = 0; row < rows; row++) Choose(parameters.AsSpan(row * width, width), row, actions);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The observations have other parts than the policy was trained on, or there is no such row.</exception>
    public PolicyInsight Explain(in PolicyInput input, ReadOnlySpan<float> state, int row)
    {
        RequireSameParts(input.Observations.Parts);
        using var scope = NewDisposeScope();
        var outputs = new float[_network.OutputCount];
        var value = new float[_network.Heads == NetworkHeads.PolicyAndValue ? 1 : 0];
        _network.Evaluate(_frames.Peek(input, state, row), MaskOf(input, row), isForGradient: false, outputs, value);
        if (value.Length == 1) return _network.Distribution.Describe(outputs) with { Value = value[0] };
        for (var choice = 0; choice < outputs.Length; choice++) if (outputs[choice] <= ActionDistribution.Masked) outputs[choice] = float.NaN;
        return new() { Value = outputs.Where(q => !float.IsNaN(q)).Max(), ActionValues = outputs };
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The observations have other parts than the policy was trained on, or there is no such row.</exception>
    public float[] Saliency(in PolicyInput input, ReadOnlySpan<float> state, int row, SaliencyKind kind, SaliencyTarget of = SaliencyTarget.Action)
    {
        RequireSameParts(input.Observations.Parts);
        var picture = _spec.Parts.ToList().FindIndex(ActorCritic.IsPicture);
        if (picture < 0) return [];
        using var scope = NewDisposeScope();
        return SaliencyMaps.Of(new(_network, _spec, _frames.Peek(input, state, row), MaskOf(input, row), picture, of), kind, _spec.Network);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _workers.Dispose();
        if (_ownsNetwork) _network.Dispose();
    }

    /// <summary>[rows, parameters] of which the largest marks the best action.</summary>
    private float[] Preferences(Tensor[] parts, bool[] mask, int rows)
    {
        var width = _network.Distribution.ParameterCount;
        var parameters = new float[rows * width];
        _workers.Run((shard, network) =>
        {
            var (first, end) = (_workers.FirstRow(shard, rows), _workers.FirstRow(shard + 1, rows));
            if (first == end) return;
            var allowed = mask.Length == 0 ? mask : mask.AsSpan(first * width, (end - first) * width);
            network.Evaluate([.. parts.Select(part => part.narrow(0, first, end - first))], allowed, isForGradient: false, parameters.AsSpan(first * width, (end - first) * width), values: []);
        });
        return parameters;
    }

    private static ReadOnlySpan<bool> MaskOf(in PolicyInput input, int row)
    {
        if (input.ActionMask.IsEmpty) return [];
        var width = input.ActionMask.Length / input.Observations.RowCount;
        return input.ActionMask.Slice(row * width, width);
    }

    private void Choose(ReadOnlySpan<float> parameters, int row, ActionBuffer actions)
    {
        var dimensions = _spec.Action.Dimensions;
        if (_spec.Action.Kind != ActionKind.Continuous)
        {
            _network.Distribution.GreedyChoices(parameters, actions.Choices.Slice(row * dimensions, dimensions));
            return;
        }

        for (var d = 0; d < dimensions; d++) actions.Values[row * dimensions + d] = Math.Clamp(parameters[d], -1f, 1f);
    }

    /// <summary>Refuses an environment with other observations or actions than the policy was trained on, before anything is played.</summary>
    /// <exception cref="UserErrorException">Says what differs.</exception>
    public void RequireFits(EnvironmentSpec environment)
    {
        string Parts(IEnumerable<ObservationPart> parts) => string.Join(", ", parts);
        string Actions(ActionSpec action) => $"{action.Kind} [{string.Join(", ", action.Kind == ActionKind.Continuous ? [action.Dimensions] : action.Choices)}]";
        if (Parts(_spec.Parts) != Parts(environment.Parts))
            throw new UserErrorException($"The policy sees {Parts(_spec.Parts)}; {environment.Name} shows {Parts(environment.Parts)}. Use a scenario with the same camera and state, or a policy trained on this one.");
        if (Actions(_spec.Action) != Actions(environment.Action))
            throw new UserErrorException($"The policy takes {Actions(_spec.Action)} actions; {environment.Name} asks for {Actions(environment.Action)}. Use a scenario with the same actions, or a policy trained on this one.");
    }

    private void RequireSameParts(IReadOnlyList<ObservationPart> parts)
    {
        var isSame = parts.Count == _spec.Parts.Count;
        for (var p = 0; isSame && p < parts.Count; p++) isSame = parts[p].Type == _spec.Parts[p].Type && parts[p].Shape.SequenceEqual(_spec.Parts[p].Shape);
        if (!isSame) throw new ArgumentException($"The policy sees {string.Join(", ", _spec.Parts)}; the environment shows {string.Join(", ", parts)}.");
    }
}
