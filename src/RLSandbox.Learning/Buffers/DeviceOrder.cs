using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Buffers;

/// <summary>Orders of the samples of a rollout, all epochs at once: the same shuffles as epoch by epoch, uploaded in one piece, so that nobody waits between epochs.</summary>
/// <param name="seed">Of the run.</param>
/// <param name="purpose">Of the shuffles.</param>
internal sealed class DeviceOrder(Device device, ulong seed, uint purpose, int epochs) : IDisposable
{
    private StagingColumn<long>? _order;                  // [epochs · samples]

    /// <summary>[epochs, samples] on the device; belongs to the caller's dispose scope. What it was uploaded from is written again at the next call.</summary>
    /// <param name="samples">In order of time; shuffled.</param>
    /// <param name="iteration">Number of the rollout.</param>
    public Tensor Upload(Span<long> samples, long iteration)
    {
        var count = (long)epochs * samples.Length;
        if (_order is null || _order.Tensor.shape[0] < count)
        {
            _order?.Dispose();
            _order = new(device, ScalarType.Int64, count);
        }

        for (var epoch = 0; epoch < epochs; epoch++)
        {
            Shuffle.Apply(samples, new(seed, 0, (uint)iteration, purpose), (uint)epoch);
            samples.CopyTo(_order.Span[(epoch * samples.Length)..]);
        }

        return _order.Tensor.narrow(0, 0, count).to(device, non_blocking: true).view(epochs, samples.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => _order?.Dispose();
}
