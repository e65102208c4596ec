using RLSandbox.Cli.Tests.Documentation;
using RLSandbox.Rendering.Window;

namespace RLSandbox.Cli.Tests.Window;

/// <summary>The page about the window says what the window does.</summary>
public sealed class WindowPageTests
{
    [Test]
    public void TableOfKeys_IsTheListOfTheWindow() => Assert.That(new Page("docs/window.md").Text, Does.Contain(KeyTable.ToMarkdown()), KeyTable.ToMarkdown());
}
