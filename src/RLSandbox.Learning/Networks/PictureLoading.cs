using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RLSandbox.Core.Contract;

namespace RLSandbox.Learning.Networks;

/// <summary>From bytes with channels first to numbers with channels last, as the convolutions on the CPU read pictures, and the way out of them.</summary>
internal sealed unsafe class PictureLoading(ObservationPart part, NetworkConfig config)
{
    private static readonly Vector512<byte> OneChannel = Order(1), FourChannels = Order(4);
    private readonly int _channels = part.Shape[0];
    private readonly int _pixels = part.ElementCount / part.Shape[0];
    private readonly byte[] _lower = Halves(config, shift: 0), _upper = Halves(config, shift: 8);      // of all centred bytes in bfloat16

    /// <summary>Numbers in a picture.</summary>
    public int Size => _channels * _pixels;

    /// <summary>Centres a picture and puts its channels last.</summary>
    /// <param name="bytes">[C, H, W].</param>
    /// <param name="target">[H, W, C].</param>
    public void Load(byte* bytes, float* target)
    {
        var (mean, scale) = (config.ImageMean, 1f / config.ImageScale);
        var done = 0;
        if (_channels == 1) for (; done + Vector256<byte>.Count <= _pixels; done += Vector256<byte>.Count) Centre(Vector256.Load(bytes + done), mean, scale, target + done);
        if (_channels == 4) for (; done + 8 <= _pixels; done += 8) Centre(Interleave(bytes + done, _pixels), mean, scale, target + 4 * done);
        for (var channel = 0; channel < _channels; channel++)
        {
            for (var i = done; i < _pixels; i++) target[i * _channels + channel] = (bytes[channel * _pixels + i] - mean) * scale;
        }
    }

    /// <summary>The same in bfloat16, on a processor that has it.</summary>
    public void Load(byte* bytes, ushort* target)
    {
        var (done, step) = (0, Vector512<byte>.Count / _channels);
        if (_channels == 1) for (; done + step <= _pixels; done += step) LookUp(Vector512.Load(bytes + done), OneChannel, target + done);
        if (_channels == 4) for (; done + step <= _pixels; done += step) LookUp(FourParts(bytes + done, _pixels), FourChannels, target + 4 * done);
        for (var channel = 0; channel < _channels; channel++)
        {
            for (var i = done; i < _pixels; i++) target[i * _channels + channel] = (ushort)(_lower[bytes[channel * _pixels + i]] | _upper[bytes[channel * _pixels + i]] << 8);
        }
    }

    /// <summary>Looks 64 bytes up, eight of them by eight, in the order that <paramref name="order"/> asks for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LookUp(Vector512<byte> bytes, Vector512<byte> order, ushort* target)
    {
        bytes = Avx512Vbmi.PermuteVar64x8(bytes, order);
        Vector512<byte> lower = Half(_lower, bytes), upper = Half(_upper, bytes);
        Avx512BW.UnpackLow(lower, upper).AsUInt16().Store(target);
        Avx512BW.UnpackHigh(lower, upper).AsUInt16().Store(target + Vector512<ushort>.Count);

        static Vector512<byte> Half(byte[] table, Vector512<byte> bytes)
        {
            var (low, high) = (Avx512Vbmi.PermuteVar64x8x2(Quarter(table, 0), bytes, Quarter(table, 1)), Avx512Vbmi.PermuteVar64x8x2(Quarter(table, 2), bytes, Quarter(table, 3)));
            return Avx512BW.BlendVariable(low, high, bytes);
        }

        static Vector512<byte> Quarter(byte[] table, int quarter) => Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(table), (nuint)(quarter * Vector512<byte>.Count));
    }

    /// <summary>Sixteen bytes each of four pictures that lie <paramref name="apart"/> bytes from each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> FourParts(byte* first, int apart) =>
        Vector512.Create(Vector256.Create(Vector128.Load(first), Vector128.Load(first + apart)), Vector256.Create(Vector128.Load(first + 2 * apart), Vector128.Load(first + 3 * apart)));

    /// <summary>Order of 64 bytes before they are looked up: what lies together after that, once each part of sixteen is unpacked. Pixel by pixel, all channels of each.</summary>
    private static Vector512<byte> Order(int channels)
    {
        Span<byte> order = stackalloc byte[Vector512<byte>.Count];
        for (var i = 0; i < order.Length; i++)
        {
            var place = i / 16 * 8 + i % 8 + (i % 16 < 8 ? 0 : 32);      // of the result
            order[i] = (byte)(place % channels * (order.Length / channels) + place / channels);
        }

        return Vector512.Create<byte>(order);
    }

    private static byte[] Halves(NetworkConfig config, int shift) => [.. Enumerable.Range(0, 256).Select(level => (byte)(RoundedKernels.Round((level - config.ImageMean) * (1f / config.ImageScale)) >> shift))];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Centre(Vector256<byte> bytes, float mean, float scale, float* target)
    {
        var (low, high) = Vector256.Widen(bytes);
        var (a, b) = Vector256.Widen(low);
        var (c, d) = Vector256.Widen(high);
        var m = Vector256.Create(mean);
        ((Vector256.ConvertToSingle(a.AsInt32()) - m) * scale).Store(target);
        ((Vector256.ConvertToSingle(b.AsInt32()) - m) * scale).Store(target + 8);
        ((Vector256.ConvertToSingle(c.AsInt32()) - m) * scale).Store(target + 16);
        ((Vector256.ConvertToSingle(d.AsInt32()) - m) * scale).Store(target + 24);
    }

    /// <summary>Eight pixels of four pictures that lie <paramref name="apart"/> bytes from each other, channels last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Interleave(byte* first, int apart)
    {
        var bytes = Vector256.Create(*(ulong*)first, *(ulong*)(first + apart), *(ulong*)(first + 2 * apart), *(ulong*)(first + 3 * apart)).AsByte();
        return Vector256.Shuffle(bytes, Vector256.Create((byte)0, 8, 16, 24, 1, 9, 17, 25, 2, 10, 18, 26, 3, 11, 19, 27, 4, 12, 20, 28, 5, 13, 21, 29, 6, 14, 22, 30, 7, 15, 23, 31));
    }

    /// <summary>[positions, filters] → [filters, positions].</summary>
    public static void FiltersFirst(in ConvolutionShape shape, float* positions, float* features) => Transposition.Exchange(positions, shape.OutputSize / shape.Filters, shape.Filters, features);

    /// <summary>[filters, positions] → [positions, filters].</summary>
    public static void FiltersLast(in ConvolutionShape shape, float* features, float* positions) => Transposition.Exchange(features, shape.Filters, shape.OutputSize / shape.Filters, positions);
}
