using System.Runtime.InteropServices;

namespace RLSandbox.Core.Memory;

/// <summary>Memory in pages of 2 MiB instead of 4 KiB, where Linux grants them ("madvise" or "always" in /sys/kernel/mm/transparent_hugepage/enabled); ordinary memory elsewhere.</summary>
/// <remarks>What is smaller than a page shares a <see cref="Stretch"/> with others: hundreds of maps take a few dozen pages, where each would take dozens of small ones. Safe for threads.</remarks>
internal static unsafe partial class HugePages
{
    private const nuint PageBytes = 2 << 20, StretchBytes = 8 * PageBytes;
    private const nuint Line = NativeBuffer<byte>.Alignment;
    private const int AdviseHugePages = 14;                              // MADV_HUGEPAGE of Linux, the same on all processors
    private static readonly Lock Shared = new();
    private static Stretch? _open;                                       // takes what comes

    /// <summary>At least <paramref name="bytes"/> bytes, to be given back to <see cref="Free"/>; what they hold is undefined.</summary>
    /// <param name="bytes">In: wanted; out: allocated, in whole lines, from a page on in whole pages.</param>
    /// <param name="stretch">What they are a part of; null: they are their own.</param>
    public static void* Allocate(ref nuint bytes, out Stretch? stretch)
    {
        stretch = null;
        bytes = RoundUp(bytes, bytes < PageBytes ? Line : PageBytes);
        if (bytes >= PageBytes) return AllocatePages(bytes);
        lock (Shared)
        {
            if (_open is null || _open.Used + bytes > StretchBytes) _open = new((byte*)AllocatePages(StretchBytes));     // the full one has owners, the last of whom frees it
            stretch = _open;
            stretch.Owners++;
            stretch.Used += bytes;
            return stretch.Address + stretch.Used - bytes;
        }
    }

    /// <summary>Gives back what <see cref="Allocate"/> gave. A stretch lives as long as the last of its owners.</summary>
    public static void Free(void* address, Stretch? stretch)
    {
        if (stretch is null)
        {
            NativeMemory.AlignedFree(address);
            return;
        }

        lock (Shared)
        {
            if (--stretch.Owners > 0) return;
            if (stretch == _open) stretch.Used = 0;
            else NativeMemory.AlignedFree(stretch.Address);
        }
    }

    private static void* AllocatePages(nuint bytes)
    {
        var address = NativeMemory.AlignedAlloc(bytes, PageBytes);
        if (OperatingSystem.IsLinux()) _ = MemoryAdvise(address, bytes, AdviseHugePages);    // advice: whether it is followed changes no result
        return address;
    }

    private static nuint RoundUp(nuint bytes, nuint unit) => checked(bytes + unit - 1) / unit * unit;

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvise(void* address, nuint length, int advice);

    /// <summary>Some pages that several owners share.</summary>
    internal sealed class Stretch(byte* address)
    {
        /// <summary>First byte.</summary>
        public byte* Address { get; } = address;

        /// <summary>Bytes that are given out.</summary>
        public nuint Used { get; set; }

        /// <summary>Who holds some of them.</summary>
        public int Owners { get; set; }
    }
}
