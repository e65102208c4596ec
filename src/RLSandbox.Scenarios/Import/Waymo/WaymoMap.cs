using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Waymo;

/// <summary>Turns the road elements of a scene file into a map.</summary>
internal static class WaymoMap
{
    /// <summary>m; what a lane gets where nobody says how wide it is.</summary>
    public const double UsualWidth = 3.5;

    /// <summary>m; shorter lanes have no heading. What they joined still coincides, so no link is lost.</summary>
    private const double ShortestLane = 0.05;

    /// <summary>The map.</summary>
    /// <exception cref="UserErrorException">There is nothing at all.</exception>
    public static ImportedMap Build(WaymoScenario scenario, string path, string format, ImportOptions options)
    {
        var draft = new RoadMapDraft(path) { Header = new() { Name = scenario.Name } };
        var warnings = scenario.Warnings;
        var trusted = AreElementsTypes(scenario.Roads, warnings);
        var ids = new UniqueIds();
        var counts = new Counts();
        foreach (var (index, road) in scenario.Roads.Index())
        {
            var element = trusted ? road.Element : -1;
            var kind = road.Kind != WaymoRoadKind.Unknown ? road.Kind : WaymoTypes.Kind(element);
            if (kind == WaymoRoadKind.Lane) AddLane(draft, road, ids.Next(road.Id.Length > 0 ? road.Id : Number(index)), element, options.WidthMetres ?? UsualWidth, counts, warnings);
            else Add(draft, road with { Kind = kind, Element = element }, index, counts, warnings);
        }
        if (counts.Tiny > 0) draft.Warn("lanes", $"{counts.Tiny} lanes are shorter than {Metres(ShortestLane)} m and were left out", 0, counts.Tiny);
        if (counts.Unpainted > 0) draft.Warn("lines", $"nothing says how {counts.Unpainted} lines are painted; they became solid white ones", 0, counts.Unpainted);
        if (ids.Repeats > 0) draft.Warn("lanes", $"{ids.Repeats} lanes repeat an id and got a new one", 0, ids.Repeats);
        if (draft.Lanes.Count > 0 && options.WidthMetres is null) draft.Warn("lanes", $"the format has no widths of lanes; {Metres(UsualWidth)} m were taken, --width takes another", 0, UsualWidth);
        if (scenario.LightCount > 0) draft.Warn("traffic lights", $"recorded states of {scenario.LightCount} lanes were left out: they are no cycle", 0, scenario.LightCount);
        Link(draft, warnings);
        foreach (var warning in warnings.All) draft.Warn(warning.Element, warning.Message, warning.Line, warning.Size);
        return draft.Build(format, needsLanes: false);
    }

    /// <summary>Whether map_element_id holds types. Some files write the element's own id there: then numbers stand beside words that they cannot mean.</summary>
    private static bool AreElementsTypes(List<WaymoRoad> roads, WarningList warnings)
    {
        var wrong = roads.FirstOrDefault(road => road.Element >= 0 && road.Kind != WaymoRoadKind.Unknown && WaymoTypes.Kind(road.Element) != road.Kind);
        if (wrong is null) return true;
        warnings.Add("map_element_id", $"road {wrong.Id}", $"map_element_id {wrong.Element} is no type of a {wrong.Word}; the file seems to hold ids there, so the words decide and paint is unknown", wrong.Line);
        return false;
    }

    private static void AddLane(RoadMapDraft draft, WaymoRoad road, string id, int element, double width, Counts counts, WarningList warnings)
    {
        var sections = LaneShape.FromCentreLine(road.Points, width);
        if (road.Points.Count < 2) warnings.Add("lanes of less than 2 points", $"lane {id}", $"expected at least 2 points, found {road.Points.Count}; it was left out", road.Line);
        else if (Length(sections) < ShortestLane) counts.Tiny++;
        else
        {
            var isBike = element == 3;
            draft.Add(new() { Id = id, Type = isBike ? LaneType.Biking : LaneType.Driving, Users = isBike ? RoadUsers.Bicycle : RoadUsers.Vehicles, Sections = sections }, road.Line);
        }
    }

    private static void Add(RoadMapDraft draft, WaymoRoad road, int index, Counts counts, WarningList warnings)
    {
        switch (road.Kind)
        {
            case WaymoRoadKind.Line:
                if (road.Element is < 6 or > 13) counts.Unpainted++;
                var (paint, colour) = WaymoTypes.Paint(road.Element);
                AddLine(draft, road, index, paint, colour, warnings);
                break;
            case WaymoRoadKind.Edge:
                AddLine(draft, road, index, MarkingKind.Edge, MarkingColour.White, warnings);
                break;
            case WaymoRoadKind.StopSign when road.Points.Count > 0:
                draft.Signs.Add(new() { Id = $"stop-{index}", Kind = SignKind.Stop, Code = "R1-1", Position = road.Points[0] });
                break;
            case WaymoRoadKind.Crossing or WaymoRoadKind.SpeedBump or WaymoRoadKind.Driveway:
                AddArea(draft, road, index, warnings);
                break;
            default:
                warnings.Add("elements of unknown types", Name(road, index), road.Word.Length > 0 ? $"the type \"{road.Word}\" is not known; it was left out" : "it has no type that is known, or no points; it was left out", road.Line);
                break;
        }
    }

    private static void AddLine(RoadMapDraft draft, WaymoRoad road, int index, MarkingKind kind, MarkingColour colour, WarningList warnings)
    {
        if (road.Points.Count >= 2) draft.Lines.Add(new() { Kind = kind, Colour = colour, Points = road.Points });
        else warnings.Add("lines of less than 2 points", Name(road, index), $"expected at least 2 points, found {road.Points.Count}; it was left out", road.Line);
    }

    private static void AddArea(RoadMapDraft draft, WaymoRoad road, int index, WarningList warnings)
    {
        var points = road.Points;
        var count = points.Count > 1 && points[0] == points[^1] ? points.Count - 1 : points.Count;
        var kind = road.Kind switch { WaymoRoadKind.Crossing => AreaKind.Crossing, WaymoRoadKind.SpeedBump => AreaKind.SpeedBump, _ => AreaKind.Driveway };
        if (count >= 3) draft.Areas.Add(new() { Kind = kind, Outline = [.. points.Take(count)] });
        else warnings.Add("areas of less than 3 corners", Name(road, index), $"expected at least 3 corners, found {count}; it was left out", road.Line);
    }

    private static void Link(RoadMapDraft draft, WarningList warnings)
    {
        var lanes = draft.Lanes;
        var links = new WaymoLinks(lanes);
        if (links.Crowded > 0) warnings.Add("links", "lanes", $"{links.Crowded} lanes start where very many others do; nothing was linked to them", 0, links.Crowded);
        for (var i = 0; i < lanes.Count; i++)
            foreach (var next in links.After(i)) draft.Link(lanes[i].Id, lanes[next].Id);
    }

    private static double Length(CrossSection[] sections)
    {
        var length = 0.0;
        for (var i = 1; i < sections.Length; i++) length += Math.Sqrt((sections[i].X - sections[i - 1].X) * (sections[i].X - sections[i - 1].X) + (sections[i].Y - sections[i - 1].Y) * (sections[i].Y - sections[i - 1].Y));
        return length;
    }

    private static string Name(WaymoRoad road, int index) => road.Id.Length > 0 ? $"road {road.Id}" : $"road number {Number(index + 1)}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Metres(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private sealed class Counts
    {
        public int Tiny { get; set; }

        public int Unpainted { get; set; }
    }
}
