using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Tests.Towns;

/// <summary>Looks at all pairs of lanes that cross or join in junctions, with a rule of its own: middles nearer than 1.5 m, or the same lane behind both.</summary>
internal sealed record TownConflicts
{
    private const double Near = 1.5;                                     // m: cars are wider

    public int Count { get; private set; }
    public int GreenTogether { get; private set; }
    public int WithoutOneThatWaits { get; private set; }
    public int BrokenCycles { get; private set; }

    public bool IsSound => GreenTogether == 0 && WithoutOneThatWaits == 0 && BrokenCycles == 0;

    public static TownConflicts Of(RoadMap map)
    {
        var conflicts = new TownConflicts();
        foreach (var junction in map.Junctions) conflicts.Look(map, junction);
        return conflicts;
    }

    private void Look(RoadMap map, Junction junction)
    {
        var lanes = junction.Lanes.Select(id => map.Lanes[map.IndexOf(id)]).ToList();
        var before = lanes.Select(lane => map.Predecessors(map.IndexOf(lane.Id)).Single()).ToList();
        var lights = before.Select(lane => map.Lights.SingleOrDefault(light => light.Lanes.Contains(map.Lanes[lane].Id))).ToList();
        var middles = lanes.Select(Middles).ToList();
        if (lights.Any(light => light is not null)) CheckCycles(lights);
        for (var i = 0; i < lanes.Count; i++)
            for (var k = 0; k < i; k++)
            {
                if (before[i] == before[k] || !(lanes[i].Next[0] == lanes[k].Next[0] || AreNear(middles[i], middles[k]))) continue;
                Count++;
                if (Waits(junction, lanes[i], lanes[k]) == Waits(junction, lanes[k], lanes[i])) WithoutOneThatWaits++;
                if (lights[i] is { } a && lights[k] is { } b && a != b && AreGreenTogether(a, b)) GreenTogether++;
            }
    }

    private void CheckCycles(List<TrafficLight?> lights)
    {
        if (lights.Contains(null) || lights.Select(light => light!.Cycle.Sum(phase => phase.Seconds)).Distinct().Count() != 1) BrokenCycles++;
        foreach (var light in lights.OfType<TrafficLight>())
            if (!new[] { LightColour.Green, LightColour.Amber, LightColour.Red }.All(colour => light.Cycle.Any(phase => phase.Colour == colour && phase.Seconds >= 3))) BrokenCycles++;
    }

    private static bool Waits(Junction junction, Lane lane, Lane other) => junction.RightOfWay.Any(rule => rule.Lane == lane.Id && rule.YieldsTo.Contains(other.Id));

    private static bool AreGreenTogether(TrafficLight a, TrafficLight b)
    {
        for (var t = 0.25; t < 300; t += 0.5)
            if (Shows(a, t) is LightColour.Green or LightColour.Amber && Shows(b, t) is LightColour.Green or LightColour.Amber) return true;
        return false;
    }

    private static LightColour Shows(TrafficLight light, double time)
    {
        var cycle = light.Cycle.Sum(phase => phase.Seconds);
        var at = ((time - light.OffsetSeconds) % cycle + cycle) % cycle;
        foreach (var phase in light.Cycle)
        {
            if (at < phase.Seconds) return phase.Colour;
            at -= phase.Seconds;
        }
        return light.Cycle[^1].Colour;
    }

    private static bool AreNear(List<MapPoint> a, List<MapPoint> b)
    {
        foreach (var here in a)
            foreach (var there in b)
                if ((here.X - there.X) * (here.X - there.X) + (here.Y - there.Y) * (here.Y - there.Y) < Near * Near) return true;
        return false;
    }

    /// <summary>At most 1 m apart.</summary>
    private static List<MapPoint> Middles(Lane lane)
    {
        var middles = new List<MapPoint>();
        for (var i = 1; i < lane.Sections.Count; i++)
        {
            CrossSection a = lane.Sections[i - 1], b = lane.Sections[i];
            var steps = (int)Math.Ceiling(Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y)));
            for (var k = 0; k < steps; k++) middles.Add(new(a.X + (b.X - a.X) * k / steps, a.Y + (b.Y - a.Y) * k / steps));
        }
        return middles;
    }
}
