using System.Globalization;
using System.Text;
using RLSandbox.Scenarios.Import;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Files as large as a city, some of them built to be slow: the time must grow with the size alone.</summary>
[TestFixture]
public sealed class LargeImportTests
{
    private const double Patience = 20;                                   // s of processor time; quadratic work would take hours

    [TestCase("grid")]
    [TestCase("star")]
    [TestCase("one node")]
    [Explicit("seconds")]
    public void OpenStreetMap_TakesTimeByItsSize(string shape)
    {
        var text = new OsmText();
        const int Streets = 60_000;
        const int Side = 245;                                             // 245² nodes, two streets from each
        if (shape == "grid")
        {
            for (var i = 0; i < Side * Side; i++) text.Local(i + 1, i % Side * 50, i / Side * 50);
            for (var i = 0; i < Side * (Side - 1); i++) text.Way(2 * i + 1, [i + 1, i + 1 + Side], "highway=residential");
            for (var i = 0; i < Side * Side; i++)
                if (i % Side != Side - 1) text.Way(2 * i + 2, [i + 1, i + 2], "highway=residential");
        }
        else
        {
            text.Local(1, 0, 0);
            for (var i = 2; i <= Streets; i++) text.Local(i, shape == "star" ? 1000 * Math.Cos(i) : 0, shape == "star" ? 1000 * Math.Sin(i) : 0).Way(i, [1, i], "highway=residential", "lanes=8");
            text.Local(Streets + 1, 10, 10).Local(Streets + 2, 20, 10).Way(Streets + 1, [Streets + 1, Streets + 2], "highway=residential");
        }
        Measure(text.ToString(), "map.osm");
    }

    [TestCase("grid")]
    [TestCase("chain without length")]
    [Explicit("seconds")]
    public void Sumo_TakesTimeByItsSize(string shape)
    {
        var text = new StringBuilder("<net><edge id=\"x\" from=\"a\" to=\"b\"><lane id=\"x_0\" index=\"0\" shape=\"0,0 9,0\"/></edge>\n");
        for (var i = 0; i < 60_000; i++)
        {
            var end = shape == "grid" ? i % 245 * 20 + 15 : i % 2 == 0 ? 0 : 9;
            text.Append(CultureInfo.InvariantCulture, $"<edge id=\"{i}\" from=\"a{i}\" to=\"b{i}\"><lane id=\"{i}_0\" index=\"0\" speed=\"9\" shape=\"{(shape == "grid" ? i % 245 * 20 : 0)},{(shape == "grid" ? i / 245 * 20 : 0)} {end},{(shape == "grid" ? i / 245 * 20 : 0)}\"/></edge>\n");
        }
        for (var i = 0; i < 59_999; i++) text.Append(CultureInfo.InvariantCulture, $"<connection from=\"{i}\" to=\"{i + 1}\" fromLane=\"0\" toLane=\"0\"/><connection from=\"{i}\" to=\"{(shape == "grid" ? i / 2 : (i + 2) % 60_000)}\" fromLane=\"0\" toLane=\"0\"/>\n");
        Measure(text.Append("</net>").ToString(), "map.net.xml");
    }

    [Test]
    [Explicit("seconds")]
    public void Lanelet2_TakesTimeByItsSize()
    {
        var text = new OsmText();
        const int Lanes = 30_000;
        for (var i = 0; i <= Lanes; i++) text.Local(2 * i + 1, i % 1000 * 5, i / 1000 * 5).Local(2 * i + 2, i % 1000 * 5, i / 1000 * 5 + 3);
        for (var i = 0; i < Lanes; i++)
            text.Way(2 * i + 1, [2 * i + 1, 2 * i + 3], "type=line_thin").Way(2 * i + 2, [2 * i + 2, 2 * i + 4], "type=line_thin")
                .Relation(i + 1, [FormattableString.Invariant($"way {2 * i + 2} left"), FormattableString.Invariant($"way {2 * i + 1} right"), "relation 99999 regulatory_element"], "type=lanelet", "subtype=road");
        text.Relation(99999, [.. Enumerable.Range(1, Lanes).SelectMany(i => new[] { $"relation {i} yield", $"relation {i} right_of_way" })], "type=regulatory_element", "subtype=right_of_way");
        Measure(text.ToString(), "map.osm");
    }

    private static void Measure(string text, string path)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var before = Environment.CpuUsage.TotalTime;                     // not the clock's: others may use the machine
        var imported = MapImporters.Import(ImportFile.Of(path, bytes), new());
        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        TestContext.Out.WriteLine(FormattableString.Invariant($"{TestContext.CurrentContext.Test.Name}: {bytes.Length / 1e6:0.0} MB, {imported.Map.Roads!.Lanes.Count} lanes in {seconds:0.0} s, {GC.GetTotalMemory(false) >> 20} MB, {imported.Warnings.Count} warnings, first: {imported.Warnings.FirstOrDefault()}"));
        Assert.That(seconds, Is.LessThan(Patience));
    }
}
