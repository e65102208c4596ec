using RLSandbox.Learning.Torch;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Saliency;

/// <summary>How much of the answer is lost when a square of the newest frame is covered with the frame's mean: of each pixel, the mean over the squares that cover it.</summary>
/// <remarks>
/// Source: Zeiler and Fergus 2014, "Visualizing and understanding convolutional networks", arXiv:1311.2901, section 4.2.
/// We differ: squares overlap by half and a pixel takes the mean of its squares, which makes a map of the picture's size; an answer that rises counts as nothing lost.
/// </remarks>
internal static class OcclusionSaliency
{
    private const int SquaresPerSide = 10, SmallestSquare = 2, RowsPerBatch = 128;

    /// <summary>Pixels along the square for a picture with this shorter side; even.</summary>
    internal static int SquareFor(int height, int width) => Math.Max(SmallestSquare, Math.Min(height, width) / SquaresPerSide / 2 * 2);

    /// <summary>[H · W], not negative.</summary>
    public static float[] Map(SaliencyQuestion question)
    {
        var (height, width) = ((int)question.Picture.shape[2], (int)question.Picture.shape[3]);
        var square = Math.Min(SquareFor(height, width), Math.Min(height, width));
        (int Y, int X)[] places = [.. Starts(height, square).SelectMany(y => Starts(width, square).Select(x => (y, x)))];
        var lost = new float[places.Length];
        var whole = question.Ask(question.Picture)[0];
        for (var first = 0; first < places.Length; first += RowsPerBatch)
        {
            using var scope = NewDisposeScope();
            var batch = places.AsSpan(first, Math.Min(RowsPerBatch, places.Length - first));
            var answers = question.Ask(Covered(question, batch, square));
            for (var i = 0; i < batch.Length; i++) lost[first + i] = Math.Max(0, whole - answers[i]);
        }

        return Mean(places, lost, square, height, width);
    }

    /// <summary>Every half square, and the last place that fits.</summary>
    private static IEnumerable<int> Starts(int length, int square)
    {
        for (var start = 0; start < length - square; start += Math.Max(1, square / 2)) yield return start;
        yield return length - square;
    }

    private static Tensor Covered(SaliencyQuestion question, ReadOnlySpan<(int Y, int X)> places, int square)
    {
        var bytes = TensorMemory.Span<byte>(question.Picture);
        var width = (int)question.Picture.shape[3];
        var pixels = (int)question.Picture.shape[2] * width;
        var copies = new byte[places.Length * bytes.Length];
        for (var i = 0; i < places.Length; i++)
        {
            var copy = copies.AsSpan(i * bytes.Length, bytes.Length);
            bytes.CopyTo(copy);
            for (var channel = 1; channel <= question.Channels; channel++)
            {
                var frame = copy.Slice(bytes.Length - channel * pixels, pixels);
                var mean = Mean(frame);
                for (var y = 0; y < square; y++) frame.Slice((places[i].Y + y) * width + places[i].X, square).Fill(mean);
            }
        }

        return tensor(copies, [places.Length, .. question.Picture.shape[1..]]);
    }

    private static byte Mean(ReadOnlySpan<byte> levels)
    {
        var sum = 0L;
        foreach (var level in levels) sum += level;
        return (byte)((sum + levels.Length / 2) / levels.Length);
    }

    private static float[] Mean(ReadOnlySpan<(int Y, int X)> places, float[] lost, int square, int height, int width)
    {
        var (map, counts) = (new float[height * width], new int[height * width]);
        for (var i = 0; i < places.Length; i++)
        {
            for (var y = places[i].Y; y < places[i].Y + square; y++)
            {
                for (var x = places[i].X; x < places[i].X + square; x++)
                {
                    map[y * width + x] += lost[i];
                    counts[y * width + x]++;
                }
            }
        }

        for (var i = 0; i < map.Length; i++) map[i] /= counts[i];
        return map;
    }
}
