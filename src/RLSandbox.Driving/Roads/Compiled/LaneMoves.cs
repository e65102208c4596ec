using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>One way to get from a lane to another.</summary>
/// <param name="Lane">Lane that is entered.</param>
/// <param name="LeaveAt">Arc of the lane that is left.</param>
/// <param name="EnterAt">Arc of the lane that is entered.</param>
/// <param name="FreeAt">Arc from which on a vehicle is in the middle of the entered lane.</param>
internal readonly record struct LaneMove(int Lane, float LeaveAt, float EnterAt, float FreeAt)
{
    public bool IsChange => FreeAt > EnterAt;
}

/// <summary>Ways from lane to lane: on to a successor, or over a line that may be crossed to a lane beside it.</summary>
internal sealed class LaneMoves(RoadNetwork network)
{
    /// <summary>Metres that a lane change takes where there is room: 2 s at 36 km/h.</summary>
    private const float ChangeLength = 20;

    /// <summary>m; where the line may be crossed over less, nobody changes.</summary>
    private const float ShortestChange = 8;

    /// <summary>Cosine of the largest angle between lanes side by side.</summary>
    private const float Parallel = 0.5f;

    /// <summary>Adds what is possible for a vehicle in the middle of a lane at an arc.</summary>
    public void Add(int lane, float arc, List<LaneMove> moves)
    {
        var length = network.Lanes[lane].Length;
        foreach (var next in network.Successors(lane))
            if (network.Lanes[next].IsDrivable) moves.Add(new(next, length, 0, 0));
        if (Change(lane, arc, LaneChange.Left) is { } left) moves.Add(left);
        if (Change(lane, arc, LaneChange.Right) is { } right) moves.Add(right);
    }

    /// <summary>The first change with enough room behind an arc, else the roomiest; null if there is none.</summary>
    private LaneMove? Change(int lane, float arc, LaneChange side)
    {
        ref readonly var l = ref network.Lanes[lane];
        var other = side == LaneChange.Left ? l.Left : l.Right;
        if (other < 0 || !network.Lanes[other].IsDrivable) return null;
        var nodes = network.NodesOf(lane);
        var (from, room) = (0f, 0f);
        for (var k = l.Spacing > 0 ? (int)MathF.Ceiling(arc / l.Spacing) : 0; k < nodes.Length; k++)
        {
            var start = k;
            while (k < nodes.Length && (nodes[k].Change & side) != 0) k++;
            var open = (k - 1 - start) * l.Spacing;
            if (open > room) (from, room) = (start * l.Spacing, open);
            if (room >= ChangeLength) break;
        }
        return room < ShortestChange ? null : Across(lane, other, from, Math.Min(room, ChangeLength));
    }

    private LaneMove? Across(int lane, int other, float from, float length)
    {
        LaneSample begin = network.Sample(lane, from), end = network.Sample(lane, from + length);
        LanePosition enter = network.Locate(other, begin.X, begin.Y), free = network.Locate(other, end.X, end.Y);
        return IsBeside(begin, enter) && IsBeside(end, free) && free.Arc - enter.Arc > length / 2 ? new(other, from, enter.Arc, free.Arc) : null;
    }

    /// <summary>Whether the middle of one lane is no farther from the other lane's edge than its own is.</summary>
    private static bool IsBeside(LaneSample own, LanePosition other) =>
        other.BeyondEdge <= Math.Max(own.LeftWidth, own.RightWidth) + 0.5f && Elementary.Cos(own.Heading - other.Heading) > Parallel;
}
