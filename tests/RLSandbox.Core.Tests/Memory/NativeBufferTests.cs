using RLSandbox.Core.Memory;

namespace RLSandbox.Core.Tests.Memory;

public sealed unsafe class NativeBufferTests
{
    [Test]
    public void NewBuffers_AreZeroedAndAligned([Values(0, 1, 7, 64, 1000)] int length)
    {
        using (var dirty = new NativeBuffer<int>(length)) dirty.Span.Fill(-1);      // so that reused memory would show
        using var buffer = new NativeBuffer<int>(length);
        Assert.That(buffer.Span.ToArray(), Has.Length.EqualTo(length).And.All.Zero);
        Assert.That((long)buffer.Address % NativeBuffer<int>.Alignment, Is.Zero);
    }

    /// <summary>Small ones share pages: each has its own bytes all the same, zeroed whatever lay there, however long the others live.</summary>
    [Test]
    public void HugePages_AreSharedBySmallBuffers_EachWithItsOwnBytes()
    {
        var buffers = new NativeBuffer<int>?[300];                                     // some 40 MB: several stretches
        Parallel.For(0, 3 * buffers.Length, i =>
        {
            ref var mine = ref buffers[i % buffers.Length];
            var fresh = new NativeBuffer<int>(i % 7 == 0 ? 1 : 35_000 + i % 1_000, hugePages: true);
            Assert.That((long)fresh.Address % NativeBuffer<int>.Alignment, Is.Zero);
            Assert.That(fresh.Span.IndexOfAnyExcept(0), Is.EqualTo(-1));
            fresh.Span.Fill(i + 1);
            Interlocked.Exchange(ref mine, fresh)?.Dispose();
        });
        foreach (var buffer in buffers)
        {
            Assert.That(buffer!.Span.IndexOfAnyExcept(buffer[0]), Is.EqualTo(-1));
            buffer.Dispose();
        }
    }

    [Test]
    public void ByteCount_CountsElementSizes()
    {
        using var buffer = new NativeBuffer<double>(5);
        Assert.That(buffer.Length, Is.EqualTo(5));
        Assert.That(buffer.ByteCount, Is.EqualTo(40));
    }

    [Test]
    public void IndexAndSpan_ReachTheSameMemory()
    {
        using var buffer = new NativeBuffer<float>(3);
        buffer[2] = 1.5f;
        buffer.Span[0] = 2.5f;
        Assert.That(buffer.Span.ToArray(), Is.EqualTo(new[] { 2.5f, 0f, 1.5f }));
        Assert.That(*buffer.Address, Is.EqualTo(2.5f));
    }

    [Test]
    public void Span_OutsideTheBuffer_Throws()
    {
        using var buffer = new NativeBuffer<byte>(4);
        Assert.That(() => buffer.Span[4], Throws.InstanceOf<IndexOutOfRangeException>());
    }

    [Test]
    public void Disposed_SpanThrowsAndAddressIsNull()
    {
        var buffer = new NativeBuffer<byte>(4);
        buffer.Dispose();
        buffer.Dispose();                                                           // a second time does no harm
        Assert.That(() => buffer.Span.Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(buffer.Address == null);
    }

    [Test]
    public void NegativeLength_Throws() => Assert.That(() => new NativeBuffer<byte>(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void MoreBytesThanAnAddressCanCount_Throws() => Assert.That(() => new NativeBuffer<double>(long.MaxValue), Throws.InstanceOf<OverflowException>());
}
