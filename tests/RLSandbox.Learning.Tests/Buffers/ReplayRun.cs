using System.Runtime.InteropServices;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Torch;
using TorchSharp;

namespace RLSandbox.Learning.Tests.Buffers;

/// <summary>An environment of random frames, a replay that is filled from it, and what the diary says about a transition.</summary>
internal sealed class ReplayRun : IDisposable
{
    internal const float Discount = 0.9f;
    private const int Environments = 3;
    private readonly int _stack, _returnSteps;
    private readonly ActionBuffer _actions;

    internal ReplayRun(int stack, int returnSteps, ReplayConfig config, string? file = null, bool onDevice = false)
    {
        TorchRuntime.EnsureLoaded();
        (_stack, _returnSteps) = (stack, returnSteps);
        Environment = new(Environments, hasMask: true);
        var spec = Environment.Spec;
        Replay = new(spec, config, stack, returnSteps, Discount, capacity => onDevice ? new DeviceReplayFrames(spec.Parts, Rows, capacity, stack, torch.CPU) : new ReplayFrames(spec.Parts, Rows, capacity, stack, file));
        _actions = new(Environment.Spec.Action, Rows);
        Environment.Reset(1, Replay.Target());
        Replay.Begin(Environment);
    }

    internal StreamEnvironment Environment { get; }

    internal ReplayBuffer Replay { get; }

    internal int Rows => Environment.Spec.RowCount;

    internal List<StreamEnvironment.Entry[]> Diary => Environment.Diary;

    public void Dispose()
    {
        _actions.Dispose();
        Replay.Dispose();
        Environment.Dispose();
    }

    internal void Steps(int count)
    {
        for (var step = 0; step < count; step++) Step();
    }

    internal void Step()
    {
        for (var row = 0; row < Rows; row++) _actions.Choices[row] = (row + Diary.Count) % StreamEnvironment.Choices;
        Environment.Step(_actions, Replay.Target());
        Replay.Record(_actions.Choices, Environment);
    }

    /// <summary>Keys of all transitions whose stack and whose n steps are held.</summary>
    internal List<long> Drawable()
    {
        var keys = new List<long>();
        for (var moment = Replay.FirstDrawable; moment <= Replay.LastDrawable; moment++)
        {
            for (var row = 0; row < Rows; row++) if (Diary[(int)moment][row].Active) keys.Add(moment * Rows + row);
        }

        return keys;
    }

    internal (float Return, float Discount, int Moment, bool IsFinal) Expected(int moment, int row)
    {
        var (sum, discount) = (0f, 1f);
        for (var step = 0; step < _returnSteps; step++)
        {
            var entry = Diary[moment + step][row];
            sum += discount * entry.Reward;
            discount *= Discount;
            if (entry.Terminated) return (sum, 0, 0, false);
            if (entry.Truncated) return (sum, discount, moment + step, true);
        }

        return (sum, discount, moment + _returnSteps, false);
    }

    /// <summary>The stack that ends at a moment, or at the final observation that followed its action; then the numbers.</summary>
    internal byte[] Stack(int moment, int row, bool final)
    {
        var pictures = new List<byte[]>();
        var numbers = final ? Diary[moment][row].FinalNumbers : Diary[moment][row].Numbers;
        if (final) pictures.Add(Diary[moment][row].FinalPicture);
        for (; pictures.Count < _stack; moment -= Diary[moment][row].Started ? 0 : 1) pictures.Insert(0, Diary[moment][row].Picture);
        return [.. pictures.SelectMany(picture => picture), .. MemoryMarshal.AsBytes(numbers.AsSpan())];
    }
}
