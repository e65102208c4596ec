using RLSandbox.Core;

namespace RLSandbox.Scenarios.Tests;

public sealed class MapSetTests
{
    private const string Small = "scenario: a-v1\nmap: { rasterMetres: 1, generated: { count: 5, lengthMetres: [300, 400] } }";

    [Test]
    public void TrainingValidationAndTestCircuits_NeverCoincide()
    {
        var scenario = Parse("scenario: a-v1\nmap: { rasterMetres: 1, generated: { count: 20 } }");
        var hashes = new List<ulong>();
        foreach (var config in new[] { scenario.Map, scenario.Evaluation.Validation, scenario.Evaluation.Test })
        {
            using var maps = MapSet.Build(config with { Generated = config.Generated! with { Count = 20 } }, "map", threads: 2);
            hashes.AddRange(maps.Maps.Select(map => map.Circuit.Hash));
        }
        Assert.That(hashes, Has.Count.EqualTo(60).And.Unique);
    }

    [Test]
    public void SameSeed_GivesTheSameMapsForAnyThreadCount()
    {
        using var one = MapSet.Build(Parse(Small).Map, "map", threads: 1);
        using var two = MapSet.Build(Parse(Small).Map, "map", threads: 2);
        Assert.That(two.Maps.Select(map => map.Circuit.Hash), Is.EqualTo(one.Maps.Select(map => map.Circuit.Hash)));
        Assert.That(one.Maps.Select(map => map.Name), Is.EqualTo(new[] { "generated-1-0", "generated-1-1", "generated-1-2", "generated-1-3", "generated-1-4" }));
        Assert.That(one.ByteCount, Is.EqualTo(one.Maps.Sum(map => map.Raster.ByteCount + map.Circuit.ByteCount)));
    }

    [Test]
    public void Progress_EndsWithTheNumberOfMaps()
    {
        var ready = new List<int>();
        using var maps = MapSet.Build(Parse(Small).Map, "map", threads: 1, ready.Add);
        Assert.That(ready, Is.EqualTo(new[] { 4, 5 }));        // four at a time on one thread
    }

    [Test]
    public void TooMuchMemory_NamesTheKeysThatHelp()
    {
        var config = Parse(Small, "map.rasterMetres=0.1", "map.mapMemoryMegabytes=1", "map.generated.count=100").Map;
        var error = Assert.Throws<UserErrorException>(() => MapSet.Build(config, "map", threads: 1));
        Assert.That(error!.Message, Does.Match(
            "^map: expected maps of at most 1 MB, found about [0-9]+ MB for 100 maps; raise map.mapMemoryMegabytes or map.rasterMetres, or name fewer maps$"));
    }

    [Test]
    public void Sources_StandInTheOrderOfTheDocs()
    {
        var file = MapFiles.CircuitFile("technical").Replace('\\', '/');
        using var maps = MapSet.Build(Parse($"scenario: a-v1\nmap: {{ rasterMetres: 1, generated: {{ count: 1 }}, circuit: oval, files: [\"{file}\"] }}").Map, "map", threads: 1);
        Assert.That(maps.Maps.Select(map => map.Name), Is.EqualTo(new[] { "oval", "technical", "generated-1-0" }));
    }

    [Test]
    public void UnknownCircuit_NamesTheNearest()
    {
        Assert.That(() => Parse("scenario: a-v1\nmap: { circuit: ovla }"), Throws.TypeOf<Core.Configuration.ConfigException>().With.Message.EqualTo(
            "f.yaml:2:17: map.circuit: expected the name of a circuit in assets/maps, found \"ovla\"; did you mean \"oval\"?"));
    }

    [Test]
    public void Cancelled_LeavesNothingBehind()
    {
        Assert.That(() => MapSet.Build(Parse(Small).Map, "map", 1, cancel: new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    private static Scenario Parse(string text, params string[] overrides) => ScenarioFile.Parse(text, "f.yaml", ".", overrides);
}
