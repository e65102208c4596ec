using System.Runtime.Intrinsics;
using RLSandbox.Learning.Torch;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>Counts the units of a network that are above 0 for at least one of the rows that it is shown.</summary>
internal sealed class UnitCount
{
    private readonly List<bool[]> _isAlive = [];                                                  // by layer, by unit

    /// <summary>Share of the units that were 0 for every row; NaN before the first layer.</summary>
    public double DeadShare => _isAlive.Count == 0 ? double.NaN : 1 - (double)_isAlive.Sum(layer => layer.Count(isAlive => isAlive)) / _isAlive.Sum(layer => layer.Length);

    /// <summary>Takes in a layer: [B, F], or [B, C, H, W] with one unit per channel. Temporaries belong to the caller's dispose scope.</summary>
    public void Add(Tensor outputs)
    {
        var last = outputs.shape.Length == 4 ? outputs.permute(0, 2, 3, 1) : outputs;             // [B, H, W, C]
        var copied = new float[last.numel()];
        TensorMemory.Copy(last.to(float32), copied.AsSpan());
        Add(copied, (int)last.shape[^1]);
    }

    /// <summary>Takes in a layer.</summary>
    /// <param name="outputs">[…, units].</param>
    public void Add(ReadOnlySpan<float> outputs, int units)
    {
        var most = new float[units];
        for (var first = 0; first < outputs.Length; first += units)
        {
            var row = outputs.Slice(first, units);
            var unit = 0;
            for (; unit + Vector256<float>.Count <= units; unit += Vector256<float>.Count) Vector256.Max(Vector256.Create(row[unit..]), Vector256.Create(most.AsSpan(unit))).CopyTo(most, unit);
            for (; unit < units; unit++) most[unit] = MathF.Max(most[unit], row[unit]);
        }

        _isAlive.Add([.. most.Select(output => output > 0)]);
    }

    /// <summary>Takes in what the same network answered to other rows; one of the two may have seen none.</summary>
    public void Add(UnitCount other)
    {
        if (_isAlive.Count == 0) _isAlive.AddRange(other._isAlive);
        else foreach (var (mine, others) in _isAlive.Zip(other._isAlive)) for (var unit = 0; unit < mine.Length; unit++) mine[unit] |= others[unit];
    }
}
