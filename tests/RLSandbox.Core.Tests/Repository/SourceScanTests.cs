using System.Text.RegularExpressions;

namespace RLSandbox.Core.Tests.Repository;

/// <summary>Rules of docs/style.md that a machine can check, over every C# file.</summary>
public sealed class SourceScanTests
{
    private const int MaxLines = 300;

    /// <summary>Generated or table-like code only, up to 400 lines; each with its reason.</summary>
    private static readonly Dictionary<string, string> LongFiles = [];

    [Test]
    public void Sources_ContainNoBannedCall()
    {
        var found = RepositoryFiles.Below("src", "*.cs").SelectMany(path => BannedCall.All.SelectMany(ban => ban.FindIn(path, RepositoryFiles.Read(path))));
        Assert.That(found, Is.Empty);
    }

    [TestCase("src/RLSandbox.Driving/A.cs", "var s = MathF.Sin(x);", 1)]
    [TestCase("src/RLSandbox.Rendering/A.cs", "var s = MathF.Sin(x);", 0)]
    [TestCase("src/RLSandbox.Driving/A.cs", "var s = MathF.Sqrt(x); // not MathF.Sin(x)", 0)]
    [TestCase("src/RLSandbox.Driving/A.cs", "var s = Elementary.Sin(x);", 0)]
    [TestCase("src/RLSandbox.Core/A.cs", "Console.WriteLine();", 1)]
    [TestCase("src/RLSandbox.Cli/A.cs", "Console.WriteLine();", 0)]
    [TestCase("src/RLSandbox.Core/A.cs", "try { } catch (IOException) { }", 1)]
    [TestCase("src/RLSandbox.Core/A.cs", "var r = new Random(1);\nvar t = DateTime.Now;", 2)]
    public void Ban_FindsWhatItNames(string path, string text, int expected) =>
        Assert.That(BannedCall.All.SelectMany(ban => ban.FindIn(path, text)).Count(), Is.EqualTo(expected));

    [Test]
    public void Files_AreShortEnoughToHoldOneIdea()
    {
        var tooLong = Sources().Where(path => LineCount(path) > (LongFiles.ContainsKey(path) ? 400 : MaxLines)).Select(path => $"{path}: {LineCount(path)} lines");
        Assert.That(tooLong, Is.Empty);
    }

    [Test]
    public void ListedLongFiles_AreStillLong() => Assert.That(LongFiles.Keys.Where(path => LineCount(path) <= MaxLines), Is.Empty);

    [Test]
    public void OpenPoints_NameTheirIssue()
    {
        var pattern = string.Join('|', "TO" + "DO", "FIX" + "ME", "HA" + "CK");        // in two halves, so that this file passes
        var open = new Regex($@"\b({pattern})\b(?! \(#\d+\))");
        Assert.That(Sources().Where(path => open.IsMatch(RepositoryFiles.Read(path))), Is.Empty, "Write the issue number behind it, as in (#12).");
    }

    [Test]
    public void Files_EndTheirLinesWithLineFeeds() => Assert.That(Sources().Where(path => RepositoryFiles.Read(path).Contains('\r')), Is.Empty);

    [Test]
    public void Tests_AssertSomething()
    {
        var empty = new Regex(@"Assert\.(Pass|Inconclusive)\(|Assert\.That\(true\b|\[Ignore\b");
        var found = RepositoryFiles.Below("tests", "*.cs").Where(path => !path.EndsWith("/SourceScanTests.cs") && empty.IsMatch(RepositoryFiles.Read(path)));
        Assert.That(found, Is.Empty);
    }

    private static IEnumerable<string> Sources() => [.. RepositoryFiles.Below("src", "*.cs"), .. RepositoryFiles.Below("tests", "*.cs")];

    private static int LineCount(string path) => RepositoryFiles.Read(path).TrimEnd('\n').Count(character => character == '\n') + 1;
}
