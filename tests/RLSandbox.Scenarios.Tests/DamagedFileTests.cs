using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Scenarios.Maps;
using RLSandbox.Scenarios.Yaml;
using RLSandbox.TestKit;

namespace RLSandbox.Scenarios.Tests;

/// <summary>Shipped files, damaged at random: every one is read or refused with a message, and none takes long.</summary>
public sealed class DamagedFileTests
{
    private const uint Scenarios = 3000, Maps = 3000;

    private static readonly byte[] Table = "# x_m,y_m,w_tr_right_m,w_tr_left_m\n0,0,4,5\n60.5,0,4,5\n61,59.25,4,5\n30,70,4.5,5\n0,60,4,5\n"u8.ToArray();

    [Test]
    public void Scenario_IsReadOrRefused()
    {
        byte[][] files = [.. ScenarioCatalogue.List().Select(entry => File.ReadAllBytes(entry.Path))];
        var (read, refused) = (0, 0);
        for (uint round = 0; round < Scenarios; round++)
        {
            var bytes = Mutation.Of(files[round % files.Length], round);
            if (IsRead(round, () => ScenarioFile.Parse(YamlText.Decode(bytes, "f.yaml"), "f.yaml", "."))) read++;
            else refused++;
        }
        Assert.That(read, Is.Positive);
        Assert.That(refused, Is.Positive);
    }

    [Test]
    public void Map_BecomesACircuitOrIsRefused()
    {
        byte[][] files = [.. MapFiles.CircuitNames().Select(name => File.ReadAllBytes(MapFiles.CircuitFile(name))), Table];
        var read = 0;
        for (uint round = 0; round < Maps; round++)
        {
            var isTable = files[round % files.Length] == Table;
            var bytes = Mutation.Of(files[round % files.Length], round);
            if (IsRead(round, () => Circuit(YamlText.Decode(bytes, "f"), isTable))) read++;
        }
        Assert.That(read, Is.Positive.And.LessThan((int)Maps));
    }

    /// <summary>What grows faster than the file that asks for it.</summary>
    [TestCase("[", 5_000_000)]
    [TestCase("- ", 2_000_000)]
    [TestCase("? ", 2_000_000)]
    [TestCase("{a: ", 1_000_000)]
    [TestCase("a, ", 1_000_000)]
    [TestCase("!", 4_000_000)]
    [TestCase("'", 4_000_000)]
    [TestCase("#", 16_000_000)]
    [TestCase("a", 16_000_000)]
    [TestCase("a: 1\n", 1_000_000)]
    [TestCase("&a *a ", 1_000_000)]
    public void Bomb_IsRefused(string part, int times)
    {
        var text = "scenario: a-v1\ndescription: [" + string.Concat(Enumerable.Repeat(part, times));
        var error = Assert.Catch<UserErrorException>(() => ScenarioFile.Parse(text, "f.yaml", "."))!;
        Assert.That(error.Message, Has.Length.LessThan(1000), "the message is not the file");
    }

    [Test]
    public void ManyUnknownKeys_AreRefusedInAScreenful()
    {
        var text = "scenario: a-v1\n" + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"key{i}: {i}\n"));
        var error = Assert.Throws<ConfigException>(() => ScenarioFile.Parse(text, "f.yaml", "."))!;
        Assert.That(error.Problems, Has.Count.EqualTo(40_000));
        Assert.That(error.Message.Split('\n'), Has.Length.EqualTo(101));
    }

    private static Circuit Circuit(string text, bool isTable) => (isTable ? TumCsvImporter.Parse(text, "f") : CircuitFile.Parse(text, "f")).ToCircuit("f");

    private static bool IsRead(uint round, Func<object> read)
    {
        try
        {
            read();
            return true;
        }
        catch (UserErrorException error)
        {
            Assert.That(error.Message, Is.Not.Empty);
            return false;
        }
        catch (Exception error)
        {
            throw new AssertionException($"round {round}: {error}");
        }
    }
}
