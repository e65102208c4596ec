using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Driving.Configuration;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Window;

namespace RLSandbox.Rendering.Tests.Window;

/// <summary>A stadium with a driver on it and a viewer before it.</summary>
internal sealed class StagedScene : IDisposable
{
    private readonly Scene _scene = new();

    /// <summary>Steps that are known at the start; the viewer then stands at the first.</summary>
    /// <param name="makePolicy">Null: pure pursuit.</param>
    public StagedScene(int environments = 1, int known = 0, bool withDriver = true, DrivingConfig? config = null, Func<DrivingEnvironment, IPolicy>? makePolicy = null, int frameStack = 1)
    {
        Environment = _scene.Environment(environments, config);
        Policy = makePolicy?.Invoke(Environment) ?? Scene.Driver(Environment);
        Playback = new(Environment, seed: 1);
        using var actions = new ActionBuffer(Environment.Spec.Action, Environment.Spec.RowCount);
        var state = new float[Policy.StateSize * Environment.Spec.RowCount];
        for (var step = 0; step < known; step++)
        {
            Policy.Act(new() { Observations = Environment.Observations, Started = Environment.Started }, state, actions);
            Playback.Append(actions);
        }
        Stage = new(Environment, Playback, withDriver ? Policy : null, frameStack);
    }

    public DrivingEnvironment Environment { get; }

    public IPolicy Policy { get; }

    public Playback Playback { get; }

    public Stage Stage { get; }

    public Viewer View(Race? race = null, bool isDrive = false, ViewerSettings? settings = null) => new(Stage, settings ?? new(), race, isDrive);

    public void Dispose()
    {
        Stage.Dispose();
        Playback.Dispose();
        Policy.Dispose();
        Environment.Dispose();
        _scene.Dispose();
    }
}

/// <summary>Says made-up things about its actions: as discrete choices, values or probabilities.</summary>
internal sealed class OpinionatedPolicy(ActionSpec action, bool areValues) : IInsightfulPolicy, ISalientPolicy
{
    public string Name => "opinionated";
    public int StateSize => 1;

    /// <summary>State counts the calls since the episode began.</summary>
    public void Act(in PolicyInput input, Span<float> state, ActionBuffer actions)
    {
        for (var row = 0; row < state.Length; row++) state[row] = input.Started[row] ? 1 : state[row] + 1;
        if (action.Kind == ActionKind.Continuous) actions.Values.Fill(0.25f);
        else actions.Choices.Fill(action.Choices[0] - 1);
    }

    public PolicyInsight Explain(in PolicyInput input, ReadOnlySpan<float> state, int row)
    {
        if (action.Kind == ActionKind.Continuous) return new() { Value = state[row], Means = [0.25f, -0.5f], Deviations = [0.1f, 0.3f] };
        var weights = Enumerable.Range(1, action.ChoiceCount).Select(i => (float)i).ToArray();
        return areValues ? new() { Value = state[row], ActionValues = weights } : new() { Value = state[row], Probabilities = [.. weights.Select(w => w / weights.Sum())] };
    }

    public float[] Saliency(in PolicyInput input, ReadOnlySpan<float> state, int row, SaliencyKind kind, SaliencyTarget of = SaliencyTarget.Action)
    {
        var map = new float[32 * 32];
        for (var i = 0; i < map.Length; i++) map[i] = i % 32 / 31f;
        return map;
    }

    public void Dispose()
    {
    }
}
