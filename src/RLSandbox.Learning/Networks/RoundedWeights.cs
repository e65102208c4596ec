using System.Buffers;
using System.Runtime.Intrinsics.X86;
using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Networks;

/// <summary>The weights of a layer in bfloat16, in the two orders that <see cref="RoundedBlock"/> reads them in.</summary>
internal sealed unsafe class RoundedWeights : IDisposable
{
    private const int Lanes = 16;                                     // filters that are taken over together
    private const int Chunk = 512;                                    // numbers of a dense layer's row that are: sixteen of them stay in the first-level cache
    private readonly ConvolutionShape _shape;
    private readonly NativeBuffer<float> _bias;

    /// <summary>Zeros.</summary>
    public RoundedWeights(ConvolutionShape shape)
    {
        (_shape, LinePanels) = (shape, RoundedPanels.For(shape.Run));
        Columns = new(RoundedPanels.For(shape.Filters), shape.Patch / 2, areReadLater: true);
        Rows = new(shape.Kernel * LinePanels, shape.Filters / 2, areReadLater: true);
        _bias = new(RoundedPanels.For(shape.Filters) * RoundedBlock.Columns);
    }

    /// <summary>Panels for one line of the patch.</summary>
    public int LinePanels { get; }

    /// <summary>Columns are filters, sums go over the patch: the way forward.</summary>
    public RoundedPanels Columns { get; }

    /// <summary>Columns are numbers of the patch, line by line in panels of their own, sums go over filters: the way back by inputs.</summary>
    public RoundedPanels Rows { get; }

    /// <summary>[filters], and zeros up to a whole panel.</summary>
    public float* Bias => _bias.Address;

    /// <summary>Takes over the biases.</summary>
    public void TakeBias(ReadOnlySpan<float> bias) => bias.CopyTo(_bias.Span);

    /// <summary>Rounds the weights of some filters.</summary>
    /// <param name="weights">All parameters.</param>
    /// <param name="starts">Where the rows of the filters from <paramref name="first"/> on lie among them.</param>
    /// <param name="inputs">Numbers in a row; zeros follow up to the patch.</param>
    /// <param name="columns">Whether <see cref="Columns"/> are taken over.</param>
    /// <param name="pairs">Whether <see cref="Rows"/> are.</param>
    public void Take(float* weights, ReadOnlySpan<int> starts, int first, int inputs, bool columns, bool pairs)
    {
        var chunk = _shape.Kernel > 1 ? _shape.Patch : Math.Min(Chunk, _shape.Patch);
        var (scratch, floats) = (ArrayPool<ushort>.Shared.Rent(Lanes * chunk), ArrayPool<float>.Shared.Rent(chunk));
        fixed (float* turned = floats)
        fixed (ushort* rows = scratch) Take(weights, starts, first, inputs, (columns, pairs), rows, turned, chunk);
        Sse.StoreFence();                                             // what went around the caches is seen before anybody hears that it is there
        ArrayPool<ushort>.Shared.Return(scratch);
        ArrayPool<float>.Shared.Return(floats);
    }

    /// <param name="rows">[16, chunk], overwritten.</param>
    /// <param name="turned">[chunk], overwritten.</param>
    private void Take(float* weights, ReadOnlySpan<int> starts, int first, int inputs, (bool Columns, bool Pairs) wanted, ushort* rows, float* turned, int chunk)
    {
        for (var filter = first; filter < first + starts.Length; filter += Lanes)
        {
            var filters = Math.Min(Lanes, first + starts.Length - filter);
            for (var from = 0; from < _shape.Patch; from += chunk)
            {
                var count = Math.Min(chunk, _shape.Patch - from);
                for (var i = 0; i < filters; i++) TakeRow(weights + starts[filter - first + i], from, Math.Clamp(inputs - from, 0, count), count, turned, rows + i * chunk);
                new Span<ushort>(rows + filters * chunk, (Lanes - filters) * chunk).Clear();
                if (wanted.Columns) Columns.SetColumns(filter / RoundedBlock.Columns, from / 2, filter % RoundedBlock.Columns, rows, chunk, count);
                if (wanted.Pairs) for (var i = 0; i < filters; i += 2) TakePair((filter + i) / 2, from, count, rows + i * chunk, rows + (i + 1) * chunk);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Columns.Dispose();
        Rows.Dispose();
        _bias.Dispose();
    }

    /// <summary>Numbers <paramref name="from"/> … of one filter, in the order of the patch; zeros beyond the <paramref name="given"/> ones.</summary>
    private void TakeRow(float* weights, int from, int given, int count, float* turned, ushort* target)
    {
        if (_shape.Kernel > 1) Transposition.Exchange(weights, _shape.Channels, _shape.Kernel * _shape.Kernel, turned);
        RoundedKernels.Round(_shape.Kernel > 1 ? turned : weights + from, target, given);
        new Span<ushort>(target + given, count - given).Clear();
    }

    private void TakePair(int pair, int from, int count, ushort* first, ushort* second)
    {
        if (_shape.Kernel == 1) Rows.SetPair(from / RoundedBlock.Columns, pair, first, second, count);
        else for (var line = 0; line < _shape.Kernel; line++) Rows.SetPair(line * LinePanels, pair, first + line * _shape.Run, second + line * _shape.Run, _shape.Run);
    }
}
