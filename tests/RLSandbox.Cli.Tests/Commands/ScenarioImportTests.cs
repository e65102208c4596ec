using System.Text.Json;

namespace RLSandbox.Cli.Tests.Commands;

public sealed class ScenarioImportTests
{
    private const string Scene = """
        <commonRoad commonRoadVersion="2020a" benchmarkID="ZAM_Test-1" timeStepSize="0.1">
        <lanelet id="1"><leftBound><point><x>0</x><y>2</y></point><point><x>100</x><y>2</y></point></leftBound><rightBound><point><x>0</x><y>-2</y></point><point><x>100</x><y>-2</y></point></rightBound><successor ref="9"/></lanelet>
        <dynamicObstacle id="5"><type>car</type><shape><rectangle><length>4.5</length><width>1.8</width></rectangle></shape>
        <initialState><position><point><x>1</x><y>0</y></point></position><orientation><exact>0</exact></orientation><velocity><exact>3</exact></velocity><time><exact>0</exact></time></initialState></dynamicObstacle>
        </commonRoad>
        """;

    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("rlsandbox-scene-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void ImportWithJson_WritesTwoFilesAndOneDocument()
    {
        File.WriteAllText(In("test.xml"), Scene);
        var result = CommandLine.Run("scenario", "import", In("test.xml"), "--out", In("my.yaml"), "--json");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Multiple(() =>
        {
            Assert.That(json.RootElement.GetProperty("format").GetString(), Is.EqualTo("CommonRoad 2020a"));
            Assert.That(json.RootElement.GetProperty("actors").GetInt32(), Is.EqualTo(1));
            Assert.That(json.RootElement.GetProperty("warnings")[0].GetProperty("message").GetString(), Does.Contain("lane 9, which does not exist"));
            Assert.That(File.ReadAllText(In("my.map.yaml")), Does.Contain("lanes:"));
            Assert.That(File.ReadAllText(In("my.scene.yaml")), Does.Contain("path: \"0 10000 0 0 30000\""));
        });
    }

    [Test]
    public void ImportForPeople_SaysWhatItFoundAndWhatIsWrong()
    {
        File.WriteAllText(In("test.xml"), Scene);
        var result = CommandLine.Run("scenario", "import", In("test.xml"), "--out", In("my.yaml"));
        Assert.That(result.Output, Does.Contain("ZAM_Test-1: CommonRoad 2020a, 1 lane of 0.100 km").And.Contain("1 actor over 1 step of 0.1 s").And.Contain("warning: lane 1: is said to go on as lane 9"));
        Assert.That(result.Error, Is.Empty);
    }

    [Test]
    public void AnotherFormat_IsAUserMistakeThatWritesNothing()
    {
        File.WriteAllText(In("test.xml"), "<svg/>");
        var result = CommandLine.Run("scenario", "import", In("test.xml"), "--out", In("my.yaml"));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain("expected a recorded scene, found XML with the root <svg>"));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
    }

    private string In(string name) => Path.Combine(_folder, name);
}
