using RLSandbox.Core.Memory;
using RLSandbox.Learning.Networks;

namespace RLSandbox.Learning.Tests.Networks;

/// <summary>Blocks of products in bfloat16 against sums in double precision.</summary>
public sealed unsafe class RoundedBlockTests
{
    private const int Pairs = 12, Runs = 2, Gap = 6;                     // a run of twelve pairs, then six numbers that are skipped
    private const float Rounding = 2e-6f;                                // sums of 48 products up to 1 in single precision

    [Test]
    public void Sums_AreThoseOfDoublePrecision([Values(8, 16, 24, 32)] int columns, [Values(0, 1, 2)] int ending, [Values] bool areSideBySide)
    {
        if (!RoundedBlock.IsSupported) Assert.Ignore("This processor has no instructions for bfloat16 (AVX512_BF16).");
        for (var rows = 1; rows <= 23; rows++) Compare(rows, columns, (BlockEnding)ending, areSideBySide);
    }

    private static void Compare(int rows, int columns, BlockEnding ending, bool areSideBySide)
    {
        var pairs = areSideBySide ? Pairs - 1 : Pairs;                   // of a run; side by side they need not be fours
        var (step, skip) = areSideBySide ? (RoundedBlock.Columns + 8, 24) : (RoundedBlock.Columns, 0);                    // columns from a pair of the panel to the next, and from a run to the next
        var row = areSideBySide ? 0 : Runs * (2 * Pairs + Gap);          // numbers from one row to the next
        using NativeBuffer<ushort> left = Numbers(areSideBySide ? Runs * pairs * rows * 2 : rows * row, 7), panel = Numbers(Runs * (pairs * step + skip) * 2, 11);
        using NativeBuffer<float> target = new(rows * 40), bias = new(RoundedBlock.Columns);
        for (var i = 0; i < target.Length; i++) target[i] = i % 5;
        for (var i = 0; i < bias.Length; i++) bias[i] = i % 3 - 1.25f;
        var before = target.Span.ToArray();
        var block = new RoundedBlock
        {
            Rows = left.Address, RowStep = (areSideBySide ? rows * 2 : row) * sizeof(ushort), RunSkip = Gap * sizeof(ushort), Runs = Runs, RunLength = areSideBySide ? pairs : pairs / RoundedBlock.PairStep,
            Panel = panel.Address, PanelStep = step * 2 * sizeof(ushort), PanelSkip = skip * 2 * sizeof(ushort), Target = target.Address, TargetStep = 40 * sizeof(float), Bias = bias.Address, Floor = -0.5f,
        };
        block.Run(rows, columns, ending, areSideBySide);
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < 40; c++)
            {
                var expected = before[r * 40 + c];
                var sum = 0.0;
                for (var k = 0; k < Runs * pairs * 2; k++)
                {
                    var place = areSideBySide ? (k / 2 * rows + r) * 2 + k % 2 : r * row + k / (2 * Pairs) * (2 * Pairs + Gap) + k % (2 * Pairs);
                    if (c < columns) sum += (double)Wide(left[place]) * Wide(panel[(k / 2 * step + k / 2 / pairs * skip + c) * 2 + k % 2]);
                }

                if (ending == BlockEnding.WriteRounded)
                {
                    if (c >= columns) continue;                          // numbers of half the size lie elsewhere
                    var rounded = Wide(((ushort*)target.Address)[r * 80 + c]);
                    Assert.That(rounded, Is.EqualTo(Math.Max(-0.5, sum + bias[c])).Within(1 / 256f * Math.Abs(sum + bias[c]) + Rounding));
                    continue;
                }

                if (c < columns) expected = (float)(ending == BlockEnding.Add ? expected + sum : Math.Max(-0.5, sum + bias[c]));
                Assert.That(target[r * 40 + c], Is.EqualTo(expected).Within(c < columns ? Rounding : 0), $"row {r}, column {c}");
            }
        }
    }

    [TestCase(8)]
    [TestCase(24, Description = "one square of sixteen, and another that overlaps it")]
    [TestCase(6000, Description = "more than a second-level cache holds")]
    public void Panels_HoldPairsOfColumns_WhicheverWayTheyAreSet(int pairs)
    {
        if (!RoundedBlock.IsSupported) Assert.Ignore("This processor has no instructions for bfloat16 (AVX512_BF16).");
        const int columns = 48;
        using RoundedPanels byPairs = new(2, pairs, areReadLater: true), byColumns = new(2, pairs, areReadLater: true);
        using var matrix = Numbers(columns * pairs * 2, 5);              // [columns, numbers]
        using var transposed = new NativeBuffer<ushort>(matrix.Length);  // [numbers, columns]
        for (var column = 0; column < columns; column++) for (var k = 0; k < 2 * pairs; k++) transposed[k * columns + column] = matrix[column * 2 * pairs + k];
        for (var pair = 0; pair < pairs; pair++) byPairs.SetPair(0, pair, transposed.Address + 2 * pair * columns, transposed.Address + (2 * pair + 1) * columns, columns);
        for (var column = 0; column < columns; column += 16) byColumns.SetColumns(column / 32, 0, column % 32, matrix.Address + column * 2 * pairs, 2 * pairs, 2 * pairs);
        for (var column = 0; column < columns; column++)
        {
            for (var k = 0; k < 2 * pairs; k++)
            {
                var (expected, place) = (matrix[column * 2 * pairs + k], 2 * (column % 32) + k % 2);
                if (byPairs.Place(column / 32, k / 2)[place] != expected || byColumns.Place(column / 32, k / 2)[place] != expected) Assert.Fail($"column {column}, number {k}");
            }
        }
    }

    private static float Wide(ushort number) => BitConverter.UInt32BitsToSingle((uint)number << 16);

    private static NativeBuffer<ushort> Numbers(int length, int step)
    {
        var numbers = new NativeBuffer<ushort>(length);
        for (var i = 0; i < length; i++) numbers[i] = (ushort)(BitConverter.SingleToUInt32Bits((i * step % 61 - 30) / 32f) >> 16);
        return numbers;
    }
}
