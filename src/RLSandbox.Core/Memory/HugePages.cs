using System.Runtime.InteropServices;

namespace RLSandbox.Core.Memory;

/// <summary>Memory in pages of 2 MiB instead of 4 KiB, where Linux grants them ("madvise" or "always" in /sys/kernel/mm/transparent_hugepage/enabled); ordinary memory elsewhere.</summary>
internal static unsafe partial class HugePages
{
    private const nuint PageBytes = 2 << 20;
    private const int AdviseHugePages = 14;                              // MADV_HUGEPAGE of Linux, the same on all processors

    /// <summary>At least <paramref name="bytes"/> bytes, to be freed with <see cref="NativeMemory.AlignedFree"/>; what it holds is undefined.</summary>
    /// <param name="bytes">In: wanted; out: allocated, a multiple of a page unless there is less than one.</param>
    public static void* Allocate(ref nuint bytes)
    {
        if (bytes < PageBytes) return NativeMemory.AlignedAlloc(bytes, NativeBuffer<byte>.Alignment);
        bytes = (bytes + PageBytes - 1) / PageBytes * PageBytes;
        var address = NativeMemory.AlignedAlloc(bytes, PageBytes);
        if (OperatingSystem.IsLinux()) _ = MemoryAdvise(address, bytes, AdviseHugePages);    // advice: whether it is followed changes no result
        return address;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvise(void* address, nuint length, int advice);
}
