using System.Buffers.Binary;
using System.Text;

namespace RLSandbox.Learning.Torch;

/// <summary>Makes one version that an ELF library asks for optional, by setting the weak flag in its list of needed versions.</summary>
/// <remarks>
/// The loader refuses a library that needs a version its dependency lacks, even where no symbol of that version is used. A version
/// flagged weak (VER_FLG_WEAK) is only missed. Source: System V ABI, "Symbol Versioning" (LSB core specification, chapter 10.7).
/// </remarks>
public static class ElfVersionPatch
{
    private const uint NeededVersionsSection = 0x6ffffffe;      // SHT_GNU_verneed
    private const ushort WeakFlag = 0x2;                        // VER_FLG_WEAK
    private const int HeaderSize = 64, SectionHeaderSize = 64, NeedSize = 16, NeedAuxiliarySize = 16;
    private static ReadOnlySpan<byte> Elf64LittleEndian => [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1];

    /// <summary>Flags every need of <paramref name="version"/> (such as <c>GLIBCXX_3.4.32</c>) as weak, in place.</summary>
    /// <returns>How many flags changed; 0 when the file is not a 64-bit little-endian ELF library, is damaged, does not ask for that version, or asks weakly.</returns>
    public static int MakeWeak(Span<byte> library, string version)
    {
        if (library.Length < HeaderSize || !library.StartsWith(Elf64LittleEndian)) return 0;
        var sections = ReadOffset(library, 0x28);
        var sectionCount = BinaryPrimitives.ReadUInt16LittleEndian(library[0x3c..]);
        for (var index = 0; index < sectionCount; index++)
        {
            if (!TrySlice(library, sections + (long)index * SectionHeaderSize, SectionHeaderSize, out var header)) return 0;
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != NeededVersionsSection) continue;
            var namesIndex = BinaryPrimitives.ReadUInt32LittleEndian(header[0x28..]);
            if (!TrySlice(library, sections + namesIndex * SectionHeaderSize, SectionHeaderSize, out var namesHeader)) return 0;
            return MakeWeak(library, (ReadOffset(header, 0x18), ReadOffset(header, 0x20)), ReadOffset(namesHeader, 0x18), version);
        }

        return 0;
    }

    private static int MakeWeak(Span<byte> library, (long Start, long Size) section, long names, string version)
    {
        var changed = 0;
        var need = section.Start;
        while (need - section.Start < section.Size && TrySlice(library, need, NeedSize, out var entry))
        {
            var auxiliary = need + BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
            for (int left = BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]); left > 0; left--)
            {
                if (!TrySlice(library, auxiliary, NeedAuxiliarySize, out var needed)) return changed;
                changed += MakeWeak(library, needed, names, version);
                auxiliary += BinaryPrimitives.ReadUInt32LittleEndian(needed[12..]);
            }

            var next = BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]);
            if (next == 0) break;
            need += next;
        }

        return changed;
    }

    private static int MakeWeak(Span<byte> library, Span<byte> needed, long names, string version)
    {
        var name = names + BinaryPrimitives.ReadUInt32LittleEndian(needed[8..]);
        if (!TrySlice(library, name, version.Length + 1, out var text)) return 0;
        if (text[^1] != 0 || Encoding.ASCII.GetString(text[..^1]) != version) return 0;
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(needed[4..]);
        if ((flags & WeakFlag) != 0) return 0;
        BinaryPrimitives.WriteUInt16LittleEndian(needed[4..], (ushort)(flags | WeakFlag));
        return 1;
    }

    private static long ReadOffset(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    private static bool TrySlice(Span<byte> library, long start, int length, out Span<byte> slice)
    {
        var inside = start >= 0 && start <= library.Length - length;
        slice = inside ? library.Slice((int)start, length) : default;
        return inside;
    }
}
