using System.Security.Cryptography;
using RLSandbox.Core;

namespace RLSandbox.Learning.Training;

/// <summary>A checkpoint that was cut off or changed since it was written; another one of the run may be whole.</summary>
public sealed class DamagedCheckpointException(string message) : UserErrorException(message);

/// <summary>One file of a checkpoint.</summary>
/// <param name="Name">Without folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash, in lower-case hexadecimal digits, as <c>sha256sum</c> prints it.</param>
public sealed record CheckpointFile(string Name, long Bytes, string Sha256);

/// <summary>checkpoint.json: every file of a checkpoint with length and hash. Written last, it says that the others are whole.</summary>
/// <remarks>The hash finds accidents. Whoever changes a file on purpose can hash it anew, so readers of the other files believe nothing they say either.</remarks>
public sealed record CheckpointManifest
{
    /// <summary>Its name in a checkpoint folder.</summary>
    public const string FileName = "checkpoint.json";

    private const int CurrentFormatVersion = 1;
    private const int MostBytes = 1 << 20;

    /// <summary>Format of this file.</summary>
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Agent rows that the checkpoint has learned from.</summary>
    public required long Steps { get; init; }

    /// <summary>All other files, by name.</summary>
    public required IReadOnlyList<CheckpointFile> Files { get; init; }

    /// <summary>Waits until every file in <paramref name="folder"/> is on the disk, and writes the manifest behind them.</summary>
    internal static void Seal(string folder, long steps)
    {
        var files = new List<CheckpointFile>();
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            stream.Flush(flushToDisk: true);
            files.Add(new(Path.GetFileName(path), stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream))));
        }
        AtomicFile.WriteAllText(Path.Combine(folder, FileName), JsonFiles.Serialize(new CheckpointManifest { Steps = steps, Files = files }) + "\n");
    }

    /// <summary>Compares every file of the checkpoint in <paramref name="folder"/> with its manifest.</summary>
    /// <exception cref="DamagedCheckpointException">The manifest is missing or no manifest, or a file is missing, cut off or changed.</exception>
    /// <exception cref="UserErrorException">The manifest has another format.</exception>
    public static void Verify(string folder)
    {
        if (!File.Exists(Path.Combine(folder, FileName)) && RunState.IsFromBeforeManifests(folder)) return;
        var manifest = Read(folder);
        if (manifest.Steps != CheckpointStore.StepsOf(folder)) throw Damaged(folder, $"{FileName} is that of the checkpoint after {manifest.Steps} steps");
        foreach (var file in manifest.Files) Verify(folder, file);
    }

    /// <summary>As <see cref="Verify(string)"/>, of these files alone; a folder without manifest, such as a policy that was copied elsewhere, passes.</summary>
    public static void Verify(string folder, params ReadOnlySpan<string> names)
    {
        if (!File.Exists(Path.Combine(folder, FileName))) return;
        var manifest = Read(folder);
        foreach (var name in names)
        {
            var wanted = name;
            Verify(folder, manifest.Files.FirstOrDefault(file => file.Name == wanted) ?? throw Damaged(folder, $"{FileName} does not list {name}"));
        }
    }

    private static CheckpointManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw Damaged(folder, $"{FileName} is missing");
        var manifest = JsonFiles.TryRead<CheckpointManifest>(path, MostBytes, out var problem) ?? throw Damaged(folder, $"{FileName} {problem}");
        if (manifest.FormatVersion != CurrentFormatVersion)
            throw new UserErrorException($"{path}: expected formatVersion {CurrentFormatVersion}, got {manifest.FormatVersion}. Use the version of the program that wrote it.");
        if (manifest.Files.Any(file => file?.Name is null || file.Sha256 is null || Path.GetFileName(file.Name) != file.Name)) throw Damaged(folder, $"{FileName} lists a file without name or hash");
        return manifest;
    }

    private static void Verify(string folder, CheckpointFile file)
    {
        var path = Path.Combine(folder, file.Name);
        if (!File.Exists(path)) throw Damaged(folder, $"{file.Name} is missing");
        try
        {
            using var stream = RegularFile.OpenRead(path);
            if (stream.Length != file.Bytes) throw Damaged(folder, $"{file.Name} has {stream.Length} bytes instead of {file.Bytes}");
            if (Convert.ToHexStringLower(SHA256.HashData(stream)) != file.Sha256) throw Damaged(folder, $"{file.Name} was changed since it was written: its SHA-256 differs from that in {FileName}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or UserErrorException and not DamagedCheckpointException)
        {
            throw Damaged(folder, $"{file.Name} cannot be read ({problem.Message})");
        }
    }

    private static DamagedCheckpointException Damaged(string folder, string what) => new($"The checkpoint {Path.GetFullPath(folder)} is damaged: {what}.");
}
