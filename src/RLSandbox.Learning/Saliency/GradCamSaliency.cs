using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Saliency;

/// <summary>Where the last convolution found what speaks for the answer: its pictures, each weighted by the mean slope of the answer over it, what speaks against it cut off.</summary>
/// <remarks>
/// Source: Selvaraju et al. 2017, "Grad-CAM: visual explanations from deep networks via gradient-based localization", arXiv:1610.02391, eqs. 1 and 2.
/// We differ: convolutions have no padding, so a cell is drawn at the centre of what it sees instead of stretching the grid over the whole picture.
/// A cell has seen all frames of a stack, so the map cannot tell which of them mattered.
/// </remarks>
internal static class GradCamSaliency
{
    /// <summary>[H · W], not negative; empty without convolutions.</summary>
    public static float[] Map(SaliencyQuestion question, IReadOnlyList<ConvolutionLayer> layers)
    {
        if (layers.Count == 0) return [];
        using var picture = question.Picture.to(ScalarType.Float32).requires_grad_(true);         // so that torch keeps the way to the convolutions
        var (answers, convolved) = question.Trace(picture);
        var slope = autograd.grad([answers.sum()], [convolved])[0];                               // [1, K, h, w]
        var weights = slope.mean([2, 3], keepdim: true);                                          // [1, K, 1, 1]
        var cells = weights.mul(convolved).sum([1]).relu();                                         // [1, h, w]
        var grid = new float[cells.numel()];
        TensorMemory.Copy(cells, grid.AsSpan());
        return Spread(grid, (int)cells.shape[1], (int)cells.shape[2], (int)picture.shape[2], (int)picture.shape[3], layers);
    }

    /// <summary>Cells of a grid as pixels, linearly between the centres of what they see; beyond the outermost centres as at them.</summary>
    private static float[] Spread(float[] grid, int rows, int columns, int height, int width, IReadOnlyList<ConvolutionLayer> layers)
    {
        var (step, side) = (1, 1);                                                                // pixels from cell to cell, and that a cell sees
        foreach (var layer in layers) (step, side) = (step * layer.Stride, side + (layer.Kernel - 1) * step);
        var first = (side - 1) / 2f;
        var map = new float[height * width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (row, down) = Cell((y - first) / step, rows);
                var (column, right) = Cell((x - first) / step, columns);
                var (below, beside) = (Math.Min(row + 1, rows - 1), Math.Min(column + 1, columns - 1));
                var upper = grid[row * columns + column] * (1 - right) + grid[row * columns + beside] * right;
                var lower = grid[below * columns + column] * (1 - right) + grid[below * columns + beside] * right;
                map[y * width + x] = upper * (1 - down) + lower * down;
            }
        }

        return map;
    }

    private static (int Cell, float Share) Cell(float place, int count)
    {
        place = Math.Clamp(place, 0, count - 1);
        return ((int)place, place - (int)place);
    }
}
