using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using RLSandbox.Core;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Maps;
using RLSandbox.Scenarios.Scenes;

namespace RLSandbox.Cli.Commands;

/// <summary><c>rlsandbox scenario import</c>: turns somebody else's scenario into files of our own.</summary>
internal static class ScenarioImport
{
    private const int ReportFormatVersion = 1;
    private const int MostWarningsShown = 20;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = $"Recorded or planned traffic; formats: {string.Join(", ", SceneImporters.All.Select(importer => importer.Format))}." };
        var target = new Option<string>("--out") { Description = "Scenario file to write, NAME.yaml; NAME.map.yaml and NAME.scene.yaml are written beside it.", HelpName = "FILE", Required = true };
        var map = new Option<string?>("--map") { Description = "Map on which it happens, for formats whose map stands in another file; any format of map import.", HelpName = "FILE" };
        var json = CommonOptions.Json();
        var command = new Command("import", "Turn recorded traffic into a scenario with its map file and its scene file.") { file, target, map, json };
        command.SetAction(parse => Import(parse.GetValue(file)!, parse.GetValue(target)!, new(MapFile: parse.GetValue(map)), Terminal.Of(parse, parse.GetValue(json)), parse.GetValue(json)));
        return command;
    }

    private static int Import(string file, string target, ImportOptions options, Terminal terminal, bool json)
    {
        var (scenarioFile, mapFile, sceneFile) = Names(file, target);
        var imported = SceneImporters.Import(file, options);
        RoadMapFile.Write(mapFile, imported.Map);
        SceneFile.Write(sceneFile, imported.Scene);
        SceneScenario.Write(scenarioFile, imported.Scene, Path.GetFileName(mapFile), Path.GetFileName(sceneFile));
        // From the written files: what is reported is what a scenario will load.
        var (map, scene) = (RoadMapFile.Read(mapFile), SceneFile.Read(sceneFile));
        if (json) terminal.Results.WriteLine(Json(imported, map, scene, scenarioFile, mapFile, sceneFile).ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        Say(terminal, imported, map, scene);
        terminal.Say($"wrote {scenarioFile}, {mapFile} and {sceneFile}");
        return ExitCode.Done;
    }

    /// <summary>The files that are written.</summary>
    private static (string Scenario, string Map, string Scene) Names(string file, string target)
    {
        var name = Path.GetExtension(target) is ".yaml" or ".yml" ? Path.ChangeExtension(target, null) : target;
        if (Path.GetFileName(name).Length == 0) throw new UserErrorException($"--out {target}: expected the name of a file, found a folder; write such as --out {Path.Combine(target, Path.GetFileNameWithoutExtension(file))}.yaml.");
        return ($"{name}.yaml", $"{name}.map.yaml", $"{name}.scene.yaml");
    }

    private static void Say(Terminal terminal, ImportedScene imported, RoadMap map, RecordedScene scene)
    {
        terminal.Say($"{scene.Name}: {imported.Format}, {Counted.Of(map.Lanes.Count, "lane")} of {Kilometres(map):0.000} km, {Counted.Of(map.Junctions.Count, "junction")}, {Counted.Of(map.Lights.Count, "light")}, {Counted.Of(map.Signs.Count, "sign")}");
        terminal.Say($"{Counted.Of(scene.Actors.Count, "actor")} over {Counted.Of(scene.StepCount, "step")} of {scene.StepSeconds:0.###} s, {Counted.Of(scene.Problems.Count, "problem")}");
        foreach (var warning in imported.Warnings.Take(MostWarningsShown)) terminal.Say($"warning: {warning}");
        if (imported.Warnings.Count > MostWarningsShown) terminal.Say($"and {Counted.Of(imported.Warnings.Count - MostWarningsShown, "more warning")}; --json lists all");
    }

    private static double Kilometres(RoadMap map) => map.Lanes.Sum(lane => lane.Length) / 1000;

    private static JsonObject Json(ImportedScene imported, RoadMap map, RecordedScene scene, string scenarioFile, string mapFile, string sceneFile) => new()
    {
        ["formatVersion"] = ReportFormatVersion, ["format"] = imported.Format, ["name"] = scene.Name, ["scenarioFile"] = scenarioFile, ["mapFile"] = mapFile, ["sceneFile"] = sceneFile,
        ["lanes"] = map.Lanes.Count, ["laneKilometres"] = Math.Round(Kilometres(map), 3), ["junctions"] = map.Junctions.Count, ["lights"] = map.Lights.Count, ["signs"] = map.Signs.Count,
        ["actors"] = scene.Actors.Count, ["steps"] = scene.StepCount, ["stepSeconds"] = scene.StepSeconds, ["problems"] = scene.Problems.Count,
        ["warnings"] = new JsonArray([.. imported.Warnings.Select(warning => new JsonObject { ["element"] = warning.Element, ["message"] = warning.Message, ["line"] = warning.Line, ["size"] = warning.Size })]),
    };
}
