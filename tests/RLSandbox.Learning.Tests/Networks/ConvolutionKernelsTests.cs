using RLSandbox.Core.Memory;
using RLSandbox.Learning.Networks;

namespace RLSandbox.Learning.Tests.Networks;

/// <summary>Vectors of sixteen and of eight have the same bits. On a processor without the wide ones both runs are the narrow ones.</summary>
public sealed class ConvolutionKernelsTests
{
    private static IEnumerable<ConvolutionShape> Shapes =>
    [
        new(84, 84, 4, 8, 4, 32), new(20, 20, 32, 4, 2, 64), new(9, 9, 64, 3, 1, 64),                 // Nature
        new(1, 16, 3136, 1, 1, 512), new(1, 5, 64, 1, 1, 96), new(64, 64, 1, 8, 4, 40),               // dense layers; 32 filters and eight more
    ];

    [TestCaseSource(nameof(Shapes))]
    public unsafe void WideOrNarrow_SameBits(ConvolutionShape shape)
    {
        using NativeBuffer<float> input = Numbers(shape.InputSize), columns = Numbers((long)shape.Patch * shape.Filters), bias = Numbers(shape.Filters);
        using NativeBuffer<float> wide = new(shape.OutputSize), narrow = new(shape.OutputSize);
        ConvolutionKernels.Forward(shape, input.Address, columns.Address, bias.Address, wide.Address);
        ConvolutionKernels.ForwardNarrow(shape, input.Address, columns.Address, bias.Address, narrow.Address);
        Assert.That(wide.Span.ToArray(), Is.EqualTo(narrow.Span.ToArray()).And.Some.Not.Zero);
    }

    [TestCaseSource(nameof(Shapes))]
    public unsafe void GradientByWeights_WideOrNarrow_SameBits(ConvolutionShape shape)
    {
        using NativeBuffer<float> input = Numbers(shape.InputSize), delta = Numbers(shape.OutputSize), before = Numbers((long)shape.Patch * shape.Filters);
        foreach (var (isFirst, row) in new[] { (true, shape.Patch), (false, shape.Patch), (true, shape.Patch - 29), (false, shape.Patch - 13) })
        {
            using NativeBuffer<float> standard = new(before.Length), narrow = new(before.Length);
            before.Span.CopyTo(standard.Span);
            before.Span.CopyTo(narrow.Span);
            ConvolutionKernels.FilterGradient(shape, input.Address, delta.Address, standard.Address, row, isFirst);
            ConvolutionKernels.FilterGradient(shape, input.Address, delta.Address, narrow.Address, row, isFirst, isWide: false);
            Assert.That(standard.Span.ToArray(), Is.EqualTo(narrow.Span.ToArray()).And.Some.Not.Zero);
        }
    }

    private static NativeBuffer<float> Numbers(long length)
    {
        var numbers = new NativeBuffer<float>(length);
        for (var i = 0; i < length; i++) numbers[i] = (i * 37 % 101 - 50) * 0.013f;
        return numbers;
    }
}
