using RLSandbox.Core.Contract;

namespace RLSandbox.Core.Tests.Contract;

public sealed class ObservationBufferTests
{
    private const int Rows = 3;
    private const int Camera = 0, State = 1;

    private ObservationBuffer _buffer = null!;

    [SetUp]
    public void Allocate() => _buffer = new([new("camera", ElementType.UInt8, 1, 2, 3), new("state", ElementType.Float32, 2)], Rows);

    [TearDown]
    public void Free() => _buffer.Dispose();

    [Test]
    public void NewBuffer_IsZeroedAndHasTheBytesOfAllParts()
    {
        Assert.That(_buffer.ByteCount, Is.EqualTo(Rows * (6 + 2 * sizeof(float))));
        for (var row = 0; row < Rows; row++)
        {
            Assert.That(_buffer.Row<byte>(Camera, row).ToArray(), Has.Length.EqualTo(6).And.All.Zero);
            Assert.That(_buffer.Row<float>(State, row).ToArray(), Has.Length.EqualTo(2).And.All.Zero);
        }
    }

    [Test]
    public void Rows_LieBesideEachOtherAndDoNotOverlap()
    {
        for (var row = 0; row < Rows; row++)
        {
            _buffer.Row<byte>(Camera, row).Fill((byte)(row + 1));
            _buffer.Row<float>(State, row).Fill(row + 10);
        }
        Assert.That(_buffer.Row<byte>(Camera, 1).ToArray(), Is.All.EqualTo(2));
        Assert.That(_buffer.Row<float>(State, 2).ToArray(), Is.All.EqualTo(12f));
        Assert.That(_buffer.Address(Camera, 2) - _buffer.Address(Camera), Is.EqualTo((nint)12));      // two rows of six bytes
    }

    [Test]
    public void Target_WritesIntoTheRowsOfTheBuffer()
    {
        _buffer.Target[State].Row<float>(1, 2)[1] = 5;
        Assert.That(_buffer.Row<float>(State, 1).ToArray(), Is.EqualTo(new[] { 0f, 5f }));
        Assert.That(_buffer.Target.PartCount, Is.EqualTo(2));
    }

    [Test]
    public void TargetFrom_StartsAtItsRow()
    {
        _buffer.TargetFrom(2)[Camera].Row<byte>(0, 6)[0] = 9;
        Assert.That(_buffer.Row<byte>(Camera, 2)[0], Is.EqualTo(9));
    }

    [Test]
    public void PointTarget_MovesATargetAndAllocatesNothing()
    {
        var target = _buffer.TargetFrom(0);
        _buffer.PointTarget(target, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _buffer.PointTarget(target, 2);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(target[State].Address, Is.EqualTo(_buffer.Address(State, 2)));
    }

    [Test]
    public void WiderStride_LeavesTheGapUntouched()
    {
        // The caller interleaves: each row of the camera takes 12 bytes, of which only 6 are the camera's.
        using var memory = new Core.Memory.NativeBuffer<byte>(Rows * 12);
        var target = new ObservationTarget(1);
        unsafe { target.Set(0, (nint)memory.Address, 12); }
        for (var row = 0; row < Rows; row++) target[0].Row<byte>(row, 6).Fill(7);
        Assert.That(memory.Span.ToArray().Chunk(6).Select(half => half.Distinct().Single()), Is.EqualTo(new byte[] { 7, 0, 7, 0, 7, 0 }));
    }

    [TestCase(-1)]
    [TestCase(Rows)]
    public void Row_OutsideTheBuffer_Throws(int row) => Assert.That(() => _buffer.Row<byte>(Camera, row).Length, Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Bytes_AreThoseOfTheRowWhateverItsType()
    {
        _buffer.Row<float>(State, 1)[1] = 1f;
        Assert.That(_buffer.Bytes(State, 1).ToArray(), Is.EqualTo(new byte[] { 0, 0, 0, 0, 0, 0, 0x80, 0x3F }));     // 1.0f is 0x3F800000
        Assert.That(() => _buffer.Bytes(State, Rows).Length, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Row_OfTheWrongElementSize_Throws() => Assert.That(() => _buffer.Row<float>(Camera, 0).Length, Throws.ArgumentException);
}
