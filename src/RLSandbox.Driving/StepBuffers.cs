using RLSandbox.Core.Contract;
using RLSandbox.Core.Memory;
using RLSandbox.Driving.Ends;

namespace RLSandbox.Driving;

/// <summary>What crosses the border of the world in a step: actions in, the contract's columns out. Systems write the rows of their own chunk only.</summary>
public sealed class StepBuffers : IDisposable
{
    private readonly NativeBuffer<float> _rewards, _terms, _measures;
    private readonly NativeBuffer<bool> _terminated, _truncated, _active, _started;
    private readonly NativeBuffer<int> _outcomes, _groups;

    internal StepBuffers(EnvironmentSpec spec)
    {
        var rows = spec.RowCount;
        RowCount = rows;
        _rewards = new(rows);
        _terms = new((long)rows * spec.Terms.Count);
        _measures = new((long)rows * spec.Measures.Count);
        _terminated = new(rows);
        _truncated = new(rows);
        _active = new(rows);
        _started = new(rows);
        _outcomes = new(rows);
        _groups = new(rows);
    }

    /// <summary>R.</summary>
    public int RowCount { get; }

    /// <summary>Bytes of all columns.</summary>
    public long ByteCount => _rewards.ByteCount + _terms.ByteCount + _measures.ByteCount + _terminated.ByteCount + _truncated.ByteCount + _active.ByteCount + _started.ByteCount + _outcomes.ByteCount + _groups.ByteCount;

    /// <summary>Actions of this step.</summary>
    public ActionBuffer? Actions { get; internal set; }

    /// <summary>[R].</summary>
    public Span<float> Rewards => _rewards.Span;

    /// <summary>[K, R].</summary>
    public Span<float> Terms => _terms.Span;

    /// <summary>[M, R] in the order of <see cref="Measure"/>.</summary>
    public Span<float> Measures => _measures.Span;

    /// <summary>[R].</summary>
    public Span<bool> Terminated => _terminated.Span;

    /// <summary>[R].</summary>
    public Span<bool> Truncated => _truncated.Span;

    /// <summary>[R].</summary>
    public Span<bool> Active => _active.Span;

    /// <summary>[R].</summary>
    public Span<bool> Started => _started.Span;

    /// <summary>[R] <see cref="Outcome"/> or -1.</summary>
    public Span<int> Outcomes => _outcomes.Span;

    /// <summary>[R] map of the episode that the step belonged to.</summary>
    public Span<int> Groups => _groups.Span;

    internal void Clear()
    {
        Rewards.Clear();
        Terms.Clear();
        Measures.Fill(float.NaN);
        Terminated.Clear();
        Truncated.Clear();
        Active.Clear();
        Started.Clear();
        Outcomes.Fill(-1);
        Groups.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rewards.Dispose();
        _terms.Dispose();
        _measures.Dispose();
        _terminated.Dispose();
        _truncated.Dispose();
        _active.Dispose();
        _started.Dispose();
        _outcomes.Dispose();
        _groups.Dispose();
    }
}
