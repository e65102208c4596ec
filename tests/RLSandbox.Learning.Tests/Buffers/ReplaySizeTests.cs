using System.Diagnostics;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Torch;
using TorchSharp;

namespace RLSandbox.Learning.Tests.Buffers;

/// <summary>A million frames of 84×84: what they add to the resident memory of the process, and that every frame is still the one that was written.</summary>
[Explicit("Needs 8 GB of memory or disk and a minute")]
[Category("Slow")]
public sealed class ReplaySizeTests
{
    private const int Rows = 100, Moments = 10_001, Side = 84, Minibatch = 256;
    private static readonly ObservationPart[] Parts = [new("camera", ElementType.UInt8, 1, Side, Side)];

    [TestCase(false, 7.6e9)]
    [TestCase(true, 1.0e9)]
    public void MillionFrames_StayWithinTheirMemory(bool inFile, double mostBytes)
    {
        TorchRuntime.EnsureLoaded();
        var file = inFile ? Path.Combine(Path.GetTempPath(), $"replay-{Environment.ProcessId}.scratch") : null;
        var before = Resident();                                         // an earlier case may have left memory that the process keeps
        var clock = Stopwatch.StartNew();
        using var frames = new ReplayFrames(Parts, Rows, Moments, stack: 4, file);
        var started = new bool[Rows];
        var most = 0L;
        for (var moment = 0; moment < Moments; moment++)
        {
            var target = frames.Target();
            for (var row = 0; row < Rows; row++) target[0].Row<byte>(row, Side * Side).Fill(Mark((long)moment * Rows + row));
            frames.Advance(started);
            if (moment % 100 == 0) most = Math.Max(most, Resident() - before);
        }

        var written = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var key = new RandomKey(1, 0, 0, RandomPurpose.Of("test"));
        var keys = new long[Minibatch];
        const int batches = 400;
        for (uint batch = 0; batch < batches; batch++)
        {
            for (var b = 0; b < Minibatch; b++) keys[b] = key.Integer((Moments - 4) * Rows, (uint)b, batch) + 3 * Rows;
            using var scope = torch.NewDisposeScope();
            var stacks = TensorMemory.Span<byte>(frames.Gather(keys)[0]);
            for (var b = 0; b < Minibatch; b++)
                for (var s = 0; s < 4; s++) Assert.That(stacks[(b * 4 + s) * Side * Side + 17], Is.EqualTo(Mark(keys[b] - (3 - s) * Rows)));
            most = Math.Max(most, Resident() - before);
        }

        TestContext.Out.WriteLine(FormattableString.Invariant($"at most {most / 1e9:F2} GB resident; {written:F1} s to write, {1000 * clock.Elapsed.TotalSeconds / batches:F1} ms for {Minibatch} stacks of 4"));
        Assert.That(most, Is.LessThanOrEqualTo(mostBytes));
    }

    private static byte Mark(long key) => (byte)(key * 2_654_435_761 >> 8);

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
