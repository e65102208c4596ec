using RLSandbox.Driving.Roads.Compiled;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>A road user of a scenario: what it is, and how it moves along a lane or straight on.</summary>
internal sealed class Entity
{
    private const double Flattest = 0.2;                                 // of the arc's length; an offset beyond the centre of a bend has no arc
    private const double AsSharp = 0.2;                                  // rad; what the left turn of a T differs from the right one by
    private const int MostLanes = 1000;                                  // in one step

    /// <summary>Unique in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>What declares it.</summary>
    public required XoscNode Node { get; init; }

    /// <summary>What it is.</summary>
    public required ActorKind Kind { get; init; }

    /// <summary>From bumper to bumper, m.</summary>
    public required double Length { get; init; }

    /// <summary>From side to side, m.</summary>
    public required double Width { get; init; }

    /// <summary>From its point of reference forward and to the left to its centre, m.</summary>
    public (double Forward, double Left) Centre { get; init; }

    /// <summary>Whether an agent drives it.</summary>
    public bool IsEgo { get; init; }

    /// <summary>Whether it has been put somewhere and not been taken away.</summary>
    public bool IsThere { get; private set; }

    /// <summary>Point of reference.</summary>
    public RoadPose Pose { get; private set; }

    /// <summary>m/s.</summary>
    public double Speed { get; private set; }

    /// <summary>m since the beginning.</summary>
    public double Travelled { get; private set; }

    /// <summary>s since it last moved.</summary>
    public double StillSeconds { get; private set; }

    /// <summary>m/s², over the last step.</summary>
    public double Acceleration { get; private set; }

    /// <summary>Lane that it follows; −1 for none.</summary>
    public int Lane { get; private set; } = -1;

    /// <summary>From the middle of its lane, left positive, m.</summary>
    public double Offset { get; private set; }

    /// <summary>Whether its lane ended before it.</summary>
    public bool IsAtEnd { get; private set; }

    private Transition? SpeedChange { get; set; }

    private Transition? Drift { get; set; }

    private double Arc { get; set; }

    /// <summary>Puts it somewhere. A vehicle that heads along a drivable lane, and stands on it, will follow it.</summary>
    public void Place(RoadPose pose, RoadNetwork network)
    {
        const double Steepest = Math.PI / 3;                             // from the lane's direction
        (Pose, IsThere, Lane, IsAtEnd) = (pose, true, -1, false);
        Drift?.Cancel();
        if (Kind is ActorKind.Pedestrian or ActorKind.Obstacle) return;
        var found = network.Nearest((float)pose.X, (float)pose.Y, (float)pose.Z, (float)pose.Heading);
        if (!found.IsFound || found.BeyondEdge > 0 || Math.Abs(Math.IEEERemainder(found.Heading - pose.Heading, Math.Tau)) > Steepest) return;
        (Lane, Arc, Offset) = (found.Lane, found.Arc, found.LateralOffset);
    }

    /// <summary>Takes it away.</summary>
    public void Remove() => IsThere = false;

    /// <summary>Changes its speed.</summary>
    public void Begin(Transition speed)
    {
        SpeedChange?.Cancel();
        (SpeedChange, Speed) = (speed, speed.Value);
    }

    /// <summary>Changes its place across its lane.</summary>
    public void BeginDrift(Transition drift)
    {
        Drift?.Cancel();
        (Drift, Offset) = (drift, drift.Value);
    }

    /// <summary>Follows another lane from where it is.</summary>
    public void ChangeLane(int lane, RoadNetwork network)
    {
        var found = network.Locate(lane, (float)Pose.X, (float)Pose.Y);
        if (!found.IsFound) return;
        Drift?.Cancel();
        (Lane, Arc, Offset) = (lane, found.Arc, found.LateralOffset);
    }

    /// <summary>Moves on for a step.</summary>
    public void Move(double seconds, RoadNetwork network)
    {
        var before = Speed;
        if (SpeedChange is { IsDone: false } speed)
        {
            speed.Advance(seconds, 0);
            Speed = speed.Value;
        }
        Acceleration = (Speed - before) / seconds;
        var metres = IsAtEnd ? 0 : (before + Speed) / 2 * seconds;
        if (SpeedChange is { IsDone: false }) SpeedChange.Advance(0, metres);
        if (Lane >= 0) Follow(seconds, metres, network);
        else Pose = Pose with { X = Pose.X + metres * Math.Cos(Pose.Heading), Y = Pose.Y + metres * Math.Sin(Pose.Heading) };
        Travelled += metres;
        StillSeconds = metres > 1e-6 ? 0 : StillSeconds + seconds;
    }

    /// <summary>Centre, as a recording has it.</summary>
    public ActorState State(int step)
    {
        double sin = Math.Sin(Pose.Heading), cos = Math.Cos(Pose.Heading);
        return new(step, Pose.X + Centre.Forward * cos - Centre.Left * sin, Pose.Y + Centre.Forward * sin + Centre.Left * cos, Math.IEEERemainder(Pose.Heading, Math.Tau), Speed);
    }

    private void Follow(double seconds, double metres, RoadNetwork network)
    {
        if (metres <= 0) return;                                         // nobody moves aside without moving on
        var from = Offset;
        if (Drift is { IsDone: false } drift)
        {
            drift.Advance(seconds, metres);
            Offset = drift.Value;
        }
        var bend = network.Sample(Lane, (float)Arc).Curvature;
        Arc += metres / Math.Max(Flattest, 1 - bend * Offset);
        GoOn(network);
        var place = network.Sample(Lane, (float)Arc);
        var aside = Math.Atan2(Offset - from, metres);
        Pose = new(place.X - Offset * Math.Sin(place.Heading), place.Y + Offset * Math.Cos(place.Heading), place.Z, place.Heading + aside);
        if (IsAtEnd) Speed = 0;
    }

    /// <summary>From lane to lane: where there is a choice into the one that turns least, of two about as sharp ones to the side on which traffic keeps.</summary>
    private void GoOn(RoadNetwork network)
    {
        for (var count = 0; Arc > network.Lanes[Lane].Length && count < MostLanes; count++)
        {
            var (next, least) = (-1, double.MaxValue);
            foreach (var lane in network.Successors(Lane))
            {
                var turn = Turn(lane, network);
                if (turn < least) (next, least) = (lane, turn);
            }
            if (next < 0)
            {
                (Arc, IsAtEnd) = (network.Lanes[Lane].Length, true);
                return;
            }
            Arc -= network.Lanes[Lane].Length;
            Lane = next;
        }
    }

    private static double Turn(int lane, RoadNetwork network)
    {
        var nodes = network.NodesOf(lane);
        var turn = Math.IEEERemainder(nodes[^1].Heading - nodes[0].Heading, Math.Tau);
        return Math.Abs(turn) + (turn > 0 == network.Map.DrivesOnLeft ? 0 : AsSharp);
    }
}
