using System.Text;
using RLSandbox.Core;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Files with one thing wrong, at every place in turn: a map and warnings, or a mistake of the user's, and nothing else.</summary>
[TestFixture]
[DecimalComma]
public sealed class DamagedMapTests
{
    private static readonly string[] _values = ["", "nan", "-1", "1e308", "-1e15", "0", "99999999999999999999", "x", "1,5", "\u0661"];

    private static IEnumerable<TestCaseData> Files()
    {
        yield return new TestCaseData(SumoImporterTests.Net, "a.net.xml").SetArgDisplayNames("SUMO");
        yield return new TestCaseData(Lanelet2ImporterTests.Map().ToString(), "a.osm").SetArgDisplayNames("Lanelet2");
        yield return new TestCaseData(OpenStreetMapImporterTests.TShape(["lanes=4", "turn:lanes:forward=through|right", "width=14", "maxspeed=50"]).ToString(), "b.osm").SetArgDisplayNames("OpenStreetMap");
    }

    [TestCaseSource(nameof(Files))]
    public void AnyAttribute_MayHoldAnything(string text, string path)
    {
        var tried = 0;
        for (var start = text.IndexOf("=\"", StringComparison.Ordinal); start >= 0; start = text.IndexOf("=\"", start + 2, StringComparison.Ordinal))
        {
            var end = text.IndexOf('"', start + 2);
            for (var i = 0; i < 3; i++)                                   // three of them for each attribute, other ones for its neighbours
            {
                Try(string.Concat(text.AsSpan(0, start + 2), _values[tried % _values.Length], text.AsSpan(end)), path);
                tried++;
            }
        }
        Assert.That(tried, Is.GreaterThan(150));
    }

    [TestCaseSource(nameof(Files))]
    public void AnyLine_MayBeMissingOrThereTwice(string text, string path)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var (without, twice) = (string.Join('\n', lines.Where((_, place) => place != i)), string.Join('\n', lines.SelectMany((line, place) => place == i ? new[] { line, line } : [line])));
            Assert.That(() => Try(without, path), Throws.Nothing, without);
            Assert.That(() => Try(twice, path), Throws.Nothing, twice);
        }
    }

    private static void Try(string text, string path)
    {
        try
        {
            var map = MapImporters.Import(ImportFile.Of(path, Encoding.UTF8.GetBytes(text)), new()).Map.Roads!;
            RoadMapFile.Parse(RoadMapWriter.Write(map), "written.yaml");      // what comes out is a map that can be kept
        }
        catch (UserErrorException error)
        {
            Assert.That(error.Message, Is.Not.Empty.And.Not.Contains("written.yaml"));
        }
    }
}
