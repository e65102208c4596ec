using Microsoft.Win32.SafeHandles;
using RLSandbox.Core;
using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Buffers;

/// <summary>Room for frames: the process's own memory, or a file that is read and written by position. A <i>place</i> is an address in the one and an offset in the other.</summary>
/// <remarks>
/// The file is scratch, not a checkpoint: it is made anew by each process and deleted with this object. Its space on the disk is reserved at once, so that a full disk is
/// heard of here. It is not mapped: what of a mapping is resident is up to the system, which may bring in megabytes at a fault; read by position, nothing of the file is
/// ever resident in the process, and what lately was used stays in the system's cache while there is room (decision 0028 has the figures).
/// </remarks>
internal sealed unsafe class FrameStorage : IDisposable
{
    private readonly List<NativeBuffer<byte>> _memory = [];
    private readonly SafeFileHandle? _file;
    private long _allocated;                                             // bytes of the file

    /// <summary>Storage in <paramref name="path"/>, or in memory where that is null.</summary>
    /// <param name="reserve">Bytes that will be asked for, without what comes later.</param>
    /// <exception cref="UserErrorException">The file cannot be made, or the disk or the machine has no room for it.</exception>
    public FrameStorage(string? path, long reserve)
    {
        if (path is null)
        {
            RequireMemory(reserve);
            return;
        }

        try
        {
            _file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose | FileOptions.RandomAccess, reserve);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(FormattableString.Invariant($"The replay of {reserve / 1e9:F1} GB cannot be put into {Path.GetFullPath(path)}: {exception.Message} Make room, make the replay smaller (training.dqn.replay.rows), or keep it in memory (training.dqn.replay.memoryMapped=false)."), exception);
        }
    }

    /// <summary>Whether frames are read and written rather than used where they lie.</summary>
    public bool IsFile => _file is not null;

    /// <summary>Room that lives as long as this object.</summary>
    /// <returns>The place of its first byte.</returns>
    public long Allocate(long bytes)
    {
        if (!IsFile)
        {
            _memory.Add(new(bytes, hugePages: true));
            return (nint)_memory[^1].Address;
        }

        _allocated += bytes;
        return _allocated - bytes;
    }

    /// <summary>Copies bytes out; several threads may.</summary>
    public void Read(long place, Span<byte> target)
    {
        if (!IsFile)
        {
            new ReadOnlySpan<byte>((void*)place, target.Length).CopyTo(target);
            return;
        }

        while (target.Length > 0)
        {
            var read = RandomAccess.Read(_file!, target, place);
            if (read == 0) throw new IOException("The replay's file ends before a frame that was written to it.");
            target = target[read..];
            place += read;
        }
    }

    /// <summary>Copies bytes in.</summary>
    /// <exception cref="IOException">The disk is full: frames beside those that were reserved for had to go there.</exception>
    public void Write(long place, ReadOnlySpan<byte> source)
    {
        if (IsFile) RandomAccess.Write(_file!, source, place);
        else source.CopyTo(new((void*)place, source.Length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var memory in _memory) memory.Dispose();
        _file?.Dispose();
    }

    /// <summary>A system that promises more memory than it has ends the process when it is used; this says so before.</summary>
    private static void RequireMemory(long bytes)
    {
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes <= available) return;
        throw new UserErrorException(FormattableString.Invariant($"The replay needs {bytes / 1e9:F1} GB of memory, this machine has {available / 1e9:F1} GB. Make it smaller (training.dqn.replay.rows), or keep its frames in a file (training.dqn.replay.memoryMapped=true)."));
    }
}
