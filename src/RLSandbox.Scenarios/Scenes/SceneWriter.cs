using System.Globalization;
using System.Text;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Scenes;

/// <summary>The text of a scene in the format of <see cref="SceneFile"/>.</summary>
internal static class SceneWriter
{
    /// <summary>x and y.</summary>
    internal const int AreaColumns = 2;

    /// <summary>Head, actors and problems, in the order of the scene.</summary>
    public static string Write(RecordedScene scene)
    {
        var text = new StringBuilder();
        Line(text, $"formatVersion: {SceneFile.FormatVersion}");
        Line(text, $"name: {Quote(scene.Name)}");
        if (scene.Licence.Length > 0) Line(text, $"licence: {Quote(scene.Licence)}");
        if (scene.Source.Length > 0) Line(text, $"source: {Quote(scene.Source)}");
        Line(text, $"stepSeconds: {scene.StepSeconds:0.########}");
        if (scene.Actors.Count > 0) Line(text, $"actors:");
        foreach (var actor in scene.Actors) Write(text, actor);
        if (scene.Problems.Count > 0) Line(text, $"problems:");
        foreach (var problem in scene.Problems) Write(text, problem);
        return text.ToString();
    }

    private static void Write(StringBuilder text, RecordedActor actor)
    {
        Line(text, $"- id: {Quote(actor.Id)}");
        Line(text, $"  kind: {RoadWords.Write(actor.Kind)}");
        Line(text, $"  length: {actor.Length:0.####}");
        Line(text, $"  width: {actor.Width:0.####}");
        if (actor.IsStatic) Line(text, $"  static: true");
        if (actor.Goal is { } goal) Line(text, $"  goal: [{goal.X:0.####}, {goal.Y:0.####}]");
        Line(text, $"  path: {Quote(StateText.Write(actor.States))}");
    }

    private static void Write(StringBuilder text, SceneProblem problem)
    {
        var start = problem.Start;
        Line(text, $"- id: {Quote(problem.Id)}");
        Line(text, $"  start: [{start.Step}, {start.X:0.####}, {start.Y:0.####}, {start.Heading:0.####}, {start.Speed:0.####}]");
        if (problem.Goals.Count > 0) Line(text, $"  goals:");
        foreach (var goal in problem.Goals) Write(text, goal);
    }

    private static void Write(StringBuilder text, SceneGoal goal)
    {
        var last = goal.LastStep == int.MaxValue ? "" : string.Create(CultureInfo.InvariantCulture, $", {goal.LastStep}");
        Line(text, $"  - steps: [{goal.FirstStep}{last}]");
        if (goal.Areas.Count > 0) Line(text, $"    areas:");
        foreach (var area in goal.Areas) Line(text, $"    - {Quote(Area(area))}");
        if (goal.Lanes.Count > 0) Line(text, $"    lanes: [{string.Join(", ", goal.Lanes.Select(Quote))}]");
        if (goal.Heading is { } heading) Line(text, $"    heading: [{heading.Low:0.######}, {heading.High:0.######}]");
        if (goal.Speed is { } speed) Line(text, $"    speed: [{speed.Low:0.######}, {speed.High:0.######}]");
    }

    private static string Area(IReadOnlyList<MapPoint> area) => PathText.Write([.. area.SelectMany(p => new[] { p.X, p.Y })], AreaColumns);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Quote(string text) => YamlQuote.Of(text);
}
