using System.Globalization;
using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Scenes;

/// <summary>The scenario file that goes with an imported scene: a beginning that runs as it is and that its owner edits.</summary>
public static class SceneScenario
{
    private const double LongestPhysicsStep = 0.05;                      // s
    private const double SlowestCar = 15;                                // m/s
    private const double SpeedReserve = 1.25;

    /// <summary>Writes or replaces a file that names a map file and a scene file beside it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="scene">What its numbers are taken from: steps that land on recorded ones, a car that is fast enough.</param>
    /// <param name="mapFile">Name without a folder.</param>
    /// <param name="sceneFile">Name without a folder.</param>
    /// <exception cref="Core.UserErrorException">The file cannot be written.</exception>
    public static void Write(string path, RecordedScene scene, string mapFile, string sceneFile)
    {
        var steps = (int)Math.Ceiling(scene.StepSeconds / LongestPhysicsStep - 1e-9);
        var start = scene.Problems.Select(problem => problem.Start.Speed).DefaultIfEmpty(0).Max();
        TextFile.Replace(path, string.Create(CultureInfo.InvariantCulture, $$"""
            # Made by "scenario import". What is not written here has its default; "rlsandbox scenario show" prints everything.
            scenario: {{NameOf(path)}}-v1
            description: {{YamlQuote.Of($"{scene.Name}: recorded traffic")}}

            map:
              files: [{{YamlQuote.Of(mapFile)}}]
              scenes: [{{YamlQuote.Of(sceneFile)}}]
              handoverSeconds: 0           # 2.0 lets recorded cars react to others after two seconds
              rasterMetres: 0.1

            vehicle: { model: dynamic, topSpeedMps: {{Math.Ceiling(Math.Max(SlowestCar, SpeedReserve * start)):0}} }
            camera: { width: 64, height: 64, metresPerPixel: 0.5, carDown: 0.75, output: gray }
            state: { features: [speed, steering, yawRate, lateralOffset, headingError, lookAhead] }

            # Each action is held for one step of the recording.
            episode: { start: line, physicsStepSeconds: {{scene.StepSeconds / steps:0.######}}, physicsStepsPerAction: {{steps}} }

            rewards: { progress: 0.03, offRoad: -1, collision: -1, lap: 1, failure: -4 }
            ends: { crash: true, offRoadSeconds: 0.5, wrongWaySeconds: 1, stalledSeconds: 0 }
            evaluation: { episodes: {{Math.Max(1, scene.Problems.Count)}} }

            """).ReplaceLineEndings("\n"));
    }

    /// <summary>Lower-case letters, digits and hyphens, beginning with a letter.</summary>
    private static string NameOf(string path)
    {
        var words = new string([.. Path.GetFileNameWithoutExtension(path).ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join('-', words);
        return name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : $"scene-{name}".TrimEnd('-');
    }
}
