using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Torch;

/// <summary>Columns on their way to a device, one after the other, while the host goes on: each is written into the next of some staging slots, and a slot is written again when the device has taken what was in it.</summary>
internal sealed unsafe class StagingRing<T> : IDisposable where T : unmanaged
{
    private const int Slots = 4;                                         // the host is never further ahead of the device than two gradient steps
    private readonly Device _device;
    private readonly ScalarType _type;
    private readonly long[] _shape;
    private readonly StagingColumn<T>?[] _columns = new StagingColumn<T>?[Slots];
    private readonly DeviceFence[] _fences;
    private int _slot, _rows;

    /// <summary>A ring whose slots grow with what is sent.</summary>
    /// <param name="type">Of the elements; <typeparamref name="T"/> is this, or bytes.</param>
    /// <param name="shape">Of a row; none: rows are single elements.</param>
    public StagingRing(Device device, ScalarType type, params long[] shape)
    {
        (_device, _type, _shape) = (device, type, shape);
        _fences = [.. Enumerable.Range(0, Slots).Select(_ => new DeviceFence(device))];
    }

    /// <summary>Room for the next column, to be filled and sent.</summary>
    public Span<T> Begin(int rows)
    {
        _fences[_slot].Wait();
        if (_columns[_slot] is not { } column || column.Tensor.shape[0] < rows)
        {
            _columns[_slot]?.Dispose();
            column = _columns[_slot] = new(_device, _type, [BitOperations.RoundUpToPowerOf2((uint)rows), .. _shape]);
        }

        _rows = rows;
        var rowBytes = _shape.Aggregate(column.Tensor.ElementSize, (bytes, size) => bytes * size);
        return new((void*)column.Address, checked((int)(rows * rowBytes / sizeof(T))));
    }

    /// <summary>Has the device take it.</summary>
    /// <returns>[rows, …shape] on the device; belongs to the caller's dispose scope.</returns>
    public Tensor Send()
    {
        var sent = _columns[_slot]!.Tensor.narrow(0, 0, _rows).to(_device, copy: true, non_blocking: true);
        _fences[_slot].Set();
        _slot = (_slot + 1) % Slots;
        return sent;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var column in _columns) column?.Dispose();
        foreach (var fence in _fences) fence.Dispose();
    }
}
