using System.Xml.Linq;

namespace RLSandbox.Core.Tests.Repository;

/// <summary>-p:TorchBackend=cuda asks for packages that many sources lack and that are gigabytes; the default never does.</summary>
public sealed class TorchBackendTests
{
    private const string OnCuda = "'$(TorchBackend)' == 'cuda'";

    [TestCase("Directory.Packages.props", "PackageVersion")]
    [TestCase("Directory.Build.targets", "PackageReference")]
    public void CudaPackages_AreAskedForOnlyWithTheSwitch(string file, string element)
    {
        var packages = XDocument.Parse(RepositoryFiles.Read(file)).Descendants(element).Where(item => item.Attribute("Include")!.Value.Contains("cuda", StringComparison.Ordinal)).ToList();
        Assert.That(packages.Select(item => item.Attribute("Include")!.Value), Is.EquivalentTo(new[] { "TorchSharp-cuda-linux", "TorchSharp-cuda-windows" }));
        foreach (var package in packages) Assert.That(package.AncestorsAndSelf().Attributes("Condition").Select(condition => condition.Value), Has.Some.Contains(OnCuda));
    }

    [Test]
    public void CudaPackages_HaveTheVersionOfTorchSharp()
    {
        var versions = XDocument.Parse(RepositoryFiles.Read("Directory.Packages.props")).Descendants("PackageVersion").Where(item => item.Attribute("Include")!.Value.StartsWith("TorchSharp", StringComparison.Ordinal)).Select(item => item.Attribute("Version")!.Value);
        Assert.That(versions.Distinct().Count(), Is.EqualTo(1));
    }
}
