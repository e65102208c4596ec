using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RLSandbox.Core;

/// <summary>Reads files that somebody else wrote or named: regular ones only, because whoever opens a named pipe waits for its other end, perhaps for ever.</summary>
public static partial class RegularFile
{
    private const int ReadOnly = 0, NonBlockingOnLinux = 0x800, NonBlockingElsewhere = 0x4;      // O_RDONLY and O_NONBLOCK of fcntl.h
    private const int NoSuchDevice = 6;                                                          // ENXIO: what opening a socket says

    /// <summary>A stream that reads a file.</summary>
    /// <exception cref="UserErrorException">It is a pipe, a socket or a terminal.</exception>
    public static FileStream OpenRead(string path, FileShare share = FileShare.Read)
    {
        Require(path);
        return new(path, FileMode.Open, FileAccess.Read, share);
    }

    /// <summary>All bytes of a file.</summary>
    /// <inheritdoc cref="OpenRead"/>
    public static byte[] ReadAllBytes(string path)
    {
        Require(path);
        return File.ReadAllBytes(path);
    }

    /// <summary>The text of a file.</summary>
    /// <inheritdoc cref="OpenRead"/>
    public static string ReadAllText(string path)
    {
        Require(path);
        return File.ReadAllText(path);
    }

    /// <summary>Refuses what has no positions to read at. What is missing or may not be read is left to whoever opens it.</summary>
    private static void Require(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path)) return;
        var descriptor = Open(path, ReadOnly | (OperatingSystem.IsLinux() ? NonBlockingOnLinux : NonBlockingElsewhere));
        if (descriptor < 0 && Marshal.GetLastPInvokeError() != NoSuchDevice) return;
        using var file = descriptor < 0 ? null : new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, bufferSize: 0);
        if (file is not { CanSeek: true }) throw new UserErrorException($"{path}: expected a regular file, found a pipe, a socket or a terminal; write what comes from there into a file and name that one.");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);
}
