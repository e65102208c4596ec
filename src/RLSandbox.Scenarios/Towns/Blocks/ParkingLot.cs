using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns.Blocks;

/// <summary>An aisle off the road with places for standing cars on both sides and a loop at its end.</summary>
internal static class ParkingLot
{
    private const double Arm = 12;                                       // m
    private const double PlaceWidth = 2.6, PlaceDepth = 5.2;             // m
    private const double FirstPlace = 8;                                 // m from the junction

    /// <summary>Lays it on the right.</summary>
    public static bool Lay(BlockDraft block, RoadEnd at, Draws draws)
    {
        var entry = block.Road("arm0", new RoadPath(at.Pose).Straight(Arm), at);
        var heading = entry.AtEnd.Pose;
        Pose aside = heading.Turned(-1, 0);
        var reach = Junctions.Reach([heading.Reversed, aside, heading], block.Style, at.Lanes);
        var middle = heading.Ahead(reach);
        var places = 4 + draws.Below(9);
        var path = new RoadPath((aside with { X = middle.X, Y = middle.Y }).Ahead(reach)).Straight(FirstPlace + places * PlaceWidth + 2);
        var aisle = block.Road("aisle", path, new RoadForm(1, 1) { Speed = TownStyle.WalkingPace });
        var ahead = block.Road("arm1", new RoadPath(middle.Ahead(reach)).Straight(Arm), new RoadForm(at.Lanes));
        Junctions.Lay(block, "junction", [entry.AtEnd, aisle.AtStart, ahead.AtStart], draws, mayHaveLights: false);
        PlainRoads.LayTurningLoop(block, "loop", aisle.AtEnd);
        for (var i = 0; i < places; i++)
            foreach (var side in new[] { 1, -1 }) Place(block, path.Start.Ahead(FirstPlace + i * PlaceWidth), side);
        var half = block.Style.LaneWidth + PlaceDepth;
        block.Cover(new RoadPath(path.Start.Ahead(FirstPlace)).Straight(places * PlaceWidth), half, half);
        block.Open.Add(ahead.AtEnd);
        return true;
    }

    private static void Place(BlockDraft block, Pose at, int side)
    {
        double near = block.Style.LaneWidth * side, far = near + PlaceDepth * side;
        var next = at.Ahead(PlaceWidth);
        MapPoint[] outline = [Point(at.Beside(near)), Point(next.Beside(near)), Point(next.Beside(far)), Point(at.Beside(far))];
        block.Areas.Add(new() { Kind = AreaKind.Parking, Outline = outline });
        block.Lines.Add(new() { Kind = MarkingKind.Solid, Points = [outline[0], outline[3]] });
        block.Lines.Add(new() { Kind = MarkingKind.Solid, Points = [outline[1], outline[2]] });
    }

    private static MapPoint Point(Pose pose) => new(pose.X, pose.Y);
}
