using RLSandbox.Core.Contract;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Buffers;

/// <summary>Pictures of one pixel: what a frame shows is its number, 10 · moment + row, so stacks can be read off.</summary>
[TensorScope]
public sealed class ObservationMemoryTests
{
    private const int Steps = 3, Rows = 2;
    private static readonly ObservationPart[] Parts = [new("pixel", ElementType.UInt8, 1, 1, 1), new("number", ElementType.Float32, 1)];

    [Test]
    public void SingleFrames_AreWhatTheEnvironmentWrote()
    {
        using var memory = Filled(stack: 1);
        Assert.That(Pixels(memory.Range(memory.FirstFrame(2), Rows)), Is.EqualTo(new byte[] { 20, 21 }));
        Assert.That(TensorMemory.Span<float>(memory.Range(memory.FirstFrame(2), Rows)[1]).ToArray(), Is.EqualTo(new[] { 20f, 21f }));
        Assert.That(Pixels(memory.Gather([5, 0])), Is.EqualTo(new byte[] { 21, 0 }));
    }

    [TestCase(-1)]
    [TestCase((Steps + 2) * Rows)]
    public void NoSuchFrame_IsRefused(long frame)
    {
        using var memory = Filled(stack: 1);
        Assert.That(() => memory.Gather([frame]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>Moment 2 with three frames, oldest first: row 0 has 0, 10, 20; row 1 started at moment 1, so 11, 11, 21.</summary>
    [Test]
    public void Stack_RepeatsTheFirstFrameAndNeverCrossesAStart()
    {
        using var memory = Filled(stack: 3);
        memory.Started(1)[1] = true;
        Assert.That(Pixels(memory.Range(memory.FirstFrame(2), Rows)), Is.EqualTo(new byte[] { 0, 10, 20, 11, 11, 21 }));
    }

    /// <summary>Row 1 is truncated by its action of moment 2 and shows 99 at the end: its stack goes back over moments 2 and 1, not over what followed the reset.</summary>
    [Test]
    public void FinalObservation_IsStackedOnTheFramesBeforeIt()
    {
        using var memory = Filled(stack: 3);
        using var final = new ObservationBuffer(Parts, 2);
        final.Row<byte>(0, 1)[0] = 99;
        memory.AddFinal(final, sourceRow: 1, moment: 2, row: 1);
        Assert.That(Pixels(memory.Range(memory.FirstFinalFrame, 1)), Is.EqualTo(new byte[] { 11, 21, 99 }));
    }

    [Test]
    public void Roll_KeepsTheLastMomentAndItsTail()
    {
        using var memory = Filled(stack: 3);
        memory.Started(3)[1] = true;
        memory.Roll();
        Assert.That(Pixels(memory.Range(memory.FirstFrame(0), Rows)), Is.EqualTo(new byte[] { 10, 20, 30, 31, 31, 31 }));
    }

    [Test]
    public void MoreFinalsThanRows_AreRefused()
    {
        using var memory = Filled(stack: 1);
        using var final = new ObservationBuffer(Parts, 1);
        for (var i = 0; i < Rows; i++) memory.AddFinal(final, 0, 0, 0);
        Assert.That(() => memory.AddFinal(final, 0, 0, 0), Throws.InvalidOperationException);
        memory.ClearFinals();
        Assert.That(() => memory.AddFinal(final, 0, 0, 0), Throws.Nothing);
    }

    [Test]
    public void StackedParts_HaveMoreChannelsInPicturesOnly()
    {
        var stacked = ObservationMemory.Stacked(Parts, 4);
        Assert.That(stacked[0].Shape, Is.EqualTo(new[] { 4, 1, 1 }));
        Assert.That(stacked[1].Shape, Is.EqualTo(new[] { 1 }));
    }

    private static ObservationMemory Filled(int stack)
    {
        var memory = new ObservationMemory(Parts, Rows, Steps, stack);
        for (var moment = 0; moment <= Steps; moment++)
        {
            var target = memory.Target(moment);
            for (var row = 0; row < Rows; row++)
            {
                target[0].Row<byte>(row, 1)[0] = (byte)(10 * moment + row);
                target[1].Row<float>(row, 1)[0] = 10 * moment + row;
            }
        }

        memory.Started(0).Fill(true);
        return memory;
    }

    private static byte[] Pixels(Tensor[] parts) => TensorMemory.Span<byte>(parts[0].contiguous()).ToArray();
}
