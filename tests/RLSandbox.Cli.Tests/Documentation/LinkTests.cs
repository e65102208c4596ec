using System.Text.RegularExpressions;

namespace RLSandbox.Cli.Tests.Documentation;

/// <summary>Every link inside the repository leads somewhere, and code in a page is the code of the repository.</summary>
[Category("Contract")]
public sealed class LinkTests
{
    private static IEnumerable<Page> Pages() => Page.All();

    private static IEnumerable<Page> PagesWithCode() => Page.Guides().Where(page => page.CodeBlocks().Any(block => block.Language == "csharp" && block.Text.StartsWith("// ")));

    [TestCaseSource(nameof(Pages))]
    public void LinksOfThePage_Resolve(Page page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Page.Root, page.Path))!;
        var broken = page.Links().Where(link => !link.Contains("://") && !Leads(link, folder, page));
        Assert.That(broken, Is.Empty);
    }

    [TestCaseSource(nameof(PagesWithCode))]
    public void CodeThatNamesItsFile_StandsInIt(Page page)
    {
        foreach (var (language, text) in page.CodeBlocks())
        {
            if (language != "csharp" || !text.StartsWith("// ")) continue;
            var lines = text.TrimEnd().Split('\n');
            var file = File.ReadAllText(Path.Combine(Page.Root, lines[0][3..].Trim())).Split('\n').Select(line => line.Trim());
            Assert.That(lines[1..].Select(line => line.Trim()).Where(line => line.Length > 0), Is.SubsetOf(file), lines[0]);
        }
    }

    [TestCase("docs/camera.md#options", true)]
    [TestCase("docs/camera.md#opinions", false)]
    [TestCase("docs/kamera.md", false)]
    public void Link_LeadsToAFileAndAHeading(string link, bool expected) => Assert.That(Leads(link, Page.Root, new("README.md")), Is.EqualTo(expected));

    [Test]
    public void ProjectsThatCommandsName_Exist()
    {
        var named = Page.Guides().SelectMany(page => Regex.Matches(page.Text, @"--project ([\w./-]+)")).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.That(named, Does.Contain("samples/01-step-a-batch"));
        Assert.That(named.Where(folder => Directory.GetFiles(Path.Combine(Page.Root, folder), "*.csproj").Length != 1), Is.Empty);
    }

    private static bool Leads(string link, string folder, Page page)
    {
        var (path, anchor) = link.Split('#') is [var file, var heading] ? (file, heading) : (link, "");
        var target = path == "" ? Path.Combine(Page.Root, page.Path) : Path.Combine(folder, path);
        if (anchor == "") return File.Exists(target) || Directory.Exists(target);
        return File.Exists(target) && File.ReadLines(target).Any(line => line.StartsWith('#') && Anchor(line) == anchor);
    }

    /// <summary>How GitHub writes the anchor of a heading.</summary>
    private static string Anchor(string heading) => Regex.Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-');
}
