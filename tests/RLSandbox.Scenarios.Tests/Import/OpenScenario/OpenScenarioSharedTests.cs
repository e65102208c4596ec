using System.Globalization;
using RLSandbox.Driving.Roads.Compiled;
using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Import;

namespace RLSandbox.Scenarios.Tests.Import.OpenScenario;

/// <summary>ScenarioRunner's published examples, on the town that they name.</summary>
[TestFixture]
public sealed class OpenScenarioSharedTests
{
    private static readonly Dictionary<string, ImportedScene> _imported = [];

    [TestCase("CatalogExample")]
    [TestCase("CyclistCrossing")]
    [TestCase("FollowLeadingVehicle")]
    [TestCase("LaneOffsetActionExample")]
    [TestCase("Slalom")]
    public void Print(string name)
    {
        var imported = Imported(name);
        var network = RoadNetwork.Compile(imported.Map);
        foreach (var p in imported.Scene.Problems) TestContext.Out.WriteLine($"ego {p.Id} {p.Start} {Near(network, p.Start)}");
        foreach (var a in imported.Scene.Actors)
        {
            TestContext.Out.WriteLine($"{a.Id} {a.Kind} {a.Length}x{a.Width} static {a.IsStatic} {a.States.Count}");
            foreach (var s in a.States.Where((_, i) => i % 40 == 0 || i == a.States.Count - 1)) TestContext.Out.WriteLine($"   {s} {Near(network, s)}");
        }
        foreach (var w in imported.Warnings) TestContext.Out.WriteLine(w);
    }

    private static string Near(RoadNetwork network, ActorState s)
    {
        var n = network.Nearest((float)s.X, (float)s.Y, 0, (float)s.Heading);
        return string.Create(CultureInfo.InvariantCulture, $"{network.Map.Lanes[n.Lane].Id} arc {n.Arc:0.00} off {n.LateralOffset:0.000} dist {n.Distance:0.000} turned {Math.IEEERemainder(s.Heading - n.Heading, Math.Tau):0.000}");
    }

    private static ImportedScene Imported(string name)
    {
        var path = SharedFiles.Path($"openscenario-scenario_runner/{name}.xosc");
        lock (_imported)
        {
            if (!_imported.TryGetValue(name, out var imported)) _imported[name] = imported = SceneImporters.Import(path, new(MapFile: SharedFiles.Path("carla-scenic/Town01.xodr")));
            return imported;
        }
    }
}
