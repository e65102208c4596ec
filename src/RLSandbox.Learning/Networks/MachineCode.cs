using System.Runtime.InteropServices;
using Iced.Intel;

namespace RLSandbox.Learning.Networks;

/// <summary>Instructions that .NET has no name for, assembled into memory that can be executed and no longer written. For as long as the process lives.</summary>
internal static unsafe partial class MachineCode
{
    private const int ReadWrite = 1 | 2, ReadExecute = 1 | 4, PrivateAnonymous = 2 | 0x20;       // Linux: PROT_*, MAP_*
    private const uint CommitReserve = 0x3000, WindowsReadWrite = 4, WindowsExecuteRead = 0x20;  // Windows: MEM_*, PAGE_*

    /// <summary>Whether memory can be made executable here.</summary>
    public static bool IsSupported { get; } = RuntimeInformation.ProcessArchitecture == Architecture.X64 && (OperatingSystem.IsLinux() || OperatingSystem.IsWindows());

    /// <summary>Register that holds the first argument of a function.</summary>
    public static AssemblerRegister64 FirstArgument { get; } = OperatingSystem.IsWindows() ? AssemblerRegisters.rcx : AssemblerRegisters.rdi;

    /// <summary>Assembles and loads code.</summary>
    /// <returns>Where the labels of <paramref name="functions"/> are; null: the system grants no such memory.</returns>
    public static nint[]? Load(Assembler assembler, IEnumerable<Label> functions)
    {
        using var bytes = new MemoryStream();
        var result = assembler.Assemble(new StreamCodeWriter(bytes), rip: 0, BlockEncoderOptions.ReturnNewInstructionOffsets);
        var code = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        var address = OperatingSystem.IsWindows() ? LoadOnWindows(code) : LoadOnLinux(code);
        return address <= 0 ? null : [.. functions.Select(function => address + (nint)result.GetLabelRIP(function))];
    }

    private static nint LoadOnLinux(ReadOnlySpan<byte> code)
    {
        var address = Map(0, (nuint)code.Length, ReadWrite, PrivateAnonymous, -1, 0);
        if (address <= 0) return 0;
        code.CopyTo(new((void*)address, code.Length));
        return Protect(address, (nuint)code.Length, ReadExecute) == 0 ? address : 0;
    }

    private static nint LoadOnWindows(ReadOnlySpan<byte> code)
    {
        var address = VirtualAllocate(0, (nuint)code.Length, CommitReserve, WindowsReadWrite);
        if (address == 0) return 0;
        code.CopyTo(new((void*)address, code.Length));
        return VirtualProtect(address, (nuint)code.Length, WindowsExecuteRead, out _) != 0 ? address : 0;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("kernel32", EntryPoint = "VirtualAlloc")]
    private static partial nint VirtualAllocate(nint address, nuint length, uint type, uint protection);

    [LibraryImport("kernel32", EntryPoint = "VirtualProtect")]
    private static partial int VirtualProtect(nint address, nuint length, uint protection, out uint old);
}
