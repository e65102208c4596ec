using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Yaml;

namespace RLSandbox.Scenarios.Scenes;

/// <summary>Scene files of our own: YAML with recorded traffic and what an ego vehicle is to reach, on a map that stands in another file.</summary>
/// <remarks>
/// <code>
/// formatVersion: 1
/// name: "Crossing"
/// stepSeconds: 0.1
/// actors:
/// - id: "7"
///   kind: car                  # car, truck, bus, motorcycle, bicycle, pedestrian, obstacle or other
///   length: 4.5
///   width: 1.8
///   path: "0 12000 -500 15708 100000; 1 10000 0 0 0"      # see StateText; or states: a list of [step, x, y, heading, speed] in m, rad and m/s
/// problems:
/// - id: "1"
///   start: [0, 1.2, -3, 0, 13.9]
///   goals:
///   - steps: [30, 40]
///     lanes: ["12"]
///     speed: [0, 10]
/// </code>
/// </remarks>
public static class SceneFile
{
    internal const int FormatVersion = 1;

    /// <summary>What a file says.</summary>
    /// <exception cref="UserErrorException">The file cannot be read or is no scene; each problem with file, line, column and what to do.</exception>
    public static RecordedScene Read(string path) => Parse(YamlText.Read(path, YamlTree.MapLimits.Bytes), path);

    /// <summary>Writes or replaces a file; places are rounded to 0.1 mm, headings to 0.1 mrad, goals to 1 mm.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public static void Write(string path, RecordedScene scene) => Maps.TextFile.Replace(path, SceneWriter.Write(scene));

    internal static RecordedScene Parse(string text, string path)
    {
        var problems = new ConfigProblems();
        return SceneReader.Bind(YamlTree.Parse(text, path, problems, YamlTree.MapLimits.Nodes), problems);
    }
}
