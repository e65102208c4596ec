using System.Xml.Linq;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>Reads planning problems: where the ego vehicle begins, and what it is to reach.</summary>
internal sealed class ProblemReader(RoadMapDraft draft, ShapeReader shapes, double stepSeconds)
{
    /// <summary>All problems with a start, in the order of the file.</summary>
    public IReadOnlyList<SceneProblem> Read(XElement root)
    {
        var problems = new List<SceneProblem>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in root.All("planningProblem"))
        {
            var (id, line) = (element.Word("id"), ImportFile.LineOf(element));
            var name = $"planningProblem {id}";
            var reader = new StateReader(draft, shapes, name, stepSeconds);
            if (element.One("initialState") is { } initial) reader.Add(initial);
            var start = reader.Finish(line);
            if (id.Length == 0 || !ids.Add(id) || start.Count == 0) draft.Warn(name, "it has no start, no id, or one that is taken; it was left out", line);
            else problems.Add(new() { Id = id, Start = start[0], Goals = [.. element.All("goalState").Select(goal => Goal(goal, name)).OfType<SceneGoal>()] });
        }
        return problems;
    }

    private SceneGoal? Goal(XElement element, string name)
    {
        var line = ImportFile.LineOf(element);
        var position = element.One("position");
        List<IReadOnlyList<MapPoint>> areas = [.. ShapeReader.Outlines(position).Where(area => Array.TrueForAll(area, shapes.Reaches))];
        if (position.One("point").Place() is { } point && shapes.Reaches(point))
        {
            areas.Add(ShapeReader.Round(point));
            draft.Warn(name, "a goal is a point; a circle of 1 m round it was taken", line);
        }
        var listed = position.References("lanelet");
        var lanes = listed.Where(id => draft.Find(id) is not null).ToArray();
        if (lanes.Length < listed.Length) draft.Warn(name, $"a goal names lanelets that do not exist: {string.Join(", ", listed.Except(lanes).Take(5))}; they were dropped", line);
        if (position is not null && areas.Count + lanes.Length == 0)
        {
            draft.Warn(name, "a goal has a place of which nothing could be read; the goal was left out", line);
            return null;
        }
        var areBoth = areas.Count > 0 && lanes.Length > 0;                // any of them suffices in the file; here, areas and lanes would have to hold together
        if (areBoth) areas.AddRange(lanes.Select(id => LaneletReader.Outline(draft.Find(id)!.Sections)));
        var (first, last) = Steps(element, name, line);
        return new() { FirstStep = first, LastStep = last, Areas = areas, Lanes = areBoth ? [] : lanes, Heading = element.One("orientation").Interval(), Speed = element.One("velocity").Interval() };
    }

    private (int First, int Last) Steps(XElement element, string name, int line)
    {
        if (element.One("time").Interval() is { } time && time.Low > -0.5 && time.High < int.MaxValue) return ((int)Math.Ceiling(time.Low), (int)Math.Floor(time.High));
        draft.Warn(name, "a goal has no time in steps; any step was taken", line);
        return (0, int.MaxValue);
    }
}
