using RLSandbox.Driving.Roads;

namespace RLSandbox.TestKit.Roads;

/// <summary>Small networks whose geometry is known on paper. Lanes are 3.5 m wide and traffic keeps to the right.</summary>
public static class HandMadeRoads
{
    /// <summary>m.</summary>
    public const double LaneWidth = 3.5;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RoadMap> All { get; } = [Straight(), Crossroads(), Bridge(), Helix(), Motorway(), TwoLaneRing()];

    /// <summary>One lane from (0, 0) to (100, 0).</summary>
    public static RoadMap Straight() => new("straight", [Lane("a", [new(0, 0), new(100, 0)])]);

    /// <summary>Four arms of 60 m around a junction of 30 m with every turn: <c>in0</c> comes from the east, <c>in1</c> from the north and so on; <c>0to2</c> leads across.</summary>
    public static RoadMap Crossroads()
    {
        var lanes = new List<Lane>();
        for (var arm = 0; arm < 4; arm++)
        {
            lanes.Add(Lane($"in{arm}", [Turned(arm, 75, 1.75), Turned(arm, 15, 1.75)]) with
            {
                Next = [.. Enumerable.Range(1, 3).Select(turn => $"{arm}to{(arm + turn) % 4}")], Left = new($"out{arm}", true), LeftMarkings = [new(0, MarkingKind.Solid)],
            });
            lanes.Add(Lane($"out{arm}", [Turned(arm, 15, -1.75), Turned(arm, 75, -1.75)]) with { Left = new($"in{arm}", true), LeftMarkings = [new(0, MarkingKind.Solid)] });
        }
        for (var arm = 0; arm < 4; arm++)
            for (var turn = 1; turn < 4; turn++)
                lanes.Add(Lane($"{arm}to{(arm + turn) % 4}", [.. Through(arm, turn)]) with { Next = [$"out{(arm + turn) % 4}"], Junction = "J" });
        return new("crossroads", lanes) { Junctions = [new() { Id = "J", Lanes = [.. lanes.Where(lane => lane.Junction is not null).Select(lane => lane.Id)] }] };
    }

    /// <summary>A road from west to east on the ground and one from south to north 6 m above it.</summary>
    public static RoadMap Bridge() => new("bridge", [Lane("below", [new(-50, 0), new(50, 0)]), Lane("above", [new(0, -50, 6), new(0, 50, 6)])]);

    /// <summary>One lane that winds up twice around the origin, 20 m from it, and climbs 6 m with each turn.</summary>
    public static RoadMap Helix() => new("helix", [Lane("up", [.. Enumerable.Range(0, 97).Select(k => new MapPoint(20 * Math.Cos(Math.Tau * k / 48), 20 * Math.Sin(Math.Tau * k / 48), 6 * k / 48.0))])]);

    /// <summary>Three lanes to the east, 300 m in two parts. From right to left: a and b with a broken line between them, then c behind a line that only c may cross; c has no second part.</summary>
    public static RoadMap Motorway()
    {
        Marking[] broken = [new(0, MarkingKind.Broken)], fromLeft = [new(0, MarkingKind.BrokenSolid)], edge = [new(0, MarkingKind.Solid)];
        return new("motorway",
        [
            Lane("a1", [new(0, 0), new(150, 0)]) with { Next = ["a2"], Left = new("b1", false), LeftMarkings = broken, RightMarkings = edge },
            Lane("b1", [new(0, 3.5), new(150, 3.5)]) with { Next = ["b2"], Left = new("c1", false), Right = new("a1", false), LeftMarkings = fromLeft, RightMarkings = broken },
            Lane("c1", [new(0, 7), new(150, 7)]) with { Right = new("b1", false), LeftMarkings = edge, RightMarkings = fromLeft },
            Lane("a2", [new(150, 0), new(300, 0)]) with { Left = new("b2", false), LeftMarkings = broken, RightMarkings = edge },
            Lane("b2", [new(150, 3.5), new(300, 3.5)]) with { Right = new("a2", false), LeftMarkings = edge, RightMarkings = broken },
        ]);
    }

    /// <summary>Two lanes around the origin, counter-clockwise, in four quarters: <c>inner0</c> 40 m from the middle, <c>outer0</c> on its right; a broken line between them.</summary>
    public static RoadMap TwoLaneRing()
    {
        var lanes = new List<Lane>();
        Marking[] broken = [new(0, MarkingKind.Broken)], edge = [new(0, MarkingKind.Solid)];
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var next = (quarter + 1) % 4;
            lanes.Add(Lane($"inner{quarter}", [.. Quarter(quarter, 40)]) with { Next = [$"inner{next}"], Right = new($"outer{quarter}", false), RightMarkings = broken, LeftMarkings = edge });
            lanes.Add(Lane($"outer{quarter}", [.. Quarter(quarter, 43.5)]) with { Next = [$"outer{next}"], Left = new($"inner{quarter}", false), LeftMarkings = broken, RightMarkings = edge });
        }
        return new("ring", lanes);
    }

    /// <summary>A lane of equal width along a line; edges stand across the bisectors.</summary>
    public static Lane Lane(string id, IReadOnlyList<MapPoint> line, double width = LaneWidth) => new() { Id = id, Sections = Scenarios.Import.LaneShape.FromCentreLine(line, width) };

    /// <summary>Points on an arc of a circle around the origin.</summary>
    public static IEnumerable<MapPoint> Arc(double radius, double from, double to, int pieces) =>
        Enumerable.Range(0, pieces + 1).Select(k => from + (to - from) * k / pieces).Select(angle => new MapPoint(radius * Math.Cos(angle), radius * Math.Sin(angle)));

    private static IEnumerable<MapPoint> Quarter(int quarter, double radius) => Arc(radius, quarter * Math.PI / 2, (quarter + 1) * Math.PI / 2, 24);

    private static MapPoint Turned(int quarters, double x, double y) => (quarters % 4) switch
    {
        0 => new(x, y),
        1 => new(-y, x),
        2 => new(-x, -y),
        _ => new(y, -x),
    };

    /// <summary>From arm to arm + turn quarters counter-clockwise: 1 is a right turn for who comes from there, 2 straight on, 3 a left turn.</summary>
    private static IEnumerable<MapPoint> Through(int arm, int turn)
    {
        // As seen from the east arm: begins at (15, 1.75) heading west and ends beside the middle of another arm. Curves are ellipses' quarters.
        for (var k = 0; k <= 16; k++)
        {
            var angle = Math.PI / 2 * k / 16;
            double sin = Math.Sin(angle), cos = Math.Cos(angle);
            yield return turn switch
            {
                1 => Turned(arm, 15 - 13.25 * sin, 1.75 + 13.25 * (1 - cos)),
                2 => Turned(arm, 15 - 30 * k / 16.0, 1.75),
                _ => Turned(arm, 15 - 16.75 * sin, 1.75 - 16.75 * (1 - cos)),
            };
        }
    }
}
