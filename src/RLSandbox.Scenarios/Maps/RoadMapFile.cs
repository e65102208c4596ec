using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Yaml;

namespace RLSandbox.Scenarios.Maps;

/// <summary>Map files of our own that hold a network of roads; docs/maps.md describes every key.</summary>
public static class RoadMapFile
{
    internal const int FormatVersion = 1;

    /// <summary>Left x, left y, right x, right y, height.</summary>
    internal const int SectionColumns = 5;

    /// <summary>x, y, height.</summary>
    internal const int PointColumns = 3;

    /// <summary>What a file says.</summary>
    /// <exception cref="UserErrorException">The file cannot be read or is no road map; each problem with file, line, column and what to do.</exception>
    public static RoadMap Read(string path) => Parse(YamlText.Read(path, YamlTree.MapLimits.Bytes), path);

    /// <summary>Writes or replaces a file; coordinates are rounded to whole millimetres.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public static void Write(string path, RoadMap map) => TextFile.Replace(path, RoadMapWriter.Write(map));

    internal static RoadMap Parse(string text, string path)
    {
        var problems = new ConfigProblems();
        return Bind(YamlTree.Parse(text, path, problems, YamlTree.MapLimits.Nodes), problems);
    }

    /// <summary>Reads the tree of a file; the caller has looked whether it has lanes.</summary>
    internal static RoadMap Bind(ConfigNode root, ConfigProblems problems)
    {
        var reader = new SectionReader(root, problems, "");
        MapVersion.Check(reader, FormatVersion);
        var name = reader.RequiredText("name", "My town", "Name for people.");
        var parts = new RoadMapReader(problems);
        var lanes = parts.Lanes(reader.Free("lanes", "Lanes."), root);
        var map = new RoadMapHeaderText(
            reader.Text("licence", "", "Terms under which the file may be passed on."),
            reader.Text("source", "", "Where it came from."),
            reader.Text("projection", "", "How the source's coordinates lie on the earth."),
            reader.Flag("drivesOnLeft", false, "Whether traffic keeps to the left."),
            parts.Point(reader.Free("origin", "What was subtracted from the source's coordinates, m."), "origin"));
        var junctions = parts.Junctions(reader.Free("junctions", "Places where lanes cross."));
        var lights = parts.Lights(reader.Free("lights", "Traffic lights."));
        var signs = parts.Signs(reader.Free("signs", "Signs."));
        var stopLines = parts.StopLines(reader.Free("stopLines", "Lines at which traffic waits."));
        var areas = parts.Areas(reader.Free("areas", "Ground with an outline."));
        var lines = parts.Lines(reader.Free("lines", "Lines that belong to no lane."));
        reader.Finish();
        problems.ThrowIfAny();
        return new(name, lanes)
        {
            Licence = map.Licence, Source = map.Source, Projection = map.Projection, DrivesOnLeft = map.DrivesOnLeft, Origin = map.Origin,
            Junctions = junctions, Lights = lights, Signs = signs, StopLines = stopLines, Areas = areas, Lines = lines,
        };
    }

    private sealed record RoadMapHeaderText(string Licence, string Source, string Projection, bool DrivesOnLeft, MapPoint Origin);
}
