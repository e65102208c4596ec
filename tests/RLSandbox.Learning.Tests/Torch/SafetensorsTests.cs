using System.Buffers.Binary;
using System.Text;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Learning.Tests.Torch;

public sealed class SafetensorsTests
{
    [Test]
    public void Written_ReadsBackTheSame()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, [NamedArray.Of("a", [1f, -2.5f, float.NaN], 3), NamedArray.Of("b", new byte[] { 1, 2 }, 2, 1), NamedArray.Of("nothing", Array.Empty<float>(), 0)]);
        var arrays = Safetensors.Read(stream.ToArray());
        var a = new float[3];
        arrays["a"].CopyTo<float>(a);
        Assert.That(a, Is.EqualTo(new[] { 1f, -2.5f, float.NaN }));
        Assert.That(arrays["b"].Shape, Is.EqualTo(new long[] { 2, 1 }));
        Assert.That(arrays["nothing"].Bytes.Length, Is.Zero);
    }

    /// <summary>The example that the specification's text describes, byte by byte: a length, JSON, the numbers.</summary>
    [Test]
    public void FileOfAnotherProgram_IsRead()
    {
        var file = File("""{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", [0, 0, 128, 63, 0, 0, 0, 64]);
        var w = new float[2];
        Safetensors.Read(file)["w"].CopyTo<float>(w);
        Assert.That(w, Is.EqualTo(new[] { 1f, 2f }));
    }

    [Test]
    public void AFileCutAnywhere_IsRefused()
    {
        var file = File("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]);
        for (var length = 0; length < file.Length; length++) Assert.That(() => Safetensors.Read(file.AsMemory(0, length)), Throws.TypeOf<InvalidDataException>(), $"{length} bytes");
    }

    [TestCase("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,9]}}""", TestName = "Offsets_BeyondTheEnd")]
    [TestCase("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", TestName = "Offsets_Negative")]
    [TestCase("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", TestName = "Shape_LargerThanTheBytes")]
    [TestCase("""{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", TestName = "Shape_Negative")]
    [TestCase("""{"w":{"dtype":"F32","shape":[4611686018427387904,2],"data_offsets":[0,8]}}""", TestName = "Shape_Overflows")]
    [TestCase("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", TestName = "Bytes_WithoutAnOwner")]
    [TestCase("""{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", TestName = "Arrays_Overlap")]
    [TestCase("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", TestName = "Name_Twice")]
    [TestCase("""{"w":{"dtype":"PICKLE","shape":[2],"data_offsets":[0,8]}}""", TestName = "Type_Unknown")]
    [TestCase("""{"w":{"dtype":"F32","shape":[2]}}""", TestName = "Offsets_Missing")]
    [TestCase("""{"w":7}""", TestName = "Entry_NotAnObject")]
    [TestCase("""[1]""", TestName = "Header_NotAnObject")]
    [TestCase("""{"w":""", TestName = "Header_NotJson")]
    public void HostileHeader_IsRefused(string header) => Assert.That(() => Safetensors.Read(File(header, new byte[8])), Throws.TypeOf<InvalidDataException>());

    [Test]
    public void HugeHeaderLength_IsRefused()
    {
        var file = File("{}", []);
        BinaryPrimitives.WriteUInt64LittleEndian(file, ulong.MaxValue);
        Assert.That(() => Safetensors.Read(file), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void WrongType_IsRefusedWhenCopied() => Assert.That(() => NamedArray.Of("a", new byte[4], 4).CopyTo<float>(new float[1]), Throws.TypeOf<InvalidDataException>());

    [Test]
    public void TwoArraysOfOneName_AreNotWritten() =>
        Assert.That(() => Safetensors.Write(new MemoryStream(), [NamedArray.Of("a", [1f], 1), NamedArray.Of("a", [1f], 1)]), Throws.ArgumentException);

    private static byte[] File(string header, byte[] body)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + text.Length + body.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)text.Length);
        text.CopyTo(file, 8);
        body.CopyTo(file, 8 + text.Length);
        return file;
    }
}
