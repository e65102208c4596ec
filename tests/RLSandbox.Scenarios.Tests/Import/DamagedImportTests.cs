using System.Text;
using RLSandbox.Core;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Import.Waymo;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Files that were cut off or of which a byte is wrong: something is read, or the user is told; nothing else happens.</summary>
[DecimalComma]
public sealed class DamagedImportTests
{
    private const string Scene = """
        {"name": "s", "metadata": {"sdc_track_index": 0, "tracks_to_predict": [{"track_index": 1}]}, "tl_states": {"1": {}},
         "objects": [{"id": 1, "type": "vehicle", "position": [{"x": 1.5, "y": -2e0, "z": 0}], "velocity": [{"x": 1, "y": 0}], "heading": [0.5], "valid": [true], "goalPosition": {"x": 1, "y": 2}}],
         "roads": [{"id": "a\u0041", "type": "lane", "map_element_id": 2, "geometry": [{"x": 0, "y": 0}, {"x": 10, "y": 0}]}]}
        """;

    private const string Outline = """{"type": "Feature", "properties": {"Name": "x", "length": 300}, "geometry": {"type": "LineString", "coordinates": [[0, 0], [0.001, 0], [0.001, 0.0005], [0, 0.0005]]}}""";

    private const string Model = """{"X": [0, 0, 1, 1], "Y": [0, 1, 1, 0], "X_i": [0.1, 0, 0.9, 1], "Y_i": [0, 0.9, 1, 0.1], "X_o": [-0.2, 0, 1.2, 1], "Y_o": [0, 1.2, 1, -0.2]}""";

    private const string Table = "# s_m; x_m; y_m\n0; 0; 0\n1; 20; 0\n2; 20; 20\n3; 0; 20\n";

    private const string Walls = "image: no-such-picture.png\nresolution: 0.05\norigin: [-1, -2, 0]\nfree_thresh: 0.2\n";

    private static readonly byte[] _wrong = [0, (byte)'"', (byte)'{', (byte)']', (byte)'-', (byte)'9', (byte)',', (byte)'\\', 0xFF, 0xC3];

    [TestCase(Scene)]
    [TestCase(Outline)]
    [TestCase(Model)]
    [TestCase(Table)]
    [TestCase(Walls)]
    public void OneWrongByteOrACut_IsReadOrToldToTheUser(string text)
    {
        var good = Encoding.UTF8.GetBytes(text);
        for (var at = 0; at < good.Length; at++)
        {
            Try(good[..at]);
            foreach (var value in _wrong)
            {
                var bytes = (byte[])good.Clone();
                bytes[at] = value;
                Try(bytes);
            }
        }
    }

    private static void Try(byte[] bytes)
    {
        var file = ImportFile.Of("damaged", bytes);
        foreach (var importer in MapImporters.All)
            if (importer.Recognises(file)) Told(() => importer.Import(file, new(4)).Map.Circuit?.ToCircuit("damaged"), bytes);
        if (WaymoScene.Recognises(file)) Told(() => WaymoScene.Read(file), bytes);
    }

    private static void Told(Action read, byte[] bytes)
    {
        try
        {
            read();
        }
        catch (UserErrorException error)
        {
            Assert.That(error.Message, Does.Contain("damaged").Or.Contain("no-such-picture").Or.Contain("there is no such file"));
        }
        catch (Exception error) when (error is not AssertionException)
        {
            Assert.Fail($"{error}\n{Encoding.Latin1.GetString(bytes)}");
        }
    }
}
