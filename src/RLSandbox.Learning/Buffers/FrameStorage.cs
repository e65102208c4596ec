using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using RLSandbox.Core;
using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Buffers;

/// <summary>Memory for frames: the process's own, or a file that the system pages in and out.</summary>
/// <remarks>
/// The file is scratch, not a checkpoint: it is made anew by each process and deleted with this object. Its space on the disk is reserved at once, so that a full disk is
/// an error here and not a crash later. On Linux the pages that were touched are given back from time to time (they stay in the system's cache while there is room),
/// so that little of the process is resident whatever the size of the file.
/// </remarks>
public sealed unsafe partial class FrameStorage : IDisposable
{
    private const long Granularity = 1 << 16;                            // where a mapping may begin on every system
    private const long PagesAround = 1 << 16;                            // bytes that one page fault may bring in
    private const long ResidentLimit = 512L << 20;                       // pages touched before they are given back
    private const int DontNeed = 4;                                      // MADV_DONTNEED

    private readonly List<NativeBuffer<byte>> _memory = [];
    private readonly List<Mapping> _mappings = [];
    private readonly FileStream? _file;
    private long _mapped, _touched;

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

        var options = new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.DeleteOnClose, PreallocationSize = Round(reserve),
        };
        try
        {
            _file = new(path, options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(FormattableString.Invariant($"The memory-mapped replay of {reserve / 1e9:F1} GB cannot be put into {Path.GetFullPath(path)}: {exception.Message} Make room, make the replay smaller (training.dqn.replay.rows), or keep it in memory (training.dqn.replay.memoryMapped=false)."), exception);
        }
    }

    /// <summary>Zeroed memory that lives as long as this object.</summary>
    public nint Allocate(long bytes)
    {
        if (_file is null)
        {
            _memory.Add(new(bytes));
            return (nint)_memory[^1].Address;
        }

        var offset = _mapped;
        _mapped += Round(bytes);
        if (_file.Length < _mapped) _file.SetLength(_mapped);
        _mappings.Add(new(_file, offset, bytes));
        return _mappings[^1].Address;
    }

    /// <summary>Notes that <paramref name="frames"/> frames of <paramref name="bytes"/> each were read or written, and gives pages back when there are many.</summary>
    public void Touch(long frames, long bytes)
    {
        if (_file is null) return;
        _touched += frames * (bytes + PagesAround);
        if (_touched < ResidentLimit) return;
        _touched = 0;
        if (OperatingSystem.IsLinux()) foreach (var mapping in _mappings) _ = GiveBack(mapping.Start, (nuint)mapping.Length, DontNeed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var memory in _memory) memory.Dispose();
        foreach (var mapping in _mappings) mapping.Dispose();
        _file?.Dispose();
    }

    /// <summary>A system that promises more memory than it has ends the process when it is used; this says so before.</summary>
    private static void RequireMemory(long bytes)
    {
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes <= available) return;
        throw new UserErrorException(FormattableString.Invariant($"The replay needs {bytes / 1e9:F1} GB of memory, this machine has {available / 1e9:F1} GB. Make it smaller (training.dqn.replay.rows), or keep its frames in a file (training.dqn.replay.memoryMapped=true)."));
    }

    private static long Round(long bytes) => (bytes + Granularity - 1) / Granularity * Granularity;

    /// <summary>For a shared mapping of a file this only empties the page table; the bytes stay in the file.</summary>
    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int GiveBack(nint address, nuint length, int advice);

    private sealed class Mapping : IDisposable
    {
        private readonly MemoryMappedFile _map;
        private readonly MemoryMappedViewAccessor _view;

        internal Mapping(FileStream file, long offset, long bytes)
        {
            _map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            _view = _map.CreateViewAccessor(offset, bytes, MemoryMappedFileAccess.ReadWrite);
            byte* start = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            (Start, Address, Length) = ((nint)start, (nint)(start + _view.PointerOffset), _view.PointerOffset + bytes);
        }

        internal nint Start { get; }

        internal nint Address { get; }

        internal long Length { get; }

        public void Dispose()
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.SafeMemoryMappedViewHandle.Dispose();                  // first, or the view writes the whole file to the disk before it is deleted
            _view.Dispose();
            _map.Dispose();
        }
    }
}
