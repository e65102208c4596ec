using System.Buffers.Binary;
using System.Text;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Learning.Tests.Torch;

public sealed class ElfVersionPatchTests
{
    private const int Flags = 128 + 16 + 4;                              // offset in Library() of the flags of the first needed version

    [Test]
    public void NeededVersion_BecomesWeak_AndNothingElseChanges()
    {
        var library = Library();
        var patched = Library();
        Assert.That(ElfVersionPatch.MakeWeak(patched, "GLIBCXX_3.4.32"), Is.EqualTo(1));
        var differences = Enumerable.Range(0, library.Length).Where(i => library[i] != patched[i]).ToArray();
        Assert.That(differences, Is.EqualTo(new[] { Flags }));
        Assert.That(patched[Flags], Is.EqualTo(2));
    }

    [Test]
    public void WeakAlready_ChangesNothing()
    {
        var library = Library();
        ElfVersionPatch.MakeWeak(library, "GLIBCXX_3.4.32");
        Assert.That(ElfVersionPatch.MakeWeak(library, "GLIBCXX_3.4.32"), Is.Zero);
    }

    [TestCase("GLIBCXX_3.4.3")]                                          // only a prefix
    [TestCase("GLIBCXX_3.4.33")]
    public void OtherVersion_ChangesNothing(string version) => Assert.That(ElfVersionPatch.MakeWeak(Library(), version), Is.Zero);

    [Test]
    public void DamagedFile_IsLeftAloneWithoutAnError([Values(0, 3, 40, 64, 100, 130, 150, 180, 250)] int length)
    {
        Assert.That(ElfVersionPatch.MakeWeak(Library().AsSpan(0, length), "GLIBCXX_3.4.32"), Is.Zero);
    }

    [Test]
    public void AnyFlippedByte_NeverThrows()
    {
        for (var i = 0; i < Library().Length; i++)
        {
            var library = Library();
            library[i] ^= 0xff;
            Assert.That(() => ElfVersionPatch.MakeWeak(library, "GLIBCXX_3.4.32"), Throws.Nothing, $"byte {i}");
        }
    }

    [Test]
    [Platform("Linux")]
    public void CopyOfTheRealWrapper_DiffersByOneByte_AndIsKept()
    {
        var wrapper = Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so");
        Assert.That(File.Exists(wrapper));
        var cache = Directory.CreateTempSubdirectory("rlsandbox-test-").FullName;
        try
        {
            var copy = NativeLoader.PatchedCopy(wrapper, cache)!;
            var (before, after) = (File.ReadAllBytes(wrapper), File.ReadAllBytes(copy));
            Assert.That(before.Where((value, i) => value != after[i]).Count(), Is.EqualTo(1));
            File.AppendAllText(copy, "damage");
            Parallel.For(0, 4, _ => NativeLoader.PatchedCopy(wrapper, cache));
            Assert.That(File.ReadAllBytes(copy), Is.EqualTo(after), "a damaged copy is replaced");
            Assert.That(Directory.GetFiles(Path.GetDirectoryName(copy)!), Has.Length.EqualTo(1), "no temporary file stays behind");
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    /// <summary>The smallest file with a list of needed versions: header, section headers (names, needs), one library with two versions.</summary>
    /// <remarks>Layout: 0 header · 64 names · 128 need (16), two versions (16 each) · 192 section headers: null, names, needs.</remarks>
    private static byte[] Library()
    {
        var file = new byte[192 + 3 * 64];
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1 }.CopyTo(file, 0);
        Write64(file, 0x28, 192);                                        // e_shoff
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x3c), 3);  // e_shnum
        Encoding.ASCII.GetBytes("\0GLIBCXX_3.4.32\0GLIBCXX_3.4.9\0").CopyTo(file, 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(128), 1);   // vn_version
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(130), 2);   // vn_cnt
        Write32(file, 136, 16);                                          // vn_aux
        Write32(file, 144 + 8, 1);                                       // first version: name, next
        Write32(file, 144 + 12, 16);
        Write32(file, 160 + 8, 16);                                      // second version: name
        Write64(file, 256 + 0x18, 64);                                   // section 1, names: offset
        Write64(file, 256 + 0x20, 31);
        Write32(file, 320 + 4, 0x6ffffffe);                              // section 2, needs: type, offset, size, names
        Write64(file, 320 + 0x18, 128);
        Write64(file, 320 + 0x20, 48);
        Write32(file, 320 + 0x28, 1);
        return file;
    }

    private static void Write32(byte[] file, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);

    private static void Write64(byte[] file, int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(at), value);
}
