using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Torch;
using TorchSharp;

namespace RLSandbox.Learning.Tests.Buffers;

/// <summary>A replay against a slow and obvious one: a diary of the whole run, read anew for each transition.</summary>
public sealed class ReplayBufferTests
{
    private const float Discount = ReplayRun.Discount;
    private static readonly uint Purpose = RandomPurpose.Of("test");
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rlsandbox-test-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    /// <summary>Every transition that can be drawn, after every step of a run that goes round the buffer several times: stacks, truncations, terminations, inactive rows, masks.</summary>
    [Test]
    public void EveryTransition_IsThatOfTheDiary([Values(1, 3)] int stack, [Values(1, 4)] int returnSteps, [Values("memory", "file", "device")] string where)
    {
        using var run = new ReplayRun(stack, returnSteps, new() { Rows = 60 }, where == "file" ? Path.Combine(_folder, "scratch") : null, where == "device");
        using var batch = new TransitionBatch(1, StreamEnvironment.Choices);
        var compared = 0;
        for (var step = 0; step < 60; step++)
        {
            run.Step();
            if (step % 7 != 0 && step < 50) continue;
            for (var moment = run.Replay.FirstDrawable; moment <= run.Replay.LastDrawable; moment++)
            {
                for (var row = 0; row < run.Rows; row++)
                {
                    if (!run.Diary[(int)moment][row].Active) continue;
                    run.Replay.Fill(batch, 0, moment * run.Rows + row);
                    Compare(run, batch, (int)moment, row);
                    compared++;
                }
            }
        }

        Assert.That(compared, Is.GreaterThan(300));
        Assert.That(run.Diary.SelectMany(entries => entries).Count(entry => entry.Truncated), Is.GreaterThan(5));
        Assert.That(run.Diary.SelectMany(entries => entries).Count(entry => entry.Terminated), Is.GreaterThan(5));
    }

    [Test]
    public void Draws_AreOfActiveRowsWithinTheWindow_AndReachAllOfThem()
    {
        using var run = new ReplayRun(stack: 3, returnSteps: 2, new() { Rows = 60 });
        using var batch = new TransitionBatch(64, StreamEnvironment.Choices);
        run.Steps(40);
        var drawn = new HashSet<long>();
        for (uint i = 0; i < 100; i++)
        {
            run.Replay.Sample(batch, new(1, 0, i, Purpose), importance: 1);
            drawn.UnionWith(batch.Keys);
            Assert.That(batch.Weights.Span.ToArray(), Is.All.EqualTo(1f));
        }

        Assert.That(drawn, Is.EquivalentTo(run.Drawable()));
        Assert.That(run.Replay.LastDrawable, Is.EqualTo(run.Diary.Count - 1 - 2));
        Assert.That(run.Replay.Rows, Is.EqualTo(60));
    }

    [Test]
    public void Draws_FollowFromTheKeyAlone()
    {
        using var run = new ReplayRun(stack: 1, returnSteps: 1, new() { Rows = 60 });
        using var batch = new TransitionBatch(8, StreamEnvironment.Choices);
        run.Steps(30);
        long[] Drawn(uint key)
        {
            run.Replay.Sample(batch, new(1, 0, key, Purpose), 1);
            return [.. batch.Keys];
        }

        var first = Drawn(1);
        Assert.That(Drawn(2), Is.Not.EqualTo(first));
        Assert.That(Drawn(1), Is.EqualTo(first));
    }

    /// <summary>New transitions have the largest priority, those out of reach none, all the time.</summary>
    [Test]
    public void PrioritisedDraws_AreOfActiveRowsWithinTheWindow_AndReachAllOfThem()
    {
        using var run = new ReplayRun(stack: 3, returnSteps: 2, new() { Rows = 60, Priority = 0.6f });
        using var batch = new TransitionBatch(64, StreamEnvironment.Choices);
        var drawn = new HashSet<long>();
        for (uint i = 0; i < 60; i++)
        {
            run.Step();
            if (!run.Replay.CanSample) continue;
            run.Replay.Sample(batch, new(1, 0, i, Purpose), importance: 0.5f);
            Assert.That(batch.Keys.Distinct(), Is.SubsetOf(run.Drawable()));
        }

        for (uint i = 60; i < 100; i++)
        {
            run.Replay.Sample(batch, new(1, 0, i, Purpose), importance: 0.5f);
            drawn.UnionWith(batch.Keys);
        }

        Assert.That(drawn, Is.EquivalentTo(run.Drawable()));
    }

    /// <summary>α = 1 and floor 0.001: errors 3 and 1 (rounded by the floor) give priorities 3.001 and 1.001; the weights with β = 1 are the inverse, the largest 1.</summary>
    [Test]
    public void Errors_BecomePriorities_AndWeights()
    {
        using var run = new ReplayRun(stack: 1, returnSteps: 1, new() { Rows = 6, Priority = 1 });                        // two drawable moments at most
        using var batch = new TransitionBatch(400, StreamEnvironment.Choices);
        run.Steps(20);
        run.Replay.Sample(batch, new(1, 0, 0, Purpose), 1);
        var heavy = batch.Keys.Max();
        for (var b = 0; b < batch.Count; b++) batch.Errors.Span[b] = batch.Keys[b] == heavy ? 3 : 1;
        run.Replay.UpdatePriorities(batch);
        var others = run.Drawable().Count - 1;
        run.Replay.Sample(batch, new(1, 0, 1, Purpose), 1);
        Assert.That(batch.Keys.Count(key => key == heavy), Is.EqualTo(400 * 3.001 / (3.001 + others * 1.001)).Within(2), "one draw from each of 400 equal pieces");
        for (var b = 0; b < batch.Count; b++) Assert.That(batch.Weights.Span[b], Is.EqualTo(batch.Keys[b] == heavy ? 1.001f / 3.001f : 1f).Within(1e-6f));
        run.Replay.Sample(batch, new(1, 0, 1, Purpose), importance: 0.5f);
        Assert.That(batch.Weights.Span.ToArray().Min(), Is.EqualTo(MathF.Sqrt(1.001f / 3.001f)).Within(1e-6f));
    }

    [Test]
    public void SavedAndLoaded_GivesTheSameBatches([Values(0f, 0.6f)] float priority, [Values(5, 40)] int steps)
    {
        var config = new ReplayConfig { Rows = 60, Priority = priority };
        using var run = new ReplayRun(stack: 3, returnSteps: 2, config);
        run.Steps(steps);
        using var file = new MemoryStream();
        run.Replay.Save(file);
        file.Position = 0;
        using var loaded = new ReplayBuffer(run.Environment.Spec, config, 3, 2, Discount);
        loaded.Load(file);
        using var expected = new TransitionBatch(32, StreamEnvironment.Choices);
        using var actual = new TransitionBatch(32, StreamEnvironment.Choices);
        run.Replay.Sample(expected, new(1, 0, 0, Purpose), 0.5f);
        loaded.Sample(actual, new(1, 0, 0, Purpose), 0.5f);
        Assert.That(actual.Keys, Is.EqualTo(expected.Keys));
        Assert.That(actual.NextKeys, Is.EqualTo(expected.NextKeys));
        Assert.That(actual.Returns.Span.ToArray(), Is.EqualTo(expected.Returns.Span.ToArray()));
        Assert.That(actual.Weights.Span.ToArray(), Is.EqualTo(expected.Weights.Span.ToArray()));
        Assert.That(actual.NextMask!.Span.ToArray(), Is.EqualTo(expected.NextMask!.Span.ToArray()));
        using var scope = torch.NewDisposeScope();
        for (var part = 0; part < 2; part++)
        {
            Assert.That(loaded.Frames.Gather(actual.Keys)[part].eq(run.Replay.Frames.Gather(expected.Keys)[part]).all().item<bool>());
            Assert.That(loaded.Frames.Gather(actual.NextKeys)[part].eq(run.Replay.Frames.Gather(expected.NextKeys)[part]).all().item<bool>());
        }
    }

    /// <summary>A replay whose frames are on a device writes the same bytes as one in memory, and takes back what the other wrote.</summary>
    [Test]
    public void SavedOnADevice_IsTheSameFile([Values(5, 40)] int steps)
    {
        byte[] Saved(ReplayBuffer replay)
        {
            using var file = new MemoryStream();
            replay.Save(file);
            return file.ToArray();
        }

        var config = new ReplayConfig { Rows = 60, Priority = 0.6f };
        using var here = new ReplayRun(stack: 3, returnSteps: 2, config);
        using var there = new ReplayRun(stack: 3, returnSteps: 2, config, onDevice: true);
        using var other = new ReplayRun(stack: 3, returnSteps: 2, config, onDevice: true);
        here.Steps(steps);
        there.Steps(steps);
        var expected = Saved(here.Replay);
        Assert.That(Saved(there.Replay), Is.EqualTo(expected));
        other.Replay.Load(new MemoryStream(expected));
        Assert.That(Saved(other.Replay), Is.EqualTo(expected));
    }

    [Test]
    public void DamagedFile_IsRefused([Values(0, 20, 200, 2000)] int length)
    {
        using var run = new ReplayRun(stack: 1, returnSteps: 1, new() { Rows = 60 });
        run.Steps(30);
        using var file = new MemoryStream();
        run.Replay.Save(file);
        using var cut = new MemoryStream(file.ToArray()[..length]);
        Assert.That(() => run.Replay.Load(cut), Throws.TypeOf<InvalidDataException>());
        using var longer = new MemoryStream([.. file.ToArray(), 1]);
        Assert.That(() => run.Replay.Load(longer), Throws.TypeOf<InvalidDataException>().With.Message.Contains("goes on after its end"));
        using var other = new ReplayBuffer(run.Environment.Spec, new() { Rows = 120 }, 1, 1, Discount);
        file.Position = 0;
        Assert.That(() => other.Load(file), Throws.TypeOf<InvalidDataException>().With.Message.Contains("another shape"));
    }

    [Test]
    public void ScratchFile_IsDeletedAtTheEnd_AndAFullDiskSaysWhatToDo()
    {
        var path = Path.Combine(_folder, "scratch");
        using (new ReplayRun(stack: 1, returnSteps: 1, new() { Rows = 60 }, path)) Assert.That(path, Does.Exist);
        Assert.That(path, Does.Not.Exist);
        Assert.That(() => new FrameStorage(Path.Combine(_folder, "missing", "scratch"), 100), Throws.TypeOf<UserErrorException>().With.Message.Contains("memoryMapped=false"));
    }

    [Test]
    public void MoreThanTheMachineHas_SaysWhatToDo()
    {
        var part = new ObservationPart("camera", ElementType.UInt8, 4, 2000, 2000);
        Assert.That(() => new ReplayFrames([part], rowCount: 1000, capacity: 100_000, stack: 1), Throws.TypeOf<UserErrorException>().With.Message.Contains("memoryMapped=true"));
        using var environment = new StreamEnvironment(1, hasMask: true);
        Assert.That(() => new ReplayBuffer(environment.Spec, new() { Rows = 1 << 30 }, 1, 1, Discount), Throws.TypeOf<UserErrorException>().With.Message.Contains("replay.rows"));
    }

    [Test]
    public void MoreThanTheDeviceHas_SaysHowMuchAndWhatToDo()
    {
        var part = new ObservationPart("camera", ElementType.UInt8, 4, 2000, 2000);
        Assert.That(
            () => new DeviceReplayFrames([part], rowCount: 1000, capacity: 100_000, stack: 1, torch.CPU),
            Throws.TypeOf<UserErrorException>().With.Message.Contains("1600000000000000 bytes").And.Message.Contains("replay.rows").And.Message.Contains("memoryMapped=true"));
        Assert.That(() => DeviceMemory.RequireRoomForReplay(91, torch.CPU, free: 100), Throws.TypeOf<UserErrorException>());
        Assert.That(() => DeviceMemory.RequireRoomForReplay(90, torch.CPU, free: 100), Throws.Nothing, "a tenth is for the network");
    }

    private static void Compare(ReplayRun run, TransitionBatch batch, int moment, int row)
    {
        var expected = run.Expected(moment, row);
        var place = $"moment {moment}, row {row}, newest {run.Diary.Count - 1}";
        using var scope = torch.NewDisposeScope();
        Assert.That(batch.Choices.Span[0], Is.EqualTo(run.Diary[moment][row].Choice), place);
        Assert.That(batch.Returns.Span[0], Is.EqualTo(expected.Return).Within(1e-6f), place);
        Assert.That(batch.Discounts.Span[0], Is.EqualTo(expected.Discount).Within(1e-6f), place);
        Assert.That(Bytes(run.Replay.Frames.Gather(batch.Keys)), Is.EqualTo(run.Stack(moment, row, final: false)), place);
        if (expected.Discount == 0) return;
        Assert.That(Bytes(run.Replay.Frames.Gather(batch.NextKeys)), Is.EqualTo(run.Stack(expected.Moment, row, expected.IsFinal)), place);
        Assert.That(batch.NextMask!.Span.ToArray(), Is.EqualTo(expected.IsFinal ? [true, true, true] : run.Diary[expected.Moment][row].Mask), place);
    }

    private static byte[] Bytes(torch.Tensor[] parts) => [.. TensorMemory.Span<byte>(parts[0]), .. System.Runtime.InteropServices.MemoryMarshal.AsBytes(TensorMemory.Span<float>(parts[1]))];
}
