using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Insight;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.View;

namespace RLSandbox.Rendering.Window;

/// <content>What is shown.</content>
public sealed partial class Viewer
{
    private const double TrailSeconds = 8;

    private Snapshot? _worldBefore;
    private (int Version, int Row, EpisodeMoment Moment, PolicyInsight? Insight)? _shown;
    private (int Version, int Row, SaliencyKind Kind, float[] Map)? _saliency;

    /// <summary>The world of the followed agent, between two steps where time goes on.</summary>
    private Snapshot World
    {
        get
        {
            var now = Shown().Moment.Snapshot;
            var isNext = _worldBefore is { } before && before.Map == now.Map && before.Step + 1 == now.Step && before.Vehicles.Count == now.Vehicles.Count;
            return isNext && Clock.Share < 1 ? EpisodeFrame.Between(_worldBefore!, now, Clock.Share) : now;
        }
    }

    /// <summary>Everything that the picture of now shows.</summary>
    public ViewerFrame Frame()
    {
        var (moment, insight) = Shown();
        var world = World;
        var ghost = _race?.Ghost(world);
        return new()
        {
            Facts = _stage.Facts,
            History = _stage.History,
            Events = _stage.Events,
            Layout = Layout,
            Followed = (Environment, Eye.View.Agent, Row),
            Steps = (_stage.Step, _stage.Length),
            Moment = moment,
            World = world,
            View = Eye.View with { Ghost = ghost?.Pose },
            Trail = Trail(world),
            Driver = _stage.HumanRow == Row ? "you" : _stage.DriverName,
            IsHuman = _stage.HumanRow == Row,
            IsPlaying = Clock.IsPlaying,
            IsRecording = IsRecording,
            Speed = Clock.Speed,
            Cameras = moment.Camera.Length == 0 ? [] : _stage.Frames(Row, moment.Camera),
            State = _stage.State(Row),
            Insight = insight,
            Saliency = SaliencyNow(),
            NextAction = _stage.NextAction(Row),
            Measures = _stage.Measures(Row),
            Wall = IsWall ? [.. Enumerable.Range(0, _stage.Facts.EnvironmentCount).Select(Tile)] : [],
            Ghost = ghost,
            Laps = _race?.Laps(_stage.Facts.Scenario, world.Map.Name),
            Learning = Learning,
            Note = Note,
            ShowsHelp = ShowsHelp,
            Page = _page,
        };
    }

    /// <summary>Another driver is asked what it makes of this moment: what the one before thought is dropped.</summary>
    public void AskAgain() => (_shown, _saliency, HasChanged) = (null, null, true);

    private WallTile Tile(int environment)
    {
        var moment = _stage.Moment(environment, agent: 0);
        return new(moment.Snapshot, moment.Outcome);
    }

    /// <summary>What is read once for each step, however often it is drawn.</summary>
    private (EpisodeMoment Moment, PolicyInsight? Insight) Shown()
    {
        if (_shown is { } shown && shown.Version == Clock.Version && shown.Row == Row) return (shown.Moment, shown.Insight);
        var (moment, insight) = (_stage.Moment(Environment, Eye.View.Agent), _stage.Explain(Row));
        if (insight?.Value is { } value) _stage.History.SetValue(_stage.Step, Row, value);
        _shown = (Clock.Version, Row, moment, insight);
        return (moment, insight);
    }

    private SaliencyMap? SaliencyNow()
    {
        if (Saliency is not { } kind || !_stage.IsSalient) return null;
        if (_saliency is not { } known || known.Version != Clock.Version || known.Row != Row || known.Kind != kind)
            _saliency = (Clock.Version, Row, kind, _stage.Saliency(Row, kind));
        return _saliency.Value.Map.Length == 0 ? null : new(kind, _saliency.Value.Map);
    }

    private void RememberWorld() =>
        _worldBefore = _shown is { } shown && shown.Version == Clock.Version && shown.Row == Row ? shown.Moment.Snapshot : _stage.Moment(Environment, Eye.View.Agent).Snapshot;

    private TrailPoint[] Trail(Snapshot world)
    {
        var (history, step, row) = (_stage.History, _stage.Step, Row);
        var first = Math.Max(history.EpisodeStart(step, row), step - (int)(TrailSeconds / _stage.Facts.StepSeconds));
        var trail = new TrailPoint[step - first + 1];
        for (var i = 0; i < trail.Length - 1; i++)
        {
            var point = history.Point(first + i, row);
            trail[i] = new(point.X, point.Y, point.Speed / _stage.Facts.TopSpeed);
        }
        var vehicle = world.Vehicles[Eye.View.Agent];
        trail[^1] = new(vehicle.Pose.X, vehicle.Pose.Y, vehicle.Motion.Speed / _stage.Facts.TopSpeed);
        return trail;
    }
}
