namespace RLSandbox.Cli;

/// <summary>How this program is called from where the caller is, so that a command that it prints works as it stands.</summary>
internal static class OwnCommand
{
    private const string Name = "rlsandbox";
    private const string Project = "src/RLSandbox.Cli";

    private static readonly string Executable = OperatingSystem.IsWindows() ? Name + ".exe" : Name;

    /// <summary>A command line of this program, quoted for a shell.</summary>
    public static string Line(params IEnumerable<string> arguments)
    {
        var program = Program(AppContext.BaseDirectory, Environment.CurrentDirectory, Environment.GetEnvironmentVariable("PATH") ?? "");
        return string.Join(' ', program.Concat(arguments).Select(Quoted));
    }

    /// <summary>The words before the arguments: the installed program, the project through <c>dotnet run</c> in a clone, else the file that runs.</summary>
    /// <param name="here">Folder of this program.</param>
    /// <param name="folder">Where the caller is.</param>
    /// <param name="path">Folders in which a shell looks for programs.</param>
    internal static IReadOnlyList<string> Program(string here, string folder, string path)
    {
        if (path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(place => File.Exists(Path.Combine(place, Executable)))) return [Name];
        if (ProjectAbove(here) is { } project)
        {
            var configuration = here.Contains($"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Debug" : "Release";
            return ["dotnet", "run", "-c", configuration, "--project", Path.GetRelativePath(folder, project), "--"];
        }
        var executable = Path.Combine(here, Executable);
        return File.Exists(executable) ? [executable] : ["dotnet", Path.Combine(here, Name + ".dll")];
    }

    /// <summary>A word as a shell reads it back.</summary>
    internal static string Quoted(string word)
    {
        if (word.Length > 0 && word.All(character => char.IsLetterOrDigit(character) || "-_./:=+,@%\\".Contains(character) && (character != '\\' || OperatingSystem.IsWindows()))) return word;
        return OperatingSystem.IsWindows() ? $"\"{word.Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private static string? ProjectAbove(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, Project, "RLSandbox.Cli.csproj")))
                return Path.Combine(folder.FullName, Project);
        return null;
    }
}
