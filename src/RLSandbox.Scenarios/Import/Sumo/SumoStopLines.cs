using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Sumo;

/// <summary>Where lanes end before a junction and have to wait: at lights, stop and yield signs.</summary>
internal static class SumoStopLines
{
    public static void Read(SumoNet net, SumoConnections links)
    {
        foreach (var group in links.All.Where(link => !link.IsInside).GroupBy(link => link.From, StringComparer.Ordinal))
        {
            if (KindOf([.. group]) is not { } kind || net.Draft.Find(group.Key) is not { } lane) continue;
            var end = lane.Sections[^1];
            net.Draft.StopLines.Add(new() { Kind = kind, Lanes = [lane.Id], From = new(end.LeftX, end.LeftY, end.Z), To = new(end.RightX, end.RightY, end.Z) });
        }
    }

    /// <summary>A lane of which only some ways yield, such as left turns from a main road, has no line.</summary>
    private static StopKind? KindOf(SumoConnection[] links)
    {
        if (links.Any(link => link.Light is not null)) return StopKind.Light;
        if (links.Any(link => link.State is "s" or "w")) return StopKind.Stop;
        return links.All(link => link.State == "m") ? StopKind.Yield : null;
    }
}
