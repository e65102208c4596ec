using RLSandbox.Core.Contract;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Buffers;

/// <summary>T steps of R rows as they were lived: the on-policy block that an update learns from.</summary>
/// <remarks>Time-major: index t·R + row in every column. Columns are shared with torch; nothing is copied until a minibatch is gathered.</remarks>
public sealed class Rollout : IDisposable
{
    private readonly EnvironmentSpec _spec;
    private readonly int _dimensions;
    private readonly int[] _finalSamples;                 // [R] sample index that each final observation belongs to

    /// <summary>An empty rollout of <paramref name="steps"/> steps of the rows of <paramref name="spec"/>.</summary>
    /// <param name="stack">Frames that the network sees of each picture.</param>
    public Rollout(EnvironmentSpec spec, int steps, int stack)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        (_spec, _dimensions, Steps, Rows) = (spec, spec.Action.Dimensions, steps, spec.RowCount);
        long size = (long)steps * Rows;
        var isContinuous = spec.Action.Kind == ActionKind.Continuous;
        Observations = new(spec.Parts, Rows, steps, stack);
        Choices = new(isContinuous ? 0 : size, spec.Action.Dimensions);
        ActionValues = new(isContinuous ? size : 0, spec.Action.Dimensions);
        Mask = new(spec.HasActionMask ? size + Rows : 0, spec.Action.ChoiceCount);
        (LogProbabilities, Values, NextValues) = (new(size), new(size), new(size));
        (Rewards, Advantages, Returns) = (new(size), new(size), new(size));
        (Terminated, Done, Active) = (new bool[size], new bool[size], new bool[size]);
        Samples = new(size);
        _finalSamples = new int[Rows];
    }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>R.</summary>
    public int Rows { get; }

    /// <summary>What the rows saw at moments 0 … T, and at truncated ends.</summary>
    public ObservationMemory Observations { get; }

    /// <summary>[T·R, dimensions] for discrete kinds, otherwise empty.</summary>
    public TensorColumn<int> Choices { get; }

    /// <summary>[T·R, dimensions] as drawn, unclamped, for continuous actions, otherwise empty.</summary>
    public TensorColumn<float> ActionValues { get; }

    /// <summary>[(T + 1)·R, choices] what was allowed at each moment; empty without masks.</summary>
    public TensorColumn<bool> Mask { get; }

    /// <summary>[T·R] of the action taken, under the policy that took it.</summary>
    public TensorColumn<float> LogProbabilities { get; }

    /// <summary>[T·R] value of the state the action was taken in.</summary>
    public TensorColumn<float> Values { get; }

    /// <summary>[T·R] value of the state the step led to, before a reset.</summary>
    public TensorColumn<float> NextValues { get; }

    /// <summary>[T·R] as learned from: the environment's, divided by the return normaliser's deviation where there is one.</summary>
    public TensorColumn<float> Rewards { get; }

    /// <summary>[T·R].</summary>
    public TensorColumn<float> Advantages { get; }

    /// <summary>[T·R] advantage + value: what the value function should say.</summary>
    public TensorColumn<float> Returns { get; }

    /// <summary>[T·R] no bootstrap after this step; also set on inactive rows.</summary>
    public bool[] Terminated { get; }

    /// <summary>[T·R] the episode of the row ended with this step; also set on inactive rows.</summary>
    public bool[] Done { get; }

    /// <summary>[T·R] the row took part: only these are learned from.</summary>
    public bool[] Active { get; }

    /// <summary>[≤ T·R] indices of the active steps in the order in which an epoch visits them; first <see cref="SampleCount"/> are valid.</summary>
    public TensorColumn<long> Samples { get; }

    /// <summary>Active steps.</summary>
    public int SampleCount { get; private set; }

    /// <summary>Files what the environment says about step <paramref name="t"/>: ends, activity, flags and masks of the next moment.</summary>
    public void Record(int t, IEnvironment environment)
    {
        var at = t * Rows;
        for (var row = 0; row < Rows; row++)
        {
            var isActive = environment.Active[row];
            Active[at + row] = isActive;
            Terminated[at + row] = environment.Terminated[row] || !isActive;
            Done[at + row] = environment.Terminated[row] || environment.Truncated[row] || !isActive;
            if (!isActive) Values.Span[at + row] = 0;
        }

        RecordMoment(t + 1, environment);
    }

    /// <summary>Files flags and masks of a moment.</summary>
    public void RecordMoment(int moment, IEnvironment environment)
    {
        environment.Started.CopyTo(Observations.Started(moment));
        if (_spec.HasActionMask) environment.ActionMask.CopyTo(MaskRows(moment));
    }

    /// <summary>Whether the final observations of the environment's last step still fit; if not, value those that are held.</summary>
    public bool HasRoomForFinals(IEnvironment environment) => Observations.FinalCount + environment.FinalRows.Length <= Rows;

    /// <summary>Keeps what the rows that were truncated in step <paramref name="t"/> saw last.</summary>
    public void AddFinals(int t, IEnvironment environment)
    {
        for (var i = 0; i < environment.FinalRows.Length; i++)
        {
            var row = environment.FinalRows[i];
            _finalSamples[Observations.FinalCount] = t * Rows + row;
            Observations.AddFinal(environment.FinalObservations, i, t, row);
        }
    }

    /// <summary>Files the values of all final observations that are held, and forgets these.</summary>
    public void TakeFinalValues(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < Observations.FinalCount; i++) NextValues.Span[_finalSamples[i]] = values[i];
        Observations.ClearFinals();
    }

    /// <summary>Fills the next values of steps that ended no episode: the value one step later, or at moment T.</summary>
    /// <param name="last">[R] values at moment T.</param>
    public void FillNextValues(ReadOnlySpan<float> last)
    {
        var values = Values.Span;
        var next = NextValues.Span;
        for (var i = 0; i < next.Length; i++) if (!Done[i]) next[i] = i + Rows < next.Length ? values[i + Rows] : last[i + Rows - next.Length];
    }

    /// <summary>[R, choices] of a moment.</summary>
    public Span<bool> MaskRows(int moment) => Mask.Span.Slice(moment * Rows * _spec.Action.ChoiceCount, Rows * _spec.Action.ChoiceCount);

    /// <summary>Lists the active steps in order of time.</summary>
    public void ListSamples()
    {
        SampleCount = 0;
        for (var i = 0; i < Active.Length; i++) if (Active[i]) Samples.Span[SampleCount++] = i;
    }

    /// <summary>Makes the last moment the first of the next rollout.</summary>
    public void Roll()
    {
        Observations.Roll();
        if (_spec.HasActionMask) MaskRows(Steps).CopyTo(MaskRows(0));
    }

    /// <summary>Whether actions are <see cref="ActionValues"/>.</summary>
    public bool IsContinuous => _spec.Action.Kind == ActionKind.Continuous;

    /// <summary>[dimensions] of one sample.</summary>
    public ReadOnlySpan<int> ChoicesOf(int sample) => Choices.Span.Slice(sample * _dimensions, _dimensions);

    /// <summary>[dimensions] of one sample.</summary>
    public ReadOnlySpan<float> ActionValuesOf(int sample) => ActionValues.Span.Slice(sample * _dimensions, _dimensions);

    /// <summary>Masks of chosen samples, [B, choices], or empty without masks.</summary>
    public bool[] GatherMask(ReadOnlySpan<long> samples)
    {
        if (!_spec.HasActionMask) return [];
        var choices = _spec.Action.ChoiceCount;
        var all = Mask.Span;
        var masks = new bool[samples.Length * choices];
        for (var b = 0; b < samples.Length; b++) all.Slice((int)samples[b] * choices, choices).CopyTo(masks.AsSpan(b * choices));
        return masks;
    }

    /// <summary>What chosen samples saw, by part.</summary>
    public Tensor[] GatherObservations(ReadOnlySpan<long> samples) => Observations.Gather(samples, Observations.FirstFrame(0));

    /// <inheritdoc/>
    public void Dispose()
    {
        Observations.Dispose();
        Choices.Dispose();
        ActionValues.Dispose();
        Mask.Dispose();
        TensorColumn<float>[] columns = [LogProbabilities, Values, NextValues, Rewards, Advantages, Returns];
        foreach (var column in columns) column.Dispose();
        Samples.Dispose();
    }
}
