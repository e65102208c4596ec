using System.Xml.Linq;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>Reads the states of one obstacle or problem, and fills in what the file leaves out.</summary>
internal sealed class StateReader(RoadMapDraft draft, ShapeReader shapes, string name, double stepSeconds)
{
    /// <summary>Steps that a scene may have; a state beyond is a mistake. At 0.1 s that is nearly three hours.</summary>
    public const int MostSteps = 100_000;

    private const double LargestHeading = 10_000;                         // rad; some recordings go on counting
    private const double LargestSpeed = 1000;                             // m/s
    private const double Still = 0.05;                                    // m; over less, the direction of motion is noise

    private readonly List<PartState> _states = [];
    private int _areas, _intervals, _broken;

    /// <summary>Reads a <c>state</c> or <c>initialState</c>.</summary>
    public void Add(XElement state)
    {
        if (IsInterval(state.One("orientation")) || IsInterval(state.One("velocity"))) _intervals++;
        Add(state, state.One("position"), Within(state.One("orientation").Middle(), LargestHeading), Within(state.One("velocity").Middle(), LargestSpeed));
    }

    /// <summary>Reads an <c>occupancy</c>: ground on which the obstacle may be at a step.</summary>
    public void AddOccupancy(XElement occupancy) => Add(occupancy, occupancy.One("shape"), Within(ShapeReader.Heading(occupancy.One("shape")), LargestHeading), null);

    private static bool IsInterval(XElement? element) => element.Interval() is { } both && both.Low < both.High;

    private static double? Within(double? value, double limit) => value is { } number && Math.Abs(number) <= limit ? number : null;

    private void Add(XElement element, XElement? position, double? heading, double? speed)
    {
        var isInTime = element.One("time").Middle() is { } time && time > -0.5 && time < MostSteps;
        var step = isInTime ? (int)Math.Round(element.One("time").Middle()!.Value) : 0;
        if (!isInTime || shapes.Middle(position, out var isArea) is not { } place || !shapes.Reaches(place))
        {
            _broken++;
            return;
        }
        if (isArea) _areas++;
        _states.Add(new(step, place.X, place.Y, heading, speed, ImportFile.LineOf(element)));
    }

    /// <summary>All states by rising step, of which the first with each step counts.</summary>
    public IReadOnlyList<ActorState> Finish(int line)
    {
        if (_broken > 0) draft.Warn(name, $"{_broken} states have no place within 1 km of the lanes, or no step from 0 to {MostSteps - 1}; they were left out", line);
        if (_areas > 0) draft.Warn(name, $"{_areas} places are areas; their middles were taken", line);
        if (_intervals > 0) draft.Warn(name, $"{_intervals} states have a heading or speed that is an interval; its middle was taken", line);
        var states = Ordered();
        FillHeadings(states);
        return [.. states.Select((state, i) => new ActorState(state.Step, state.X, state.Y, state.Heading!.Value, state.Speed ?? Speed(states, i)))];
    }

    private List<PartState> Ordered()
    {
        var ordered = new List<PartState>(_states.Count);
        foreach (var state in _states.OrderBy(state => state.Step))                                   // stable
        {
            if (ordered.Count == 0 || ordered[^1].Step < state.Step) ordered.Add(state);
            else draft.Warn(name, $"a second state at step {state.Step} was left out{(state.Step == _states[0].Step ? "; the trajectory should begin one step after the initial state" : "")}", state.Line);
        }
        return ordered;
    }

    /// <summary>A heading that is left out is the one before it, or the direction in which the actor moves away from the place where it began.</summary>
    private static void FillHeadings(List<PartState> states)
    {
        double? last = states.Select(state => state.Heading).FirstOrDefault(heading => heading is not null);
        if (last is null && states.Count > 0)
            foreach (var state in states)
                if (Distance(states[0], state) > Still) last ??= Math.Atan2(state.Y - states[0].Y, state.X - states[0].X);
        for (var i = 0; i < states.Count; i++)
        {
            last = states[i].Heading ?? last ?? 0;
            states[i] = states[i] with { Heading = last };
        }
    }

    /// <summary>A speed that is left out is the distance from the state before to the state after by the time between them.</summary>
    private double Speed(List<PartState> states, int i)
    {
        PartState before = states[Math.Max(0, i - 1)], after = states[Math.Min(states.Count - 1, i + 1)];
        return after.Step == before.Step ? 0 : Distance(before, after) / ((after.Step - before.Step) * stepSeconds);
    }

    private static double Distance(PartState a, PartState b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));

    private readonly record struct PartState(int Step, double X, double Y, double? Heading, double? Speed, int Line);
}
