using RLSandbox.Core.Contract;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>What an algorithm decides on a device: the part of a rollout that is its own.</summary>
internal interface IDeviceActor
{
    /// <summary>Numbers that a row's action is drawn with, from streams of (seed, row, step): the host draws them, they travel with what the row saw.</summary>
    /// <param name="t">Moment in the rollout.</param>
    /// <param name="noise">[dimensions], written.</param>
    void Draw(int row, int t, Span<float> noise);

    /// <summary>Actions of some rows of a moment, [rows, dimensions] as <see cref="DeviceRollout.Actions"/>; files what it wants to know later. In the caller's dispose scope, without gradients.</summary>
    /// <param name="noise">[rows, dimensions] on the device.</param>
    Tensor Decide(int t, int firstRow, int rows, Tensor noise);

    /// <summary>Value of states, [B]. In the caller's dispose scope, without gradients.</summary>
    /// <param name="seen">By part.</param>
    /// <param name="mask">Null where none is known.</param>
    Tensor Value(Tensor[] seen, Tensor? mask);

    /// <summary>All rows have taken step <paramref name="t"/>; ends and activity are filed. Writes the rewards that are learned from.</summary>
    void Finish(int t);
}

/// <summary>Lives a rollout of which everything but the worlds is on a device. With two parts, the network works on one while the other steps.</summary>
/// <remarks>
/// <b>A step</b> of a part: read its actions (wait for them, and for nothing behind them) → step → upload what was seen → have the network decide. Nothing else waits inside a
/// rollout. No thread is needed: a device is given work and goes on by itself. Whether parts overlap changes when things happen and nothing else.
/// </remarks>
internal sealed class DeviceLoop : IDisposable
{
    private readonly IEnvironment _environment;
    private readonly DeviceRollout _rollout;
    private readonly IDeviceActor _actor;
    private readonly Device _device;
    private readonly ActionBuffer _actions;
    private readonly StagingColumn<float> _noise, _values;       // [R, dimensions]: on the way to the device; continuous actions on the way back
    private readonly StagingColumn<long> _choices;               // [R, dimensions] others on the way back
    private readonly Part[] _parts;
    private readonly DeviceFence _finals;
    private readonly bool _overlaps, _isContinuous;

    /// <summary>A loop that owns neither environment nor rollout.</summary>
    public DeviceLoop(IEnvironment environment, DeviceRollout rollout, IDeviceActor actor, Device device, DeviceRolloutOptions options)
    {
        (_environment, _rollout, _actor, _device, _overlaps) = (environment, rollout, actor, device, options.Overlaps);
        var (spec, rows, dimensions) = (environment.Spec, environment.Spec.RowCount, environment.Spec.Action.Dimensions);
        _actions = new(spec.Action, rows);
        _isContinuous = spec.Action.Kind == ActionKind.Continuous;
        (_noise, _values, _choices) = (new(device, ScalarType.Float32, rows, dimensions), new(device, ScalarType.Float32, rows, dimensions), new(device, ScalarType.Int64, rows, dimensions));
        var count = environment is IDivisibleEnvironment ? Math.Min(options.Parts, spec.EnvironmentCount) : 1;
        _parts = [.. Enumerable.Range(0, count).Select(index => Part.Of(spec, index, count, new DeviceFence(device)))];
        _finals = new(device);
    }

    /// <summary>Resets the environments and uploads what they show.</summary>
    public void Begin(ulong seed)
    {
        _environment.Reset(seed, _rollout.Frames.Target(0));
        _rollout.Upload(0, _environment, 0, _rollout.Rows);
    }

    /// <summary>T steps of all parts, and all that an update needs to know of them: next values, rewards and ends are on the device then.</summary>
    public void Live(IEpisodeSink episodes)
    {
        foreach (var part in _parts) Decide(part, 0);
        for (var t = 0; t < _rollout.Steps; t++)
        {
            foreach (var part in _parts)
            {
                Read(part);
                if (_overlaps) Advance(part, t);
            }

            foreach (var part in _parts) if (!_overlaps) Advance(part, t);
            _rollout.Record(t, _environment);
            _actor.Finish(t);
            episodes.AfterStep(_environment);
        }

        ValueFinals();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _rollout.Complete(_actor.Value(_rollout.Frames.Range(_rollout.Frames.FirstFrame(_rollout.Steps), _rollout.Rows), _rollout.MaskOf(_rollout.Steps, 0, _rollout.Rows)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in _parts) part.Fence.Dispose();
        foreach (var owned in (IDisposable[])[_finals, _noise, _values, _choices, _actions]) owned.Dispose();
    }

    /// <summary>Has the network decide what a part does at a moment that is uploaded, and send it back.</summary>
    private void Decide(Part part, int t)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var dimensions = _environment.Spec.Action.Dimensions;
        for (var row = part.FirstRow; row < part.FirstRow + part.Rows; row++) _actor.Draw(row, t, _noise.Span.Slice(row * dimensions, dimensions));
        var actions = _actor.Decide(t, part.FirstRow, part.Rows, RowsOf(_noise.Tensor, part).to(_device, non_blocking: true));                  // [rows, D]
        _rollout.RowsOf(_rollout.Actions, t, part.FirstRow, part.Rows).copy_(actions);
        RowsOf(_isContinuous ? _values.Tensor : _choices.Tensor, part).copy_(actions, nonBlocking: true);
        part.Fence.Set();
    }

    /// <summary>Waits for the actions of a part; when they are here, everything that was uploaded for them has left its slot.</summary>
    private void Read(Part part)
    {
        part.Fence.Wait();
        var dimensions = _environment.Spec.Action.Dimensions;
        var (first, count) = (part.FirstRow * dimensions, part.Rows * dimensions);
        if (_isContinuous) for (var i = first; i < first + count; i++) _actions.Values[i] = Math.Clamp(_values.Span[i], -1f, 1f);
        else for (var i = first; i < first + count; i++) _actions.Choices[i] = (int)_choices.Span[i];
    }

    /// <summary>Steps a part, uploads what it saw, and has the network decide what it does next.</summary>
    private void Advance(Part part, int t)
    {
        var target = _rollout.Frames.Target(t + 1);
        if (_environment is IDivisibleEnvironment divisible) divisible.StepPart(_actions, target, part.FirstEnvironment, part.Environments);
        else _environment.Step(_actions, target);
        if (!_rollout.HasRoomForFinals(_environment)) ValueFinals();
        _rollout.AddFinals(t, _environment);
        _rollout.Upload(t + 1, _environment, part.FirstRow, part.Rows);
        if (t + 1 < _rollout.Steps) Decide(part, t + 1);
    }

    /// <summary>Values what truncated rows saw last; an environment publishes no mask for it. Waits, as their slots are used again; inside a rollout only where more rows are cut off than there are.</summary>
    private void ValueFinals()
    {
        if (_rollout.Frames.FinalCount == 0) return;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _rollout.Frames.UploadFinals();
        _rollout.TakeFinalValues(_actor.Value(_rollout.Frames.Range(_rollout.Frames.FirstFinalFrame, _rollout.Frames.FinalCount), mask: null));
        _finals.Set();
        _finals.Wait();
    }

    private static Tensor RowsOf(Tensor column, Part part) => column.narrow(0, part.FirstRow, part.Rows);

    /// <summary>Some environments, their rows, and the place in the device's work where their actions are ready.</summary>
    private sealed record Part(int FirstEnvironment, int Environments, int FirstRow, int Rows, DeviceFence Fence)
    {
        public static Part Of(EnvironmentSpec spec, int index, int count, DeviceFence fence)
        {
            var (first, end) = ((int)((long)spec.EnvironmentCount * index / count), (int)((long)spec.EnvironmentCount * (index + 1) / count));
            return new(first, end - first, first * spec.AgentCount, (end - first) * spec.AgentCount, fence);
        }
    }
}
