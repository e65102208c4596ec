using System.Buffers.Binary;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Torch;
using RLSandbox.TestKit;
using TorchSharp;

namespace RLSandbox.Learning.Tests.Buffers;

/// <summary>replay.bin as somebody else may have written it: what is read can be lived with, everything else is refused, and no number in it is believed.</summary>
public sealed class ReplayFileTests
{
    private const uint Rounds = 4000;
    private const int MostBytesOfARefusal = 1 << 20;                     // the file has 9 kB
    private const int Moments = 11, Rows = 6, FrameBytes = 12 + 3 * sizeof(float);

    /// <summary>Magic, then version, capacity, rows, mask, priorities, parts and the bytes of two parts.</summary>
    private const int Header = 8 + 8 * sizeof(long);

    /// <summary>Where things lie in the record of a moment: frames, [R] started, choices, rewards, flags, masks of three choices, priorities.</summary>
    private const int Started = Rows * FrameBytes, Choices = Started + Rows, Rewards = Choices + Rows * sizeof(int), Flags = Rewards + Rows * sizeof(float), Mask = Flags + Rows;
    private const int Priorities = Mask + 3 * Rows, Record = Priorities + Rows * sizeof(double), FirstRecord = Header + 2 * sizeof(long), Finals = FirstRecord + Moments * Record;
    private static readonly uint Purpose = RandomPurpose.Of("test");

    private StreamEnvironment _environment = null!;
    private ReplayBuffer _replay = null!;
    private ActionBuffer _actions = null!;
    private byte[] _file = [];

    /// <summary>Ten transitions of six rows each, of a run of forty steps: all eleven moments are held.</summary>
    [SetUp]
    public void LiveAndSave()
    {
        TorchRuntime.EnsureLoaded();
        _environment = new(3, hasMask: true);
        _replay = new(_environment.Spec, new() { Rows = 60, Priority = 0.6f }, stack: 3, returnSteps: 2, discount: 0.9f);
        _actions = new(_environment.Spec.Action, _environment.Spec.RowCount);
        _environment.Reset(1, _replay.Target());
        _replay.Begin(_environment);
        for (var step = 0; step < 40; step++) Step();
        using var file = new MemoryStream();
        _replay.Save(file);
        _file = file.ToArray();
    }

    [TearDown]
    public void Dispose()
    {
        _actions.Dispose();
        _replay.Dispose();
        _environment.Dispose();
    }

    [Test]
    public void Layout_IsWhatTheseTestsBreak()
    {
        Assert.That(Long(Header), Is.EqualTo(41), "moments");
        Assert.That(_file, Has.Length.EqualTo(Finals + sizeof(int) + _replay.Frames.Finals.Count * (sizeof(long) + FrameBytes)));
        Assert.That(_replay.Frames.Finals.Count, Is.Positive);
    }

    /// <summary>What is read is lived with: a batch, its frames, its priorities, more steps.</summary>
    [Test]
    public void DamagedFile_IsRefusedOrLivedWith()
    {
        using var batch = new TransitionBatch(16, StreamEnvironment.Choices);
        var (read, refused) = (0, 0);
        for (uint round = 0; round < Rounds; round++)
        {
            if (!IsRead(Mutation.Of(_file, round), round))
            {
                refused++;
                continue;
            }

            read++;
            for (uint i = 0; i < 3; i++)
            {
                _replay.Sample(batch, new(1, 0, i, Purpose), importance: 1);
                Assert.That(batch.Weights.Span.ToArray(), Is.All.InRange(0f, 1f), $"round {round}");
                using var scope = torch.NewDisposeScope();
                _replay.Frames.Gather(batch.Keys);
                _replay.Frames.Gather(batch.NextKeys);
                batch.Errors.Span.Fill(i);
                _replay.UpdatePriorities(batch);
                Step();
            }
        }

        Assert.That(read, Is.Positive);
        Assert.That(refused, Is.Positive);
    }

    [TestCase(Header, -1)]
    [TestCase(Header, 0)]
    [TestCase(Header, long.MaxValue)]                                    // a key would be beyond what a number can hold
    [TestCase(Header, 1L << 61)]
    [TestCase(8 + sizeof(long), 1L << 40)]                               // moments that the buffer holds
    [TestCase(8 + 6 * sizeof(long), 1L << 40)]                           // bytes of a frame
    public void HostileSize_IsRefused(int at, long value) => Refuse(at, BitConverter.GetBytes(value));

    [TestCase(-1)]
    [TestCase(int.MaxValue)]
    public void HostileNumberOfFinals_IsRefused(int value) => Refuse(Finals, BitConverter.GetBytes(value));

    [TestCase(double.NaN)]
    [TestCase(-1)]
    [TestCase(0)]                                                        // nothing new would ever be drawn
    [TestCase(1e300)]                                                    // sums of it are not finite
    public void HostileLargestPriority_IsRefused(double value) => Refuse(Header + sizeof(long), BitConverter.GetBytes(value));

    [TestCase(3)]
    [TestCase(-1)]
    public void ChoiceThatThereIsNot_IsRefused(int choice) => Refuse(At(4, Choices), BitConverter.GetBytes(choice), "choice");

    [TestCase(float.NaN)]
    [TestCase(float.NegativeInfinity)]
    public void RewardThatIsNoNumber_IsRefused(float reward) => Refuse(At(4, Rewards), BitConverter.GetBytes(reward), "reward");

    [Test]
    public void MomentWithoutActiveRow_IsRefused()
    {
        var zeros = new byte[Rows];
        Refuse(At(5, Flags), zeros, "priority");
        zeros.CopyTo(_file, At(5, Flags));
        Refuse(At(5, Priorities), new byte[Rows * sizeof(double)], "no active row");
    }

    [TestCase((byte)5)]                                                  // truncated, without a final observation
    [TestCase((byte)0x81)]
    public void FlagsThatCannotBe_AreRefused(byte flags)
    {
        Assert.That(_file[At(5, Flags) + 1], Is.EqualTo(1), "the second row is active, and goes on");
        Refuse(At(5, Flags) + 1, [flags], flags == 5 ? "no final observation" : "flags");
    }

    [TestCase(Started)]
    [TestCase(Mask)]
    public void ByteThatIsNoFlag_IsRefused(int column) => Refuse(At(5, column), [2], "neither true nor false");

    [TestCase(5, double.NaN)]
    [TestCase(5, -1)]
    [TestCase(5, 0)]                                                     // drawable: it would be forgotten
    [TestCase(5, 1e9)]                                                   // more than the largest
    [TestCase(0, 1)]                                                     // its stack is not held
    [TestCase(10, 1)]                                                    // not lived yet
    public void HostilePriority_IsRefused(int moment, double priority) => Refuse(At(moment, Priorities) + sizeof(double), BitConverter.GetBytes(priority));

    /// <summary>Priority 0.6: an error of 31 (and the floor of 0.001) becomes 31.001^0.6 = 7.8492, from then on the priority of everything new.</summary>
    [Test]
    public void LargestPriority_IsThatOfTheLargestError_AndOfWhatIsNew()
    {
        using var batch = new TransitionBatch(16, StreamEnvironment.Choices);
        _replay.Sample(batch, new(1, 0, 0, Purpose), importance: 1);
        batch.Errors.Span.Fill(31);
        _replay.UpdatePriorities(batch);
        for (var step = 0; step < 11; step++) Step();                    // everything that could be drawn is gone
        Assert.That(_replay.MeanPriority, Is.EqualTo(7.8492 * ActiveShare()).Within(1e-3));
    }

    [Test]
    public void UnknownFinal_IsRefused() => Refuse(Finals + sizeof(int), BitConverter.GetBytes(Long(Finals + sizeof(int)) + 1));

    /// <summary>Share of the active ones among all steps between the oldest and the newest that can be drawn.</summary>
    private double ActiveShare() => _replay.ActiveKeys().Count() / (double)((_replay.LastDrawable - _replay.FirstDrawable + 1) * Rows);

    private static int At(int record, int column) => FirstRecord + record * Record + column;

    private long Long(int at) => BinaryPrimitives.ReadInt64LittleEndian(_file.AsSpan(at));

    private void Step()
    {
        for (var row = 0; row < _actions.RowCount; row++) _actions.Choices[row] = row % StreamEnvironment.Choices;
        _environment.Step(_actions, _replay.Target());
        _replay.Record(_actions.Choices, _environment);
    }

    private void Refuse(int at, byte[] bytes, string about = "")
    {
        byte[] damaged = [.. _file];
        bytes.CopyTo(damaged, at);
        Assert.That(damaged.AsSpan().SequenceEqual(_file), Is.False);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => Load(damaged))!;
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MostBytesOfARefusal));
        Assert.That(error.Message, Does.StartWith("replay.bin").And.Contains(about));
    }

    private void Load(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        _replay.Load(stream);
    }

    private bool IsRead(byte[] bytes, uint round)
    {
        try
        {
            Load(bytes);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
        catch (Exception error)
        {
            throw new AssertionException($"round {round}: {error}");
        }
    }
}
