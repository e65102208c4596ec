using System.Text;
using RLSandbox.Core;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Maps;
using RLSandbox.TestKit;
using static RLSandbox.Scenarios.Tests.Import.OpenDrive.OpenDriveFile;

namespace RLSandbox.Scenarios.Tests.Import.OpenDrive;

/// <summary>Files as a whole: headers, refusals, damage, and what is too large.</summary>
[TestFixture]
[DecimalComma]
public sealed class OpenDriveFileTests
{
    private const uint Rounds = 3000;

    private static readonly string Straight = Road("1", 0, 20, Section(0, right: Lane(-1)));

    [Test]
    public void Header_NamesTheMap()
    {
        var imported = ImportText($"<OpenDRIVE><header revMajor='1' revMinor='7' name='Town' vendor='V' date='today'><geoReference><![CDATA[ +proj=tmerc +lat_0=1 ]]></geoReference><offset x='1000.5' y='-20' z='3' hdg='0'/></header>{Straight}</OpenDRIVE>");
        var map = imported.Map.Roads!;
        Assert.That(imported.Warnings, Is.Empty);
        Assert.That((imported.Format, map.Name, map.Source, map.Projection, map.Origin), Is.EqualTo(("OpenDRIVE 1.7", "Town", "V, today", "+proj=tmerc +lat_0=1", new MapPoint(1000.5, -20, 3))));
    }

    [Test]
    public void Namespace_ChangesNothing() =>
        Assert.That(ImportText($"<OpenDRIVE xmlns='http://example.org/OpenDRIVE'><header revMajor='1' revMinor='8'/>{Straight}</OpenDRIVE>").Map.Roads!.Lanes.Single().Id, Is.EqualTo("1:0:-1"));

    [Test]
    public void TextIds_AreIds() => Assert.That(Clean(Road("A-1 main", 0, 20, Section(0, right: Lane(-1)))).Lanes.Single().Id, Is.EqualTo("A-1 main:0:-1"));

    [Test]
    public void FarCoordinates_AreShifted()
    {
        var map = Clean(Road("1", 500_000, 20, Section(0, right: Lane(-1)), y: 5_400_000));
        Assert.That(map.Origin, Is.EqualTo(new MapPoint(500_010, 5_400_000)));
        Assert.That(map.Lanes[0].Sections[0].X, Is.EqualTo(-10));
    }

    [TestCase("revMajor='1' revMinor='9'", "expected OpenDRIVE 1.1 to 1.8, found 1.9")]
    [TestCase("revMajor='2' revMinor='0'", "expected OpenDRIVE 1.1 to 1.8, found 2.0")]
    public void OtherVersion_IsTriedAndSaid(string version, string message)
    {
        var imported = ImportText($"<OpenDRIVE><header {version}/>{Straight}</OpenDRIVE>");
        Assert.That(imported.Warnings.Single().Message, Does.Contain(message));
        Assert.That(imported.Map.Roads!.Lanes, Has.Count.EqualTo(1));
    }

    /// <summary>A licence before the declaration is no XML; the message says what to move.</summary>
    [TestCase("<!-- licence --><?xml version='1.0'?><OpenDRIVE/>", "move <?xml …?> to the very start of the file, before comments")]
    [TestCase("<OpenDRIVE><header/><road>", "is the download complete?")]
    [TestCase("<!DOCTYPE x [<!ENTITY a 'b'>]><OpenDRIVE>&a;</OpenDRIVE>", "delete the document type")]
    [TestCase("<OpenDRIVE><header revMajor='1' revMinor='4'/></OpenDRIVE>", "expected lanes, found none")]
    [TestCase("<OpenSCENARIO/>", "found XML with the root <OpenSCENARIO>")]
    public void UnusableFile_IsRefused(string text, string message) =>
        Assert.That(() => ImportText(text), Throws.InstanceOf<UserErrorException>().With.Message.StartsWith("t.xodr").And.Message.Contains(message));

    [Test]
    public void SecondRoadWithAnId_IsLeftOut()
    {
        var imported = Imported(Straight, Straight);
        Assert.That(imported.Map.Roads!.Lanes, Has.Count.EqualTo(1));
        Assert.That(imported.Warnings.Single().Message, Does.Contain("a second road with this id was left out"));
    }

    [Test]
    public void Warnings_NameLineAndElement()
    {
        var warning = ImportText($"<OpenDRIVE>\n<header revMajor='1' revMinor='4'/>\n{Straight}\n<road id='2' length='5'><planView/></road></OpenDRIVE>").Warnings.Single();
        Assert.That((warning.Element, warning.Line), Is.EqualTo(("road 2", 4)));
    }

    [Test]
    public void SameMistakeEverywhere_IsNotListedForEver()
    {
        var imported = Imported([Straight, .. Enumerable.Range(2, 3000).Select(id => $"<road id='{id}' length='1'><planView/></road>")]);
        Assert.That(imported.Warnings, Has.Count.EqualTo(2000));
        Assert.That(imported.Warnings[^1].Message, Does.Contain("the others are not listed"));
    }

    /// <summary>Written and read again, the network is the same to the millimetre.</summary>
    [Test]
    public void Import_CanBeWritten()
    {
        var map = Clean(Everything());
        var again = RoadMapFile.Parse(RoadMapWriter.Write(map), "t.yaml");
        Assert.That(again.Lanes.Select(lane => lane.Id), Is.EqualTo(map.Lanes.Select(lane => lane.Id)));
        Assert.That(again.Lights.Single().Group, Is.EqualTo("C"));
        Assert.That(again.Lanes.Zip(map.Lanes, (a, b) => Math.Abs(a.Length - b.Length)), Has.All.LessThan(0.01));
    }

    /// <summary>What a small file asks for, if nobody counts: sections, lanes, copies and places by the million.</summary>
    [TestCase("longRoads")]
    [TestCase("wildCurve")]
    [TestCase("wildCurveInAMissingJunction")]
    [TestCase("sections")]
    [TestCase("lanes")]
    [TestCase("records")]
    [TestCase("links")]
    public void Bomb_IsReadOrRefused(string kind)
    {
        var parts = kind switch
        {
            "longRoads" => Enumerable.Range(0, 3000).Select(i => Road($"{i}", 0, 100_000, Section(0, right: Lane(-1)))),
            "wildCurve" => [Curved("<geometry s='0' x='0' y='0' hdg='0' length='100000'><paramPoly3 bU='1e6' cU='1e300' bV='1e9' dV='1e200' pRange='arcLength'/></geometry>", 100_000)],
            "wildCurveInAMissingJunction" => [Straight, Curved("<geometry s='0' x='0' y='0' hdg='0' length='10'><paramPoly3 bU='1e308' cU='1e308' pRange='arcLength'/></geometry>", 10).Replace("junction='-1'", "junction='J'").Replace("id='1'", "id='2'")],
            "sections" => [Road("1", 0, 20, Section(0, string.Concat(Enumerable.Range(1, 150).Select(i => Lane(i))), Lane(-1)) + string.Concat(Enumerable.Range(0, 30_000).Select(_ => Section(5, right: Lane(-1), attributes: "singleSide='true'"))))],
            "lanes" => [Road("1", 0, 20, Section(0, right: string.Concat(Enumerable.Range(1, 30_000).Select(i => Lane(-i)))))],
            "records" => [Road("1", 0, 20, Section(0, right: Lane(-1, string.Concat(Enumerable.Range(0, 50_000).Select(i => $"<width sOffset='{i}e-3' a='1'/>")))))],
            _ => new[] { Straight }.Concat(Enumerable.Range(2, 20_000).Select(i => Road($"{i}", 20, 1e-4, Section(0, right: Lane(-1, "<link><predecessor id='-1'/><successor id='-1'/></link>")), "<predecessor elementType='road' elementId='1' contactPoint='end'/><successor elementType='road' elementId='1' contactPoint='start'/>"))),
        };
        var text = Text([.. parts]);
        Assert.That(IsRead(kind, () => ImportText(text)), Is.AnyOf(true, false));
    }

    [Test]
    public void DamagedFile_BecomesAMapOrIsRefused()
    {
        var original = Encoding.UTF8.GetBytes(Text(Everything()));
        var (read, refused) = (0, 0);
        for (uint round = 0; round < Rounds; round++)
        {
            if (IsRead($"round {round}", () => MapImporters.Import(ImportFile.Of("t.xodr", Mutation.Of(original, round)), new()))) read++;
            else refused++;
        }
        Assert.That(read, Is.GreaterThan(100));
        Assert.That(refused, Is.Positive);
    }

    /// <summary>Well-formed, with one attribute made unpleasant: what the XML reader does not refuse already.</summary>
    [Test]
    public void UnpleasantValue_NeverThrows()
    {
        var read = 0;
        string[] values = ["", "-1", "0", "1e308", "-1e308", "NaN", "Infinity", "2147483648", "x", "1e-320", "none"];
        var root = System.Xml.Linq.XElement.Parse(Text(Everything()));
        foreach (var attribute in root.Descendants().SelectMany(element => element.Attributes()).ToList())
        {
            var right = attribute.Value;
            foreach (var value in values)
            {
                attribute.Value = value;
                if (IsRead($"{attribute.Parent!.Name} {attribute.Name}=\"{value}\"", () => ImportText(root.ToString()))) read++;
            }
            attribute.Value = right;
        }
        Assert.That(read, Is.GreaterThan(1000), "most defects of a part leave a map");
    }

    private static bool IsRead(string what, Func<ImportedMap> import)
    {
        try
        {
            import();
            return true;
        }
        catch (UserErrorException error)
        {
            Assert.That(error.Message, Is.Not.Empty);
            return false;
        }
        catch (Exception error)
        {
            throw new AssertionException($"{what}: {error}");
        }
    }

    /// <summary>Two roads and a junction with one of every kind of element.</summary>
    private static string[] Everything() =>
    [
        "<road id='1' length='50' junction='-1'><link><successor elementType='junction' elementId='J'/></link><type s='0' type='town'><speed max='50' unit='km/h'/></type><planView>"
        + "<geometry s='0' x='0' y='0' hdg='0' length='10'><line/></geometry><geometry s='10' x='10' y='0' hdg='0' length='10'><arc curvature='0'/></geometry><geometry s='20' x='20' y='0' hdg='0' length='10'><spiral curvStart='0' curvEnd='0'/></geometry>"
        + "<geometry s='30' x='30' y='0' hdg='0' length='10'><poly3 a='0' b='0' c='0' d='0'/></geometry><geometry s='40' x='40' y='0' hdg='0' length='10'><paramPoly3 bU='10'/></geometry></planView>"
        + "<elevationProfile><elevation s='0' a='0' b='0.01'/></elevationProfile><lateralProfile><superelevation s='0' a='0.01'/></lateralProfile><lanes><laneOffset s='0' a='0'/>"
        + Section(0, Lane(1, "<roadMark sOffset='0' type='solid'/>"), Lane(-1, "<width sOffset='0' a='3'/><width sOffset='5' a='3'/><roadMark sOffset='0' type='solid broken' width='0.1'/><speed sOffset='0' max='30' unit='mph'/><access sOffset='0' rule='deny' restriction='truck'/>") + Lane(-2, "<border sOffset='0' a='-5'/>", "sidewalk"))
        + "</lanes><signals><signal id='L' s='45' t='-4' zOffset='5' orientation='+' dynamic='yes' type='1000001'><validity fromLane='-1' toLane='-1'/></signal><signal id='S' s='40' t='-4' orientation='+' dynamic='no' type='274' value='30' unit='km/h'/></signals>"
        + "<objects><object id='O' type='crosswalk' s='44' t='0' length='3' width='6' hdg='0'/><object id='P' type='pole' s='5' t='6' radius='0.2'><repeat s='5' length='10' distance='5' tStart='6' tEnd='6'/></object><object id='B' type='barrier' s='5' t='8'><repeat s='5' length='10' distance='0' tStart='8' tEnd='8' widthStart='0.5'/></object>"
        + "<object id='C' type='building' s='5' t='20'><outline><cornerLocal u='0' v='0'/><cornerLocal u='5' v='0'/><cornerLocal u='5' v='5'/></outline></object></objects></road>",
        Road("10", 50, 10, Section(0, right: Lane(-1, "<width sOffset='0' a='3'/><link><predecessor id='-1'/><successor id='-1'/></link>")), "<predecessor elementType='road' elementId='1' contactPoint='end'/><successor elementType='road' elementId='2' contactPoint='start'/>", "junction='J'", "<elevationProfile><elevation s='0' a='0.5'/></elevationProfile>"),
        Road("2", 60, 10, Section(0, right: Lane(-1, "<width sOffset='0' a='3'/>")), "<predecessor elementType='junction' elementId='J'/>"),
        "<junction id='J'><connection id='0' incomingRoad='1' connectingRoad='10' contactPoint='start'><laneLink from='-1' to='-1'/></connection><priority high='10' low='1'/><controller id='C'/></junction>",
        "<controller id='C'><control signalId='L' type=''/></controller>",
    ];
}
