using System.Runtime.Intrinsics;
using RLSandbox.Core.Contract;

namespace RLSandbox.Learning.Networks;

/// <summary>From bytes with channels first to numbers with channels last, as the convolutions on the CPU read pictures, and the way out of them.</summary>
internal sealed unsafe class PictureLoading(ObservationPart part, NetworkConfig config)
{
    private readonly int _channels = part.Shape[0];

    /// <summary>Pixels of a picture.</summary>
    public int PixelCount => part.ElementCount / _channels;

    /// <summary>Centres some pixels of a picture and puts their channels last.</summary>
    /// <param name="bytes">[C, H, W].</param>
    /// <param name="target">[end − first, C].</param>
    public void Load(byte* bytes, int first, int end, float* target)
    {
        var (mean, scale, pixels, done) = (config.ImageMean, 1f / config.ImageScale, PixelCount, first);
        target -= first * _channels;
        if (_channels == 1) for (; done + Vector256<byte>.Count <= end; done += Vector256<byte>.Count) Centre(Vector256.Load(bytes + done), mean, scale, target + done);
        if (_channels == 4) for (; done + 8 <= end; done += 8) Centre(Interleave(bytes + done, pixels), mean, scale, target + 4 * done);
        for (var channel = 0; channel < _channels; channel++)
        {
            for (var i = done; i < end; i++) target[i * _channels + channel] = (bytes[channel * pixels + i] - mean) * scale;
        }
    }

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
