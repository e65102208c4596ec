using RLSandbox.Core;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Import.Waymo;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>PufferDrive's binary form, which has neither a magic number nor a version.</summary>
[DecimalComma]
public sealed class PufferBinaryTests
{
    [Test]
    public void Content_IsThatOfTheJson()
    {
        var file = ImportFile.Of("map.bin", Small());
        var result = MapImporters.Import(file, new());
        var (scene, _) = WaymoScene.Read(file);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Format, Is.EqualTo("PufferDrive binary"));
            Assert.That(result.Map.Roads!.Lanes.Single().Sections[1], Is.EqualTo(new CrossSection(20, 1.75, 20, -1.75, 0.5)));
            Assert.That(result.Map.Roads!.Lines.Single().Kind, Is.EqualTo(MarkingKind.Edge));
            Assert.That(scene.Actors.Single().States, Is.EqualTo(new ActorState[] { new(1, 3, 4, 0.5, 5) }));
            Assert.That((scene.Actors[0].Width, scene.Actors[0].Length, scene.Actors[0].Goal), Is.EqualTo((2.0, 4.5, new MapPoint(9, 8, 7))));
            Assert.That(scene.Problems.Single().Id, Is.EqualTo("77"));
        }
    }

    [TestCase(4, "4 are left over")]
    [TestCase(2, "not a multiple of 4")]
    [TestCase(-4, "road 2 of 2, at byte")]
    public void ALayoutThatDoesNotEndWithTheFile_IsRefused(int change, string message)
    {
        var bytes = Small();
        Array.Resize(ref bytes, bytes.Length + change);
        Assert.That(() => MapImporters.Import(ImportFile.Of("map.bin", bytes), new()),
            Throws.InstanceOf<UserErrorException>().With.Message.Contains("looks like a PufferDrive binary map, but its layout does not consume").And.Message.Contains(message));
    }

    /// <summary>No count is believed before the bytes for it are there, wherever it stands.</summary>
    [Test]
    public void EveryWordReplacedByHugeCounts_NeverBreaksOrTakesMemory()
    {
        var good = Small();
        for (var at = 0; at < good.Length; at += 4)
            foreach (var value in new[] { int.MaxValue, int.MinValue, -1, 1 << 28 })
            {
                var bytes = (byte[])good.Clone();
                BitConverter.TryWriteBytes(bytes.AsSpan(at), value);
                Assert.That(FailureOf(bytes), Is.Null.Or.InstanceOf<UserErrorException>(), $"{value} at byte {at}");
            }
    }

    [Test]
    public void OtherBytes_AreNotRecognised()
    {
        foreach (var bytes in new byte[][] { [], [1, 2, 3], new byte[4096], [.. "{\"objects\": [], \"roads\": []}"u8], [0x89, .. "PNG\r\n\x1a\n----------------------------"u8] })
            Assert.That(new PufferBinaryImporter().Recognises(ImportFile.Of("x", bytes)), Is.False);
    }

    [Test]
    public void Town02_IsConsumedToTheLastByte()
    {
        var file = ImportFile.Open(SharedFiles.Path("waymo-like-json/map_town_02_carla.bin"));
        var read = PufferBinaryReader.Read(file);
        var map = MapImporters.Import(file, new()).Map.Roads!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Bytes, Has.Length.EqualTo(145_156));
            Assert.That(read.Objects, Has.Count.EqualTo(32));
            Assert.That(read.Objects.Select(item => item.Positions.Count), Has.All.EqualTo(91));
            Assert.That(read.Roads.CountBy(road => road.Kind).OrderBy(pair => pair.Key).Select(pair => pair.Value), Is.EqualTo(new[] { 300, 80, 90 }));
            Assert.That(read.Roads.Sum(road => road.Points.Count), Is.EqualTo(2_489));
            Assert.That(map.Lanes.Count(lane => lane.Next.Count == 0), Is.Zero);
        }
    }

    /// <summary>Simplified lines leave the JSON's by less than PufferDrive's threshold lets them.</summary>
    [Test]
    public void Town02_LanesLieWhereTheJsonHasThem()
    {
        var fine = MapImporters.Import(SharedFiles.Path("waymo-like-json/Town02.json"), new()).Map.Roads!;
        var coarse = MapImporters.Import(SharedFiles.Path("waymo-like-json/map_town_02_carla.bin"), new()).Map.Roads!;
        Assert.That(coarse.Lanes.Select(lane => lane.Id), Is.EquivalentTo(fine.Lanes.Select(lane => lane.Id)));
        foreach (var lane in fine.Lanes)
        {
            var other = coarse.Lanes[coarse.IndexOf(lane.Id)];
            Assert.That(other.Length, Is.EqualTo(lane.Length).Within(0.02 * lane.Length + 0.01), lane.Id);
            Assert.That(other.Next, Is.EquivalentTo(lane.Next), lane.Id);
        }
    }

    private static Exception? FailureOf(byte[] bytes)
    {
        try
        {
            PufferBinaryReader.Read(ImportFile.Of("map.bin", bytes));
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    /// <summary>One car of two steps, seen at the second; a lane and an edge of two points.</summary>
    private static byte[] Small()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        foreach (var word in new[] { 0, 1, 0, 1, 2 }) writer.Write(word);
        foreach (var word in new[] { 1, 1, 77, 2 }) writer.Write(word);
        foreach (var value in new float[] { -10000, 3, -10000, 4, -10000, 0, -10000, 3, -10000, 4, -10000, 0, -10000, 0.5f }) writer.Write(value);
        foreach (var word in new[] { 0, 1 }) writer.Write(word);
        foreach (var value in new[] { 2, 4.5f, 1.5f, 9, 8, 7 }) writer.Write(value);
        writer.Write(0);
        foreach (var (type, id) in new[] { (4, 5), (6, 6) })
        {
            foreach (var word in new[] { 1, type, id, 2 }) writer.Write(word);
            foreach (var value in new[] { 0, 20, 0, 0, 0.5f, 0.5f }) writer.Write(value);
            for (var i = 0; i < 7; i++) writer.Write(0);
        }
        return memory.ToArray();
    }
}
