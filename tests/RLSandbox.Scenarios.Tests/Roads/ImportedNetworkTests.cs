using RLSandbox.Driving.Roads.Compiled;
using RLSandbox.TestKit.Roads;

namespace RLSandbox.Scenarios.Tests.Roads;

/// <summary>The networks of other people's maps.</summary>
[DecimalComma]
public sealed class ImportedNetworkTests
{
    /// <summary>m; a link may lead across a gap of up to a metre, half of which is nearer to either lane, and edges are chords.</summary>
    private const float Slack = 0.55f;

    [TestCaseSource(typeof(ImportedMaps), nameof(ImportedMaps.Files))]
    public void Nodes_AreFiniteAndClose(string file) => Assert.That(NetworkChecks.FindBadNode(Network(file)), Is.Null);

    [TestCaseSource(typeof(ImportedMaps), nameof(ImportedMaps.Files))]
    public void NearestLane_IsThatOfASlowSearch(string file) => Assert.That(NetworkChecks.FindWrongNearest(Network(file), 1000, 1), Is.Null);

    [TestCaseSource(typeof(ImportedMaps), nameof(ImportedMaps.Files))]
    public void Paths_StayOnLanes(string file) => Assert.That(NetworkChecks.FindPathOutside(Network(file), 1000, 300, 5, Slack), Is.Null);

    private static RoadNetwork Network(string file)
    {
        var network = RoadNetwork.Compile(ImportedMaps.Load(file));
        if (network.Nodes.Length == 0) Assert.Ignore("nobody drives there");
        return network;
    }
}
