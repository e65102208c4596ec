using System.Runtime.InteropServices;
using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Buffers;

/// <summary>What the rows lived through lately, to be learned from many times: transitions of up to n steps, drawn alike or by priority.</summary>
/// <remarks>
/// <para><b>Writing.</b> The environment writes the next observations into <see cref="Target"/>; <see cref="Record"/> files what came of the step.</para>
/// <para><b>Returns</b> over n steps end early where an episode ends: a truncated one is continued from its final observation, a terminated one by nothing.</para>
/// <para><b>Drawing.</b> Only transitions of active rows whose n steps, and whose stack of frames, are held. Draws are stateless.</para>
/// </remarks>
public sealed class ReplayBuffer : IDisposable
{
    private readonly ReplayConfig _config;
    private readonly int _rows, _choiceCount, _stack, _returnSteps;
    private readonly float _discount;
    private readonly int[] _choices;                                     // [M, R], as all columns
    private readonly float[] _rewards;
    private readonly StepFlags[] _flags;
    private readonly bool[] _mask;                                       // [M, R, A] what was allowed at a moment; empty without masks
    private readonly SumTree? _priorities;
    private double _largestPriority = 1;

    /// <summary>An empty replay for the rows of <paramref name="spec"/>, whose action is a single choice.</summary>
    /// <param name="stack">S: frames that the network sees of each picture.</param>
    /// <param name="returnSteps">n.</param>
    /// <param name="file">Where frames lie; null: in memory.</param>
    public ReplayBuffer(EnvironmentSpec spec, ReplayConfig config, int stack, int returnSteps, float discount, string? file = null)
        : this(spec, config, stack, returnSteps, discount, capacity => new ReplayFrames(spec.Parts, spec.RowCount, capacity, stack, file))
    {
    }

    /// <param name="makeFrames">Room for the frames of so many moments; owned here.</param>
    internal ReplayBuffer(EnvironmentSpec spec, ReplayConfig config, int stack, int returnSteps, float discount, Func<int, IReplayFrames> makeFrames)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual((int)spec.Action.Kind, (int)ActionKind.Discrete);
        (_config, _rows, _choiceCount, _stack, _returnSteps, _discount) = (config, spec.RowCount, spec.Action.ChoiceCount, stack, returnSteps, discount);
        var capacity = Math.Max((config.Rows + _rows - 1) / _rows, stack + returnSteps) + 1;          // one moment more than transitions: the newest has none yet
        if ((long)capacity * _rows * (spec.HasActionMask ? _choiceCount : 1) > Array.MaxLength) throw new UserErrorException(FormattableString.Invariant($"A replay of {config.Rows} transitions is more than one process can index. Make it smaller (training.dqn.replay.rows)."));
        Frames = makeFrames(capacity);
        var size = capacity * _rows;
        (_choices, _rewards, _flags) = (new int[size], new float[size], new StepFlags[size]);
        _mask = new bool[spec.HasActionMask ? size * _choiceCount : 0];
        _priorities = config.Priority > 0 ? new(size) : null;
    }

    [Flags]
    private enum StepFlags : byte
    {
        Active = 1,
        Terminated = 2,
        Truncated = 4,
    }

    /// <summary>What was seen.</summary>
    internal IReplayFrames Frames { get; }

    /// <summary>Moments seen since the begin of the run; the newest is this − 1.</summary>
    public long Moments => Frames.Moments;

    /// <summary>Transitions held, drawable or not yet.</summary>
    public long Rows => Math.Max(0, Math.Min(Moments, Frames.Capacity) - 1) * _rows;

    /// <summary>Whether there is anything to draw.</summary>
    public bool CanSample => LastDrawable >= FirstDrawable;

    /// <summary>Mean priority of the transitions that can be drawn; NaN without priorities.</summary>
    public double MeanPriority => _priorities is null || !CanSample ? double.NaN : _priorities.Total / ((LastDrawable - FirstDrawable + 1) * _rows);

    /// <summary>The oldest moment that can be drawn from.</summary>
    internal long FirstDrawable => Frames.Oldest == 0 ? 0 : Frames.Oldest + _stack - 1;

    /// <summary>The newest moment that can be drawn from; below the oldest while there is none.</summary>
    internal long LastDrawable => Moments - 1 - _returnSteps;

    /// <summary>Where the environment writes the next observations; valid until the next call.</summary>
    public ObservationTarget Target() => Frames.Target();

    /// <summary>[R, A] what is allowed at a moment that is held; empty without masks.</summary>
    public Span<bool> Mask(long moment) => _mask.Length == 0 ? default : _mask.AsSpan((int)(moment % Frames.Capacity) * _rows * _choiceCount, _rows * _choiceCount);

    /// <summary>Files the first observations, which the environment wrote at its reset.</summary>
    public void Begin(IEnvironment environment)
    {
        Frames.Advance(environment.Started);
        environment.ActionMask.CopyTo(Mask(Moments - 1));
    }

    /// <summary>Files a step that the environment has just taken from the newest moment.</summary>
    public void Record(ReadOnlySpan<int> choices, IEnvironment environment)
    {
        var acted = Moments - 1;
        var at = Index(acted * _rows);
        choices.CopyTo(_choices.AsSpan(at, _rows));
        environment.Rewards.CopyTo(_rewards.AsSpan(at, _rows));
        for (var row = 0; row < _rows; row++)
        {
            _flags[at + row] = (environment.Active[row] ? StepFlags.Active : 0) | (environment.Terminated[row] ? StepFlags.Terminated : 0) | (environment.Truncated[row] ? StepFlags.Truncated : 0);
        }

        for (var i = 0; i < environment.FinalRows.Length; i++) Frames.AddFinal(environment.FinalObservations, i, acted * _rows + environment.FinalRows[i]);
        Begin(environment);
        if (_priorities is not null) MoveWindow();
    }

    /// <summary>Fills <paramref name="batch"/>.</summary>
    /// <param name="key">Stream of this batch: another one for each.</param>
    /// <param name="importance">β; without priorities it does not matter.</param>
    public void Sample(TransitionBatch batch, RandomKey key, float importance)
    {
        if (!CanSample) throw new InvalidOperationException("The replay holds no transition that can be drawn yet.");
        for (var b = 0; b < batch.Count; b++) Fill(batch, b, _priorities is null ? DrawAny(key, (uint)b) : DrawByPriority(key, b, batch.Count));
        Weigh(batch, importance);
        var age = 0.0;
        foreach (var sample in batch.Keys) age += Moments - 1 - sample / _rows;
        batch.MeanAge = age / batch.Count;
    }

    /// <summary>Makes the errors of a batch the priorities of its transitions.</summary>
    public void UpdatePriorities(TransitionBatch batch)
    {
        if (_priorities is null) return;
        for (var b = 0; b < batch.Count; b++)
        {
            var priority = Math.Pow(batch.Errors.Span[b] + _config.PriorityFloor, _config.Priority);
            _priorities[Index(batch.Keys[b])] = priority;
            _largestPriority = Math.Max(_largestPriority, priority);
        }
    }

    /// <summary>Writes everything that is held.</summary>
    public void Save(Stream stream) => ReplayFile.Save(stream, Frames, Columns, _largestPriority);

    /// <summary>Takes back what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It was not written by a replay of this shape, is cut short, or says what no run can have lived.</exception>
    public void Load(Stream stream)
    {
        _largestPriority = ReplayFile.Load(stream, Frames, Columns);
        var finals = 0;
        for (var key = Frames.Oldest * _rows; key < Moments * _rows; key++)
        {
            RequirePossiblePriority(key);
            if (key < (Moments - 1) * _rows) RequirePossibleStep(key, ref finals);
        }

        if (finals != Frames.Finals.Count) throw Impossible($"{Frames.Finals.Count} final observations for {finals} truncated steps");
        for (var moment = Frames.Oldest; moment < Moments - 1; moment++) if (!AnyActive(moment)) throw Impossible($"no active row at moment {moment}");          // a draw would go on for ever
    }

    /// <inheritdoc/>
    public void Dispose() => Frames.Dispose();

    /// <summary>Keys of everything that can be drawn, by rising time.</summary>
    internal IEnumerable<long> ActiveKeys()
    {
        for (var key = FirstDrawable * _rows; key < (LastDrawable + 1) * _rows; key++) if (_flags[Index(key)].HasFlag(StepFlags.Active)) yield return key;
    }

    /// <summary>The transition of a key: n steps, or up to the end of its episode.</summary>
    internal void Fill(TransitionBatch batch, int b, long key)
    {
        var (sum, discount, next) = (0f, 1f, key);
        for (var step = 0; step < _returnSteps && discount > 0; step++)
        {
            var (flags, from) = (_flags[Index(next)], next);
            sum += discount * _rewards[Index(from)];
            discount = flags.HasFlag(StepFlags.Terminated) ? 0 : discount * _discount;
            next = flags.HasFlag(StepFlags.Truncated) ? ~from : from + _rows;
            if (next < 0) break;
        }

        if (next >= 0 && discount == 0) next = key;                       // never looked at: any observation that is held will do
        (batch.Keys[b], batch.NextKeys[b]) = (key, next);
        batch.Choices.Span[b] = _choices[Index(key)];
        (batch.Returns.Span[b], batch.Discounts.Span[b]) = (sum, discount);
        if (batch.NextMask is not { } mask) return;
        var allowed = mask.Span.Slice(b * _choiceCount, _choiceCount);
        if (next < 0) allowed.Fill(true);                                 // an environment publishes no mask for what a truncated row saw last
        else Mask(next / _rows).Slice((int)(next % _rows) * _choiceCount, _choiceCount).CopyTo(allowed);
    }

    private ReplayColumns Columns => new() { Rows = _rows, Choices = _choices, Rewards = _rewards, Flags = MemoryMarshal.AsBytes(_flags.AsSpan()), Mask = _mask, Priorities = _priorities };

    private long DrawAny(RandomKey key, uint sample)
    {
        var moments = (int)(LastDrawable - FirstDrawable + 1);
        for (uint draw = 0; ; draw++)                                    // an environment has an active row at every moment, so this ends
        {
            var drawn = FirstDrawable * _rows + key.Integer(moments * _rows, sample, 0, draw);
            if (_flags[Index(drawn)].HasFlag(StepFlags.Active)) return drawn;
        }
    }

    /// <summary>One draw from each of B equal pieces of the sum, as in the paper: a batch has large and small priorities.</summary>
    private long DrawByPriority(RandomKey key, int b, int count)
    {
        var slot = _priorities!.Find(_priorities.Total * (b + key.Uniform((uint)b)) / count);
        var (place, row) = Math.DivRem(slot, _rows);
        var newest = Moments - 1;
        var back = (newest % Frames.Capacity - place + Frames.Capacity) % Frames.Capacity;
        return (newest - back) * _rows + row;
    }

    /// <summary>(N · P)^−β divided by the largest of the batch; N and the sum of the priorities fall out of it.</summary>
    private void Weigh(TransitionBatch batch, float importance)
    {
        var weights = batch.Weights.Span;
        weights.Fill(1);
        if (_priorities is null) return;
        var smallest = double.PositiveInfinity;
        foreach (var key in batch.Keys) smallest = Math.Min(smallest, _priorities[Index(key)]);
        for (var b = 0; b < batch.Count; b++) weights[b] = (float)Math.Pow(_priorities[Index(batch.Keys[b])] / smallest, -importance);
    }

    /// <summary>After a step one more moment can be drawn from, with the largest priority, and one that loses its frames no longer.</summary>
    private void MoveWindow()
    {
        if (LastDrawable >= FirstDrawable) SetMoment(LastDrawable, _largestPriority);
        for (var moment = Frames.Oldest; moment < FirstDrawable; moment++) SetMoment(moment, 0);
        SetMoment(Moments - 1, 0);                                       // the slot of a moment that is gone
    }

    private void SetMoment(long moment, double priority)
    {
        var at = Index(moment * _rows);
        for (var slot = at; slot < at + _rows; slot++) _priorities![slot] = _flags[slot].HasFlag(StepFlags.Active) ? priority : 0;
    }

    private void RequirePossibleStep(long key, ref int finals)
    {
        var (slot, flags) = (Index(key), _flags[Index(key)]);
        if ((flags & ~(StepFlags.Active | StepFlags.Terminated | StepFlags.Truncated)) != 0) throw Impossible($"the flags {(byte)flags} of step {key}");
        if ((uint)_choices[slot] >= (uint)_choiceCount) throw Impossible($"the choice {_choices[slot]} of {_choiceCount} at step {key}");
        if (!float.IsFinite(_rewards[slot])) throw Impossible($"a reward of {_rewards[slot]} at step {key}");
        if (!flags.HasFlag(StepFlags.Truncated)) return;
        if (finals >= Frames.Finals.Count || Frames.Finals.Key(finals++) != key) throw Impossible($"no final observation of the truncated step {key}");
    }

    /// <summary>A priority above 0 for what can be drawn and for nothing else; at most the largest.</summary>
    private void RequirePossiblePriority(long key)
    {
        if (_priorities is null) return;
        var (priority, moment) = (_priorities[Index(key)], key / _rows);
        var isDrawable = moment >= FirstDrawable && moment <= LastDrawable && _flags[Index(key)].HasFlag(StepFlags.Active);
        if (isDrawable != priority > 0 || priority > _largestPriority) throw Impossible($"the priority {priority} of step {key}");
    }

    private bool AnyActive(long moment)
    {
        foreach (var flags in _flags.AsSpan(Index(moment * _rows), _rows)) if (flags.HasFlag(StepFlags.Active)) return true;
        return false;
    }

    private static InvalidDataException Impossible(FormattableString what) => new($"{ReplayFile.Name} claims {FormattableString.Invariant(what)}, which no run can have lived.");

    private int Index(long key) => (int)(key % _choices.Length);
}
