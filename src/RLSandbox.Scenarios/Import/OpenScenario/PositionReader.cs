namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>Turns positions of a scenario into places on the map, at the moment at which they are asked for.</summary>
internal sealed class PositionReader(Stage stage)
{
    private const double Farthest = 15_000;                               // m; a map reaches 20 km from its origin
    private const double LargestRadians = Math.Tau + 0.01;                // more is meant in degrees

    private SceneDraft Draft => stage.Draft;

    /// <summary>The place that a <c>Position</c> names; null and a warning if there is none.</summary>
    public RoadPose? Read(XoscNode? position, XoscNode owner)
    {
        if (position?.First is not { } place)
        {
            Draft.Warn(owner, "it has no position and was left out");
            return null;
        }
        var pose = place.Name switch
        {
            "WorldPosition" => World(place),
            "RoadPosition" => Road(place),
            "LanePosition" => Lane(place),
            "RelativeRoadPosition" => RelativeRoad(place),
            "RelativeLanePosition" => RelativeLane(place),
            "RelativeWorldPosition" or "RelativeObjectPosition" => Relative(place, place.Name == "RelativeObjectPosition"),
            _ => Unknown(place),
        };
        if (pose is null || IsNear(pose.Value)) return pose;
        Draft.Warn(place, FormattableString.Invariant($"it is farther than {Farthest} m from the map's origin and was left out"));
        return null;
    }

    private static bool IsNear(RoadPose pose) => Math.Abs(pose.X) <= Farthest && Math.Abs(pose.Y) <= Farthest && Math.Abs(pose.Z) <= Farthest;

    private RoadPose? Unknown(XoscNode place)
    {
        Draft.Warn(place, "positions of this kind are not read", $"{place.Name} elements");
        return null;
    }

    private RoadPose? World(XoscNode place)
    {
        if (Draft.Number(place, "x") is not { } x || Draft.Number(place, "y") is not { } y) return null;
        var point = Draft.Frame.Place(x, y, Optional(place, "z"));
        return new(point.X, point.Y, point.Z, Draft.Frame.Left(Radians(place)));
    }

    private RoadPose? Road(XoscNode place) =>
        Draft.Number(place, "s") is { } s && Draft.Number(place, "t") is { } t ? Turned(place, OnRoad(place, place.Text("roadId"), s, Draft.Frame.Left(t))) : null;

    private RoadPose? OnRoad(XoscNode place, string road, double s, double t)
    {
        if (stage.Places.At(road, s, t) is { } pose) return pose;
        Draft.Warn(place, FormattableString.Invariant($"the map has no road \"{Printable.Of(road, 80)}\" that reaches s {s:0.00}; the position was left out"));
        return null;
    }

    private RoadPose? Lane(XoscNode place) =>
        Draft.Number(place, "laneId", -1000, 1000) is { } lane && Draft.Number(place, "s") is { } s
            ? Turned(place, OnLane(place, place.Text("roadId"), (int)lane, s, Draft.Frame.Left(Optional(place, "offset")))) : null;

    private RoadPose? OnLane(XoscNode place, string road, int lane, double s, double offset)
    {
        if (stage.Places.At(road, lane, s, offset) is { } pose) return pose;
        Draft.Warn(place, FormattableString.Invariant($"the map has no lane {lane} of road \"{Printable.Of(road, 80)}\" at s {s:0.00}; the position was left out"));
        return null;
    }

    private RoadPose? RelativeRoad(XoscNode place)
    {
        if (Reference(place) is not var (road, _, s, t)) return null;
        return Turned(place, OnRoad(place, road, s + Optional(place, "ds"), t + Draft.Frame.Left(Optional(place, "dt"))));
    }

    private RoadPose? RelativeLane(XoscNode place)
    {
        if (Reference(place) is not var (road, lane, s, _)) return null;
        var number = lane + (int)Math.Clamp(Optional(place, "dLane"), -1000, 1000);
        if (number == 0 || number > 0 != lane > 0) number += Math.Sign(number - lane);                // there is no lane 0
        return Turned(place, OnLane(place, road, number, s + Optional(place, "ds"), Draft.Frame.Left(Optional(place, "offset"))));
    }

    /// <summary>Road, lane, s and t of the entity that a position counts from.</summary>
    private (string Road, int Lane, double S, double T)? Reference(XoscNode place)
    {
        if (Entity(place) is not { } entity) return null;
        var (x, y) = (entity.Pose.X, entity.Pose.Y);
        var found = stage.Network.Nearest((float)x, (float)y, (float)entity.Pose.Z, (float)entity.Pose.Heading);
        if (found.IsFound && stage.Places.RoadOf(found.Lane) is { } road && stage.Places.Locate(road, x, y) is var (s, t)) return (road, stage.Places.NumberOf(found.Lane), s, t);
        Draft.Warn(place, "its entity is on no road of the map whose lanes are named road:section:lane; the position was left out");
        return null;
    }

    private Entity? Entity(XoscNode place)
    {
        if (stage.Find(place.Text("entityRef")) is { IsThere: true } entity) return entity;
        Draft.Warn(place, $"expected an entity that has a place, found \"{Printable.Of(place.Text("entityRef"), 80)}\"; the position was left out");
        return null;
    }

    private RoadPose? Relative(XoscNode place, bool isTurned)
    {
        if (Entity(place) is not { } entity) return null;
        double dx = Optional(place, "dx"), dy = Draft.Frame.Left(Optional(place, "dy")), heading = isTurned ? entity.Pose.Heading : 0;
        double sin = Math.Sin(heading), cos = Math.Cos(heading);
        return Turned(place, entity.Pose with { X = entity.Pose.X + dx * cos - dy * sin, Y = entity.Pose.Y + dx * sin + dy * cos });
    }

    /// <summary>The pose with the orientation that a position gives.</summary>
    private RoadPose? Turned(XoscNode place, RoadPose? pose)
    {
        if (pose is not { } found || place.One("Orientation") is not { } orientation) return pose;
        var heading = Draft.Frame.Left(Radians(orientation));
        return found with { Heading = orientation.Text("type") == "relative" ? found.Heading + heading : heading };
    }

    private double Radians(XoscNode place)
    {
        var heading = Optional(place, "h");
        if (Math.Abs(heading) <= LargestRadians) return heading;
        Draft.Warn(place, FormattableString.Invariant($"its heading h of {heading} is more than a turn in radians and was read as degrees"), "headings in degrees");
        return Math.IEEERemainder(heading, 360) * (Math.PI / 180);
    }

    private double Optional(XoscNode place, string attribute) => place.Text(attribute).Length == 0 ? 0 : Draft.Number(place, attribute) ?? 0;
}
