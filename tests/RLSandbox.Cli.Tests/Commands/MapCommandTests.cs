using System.Text.Json;

namespace RLSandbox.Cli.Tests.Commands;

public sealed class MapCommandTests
{
    private const string Square = "# x_m,y_m,w_tr_right_m,w_tr_left_m\n0,0,4,5\n60,0,4,5\n60,60,4,5\n0,60,4,5\n";

    private const string Town = """
        formatVersion: 1
        name: "Two streets"
        lanes:
        - id: "a"
          next: ["b"]
          path: "0 1750 0 -1750 0; 50000 0 50000 0 0"
        - id: "b"
          path: "50000 1750 50000 -1750 0; 50000 0 50000 0 0"

        """;

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

    [Test]
    public void ARoadMap_IsWrittenAndReported()
    {
        File.WriteAllText(In("town.yaml"), Town);
        var result = CommandLine.Run("map", "import", In("town.yaml"), "--out", In("copy.yaml"), "--json");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        using var json = JsonDocument.Parse(result.Output);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(json.RootElement.GetProperty("map").GetString(), Is.EqualTo("Two streets"));
            Assert.That(json.RootElement.GetProperty("drivingLanes").GetInt32(), Is.EqualTo(2));
            Assert.That(json.RootElement.GetProperty("drivableMetres").GetDouble(), Is.EqualTo(100).Within(0.01));
            Assert.That(json.RootElement.GetProperty("deadEnds").GetInt32(), Is.EqualTo(1));
            Assert.That(json.RootElement.GetProperty("warnings").GetArrayLength(), Is.Zero);
            Assert.That(result.Error, Does.Contain("2 lanes, 2 for cars, 0.10 km").And.Contain("dead ends: 1"));
            Assert.That(File.ReadAllText(In("copy.yaml")), Does.Contain("Two streets"));
        }
    }

    [Test]
    public void Warnings_AreListedUpToTwenty_AndAllInJson()
    {
        File.WriteAllText(In("damaged.xodr"), Damaged(25));
        var result = CommandLine.Run("map", "import", In("damaged.xodr"), "--out", In("damaged.yaml"), "--json");
        if (result.Error.Contains("formats that can be imported: ,", StringComparison.Ordinal)) Assert.Ignore("no importer reads OpenDRIVE");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        using var json = JsonDocument.Parse(result.Output);
        var warnings = json.RootElement.GetProperty("warnings");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(warnings.GetArrayLength(), Is.GreaterThanOrEqualTo(25));
            Assert.That(warnings[0].GetProperty("message").GetString(), Is.Not.Empty);
            Assert.That(result.Error.Split('\n').Count(line => line.StartsWith("warning: ", StringComparison.Ordinal)), Is.EqualTo(20));
            Assert.That(result.Error, Does.Contain("warnings more; --json lists all"));
        }
    }

    [TestCase("town.yaml", Town, "Two streets, 2 lanes, 0.10 km to drive")]
    [TestCase("square.csv", Square, "square, ")]
    public void Preview_DrawsEveryKindOfMap(string file, string text, string said)
    {
        File.WriteAllText(In(file), text);
        var result = CommandLine.Run("map", "preview", In(file), "--out", In("map.png"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
            Assert.That(result.Output, Does.Contain(said));
            Assert.That(new FileInfo(In("map.png")).Length, Is.GreaterThan(5_000));
        }
    }

    [TestCase("wide")]
    [TestCase("0")]
    [TestCase("3,5")]
    [TestCase("NaN")]
    public void AWidthThatIsNone_IsNamed(string width)
    {
        File.WriteAllText(In("town.yaml"), Town);
        var result = CommandLine.Run("map", "import", In("town.yaml"), "--out", In("copy.yaml"), "--width", width);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain("--width").And.Contain("0.5 to 20"));
    }

    /// <summary>One good road and others that are said to follow roads that do not exist.</summary>
    private static string Damaged(int roads) => "<OpenDRIVE><header revMajor=\"1\" revMinor=\"4\"/>" + string.Concat(Enumerable.Range(0, roads + 1).Select(i =>
        $"<road id=\"{i}\" length=\"50\" junction=\"-1\">{(i > 0 ? $"<link><predecessor elementType=\"road\" elementId=\"{i + 1000}\" contactPoint=\"end\"/></link>" : "")}" +
        $"<planView><geometry s=\"0\" x=\"0\" y=\"{10 * i}\" hdg=\"0\" length=\"50\"><line/></geometry></planView><lanes><laneSection s=\"0\"><center><lane id=\"0\" type=\"none\"/></center>" +
        "<right><lane id=\"-1\" type=\"driving\"><link><predecessor id=\"-1\"/></link><width sOffset=\"0\" a=\"3.5\" b=\"0\" c=\"0\" d=\"0\"/></lane></right></laneSection></lanes></road>")) + "</OpenDRIVE>";

    private string In(string name) => Path.Combine(_folder, name);
}
