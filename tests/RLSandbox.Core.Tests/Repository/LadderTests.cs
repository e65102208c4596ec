using System.Xml.Linq;

namespace RLSandbox.Core.Tests.Repository;

/// <summary>Who may reference whom: docs/architecture.md as a table that fails the build when a project breaks it.</summary>
public sealed class LadderTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["RLSandbox.Core"] = [],
        ["RLSandbox.Ecs"] = ["RLSandbox.Core"],
        ["RLSandbox.Learning"] = ["RLSandbox.Core"],
        ["RLSandbox.Driving"] = ["RLSandbox.Ecs", "RLSandbox.Core"],
        ["RLSandbox.Scenarios"] = ["RLSandbox.Driving", "RLSandbox.Ecs", "RLSandbox.Core"],
        ["RLSandbox.Rendering"] = ["RLSandbox.Driving", "RLSandbox.Ecs", "RLSandbox.Core"],
        ["RLSandbox.Cli"] = ["RLSandbox.Scenarios", "RLSandbox.Rendering", "RLSandbox.Learning", "RLSandbox.Driving", "RLSandbox.Ecs", "RLSandbox.Core"],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["RLSandbox.Core"] = [],
        ["RLSandbox.Ecs"] = [],
        ["RLSandbox.Learning"] = ["TorchSharp", "MathNet.Numerics", "Iced", "K4os.Compression.LZ4.Streams"],
        ["RLSandbox.Driving"] = ["MathNet.Numerics"],
        ["RLSandbox.Scenarios"] = ["YamlDotNet", "MathNet.Numerics"],
        ["RLSandbox.Rendering"] = ["Silk.NET.OpenGL", "SkiaSharp", "ScottPlot"],
        ["RLSandbox.Cli"] = ["System.CommandLine", "Spectre.Console"],
    };

    /// <summary>What RLSandbox.TestKit stands on: test projects of the rungs below may not pull Learning or Rendering in through it.</summary>
    private static readonly string[] TestKitProjects = ["RLSandbox.Scenarios", "RLSandbox.Driving", "RLSandbox.Ecs", "RLSandbox.Core"];

    [Test]
    public void EverySourceProject_StandsOnTheLadder()
    {
        var names = RepositoryFiles.Below("src", "*.csproj").Select(Path.GetFileNameWithoutExtension);
        Assert.That(names, Is.EquivalentTo(AllowedProjects.Keys));
    }

    [TestCaseSource(nameof(SourceProjects))]
    public void SourceProject_ReferencesOnlyWhatItsRungAllows(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var project = XDocument.Parse(RepositoryFiles.Read(path));
        Assert.That(ProjectReferences(project), Is.SubsetOf(AllowedProjects[name]), "projects");
        Assert.That(Includes(project, "PackageReference"), Is.SubsetOf(AllowedPackages[name]), "packages");
    }

    [TestCaseSource(nameof(SourceProjects))]
    public void SourceProject_OpensItsInternalsToItsOwnTestsOnly(string path)
    {
        var project = XDocument.Parse(RepositoryFiles.Read(path));
        Assert.That(Includes(project, "InternalsVisibleTo"), Is.SubsetOf(new[] { Path.GetFileNameWithoutExtension(path) + ".Tests" }));
        var inCode = RepositoryFiles.Below(Path.GetDirectoryName(path)!, "*.cs").Where(file => RepositoryFiles.Read(file).Contains("[assembly: InternalsVisibleTo"));
        Assert.That(inCode, Is.Empty);
    }

    [TestCaseSource(nameof(TestProjects))]
    public void TestProject_MirrorsAProjectAndSeesNoMoreThanItMay(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var references = ProjectReferences(XDocument.Parse(RepositoryFiles.Read(path)));
        if (name == "RLSandbox.TestKit")
        {
            Assert.That(references, Is.SubsetOf(TestKitProjects));
            return;
        }
        if (name == "RLSandbox.Benchmarks") return;                      // measures everything, so it may see everything

        var subject = name.Replace(".Tests", "");
        Assert.That(AllowedProjects, Contains.Key(subject));
        string[] allowed = [subject, "RLSandbox.TestKit", .. AllowedProjects[subject], .. TestKitProjects, .. SamplesRunBy(subject)];
        Assert.That(references, Contains.Item(subject).And.SubsetOf(allowed));
    }

    [TestCaseSource(nameof(SampleProjects))]
    public void Sample_StandsOnTheLibrariesAndBringsNoPackages(string path)
    {
        var project = XDocument.Parse(RepositoryFiles.Read(path));
        Assert.That(ProjectReferences(project), Is.Not.Empty.And.SubsetOf(AllowedProjects["RLSandbox.Cli"]));
        Assert.That(Includes(project, "PackageReference"), Is.Empty);
    }

    [TestCaseSource(nameof(AllProjects))]
    public void PackageVersions_StandInOnePlace(string path)
    {
        var packages = XDocument.Parse(RepositoryFiles.Read(path)).Descendants("PackageReference");
        Assert.That(packages.Where(package => package.Attribute("Version") is not null || package.Element("Version") is not null), Is.Empty, "Versions belong in Directory.Packages.props.");
    }

    private static IEnumerable<string> SourceProjects() => RepositoryFiles.Below("src", "*.csproj");

    private static IEnumerable<string> TestProjects() => RepositoryFiles.Below("tests", "*.csproj");

    private static IEnumerable<string> SampleProjects() => RepositoryFiles.Below("samples", "*.csproj");

    private static IEnumerable<string> AllProjects() => [.. SourceProjects(), .. TestProjects(), .. SampleProjects()];

    /// <summary>The tests of the program run the samples; no other test project sees them.</summary>
    private static IEnumerable<string> SamplesRunBy(string subject) => subject == "RLSandbox.Cli" ? SampleProjects().Select(path => Path.GetFileNameWithoutExtension(path)) : [];

    private static IEnumerable<string> ProjectReferences(XDocument project) =>
        Includes(project, "ProjectReference").Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/')));

    private static string[] Includes(XDocument project, string element) =>
        [.. project.Descendants(element).Select(item => item.Attribute("Include")?.Value ?? "").Where(value => value != "")];
}
