using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Roads.Compiled;

namespace RLSandbox.Cli.Commands;

/// <summary>What a person wants to know about an imported network of roads.</summary>
internal sealed record RoadReport(int DrivingLanes, double DrivableMetres, int DeadEnds, int LargestComponent)
{
    /// <summary>Measures a map.</summary>
    public static RoadReport Of(RoadMap map)
    {
        var planner = new RoutePlanner(RoadNetwork.Compile(map));
        return new(map.Lanes.Count(lane => lane.IsDrivable()), planner.Network.DrivableLength, planner.DeadEnds.Count, planner.LargestComponent.Count);
    }
}
