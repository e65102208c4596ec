using RLSandbox.Core;
using RLSandbox.Driving.Maps;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Tests.Maps;

public sealed class CircuitFileTests
{
    private const string Triangle = "formatVersion: 1\nname: T\npoints:\n- [0, 0, 5, 5]\n- [90, 0, 5, 5]\n- [40, 70, 5, 5]\n";

    [Test]
    public void WrittenFile_ReadsBackTheSame()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("my \"own\".yaml");
        var drawing = new CircuitDrawing
        {
            Name = "Ring: \"the\" \\ one",
            Licence = "CC-BY-4.0",
            Source = "two\nlines # and no comment",
            Points = [new(0, -1.23456, 5, 4.5), new(1e-5, 30, 5, 5), new(-40, 20.5, 0, 7)],
        };
        CircuitFile.Write(path, drawing);
        var again = CircuitFile.Read(path);
        Assert.Multiple(() =>
        {
            Assert.That(again with { Points = drawing.Points }, Is.EqualTo(drawing));
            Assert.That(again.Points[0].Y, Is.EqualTo(-1.2346), "rounded to 0.1 mm");
            Assert.That(again.Points[2], Is.EqualTo(drawing.Points[2]));
            Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1), "no temporary file stays");
        });
    }

    [TestCase("formatVersion: 1\nname: T\n", "the key \"points\" is missing")]
    [TestCase("name: T\npoints: []\n", "the key \"formatVersion\" is missing; write formatVersion: 1")]
    [TestCase("formatVersion: 2\nname: T\npoints: []\n", "newer version of the program")]
    [TestCase("formatVersion: 1\npoints: []\n", "the key \"name\" is missing")]
    [TestCase("formatVersion: 1\nname: T\npoints: []\n", "expected at least 3 points, found 0")]
    [TestCase("formatVersion: 1\nname: T\npoints: 7\n", "m.yaml:3:9: points: expected a list of points")]
    [TestCase("formatVersion: 1\nname: T\npoints:\n- [0, 0, 5, 5]\n- [9, 0, 5]\n", "m.yaml:5:3: points: expected 4 numbers in brackets")]
    [TestCase("formatVersion: 1\nname: T\npoints:\n- [0, 0, 5, 5]\n- [9, 0, 5, wide]\n", "found [9, 0, 5, wide]; write - [x, y, left width, right width]")]
    [TestCase("formatVersion: 1\nname: T\npoints:\n- [0, 30000, 5, 5]\n", "at most 20000 m from the origin")]
    [TestCase(Triangle + "- [0, 60, -5, 5]\n", "m.yaml:7:3: expected widths of at least 0 m")]
    [TestCase(Triangle + "- [0, 0, 5, 5]\n", "m.yaml:7:3: the last point repeats the first")]
    [TestCase(Triangle + "pionts: 3\n", "did you mean \"points\"?")]
    public void FileWithAMistake_IsRefusedWithPlaceAndCure(string text, string expected)
        => Assert.That(() => CircuitFile.Parse(text, "m.yaml"), Throws.InstanceOf<UserErrorException>().With.Message.Contains(expected));

    [Test]
    public void FileThatCannotBeWritten_IsTheUsersMistake()
    {
        using var folder = new TemporaryFolder();
        var nowhere = Path.Combine(folder.Path, "no", "such", "folder", "m.yaml");
        Assert.That(() => CircuitFile.Write(nowhere, CircuitFile.Parse(Triangle, "m.yaml")), Throws.InstanceOf<UserErrorException>().With.Message.Contains("Choose another file"));
    }

    [TestCase("# comment\n\n-1.5,0,5,5\n90,0,5,5\n40,70,5,5\n")]
    [TestCase(".5,0,5,5\n90,0,5,5\n40,70,5,5\n")]
    [TestCase("# comment\n" + Triangle)]
    public void AnyFormat_IsToldByItsContentAndNamedByItsFile(string text)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("my-track.txt");
        File.WriteAllText(path, text);
        Circuit circuit = MapLoader.Load(path);
        Assert.That(circuit.Name, Is.EqualTo("my-track"));
        Assert.That(circuit.Length, Is.InRange(240, 320));             // the triangle's chords: 90 + 86.0 + 80.6 m
    }
}
