using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Tests.Maps;

[Category("Contract")]
public sealed class ShippedMapsTests
{
    private const string Bridge = "figure-eight";

    private static IEnumerable<string> Files() => MapFiles.CircuitNames();

    [TestCaseSource(nameof(Files))]
    public void EveryMap_IsDrivableAndMayBePassedOn(string name)
    {
        var drawing = CircuitFile.Read(MapFiles.CircuitFile(name));
        var circuit = drawing.ToCircuit(name);
        var walk = new CircuitWalk(circuit, spacing: 1);
        Assert.Multiple(() =>
        {
            Assert.That(drawing.Licence, Is.EqualTo("MIT"));
            Assert.That(drawing.Source, Is.Not.Empty);
            Assert.That(circuit.SmallestRadius, Is.GreaterThan(9));
            Assert.That(walk.SmallestRadiusOverHalfWidth, Is.GreaterThan(1.3f));
            Assert.That(walk.KeepsApart(walk.WidestWidth + CircuitGenerator.Clearance), Is.EqualTo(name != Bridge));
            Assert.That(Math.Abs(circuit.Sample(0).Curvature), Is.LessThan(0.005f), "the start line lies on a straight");
        });
    }

    [Test]
    public void Bridge_KeepsTheLevelsApartByArc()
    {
        var circuit = MapLoader.Load(MapFiles.CircuitFile(Bridge));
        var arc = 0f;
        for (var metre = 1; metre <= circuit.Length; metre++)
        {
            // Four metres beside our own centre line we meet the other level's.
            var s = circuit.Sample(metre);
            var here = circuit.Locate(s.X - 4 * MathF.Sin(s.Heading), s.Y + 4 * MathF.Cos(s.Heading), arc);
            Assert.That(circuit.Advance(arc, here.Arc), Is.EqualTo(1).Within(0.01f), $"metre {metre}");
            arc = here.Arc;
        }
    }
}
