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

    [Test]
    public void AMap_StandsInAnotherFile()
    {
        const string Road = "<?xml version='1.0'?><OpenDRIVE><header revMajor='1' revMinor='6'/><road id='1' length='90' junction='-1'><planView><geometry s='0' x='0' y='0' hdg='0' length='90'><line/></geometry></planView><lanes><laneSection s='0'><center><lane id='0' type='none'/></center><right><lane id='-1' type='driving'><width sOffset='0' a='4' b='0' c='0' d='0'/></lane></right></laneSection></lanes></road></OpenDRIVE>";
        const string Story = "<OpenSCENARIO><FileHeader revMajor='1' revMinor='0' description='CARLA:two'/><RoadNetwork><LogicFile filepath='Town99'/></RoadNetwork><Entities><ScenarioObject name='hero'><Vehicle vehicleCategory='car'/></ScenarioObject></Entities><Storyboard><Init><Actions><Private entityRef='hero'><PrivateAction><TeleportAction><Position><LanePosition roadId='1' laneId='-1' s='9'/></Position></TeleportAction></PrivateAction></Private></Actions></Init></Storyboard></OpenSCENARIO>";
        File.WriteAllText(In("road.xodr"), Road);
        File.WriteAllText(In("two.xosc"), Story);
        var without = CommandLine.Run("scenario", "import", In("two.xosc"), "--out", In("my.yaml"));
        Assert.That(without.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(without.Error, Does.Contain("found the name \"Town99\"").And.Contain("--map FILE"));
        var with = CommandLine.Run("scenario", "import", In("two.xosc"), "--map", In("road.xodr"), "--out", In("my.yaml"));
        Assert.That(with.ExitCode, Is.EqualTo(ExitCode.Done), with.Error);
        Assert.That(with.Output, Does.Contain("two: OpenSCENARIO 1.0, 1 lane of 0.090 km").And.Contain("0 actors over 1 step of 0.1 s, 1 problem"));
        Assert.That(File.ReadAllText(In("my.scene.yaml")), Does.Contain("start: [0, 9, -2, 0, 0]"));
    }

    private string In(string name) => Path.Combine(_folder, name);
}
