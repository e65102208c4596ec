using System.IO.Compression;
using System.Text;
using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving;
using RLSandbox.Driving.Maps;
using RLSandbox.Rendering.Recording;
using RLSandbox.TestKit;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Rendering.Tests.Recording;

using Recording = Rendering.Recording.Recording;

public sealed class RecordingFileTests
{
    private const long MostBytesOfARead = 16 << 20;

    private CompiledMap _map = null!;
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Make() => (_map, _folder) = (CrowdScenes.Map(actors: 3), new());

    [TearDown]
    public void Remove()
    {
        _map.Dispose();
        _folder.Dispose();
    }

    [TestCase("continuous", false)]
    [TestCase("discrete", true)]
    [TestCase("multiDiscrete", false)]
    public void WrittenAndRead_IsTheSame(string actions, bool withPoses)
    {
        var recording = Record(250, actions, withPoses);
        RecordingFile.Write(_folder.PathOf("a.rlrec"), recording);
        var read = RecordingFile.Read(_folder.PathOf("a.rlrec"));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "a.rlrec" }));
        Assert.That(read.Header.Origin, Is.EqualTo(recording.Header.Origin).Using<RecordingOrigin>((a, b) => a.ScenarioYaml == b.ScenarioYaml && a.Policy == b.Policy && a.Checkpoint == b.Checkpoint));
        Assert.That((read.Header.Seed, read.Header.Place, read.Header.Steps, read.Header.Scenario), Is.EqualTo((3ul, new BatchPlace(2, 8), 250, "crowd-v1")));
        Assert.That(read.Header.Ends, Is.EqualTo(recording.Header.Ends));
        Assert.That(read.Header.Maps, Is.EqualTo(recording.Header.Maps).And.Count.EqualTo(1));
        Assert.That(read.Actions.Numbers.ToArray(), Is.EqualTo(recording.Actions.Numbers.ToArray()));
        Assert.That(read.WorldHashes, Is.EqualTo(recording.WorldHashes).And.Count.EqualTo(3));       // after 100, 200 and 250
        Assert.That(read.Poses?.Numbers, Is.EqualTo(recording.Poses?.Numbers));
    }

    /// <summary>Actions that nothing can guess: uniform draws. A policy's are smoother.</summary>
    [Test]
    public void TenThousandStepsAmong50Others_AreSmall()
    {
        using var map = CrowdScenes.Map();
        using var environment = new DrivingEnvironment(CrowdScenes.Config(), [map], 1);
        using var playback = new Playback(environment, seed: 1);
        using var actions = new ActionBuffer(environment.Spec.Action, 1);
        while (playback.Length < 10_000)
        {
            CrowdScenes.Wander(actions, playback.Length);
            playback.Append(actions);
        }
        var bytes = RecordingFile.ToBytes(Recording.Of(playback, Origin)).Length;
        var withPoses = RecordingFile.ToBytes(Recording.Of(playback, Origin, withPoses: true)).Length;
        TestContext.Out.WriteLine(FormattableString.Invariant($"{bytes} bytes, with poses {withPoses}"));
        Assert.That(bytes, Is.LessThan(200_000));
        Assert.That(withPoses, Is.LessThan(8_000_000));                  // 16 bytes for each of half a million poses would be as much
    }

    [Test]
    public void EveryFlippedByteAndEveryCut_IsAMessage()
    {
        var bytes = RecordingFile.ToBytes(Record(20));
        for (var at = 0; at < bytes.Length; at++)
        {
            RequireMessage(bytes[..at]);
            foreach (var mask in (byte[])[0x01, 0x80, 0xFF])
            {
                var damaged = bytes.ToArray();
                damaged[at] ^= mask;
                RequireMessage(damaged);
            }
        }
    }

    /// <summary>A checksum says that nothing was damaged, not that nobody made it up.</summary>
    [Test]
    public void MadeUpContent_IsRefusedOrRead()
    {
        var content = Content(Record(20, withPoses: true));
        var (refused, read) = (0, 0);
        for (uint round = 0; round < 1500; round++)
        {
            if (Reads(Pack(Mutation.Of(content, round)))) read++;
            else refused++;
        }
        Assert.That(refused, Is.GreaterThan(1000));
        Assert.That(read, Is.Positive);
    }

    [TestCase("\"steps\":20", "\"steps\":90000000")]
    [TestCase("\"environments\":1", "\"environments\":6")]
    [TestCase("\"agents\":1", "\"agents\":1024")]
    [TestCase("\"actionDimensions\":2", "\"actionDimensions\":200000")]
    [TestCase("\"first\":2", "\"first\":-2")]
    [TestCase("\"steps\":20", "\"steps\":-1")]
    public void LyingHeader_IsAMessageAndTakesNoMemory(string truth, string lie)
    {
        var recording = Record(20);
        using var content = new MemoryStream(Content(recording));
        using var reader = new BinaryReader(content);
        var header = Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32()));
        Assert.That(header, Does.Contain(truth));
        var lying = Encoding.UTF8.GetBytes(header.Replace(truth, lie));
        Assert.That(() => RecordingFile.FromBytes(Pack([.. BitConverter.GetBytes(lying.Length), .. lying, .. reader.ReadBytes((int)content.Length)]), "a.rlrec"),
            Throws.InstanceOf<UserErrorException>().With.Message.Contains("contradicts itself"));
    }

    [Test]
    public void ForeignOtherAndMissingFiles_AreExplained()
    {
        void Expect(byte[] bytes, string words) => Assert.That(() => RecordingFile.FromBytes(bytes, "a.rlrec"), Throws.InstanceOf<UserErrorException>().With.Message.Contains(words).And.Message.StartsWith("a.rlrec: "));
        var bytes = RecordingFile.ToBytes(Record(20));
        Expect("scenario: first-lap-v1"u8.ToArray(), "this is no recording");
        Expect([], "this is no recording");
        Expect(bytes[..12], "cut short after 12 bytes");
        Expect([.. bytes[..8], 7, .. bytes[9..]], "expected a recording of formatVersion 1, found 7");
        Expect(bytes[..^1], "damaged or cut short");
        Assert.That(() => RecordingFile.Read(_folder.PathOf("none.rlrec")), Throws.InstanceOf<UserErrorException>().With.Message.Contains("no such recording"));
    }

    private static RecordingOrigin Origin { get; } = new() { ScenarioYaml = "scenario: crowd-v1", Policy = "wander", Checkpoint = "runs/x" };

    private static byte[] Content(Recording recording)
    {
        using var brotli = new BrotliStream(new MemoryStream(RecordingFile.ToBytes(recording)[20..]), CompressionMode.Decompress);
        using var content = new MemoryStream();
        brotli.CopyTo(content);
        return content.ToArray();
    }

    private static byte[] Pack(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(content);
        return RecordingFile.Wrap(compressed.ToArray());
    }

    private static void RequireMessage(byte[] bytes) => Assert.That(Reads(bytes), Is.False);

    private static bool Reads(byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            RecordingFile.FromBytes(bytes, "a.rlrec");
            return true;
        }
        catch (UserErrorException)
        {
            return false;
        }
        finally
        {
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MostBytesOfARead));
        }
    }

    [Test]
    public void PlaceThatCannotBeWritten_IsExplained_AndLeavesNothing()
    {
        Directory.CreateDirectory(_folder.PathOf("a.rlrec"));
        var problem = Assert.Throws<UserErrorException>(() => RecordingFile.Write(_folder.PathOf("a.rlrec"), Record(3)));
        Assert.That(problem!.Message, Does.Contain("a.rlrec: cannot be written (").And.Contain("choose another folder"));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(_folder.PathOf("a.rlrec"))!), Is.Empty);
    }

    private Recording Record(int steps, string actions = "continuous", bool withPoses = false)
    {
        using var environment = new DrivingEnvironment(CrowdScenes.Config() with { Actions = new() { Use = actions } }, [_map], 1, 1, new(2, 8));
        using var playback = new Playback(environment, seed: 3);
        using var buffer = new ActionBuffer(environment.Spec.Action, 1);
        while (playback.Length < steps)
        {
            if (actions == "multiDiscrete") for (var i = 0; i < buffer.Choices.Length; i++) buffer.Choices[i] = new RandomKey(1, 0, 0, 0).Integer(environment.Spec.Action.Choices[i], (uint)i, (uint)playback.Length);
            else CrowdScenes.Wander(buffer, playback.Length);
            playback.Append(buffer);
        }
        return Recording.Of(playback, Origin, withPoses);
    }
}
