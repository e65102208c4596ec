using System.Text.Json;

namespace RLSandbox.Cli.Tests.Commands;

public sealed class MapCommandTests
{
    private const string Square = "# x_m,y_m,w_tr_right_m,w_tr_left_m\n0,0,4,5\n60,0,4,5\n60,60,4,5\n0,60,4,5\n";

    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("rlsandbox-map-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void ImportWithJson_WritesAMapAndOneDocument()
    {
        var (source, target) = (In("square.csv"), In("square.yaml"));
        File.WriteAllText(source, Square);
        var result = CommandLine.Run("map", "import", source, "--out", target, "--json");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Multiple(() =>
        {
            Assert.That(json.RootElement.GetProperty("formatVersion").GetInt32(), Is.EqualTo(1));
            Assert.That(json.RootElement.GetProperty("points").GetInt32(), Is.EqualTo(4));
            Assert.That(json.RootElement.GetProperty("clockwise").GetBoolean(), Is.False);
            Assert.That(json.RootElement.GetProperty("widestWidthMetres").GetDouble(), Is.EqualTo(9).Within(1e-4));
            Assert.That(result.Error, Does.Contain("counter-clockwise"));
            Assert.That(File.ReadAllText(target), Does.StartWith("formatVersion: 1"));
        });
    }

    [Test]
    public void ImportForPeople_SaysWhatItFoundOnStandardOutput()
    {
        File.WriteAllText(In("square.csv"), Square);
        var result = CommandLine.Run("map", "import", In("square.csv"), "--out", In("square.yaml"));
        Assert.That(result.Output, Does.Contain("counter-clockwise, 4 points").And.Contain("width 9.00 to 9.00 m"));
        Assert.That(result.Error, Is.Empty);
    }

    [Test]
    public void BadRow_IsAUserMistakeThatWritesNothing()
    {
        File.WriteAllText(In("bad.csv"), Square + "oops\n");
        var result = CommandLine.Run("map", "import", In("bad.csv"), "--out", In("bad.yaml"));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain("bad.csv:6:1: expected 4 numbers"));
        Assert.That(File.Exists(In("bad.yaml")), Is.False);
    }

    private string In(string name) => Path.Combine(_folder, name);
}
