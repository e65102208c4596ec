using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RLSandbox.Core.Contract;

namespace RLSandbox.Learning.Networks;

/// <summary>From bytes with channels first to numbers with channels last, as the convolutions on the CPU read pictures, and the way out of them.</summary>
internal sealed unsafe class PictureLoading(ObservationPart part, NetworkConfig config)
{
    private const int Sixteen = 16;                                  // numbers of the widest vector
    private readonly int _channels = part.Shape[0];

    private readonly int _pixels = part.ElementCount / part.Shape[0];

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
        var (mean, scale) = (Vector512.Create(config.ImageMean), Vector512.Create(1f / config.ImageScale));
        var done = 0;
        if (_channels == 1) for (; done + Sixteen <= _pixels; done += Sixteen) Round(Vector128.Load(bytes + done), mean, scale, target + done);
        if (_channels == 4) for (; done + Sixteen <= _pixels; done += Sixteen) RoundFour(bytes + done, _pixels, mean, scale, target + 4 * done);
        for (var channel = 0; channel < _channels; channel++)
        {
            for (var i = done; i < _pixels; i++) target[i * _channels + channel] = RoundedKernels.Round((bytes[channel * _pixels + i] - config.ImageMean) * (1f / config.ImageScale));
        }
    }

    /// <summary>Sixteen pixels of four pictures that lie <paramref name="apart"/> bytes from each other, channels last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RoundFour(byte* first, int apart, Vector512<float> mean, Vector512<float> scale, ushort* target)
    {
        Vector128<byte> a = Vector128.Load(first), b = Vector128.Load(first + apart), c = Vector128.Load(first + 2 * apart), d = Vector128.Load(first + 3 * apart);
        Vector128<ushort> low = Sse2.UnpackLow(a, b).AsUInt16(), high = Sse2.UnpackHigh(a, b).AsUInt16(), nextLow = Sse2.UnpackLow(c, d).AsUInt16(), nextHigh = Sse2.UnpackHigh(c, d).AsUInt16();
        Round(Sse2.UnpackLow(low, nextLow).AsByte(), mean, scale, target);
        Round(Sse2.UnpackHigh(low, nextLow).AsByte(), mean, scale, target + Sixteen);
        Round(Sse2.UnpackLow(high, nextHigh).AsByte(), mean, scale, target + 2 * Sixteen);
        Round(Sse2.UnpackHigh(high, nextHigh).AsByte(), mean, scale, target + 3 * Sixteen);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(Vector128<byte> bytes, Vector512<float> mean, Vector512<float> scale, ushort* target)
    {
        var bits = ((Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(bytes)) - mean) * scale).AsUInt32();
        Avx512F.ConvertToVector256UInt16((bits + Vector512.Create(0x7FFFu) + ((bits >>> 16) & Vector512<uint>.One)) >>> 16).Store(target);
    }

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
    public static void FiltersFirst(in ConvolutionShape shape, float* positions, float* features)
    {
        var count = shape.OutputSize / shape.Filters;
        for (var position = 0; position < count; position++)
        {
            for (var filter = 0; filter < shape.Filters; filter++) features[filter * count + position] = positions[position * shape.Filters + filter];
        }
    }

    /// <summary>[filters, positions] → [positions, filters].</summary>
    public static void FiltersLast(in ConvolutionShape shape, float* features, float* positions)
    {
        var count = shape.OutputSize / shape.Filters;
        for (var position = 0; position < count; position++)
        {
            for (var filter = 0; filter < shape.Filters; filter++) positions[position * shape.Filters + filter] = features[filter * count + position];
        }
    }
}
