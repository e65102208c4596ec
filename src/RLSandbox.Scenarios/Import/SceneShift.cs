using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios.Import;

/// <summary>Moves a scene to the local origin of its map.</summary>
internal static class SceneShift
{
    /// <summary>The scene with <paramref name="by"/> subtracted from every place; itself if that is nothing.</summary>
    public static RecordedScene Moved(RecordedScene scene, MapPoint by)
    {
        if (by == default) return scene;
        return scene with
        {
            Actors = [.. scene.Actors.Select(actor => actor with { States = [.. actor.States.Select(State)], Goal = actor.Goal is { } goal ? Point(goal) : null })],
            Problems = [.. scene.Problems.Select(problem => problem with { Start = State(problem.Start), Goals = [.. problem.Goals.Select(Goal)] })],
        };

        ActorState State(ActorState state) => state with { X = state.X - by.X, Y = state.Y - by.Y };
        MapPoint Point(MapPoint point) => new(point.X - by.X, point.Y - by.Y, point.Z - by.Z);
        SceneGoal Goal(SceneGoal goal) => goal with { Areas = [.. goal.Areas.Select(area => (IReadOnlyList<MapPoint>)[.. area.Select(Point)])] };
    }
}
