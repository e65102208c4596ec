using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RLSandbox.Core;

namespace RLSandbox.Learning.Torch;

/// <summary>Loads libtorch and TorchSharp's wrapper by absolute path, in an order and form that every supported system accepts.</summary>
/// <remarks>Decision record 0011 tells why: the wrapper as published asks older Linux systems for a symbol version that it does not use.</remarks>
internal sealed class NativeLoader
{
    /// <summary>Names a folder with libtorch to use instead of the one beside the program, such as the <c>torch/lib</c> of a PyTorch install.</summary>
    internal const string FolderVariable = "RLSANDBOX_LIBTORCH";

    /// <summary>The version that systems with GCC 12 and older lack.</summary>
    internal const string OptionalVersion = "GLIBCXX_3.4.32";

    private readonly List<string> _tried = [];
    private readonly string? _folder;

    private NativeLoader(string? folder) => _folder = folder;

    /// <summary>Loads everything.</summary>
    /// <exception cref="UserErrorException">Nothing loads: says what was tried and what to do.</exception>
    internal static LoadedLibraries Load(string? folder)
    {
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new UserErrorException($"{FolderVariable} names '{folder}', which is not a folder. Expected the folder that holds {Names.Required[^1]}, such as .../site-packages/torch/lib.");
        }

        return new NativeLoader(folder).Load();
    }

    private LoadedLibraries Load()
    {
        var (torchPath, cudaPath) = ("", default(string));
        foreach (var (pattern, isRequired) in Names.InOrder)
        {
            var path = Find(pattern, _folder is null ? SearchFolders() : [_folder]);
            if (path is null && isRequired) throw Failed($"{pattern} was not found");
            if (path is null) continue;
            var isLoaded = TryLoad(path) is not null;
            if (!isLoaded && isRequired) throw Failed($"{pattern} does not load");
            if (pattern.Contains("torch_cpu", StringComparison.Ordinal)) torchPath = path;
            if (isLoaded && pattern.Contains("torch_cuda", StringComparison.Ordinal)) cudaPath = path;
        }

        var wrapper = Find(Names.Wrapper, _folder is null ? SearchFolders() : [_folder, .. SearchFolders()]) ?? throw Failed($"{Names.Wrapper} was not found");
        if (TryLoad(wrapper) is not null) return Loaded(wrapper, isPatched: false);
        var copy = OperatingSystem.IsLinux() ? PatchedCopy(wrapper) : null;
        if (copy is null || TryLoad(copy) is null) throw Failed($"{Names.Wrapper} does not load");
        return Loaded(copy, isPatched: true);

        LoadedLibraries Loaded(string file, bool isPatched) => new(torchPath, file, isPatched) { CudaPath = cudaPath, Problems = [.. _tried.Where(line => line.Contains("torch_cuda", StringComparison.Ordinal) || line.Contains("c10_cuda", StringComparison.Ordinal)).Where(line => !line.Contains(": not in ", StringComparison.Ordinal))] };
    }

    private static IEnumerable<string> SearchFolders()
    {
        yield return AppContext.BaseDirectory;
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", Names.PackageIdentifier, "native");
        foreach (var folder in (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)) yield return folder;
    }

    private string? Find(string pattern, IEnumerable<string> folders)
    {
        foreach (var folder in folders.Distinct())
        {
            if (!Directory.Exists(folder)) continue;
            var found = Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).FirstOrDefault();
            if (found is not null) return found;
        }

        _tried.Add($"{pattern}: not in {string.Join(", ", folders.Distinct())}");
        return null;
    }

    private string? TryLoad(string path)
    {
        try
        {
            _ = NativeLibrary.Load(path);
            return path;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            _tried.Add($"{path}: {exception.Message.ReplaceLineEndings(" ").Trim()}");
            return null;
        }
    }

    private string? PatchedCopy(string wrapper)
    {
        try
        {
            return PatchedCopy(wrapper, CacheFolder());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _tried.Add($"a patched copy under {CacheFolder()}: {exception.Message}");
            return PatchedCopy(wrapper, Directory.CreateTempSubdirectory("rlsandbox-").FullName);
        }
    }

    /// <summary>Writes a copy of <paramref name="wrapper"/> that only wishes for <see cref="OptionalVersion"/>; an identical copy that exists is kept.</summary>
    /// <returns>The copy, or null when there is nothing to patch.</returns>
    /// <remarks>Safe for processes that start at once: each writes a file of its own and renames it over the common name.</remarks>
    internal static string? PatchedCopy(string wrapper, string cacheFolder)
    {
        var bytes = File.ReadAllBytes(wrapper);
        var folder = Path.Combine(cacheFolder, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
        if (ElfVersionPatch.MakeWeak(bytes, OptionalVersion) == 0) return null;
        var copy = Path.Combine(folder, Path.GetFileName(wrapper));
        if (File.Exists(copy) && File.ReadAllBytes(copy).AsSpan().SequenceEqual(bytes)) return copy;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Environment.ProcessId}-{Guid.NewGuid():N}");
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, copy, overwrite: true);
        return copy;
    }

    private static string CacheFolder()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache)) cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "rlsandbox", "native");
    }

    private UserErrorException Failed(string reason) => new(
        $"libtorch could not be loaded: {reason}.\nTried:\n  {string.Join("\n  ", _tried)}\n" +
        $"What to do: build the program for this system ({Names.PackageIdentifier} is in the package list), or set {FolderVariable} to a folder that holds {string.Join(", ", Names.Required)}, " +
        "such as the torch/lib folder of a PyTorch 2.10 install." + (OperatingSystem.IsWindows() ? " On Windows the Visual C++ runtime (vc_redist.x64) must be installed." : ""));

    /// <summary>File names by system.</summary>
    private static class Names
    {
        private static readonly string Prefix = OperatingSystem.IsWindows() ? "" : "lib";
        private static readonly string Suffix = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        private static readonly string OpenMp = OperatingSystem.IsWindows() ? "libiomp5md.dll" : OperatingSystem.IsMacOS() ? "libomp*.dylib" : "libgomp*.so*";

        internal static string Wrapper => $"{(OperatingSystem.IsWindows() ? "" : "lib")}LibTorchSharp{Suffix}";

        internal static string PackageIdentifier => OperatingSystem.IsWindows() ? "win-x64" : OperatingSystem.IsMacOS() ? "osx-arm64" : "linux-x64";

        internal static string[] Required => [File("c10"), File("torch_cpu")];

        internal static (string Pattern, bool IsRequired)[] InOrder =>
        [
            (OpenMp, false), (File("c10"), true), (File("torch_cpu"), true), (File("c10_cuda"), false), (File("torch_cuda"), false), (File("torch"), false),
        ];

        private static string File(string name) => Prefix + name + Suffix;
    }
}

/// <summary>What was loaded from where.</summary>
internal sealed record LoadedLibraries(string TorchPath, string WrapperPath, bool IsPatched)
{
    /// <summary>The CUDA part of libtorch; null: there is none that loads.</summary>
    public string? CudaPath { get; init; }

    /// <summary>Files of it that are there and do not load.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
