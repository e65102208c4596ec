using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Driving.Scenes;

/// <summary>The goals of a scene's ego vehicle, ready to be asked at every step. Immutable; allocates nothing.</summary>
internal sealed class SceneGoals
{
    private const double OnStep = 1e-4;                                  // steps; what rounding does to a multiple of the step

    private readonly Goal[] _goals;

    /// <summary>Goals on a map; lanes become the outlines that the map gives them.</summary>
    /// <param name="map">Null where no goal names a lane.</param>
    public SceneGoals(IReadOnlyList<SceneGoal> goals, RoadMap? map)
    {
        _goals = [.. goals.Select(goal => new Goal(goal, Outlines(goal, map)))];
        LastStep = _goals.Max(goal => goal.Source.LastStep);
    }

    /// <summary>Scene step after which no goal can be reached any more.</summary>
    public int LastStep { get; }

    /// <summary>Whether the time of every goal is over.</summary>
    /// <param name="steps">Moment of the recording.</param>
    public bool IsOver(double steps) => LastStep < int.MaxValue && steps > LastStep + OnStep;

    /// <summary>Whether one of the goals is reached.</summary>
    public bool IsReached(in Pose pose, float speed, double steps)
    {
        var step = (int)Math.Floor(steps + OnStep);
        foreach (var goal in _goals)
        {
            if (step < goal.Source.FirstStep || step > goal.Source.LastStep) continue;
            if (goal.Source.Speed is { } range && (speed < range.Low || speed > range.High)) continue;
            if (goal.Source.Heading is { } turn && !IsBetween(pose.Heading, turn.Low, turn.High)) continue;
            if (goal.Outlines.Length == 0 || IsInside(goal.Outlines, pose.X, pose.Y)) return true;
        }
        return false;
    }

    private static double[][] Outlines(SceneGoal goal, RoadMap? map)
    {
        var areas = goal.Areas.Select(area => area.SelectMany(point => new[] { point.X, point.Y }).ToArray());
        var lanes = goal.Lanes.Select(id => map?.IndexOf(id) ?? -1).Where(index => index >= 0).Select(index => Outline(map!.Lanes[index]));
        return [.. areas, .. lanes];
    }

    private static double[] Outline(Lane lane) =>
        [.. lane.Sections.SelectMany(section => new[] { section.LeftX, section.LeftY }), .. lane.Sections.Reverse().SelectMany(section => new[] { section.RightX, section.RightY })];

    /// <summary>Whether an angle lies on the way from <paramref name="low"/> counter-clockwise to <paramref name="high"/>.</summary>
    private static bool IsBetween(float heading, double low, double high) =>
        high - low >= 2 * Math.PI || Math.Abs(Angle.Difference(heading, (float)((low + high) / 2))) <= (high - low) / 2 + 1e-6;

    private static bool IsInside(double[][] outlines, double x, double y)
    {
        foreach (var outline in outlines)
            if (IsInside(outline, x, y)) return true;
        return false;
    }

    /// <summary>Even-odd rule: an odd number of edges lies to the right of the point.</summary>
    private static bool IsInside(double[] outline, double x, double y)
    {
        var isInside = false;
        for (int i = 0, j = outline.Length - 2; i < outline.Length; j = i, i += 2)
        {
            double ax = outline[i], ay = outline[i + 1], bx = outline[j], by = outline[j + 1];
            if (ay > y != by > y && x < ax + (y - ay) / (by - ay) * (bx - ax)) isInside = !isInside;
        }
        return isInside;
    }

    private readonly record struct Goal(SceneGoal Source, double[][] Outlines);
}
