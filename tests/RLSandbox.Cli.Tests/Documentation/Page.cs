using System.Text.RegularExpressions;

namespace RLSandbox.Cli.Tests.Documentation;

/// <summary>A page of the documentation, as the repository has it.</summary>
public sealed partial record Page(string Path)
{
    private static readonly string[] NotGuides = ["docs/decisions/", "docs/results/"];

    /// <summary>Folder of RLSandbox.sln, found from the test assembly upwards.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Markdown files of the repository's root and of docs, as paths relative to the root.</summary>
    public static IEnumerable<Page> All() =>
        Directory.EnumerateFiles(Root, "*.md").Concat(Directory.EnumerateFiles(System.IO.Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Select(file => new Page(System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/')))
            .OrderBy(page => page.Path, StringComparer.Ordinal);

    /// <summary>Pages whose commands a reader may type.</summary>
    public static IEnumerable<Page> Guides() => All().Where(page => !NotGuides.Any(page.Path.StartsWith));

    /// <summary>The whole page.</summary>
    public string Text => File.ReadAllText(System.IO.Path.Combine(Root, Path));

    /// <summary>Code blocks: fenced ones with their language, indented ones without.</summary>
    public IEnumerable<(string Language, string Text)> CodeBlocks() =>
        Fenced().Matches(Text).Select(match => (match.Groups[1].Value, match.Groups[2].Value))
            .Concat(Indented().Matches(Fenced().Replace(Text, "")).Select(match => ("", match.Value)));

    /// <summary>Every command line of the program, in the order of the page: what follows <c>rlsandbox</c>, or <c>--</c> of <c>dotnet run</c>.</summary>
    public IEnumerable<string> Commands() =>
        CodeBlocks().Where(block => block.Language is "" or "sh" or "console")
            .SelectMany(block => block.Text.Replace("\\\n", " ").Split('\n'))
            .Select(line => Program().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value.Trim());

    /// <summary>Where links and pictures point to.</summary>
    public IEnumerable<string> Links() => Link().Matches(Fenced().Replace(Text, "")).Select(match => match.Groups["to"].Value);

    public override string ToString() => Path;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "RLSandbox.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No folder above {TestContext.CurrentContext.TestDirectory} holds RLSandbox.sln.");
    }

    [GeneratedRegex(@"^```(\w*)[^\n]*\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"(?<=\n\n)(    [^\n]*\n)+")]
    private static partial Regex Indented();

    // Comments behind the command and the file that its output goes to are no part of it.
    [GeneratedRegex(@"^\s*(?:\$ )?(?:rlsandbox|dotnet run .*--project src/RLSandbox\.Cli --) ([^#>]*)")]
    private static partial Regex Program();

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)|<img [^>]*src=""(?<to>[^""]+)""")]
    private static partial Regex Link();
}
