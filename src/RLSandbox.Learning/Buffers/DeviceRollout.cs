using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Buffers;

/// <summary>T steps of R rows on a device: the same block as <see cref="Rollout"/>, with everything that a network makes or reads where the network is.</summary>
/// <remarks>
/// Time-major as there. What the environment says of a step (rewards, ends, activity) stays on the host until the rollout is complete, then goes over in one copy per column.
/// Each row of a moment is uploaded before it is acted in; <see cref="DeviceFrames"/> says why two staging slots are enough.
/// </remarks>
internal sealed class DeviceRollout : IDisposable
{
    private readonly EnvironmentSpec _spec;
    private readonly StagingColumn<bool> _slotMask;                       // [2·R, choices]
    private readonly StagingColumn<float> _rewards;                       // [T·R] each
    private readonly StagingColumn<bool> _terminated, _done, _active;
    private readonly StagingColumn<long> _finalSamples;                   // [R]
    private readonly Tensor _deviceFinalSamples;
    private int _maskParity;

    /// <param name="stack">Frames that the network sees of each picture.</param>
    public DeviceRollout(EnvironmentSpec spec, int steps, int stack, Device device)
    {
        (_spec, Steps, Rows) = (spec, steps, spec.RowCount);
        long size = (long)steps * Rows, choices = spec.HasActionMask ? spec.Action.ChoiceCount : 0;
        Tensor Make(ScalarType type, params long[] shape) => zeros(shape, type, device).DetachFromDisposeScope();
        Frames = new(spec.Parts, Rows, steps, stack, device);
        (_slotMask, _finalSamples) = (new(device, ScalarType.Bool, 2 * Rows, choices), new(device, ScalarType.Int64, Rows));
        (_rewards, _terminated, _done, _active) = (new(device, ScalarType.Float32, size), new(device, ScalarType.Bool, size), new(device, ScalarType.Bool, size), new(device, ScalarType.Bool, size));
        Actions = Make(spec.Action.Kind == ActionKind.Continuous ? ScalarType.Float32 : ScalarType.Int64, size, spec.Action.Dimensions);
        Mask = Make(ScalarType.Bool, size + Rows, choices);
        (LogProbabilities, Values, NextValues, Advantages, Returns) = (Make(ScalarType.Float32, size), Make(ScalarType.Float32, size), Make(ScalarType.Float32, size), Make(ScalarType.Float32, size), Make(ScalarType.Float32, size));
        (Rewards, Terminated, Done, Active) = (Make(ScalarType.Float32, size), Make(ScalarType.Bool, size), Make(ScalarType.Bool, size), Make(ScalarType.Bool, size));
        _deviceFinalSamples = Make(ScalarType.Int64, Rows);
        Samples = new long[size];
    }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>R.</summary>
    public int Rows { get; }

    /// <summary>What the rows saw.</summary>
    public DeviceFrames Frames { get; }

    /// <summary>[T·R, dimensions] on the device: int64 choices, or float32 values as drawn.</summary>
    public Tensor Actions { get; }

    /// <summary>[(T + 1)·R, choices] on the device; no columns without masks.</summary>
    public Tensor Mask { get; }

    /// <summary>[T·R] on the device, as in <see cref="Rollout"/>; so are the following.</summary>
    public Tensor LogProbabilities { get; }

    /// <inheritdoc cref="Rollout.Values"/>
    public Tensor Values { get; }

    /// <inheritdoc cref="Rollout.NextValues"/>
    public Tensor NextValues { get; }

    /// <inheritdoc cref="Rollout.Advantages"/>
    public Tensor Advantages { get; }

    /// <inheritdoc cref="Rollout.Returns"/>
    public Tensor Returns { get; }

    /// <inheritdoc cref="Rollout.Rewards"/>
    public Tensor Rewards { get; }

    /// <inheritdoc cref="Rollout.Terminated"/>
    public Tensor Terminated { get; }

    /// <inheritdoc cref="Rollout.Done"/>
    public Tensor Done { get; }

    /// <inheritdoc cref="Rollout.Active"/>
    public Tensor Active { get; }

    /// <summary>[≤ T·R] on the host: indices of the active steps, in order of time; the first <see cref="SampleCount"/> are valid.</summary>
    public long[] Samples { get; }

    /// <summary>Active steps.</summary>
    public int SampleCount { get; private set; }

    /// <summary>[R] on the host: rewards of a step as they are learned from, to be written.</summary>
    public Span<float> RewardsOf(int t) => _rewards.Span.Slice(t * Rows, Rows);

    /// <summary>[T·R] on the host: all rewards.</summary>
    public ReadOnlySpan<float> AllRewards => _rewards.Span;

    /// <summary>[R] on the host: ends of a step.</summary>
    public ReadOnlySpan<bool> DoneOf(int t) => _done.Span.Slice(t * Rows, Rows);

    /// <summary>[R] on the host: which rows took part in a step.</summary>
    public ReadOnlySpan<bool> ActiveOf(int t) => _active.Span.Slice(t * Rows, Rows);

    /// <summary>Has the device take some rows of a moment that the environment has just written, with their masks.</summary>
    public void Upload(int moment, IEnvironment environment, int firstRow, int count)
    {
        environment.Started.Slice(firstRow, count).CopyTo(Frames.Started(moment)[firstRow..]);
        Frames.Upload(moment, firstRow, count);
        if (!_spec.HasActionMask) return;
        using var scope = NewDisposeScope();
        var (choices, slot) = (_spec.Action.ChoiceCount, ((_maskParity + moment) & 1) * Rows + firstRow);
        environment.ActionMask.Slice(firstRow * choices, count * choices).CopyTo(_slotMask.Span[(slot * choices)..]);
        Mask.narrow(0, (long)moment * Rows + firstRow, count).copy_(_slotMask.Tensor.narrow(0, slot, count), nonBlocking: true);
    }

    /// <summary>Masks of some rows of a moment, or null without masks; belongs to the caller's dispose scope.</summary>
    public Tensor? MaskOf(int moment, int firstRow, int count) => _spec.HasActionMask ? RowsOf(Mask, moment, firstRow, count) : null;

    /// <summary>Some rows of a step in a column of T·R; belongs to the caller's dispose scope.</summary>
    public Tensor RowsOf(Tensor column, int t, int firstRow, int count) => column.narrow(0, (long)t * Rows + firstRow, count);

    /// <summary>Takes the moment that step <paramref name="t"/> was acted in into the running statistics of the float parts: on the host, to the same bits as on the CPU.</summary>
    /// <param name="normalizers">By part; null where there is none.</param>
    public void UpdateStatistics(int t, IReadOnlyList<InputNormalizer?> normalizers)
    {
        for (var p = 0; p < normalizers.Count; p++) normalizers[p]?.Statistics.Update(Frames.Floats(p, t), ActiveOf(t));
    }

    /// <summary>Files what the environment says about step <paramref name="t"/>, on the host.</summary>
    public void Record(int t, IEnvironment environment)
    {
        var at = t * Rows;
        Span<bool> terminated = _terminated.Span, done = _done.Span, active = _active.Span;
        for (var row = 0; row < Rows; row++)
        {
            var isActive = environment.Active[row];
            active[at + row] = isActive;
            terminated[at + row] = environment.Terminated[row] || !isActive;
            done[at + row] = environment.Terminated[row] || environment.Truncated[row] || !isActive;
        }
    }

    /// <summary>Whether the final observations of the environment's last step still fit; if not, value those that are held.</summary>
    public bool HasRoomForFinals(IEnvironment environment) => Frames.FinalCount + environment.FinalRows.Length <= Rows;

    /// <summary>Keeps what the rows that were truncated in step <paramref name="t"/> saw last.</summary>
    public void AddFinals(int t, IEnvironment environment)
    {
        for (var i = 0; i < environment.FinalRows.Length; i++)
        {
            var row = environment.FinalRows[i];
            _finalSamples.Span[Frames.FinalCount] = (long)t * Rows + row;
            Frames.AddFinal(environment.FinalObservations, i, t, row);
        }
    }

    /// <summary>Files the values of all final observations that are held, and forgets these.</summary>
    /// <param name="values">[finals].</param>
    public void TakeFinalValues(Tensor values)
    {
        using var scope = NewDisposeScope();
        var samples = _deviceFinalSamples.narrow(0, 0, Frames.FinalCount);
        samples.copy_(_finalSamples.Tensor.narrow(0, 0, Frames.FinalCount), nonBlocking: true);
        NextValues.index_copy_(0, samples, values);
        Frames.ClearFinals();
    }

    /// <summary>Has the device take what the environment said of all steps, and fills the next values of steps that ended no episode.</summary>
    /// <param name="last">[R] values at moment T.</param>
    public void Complete(Tensor last)
    {
        using var scope = NewDisposeScope();
        Rewards.copy_(_rewards.Tensor, nonBlocking: true);
        Terminated.copy_(_terminated.Tensor, nonBlocking: true);
        Done.copy_(_done.Tensor, nonBlocking: true);
        Active.copy_(_active.Tensor, nonBlocking: true);
        Values.mul_(Active);
        NextValues.copy_(where(Done, NextValues, cat([Values.narrow(0, Rows, Values.shape[0] - Rows), last])));
        SampleCount = 0;
        var active = _active.Span;
        for (var i = 0; i < active.Length; i++) if (active[i]) Samples[SampleCount++] = i;
    }

    /// <summary>Makes the last moment the first of the next rollout.</summary>
    public void Roll()
    {
        Frames.Roll();
        _maskParity = (_maskParity + Steps) & 1;
        if (!_spec.HasActionMask) return;
        using var scope = NewDisposeScope();
        Mask.narrow(0, 0, Rows).copy_(Mask.narrow(0, (long)Steps * Rows, Rows));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Frames.Dispose();
        foreach (var tensor in (Tensor[])[Actions, Mask, LogProbabilities, Values, NextValues, Advantages, Returns, Rewards, Terminated, Done, Active, _deviceFinalSamples]) tensor.Dispose();
        foreach (var column in (IDisposable[])[_slotMask, _rewards, _terminated, _done, _active, _finalSamples]) column.Dispose();
    }
}
