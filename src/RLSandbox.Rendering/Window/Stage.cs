using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Ends;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Rendering.Window;

/// <summary>What is watched: a playback, whoever drives on at its end, and what that driver thinks.</summary>
/// <remarks>
/// The policy's memory is right at every step that is stood on: a step ahead updates it, and a jump plays the last <see cref="StageFacts.FrameStack"/> steps again.
/// One thread. Environment, playback and policy stay the caller's.
/// </remarks>
public sealed class Stage : IDisposable
{
    private readonly DrivingEnvironment _environment;
    private readonly Playback _playback;
    private readonly ActionBuffer _actions;
    private readonly Dictionary<int, byte[]>[] _frames;                 // [R] camera by step, the newest few
    private IPolicy? _policy;
    private float[] _memory = [];

    /// <summary>A stage on a playback, which may already know steps. It then stands at its start.</summary>
    /// <param name="policy">Who drives on at the end; null: nobody, the end is the end.</param>
    /// <param name="frameStack">S of the policy.</param>
    /// <param name="human">Steps of the playback that a person drove.</param>
    /// <exception cref="OperationCanceledException">Interrupted between two steps of the playback.</exception>
    public Stage(DrivingEnvironment environment, Playback playback, IPolicy? policy, int frameStack = 1, IReadOnlyList<HumanStretch>? human = null, CancellationToken interrupted = default)
    {
        (_environment, _playback) = (environment, playback);
        Facts = StageFacts.Of(environment, Math.Max(1, frameStack));
        var spec = environment.Spec;
        _actions = new(spec.Action, spec.RowCount);
        _frames = [.. Enumerable.Range(0, spec.RowCount).Select(_ => new Dictionary<int, byte[]>())];
        History = new(spec.RowCount, spec.Terms.Count);
        DriverName = policy?.Name ?? "recording";
        playback.Seek(0);
        SetPolicy(policy, frameStack);
        Note();
        while (playback.Step < playback.Length)
        {
            interrupted.ThrowIfCancellationRequested();
            playback.Seek(playback.Step + 1);
            Note();
        }
        foreach (var stretch in human ?? []) History.MarkHuman(stretch);
        playback.Seek(0);
    }

    /// <summary>What stays the same, but for the frames that another driver sees at a time.</summary>
    public StageFacts Facts { get; private set; }

    /// <summary>Every known step in a few numbers.</summary>
    public StageHistory History { get; }

    /// <summary>Who drives, as the header says it.</summary>
    public string DriverName { get; set; }

    /// <summary>Where the world stands.</summary>
    public int Step => _playback.Step;

    /// <summary>Steps known.</summary>
    public int Length => _playback.Length;

    /// <summary>Ends of episodes in the known steps.</summary>
    public IReadOnlyList<PlaybackEvent> Events => _playback.Events;

    /// <summary>The row that a person drives; −1: none.</summary>
    public int HumanRow { get; private set; } = -1;

    /// <summary>What that person asks for: steering, left positive, and pedal, −1 … 1 each.</summary>
    public (float Steering, float Pedal) Wheel { get; set; }

    /// <summary>Why nobody can drive on: only where bodies were is known; null where the simulation runs.</summary>
    public string? Notice => _playback.Notice;

    /// <summary>Whether there is anybody to drive on at the end.</summary>
    public bool CanExtend => Notice is null && (_policy is not null || HumanRow >= 0);

    /// <summary>Called before steps that a person drove are forgotten.</summary>
    public Action? BeforeForgetting { get; set; }

    /// <summary>Whether the driver can be asked what it thinks.</summary>
    public bool IsInsightful => _policy is IInsightfulPolicy;

    /// <summary>Whether the driver can show what it looks at.</summary>
    public bool IsSalient => _policy is ISalientPolicy;

    /// <summary>Another driver from here on, such as a newer checkpoint; the one before stays the caller's.</summary>
    /// <param name="frameStack">S of that driver.</param>
    public void SetPolicy(IPolicy? policy, int frameStack = 1)
    {
        Facts = Facts with { FrameStack = Math.Max(1, frameStack) };
        _policy = policy;
        _memory = new float[(policy?.StateSize ?? 0) * _environment.Spec.RowCount];
        if (_playback.Step > 0) Seek(_playback.Step);
    }

    /// <summary>A person drives <paramref name="row"/> from here on: what came after is forgotten.</summary>
    public void TakeWheel(int row)
    {
        if (Notice is not null) throw new InvalidOperationException(Notice);
        if (Step < Length)
        {
            BeforeForgetting?.Invoke();
            _playback.Truncate();
            History.Truncate(Step);
        }
        HumanRow = row;
        Wheel = default;
    }

    /// <summary>The driver drives again.</summary>
    public void HandBack() => HumanRow = -1;

    /// <summary>One step ahead: a known one, or at the end a new one. False: there is none.</summary>
    public bool Forward()
    {
        var isNew = Step == Length;
        if (isNew && !CanExtend) return false;
        Remember();
        Act();
        if (!isNew)
        {
            _playback.Seek(Step + 1);
            return true;
        }
        if (_policy is null)
            for (var row = 0; row < _environment.Spec.RowCount; row++) Facts.Actions.Write(_actions, row, 0, 0);       // else what was recorded last would go on
        if (HumanRow >= 0) Facts.Actions.Write(_actions, HumanRow, Wheel.Steering, Wheel.Pedal);
        _playback.Append(_actions);
        History.Add(_environment, HumanRow);
        return true;
    }

    /// <summary>To any known step.</summary>
    public void Seek(int step)
    {
        step = Math.Clamp(step, 0, Length);
        if (step == Step + 1)
        {
            Forward();
            return;
        }
        foreach (var frames in _frames) frames.Clear();
        Array.Clear(_memory);
        _playback.Seek(Math.Max(0, step - Facts.FrameStack));
        while (_playback.Step < step)
        {
            Remember();
            Act();
            _playback.Seek(_playback.Step + 1);
        }
    }

    /// <summary>What there is to see of one agent now.</summary>
    public EpisodeMoment Moment(int environment, int agent) => _playback.Moment(environment, agent);

    /// <summary>The numbers of the state part as the policy reads them next; empty without one.</summary>
    public float[] State(int row)
    {
        for (var part = 0; part < Facts.Parts.Count; part++)
            if (Facts.Parts[part].Type == ElementType.Float32 && Notice is null) return _environment.Observations.Row<float>(part, row).ToArray();
        return [];
    }

    /// <summary>The camera pictures that the policy reads next, oldest first: up to S, fewer at the start of an episode.</summary>
    public IReadOnlyList<byte[]> Frames(int row, byte[] newest)
    {
        var frames = new List<byte[]> { newest };
        for (var step = Step - 1; step >= 0 && frames.Count < Facts.FrameStack && !History.Point(step + 1, row).IsFirst; step--)
        {
            if (!_frames[row].TryGetValue(step, out var frame)) break;
            frames.Insert(0, frame);
        }
        return frames;
    }

    /// <summary>What the driver makes of a row now; null where it cannot say.</summary>
    public PolicyInsight? Explain(int row) => (_policy as IInsightfulPolicy)?.Explain(Input(), _memory, row);

    /// <summary>What the driver looks at; empty where it cannot say.</summary>
    public float[] Saliency(int row, SaliencyKind kind) => (_policy as ISalientPolicy)?.Saliency(Input(), _memory, row, kind) ?? [];

    /// <summary>What was done in the step that comes next: by dimension the choice, or the value; empty at the end.</summary>
    public float[] NextAction(int row)
    {
        if (Step == Length) return [];
        _playback.Actions.CopyTo(Step, _actions);
        var dimensions = _actions.Spec.Dimensions;
        return _actions.Choices.Length > 0 ? [.. _actions.Choices.Slice(row * dimensions, dimensions).ToArray().Select(choice => (float)choice)] : _actions.Values.Slice(row * dimensions, dimensions).ToArray();
    }

    /// <summary>The measures of the running episode, or of the one that the last step ended.</summary>
    public IReadOnlyList<(MeasureSpec Measure, float Value)> Measures(int row)
    {
        var spec = _environment.Spec;
        if (Notice is not null) return [];
        if (_environment.Terminated[row] || _environment.Truncated[row])
            return [.. Enumerable.Range(0, spec.Measures.Count).Select(m => (spec.Measures[m], _environment.Measures[m * spec.RowCount + row]))];
        var egos = _environment.World.Table<Ego>();
        var totals = egos.Column<EpisodeTotals>()[row];
        var environment = row / spec.AgentCount;
        var map = _environment.Maps[_environment.World.Table<EpisodeSlot>().Column<EpisodeState>()[environment].MapIndex];
        return
        [
            (spec.Measures[(int)Measure.Progress], Math.Clamp(egos.Column<RouteProgress>()[row].Furthest / _environment.Config.Episode.GoalMetres(map.Circuit), 0, 1)),
            (spec.Measures[(int)Measure.Speed], totals.Steps == 0 ? 0 : totals.SpeedSum / totals.Steps),
            (spec.Measures[(int)Measure.LapTime], float.NaN),
            (spec.Measures[(int)Measure.OffRoadTime], egos.Column<OffRoadTime>()[row].TotalSeconds),
            (spec.Measures[(int)Measure.Collisions], egos.Column<Contact>()[row].Count),
        ];
    }

    /// <summary>All that is known, as a recording. Everything stands where it stood afterwards.</summary>
    public Recording.Recording Record(RecordingOrigin origin) => Recording.Recording.Of(_playback, origin);

    /// <inheritdoc/>
    public void Dispose() => _actions.Dispose();

    private PolicyInput Input() => new() { Observations = _environment.Observations, Started = _environment.Started, ActionMask = _environment.ActionMask };

    private void Act() => _policy?.Act(Input(), _memory, _actions);

    private void Note()
    {
        if (Notice is null) History.Add(_environment, humanRow: -1);
        else History.Add([.. Enumerable.Range(0, _environment.Spec.RowCount).Select(row => Moment(row / Facts.AgentCount, row % Facts.AgentCount))], Facts.AgentCount);
    }

    /// <summary>Keeps the pictures that are about to become the older part of a stack.</summary>
    private void Remember()
    {
        if (Facts.FrameStack == 1 || Facts.Camera is null || Notice is not null) return;
        var part = Enumerable.Range(0, Facts.Parts.Count).First(p => Facts.Parts[p].Type == ElementType.UInt8);
        for (var row = 0; row < _frames.Length; row++)
        {
            _frames[row][Step] = _environment.Observations.Bytes(part, row).ToArray();
            _frames[row].Remove(Step - Facts.FrameStack);
        }
    }
}
