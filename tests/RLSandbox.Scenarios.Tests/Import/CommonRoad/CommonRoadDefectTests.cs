using System.Xml.Linq;
using RLSandbox.Core;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Maps;
using RLSandbox.Scenarios.Scenes;
using static RLSandbox.Scenarios.Tests.Import.CommonRoad.CommonRoadText;

namespace RLSandbox.Scenarios.Tests.Import.CommonRoad;

/// <summary>Every single defect of a file with everything in it gives a scene that can be written and read, or a message for the user.</summary>
[TestFixture]
[DecimalComma]
public sealed class CommonRoadDefectTests
{
    private static string Whole() =>
        Lanelet(1, (0, 0), (10, 0), "<successor ref=\"2\"/><adjacentLeft ref=\"3\" drivingDir=\"opposite\"/><laneletType>urban</laneletType><userOneWay>vehicle</userOneWay><trafficSignRef ref=\"20\"/><trafficLightRef ref=\"30\"/><stopLine><lineMarking>solid</lineMarking></stopLine>")
        + Lanelet(2, (10, 0), (20, 0), "<predecessor ref=\"1\"/><speedLimit>10</speedLimit>") + Lanelet(3, (10, 4), (0, 4), "<adjacentLeft ref=\"1\" drivingDir=\"opposite\"/>")
        + "<trafficSign id=\"20\"><trafficSignElement><trafficSignID>274</trafficSignID><additionalValue>9</additionalValue></trafficSignElement><position><point><x>1</x><y>2</y></point></position></trafficSign>"
        + "<trafficLight id=\"30\"><cycle><cycleElement><duration>30</duration><color>red</color></cycleElement><timeOffset>5</timeOffset></cycle><position><point><x>1</x><y>2</y></point></position><direction>straight</direction><active>true</active></trafficLight>"
        + "<intersection id=\"40\"><incoming id=\"41\"><incomingLanelet ref=\"1\"/><successorsStraight ref=\"2\"/><isLeftOf ref=\"42\"/></incoming><incoming id=\"42\"><incomingLanelet ref=\"3\"/></incoming></intersection>"
        + "<dynamicObstacle id=\"50\"><type>car</type><shape><rectangle><length>4</length><width>2</width></rectangle></shape>" + State("initialState", 0, 1, 0) + "<trajectory>" + State("state", 1, 2, 0) + State("state", 2, 3, 0) + "</trajectory></dynamicObstacle>"
        + "<staticObstacle id=\"51\"><type>unknown</type><shape><polygon>" + Point(-1, -1) + Point(1, -1) + Point(0, 1) + "</polygon></shape>" + State("initialState", 0, 5, 0) + "</staticObstacle>"
        + "<planningProblem id=\"60\">" + State("initialState", 0, 1, 0) + "<goalState><position><circle><radius>2</radius><center><x>9</x><y>0</y></center></circle></position><time><intervalStart>3</intervalStart><intervalEnd>4</intervalEnd></time></goalState></planningProblem>";

    private static readonly string[] _wrong = ["", "NaN", "-1", "1e308", "99999999999", "1,5", "same", "<"];

    [Test]
    public void TheWholeFile_IsWarnedAboutItsTriangleAlone() => Assert.That(SceneImporters.Import(File(Whole()), new()).Warnings.Select(w => w.Element), Is.EqualTo(new[] { "obstacle 51" }));

    [Test]
    public void AnElementThatIsMissingOrRepeated_DoesNoHarm()
    {
        var count = Parsed().Descendants().Count();
        for (var i = 0; i < count; i++)
        {
            var (without, doubled) = (Parsed(), Parsed());
            without.Descendants().ElementAt(i).Remove();
            Check(without, $"without element {i}");
            var element = doubled.Descendants().ElementAt(i);
            element.AddAfterSelf(new XElement(element));
            Check(doubled, $"with element {i} twice");
        }
    }

    [TestCaseSource(nameof(_wrong))]
    public void AValueThatIsWrong_DoesNoHarm(string wrong)
    {
        var count = Parsed().Descendants().Count();
        for (var i = 0; i < count; i++)
        {
            var root = Parsed();
            var element = root.Descendants().ElementAt(i);
            if (!element.HasElements && !element.HasAttributes) element.Value = wrong;
            foreach (var attribute in element.Attributes()) attribute.Value = wrong;
            Check(root, $"\"{wrong}\" in element {i}, {element.Name}");
        }
    }

    private static XElement Parsed() => File(Whole()).Xml();

    private static void Check(XElement root, string change)
    {
        try
        {
            var imported = SceneImporters.Import(ImportFile.Of("test.xml", System.Text.Encoding.UTF8.GetBytes(root.ToString())), new());
            SceneFile.Parse(SceneWriter.Write(imported.Scene), "scene.yaml");
            RoadMapFile.Parse(RoadMapWriter.Write(imported.Map), "map.yaml");
        }
        catch (UserErrorException error) when (error.Message.StartsWith("test.xml: expected lanes", StringComparison.Ordinal))
        {
            return;                                                       // what an importer may say; files that it wrote must be readable
        }
        catch (Exception error)
        {
            Assert.Fail($"{change}: {error}");
        }
    }
}
