using RLSandbox.Core.Mathematics;

namespace RLSandbox.Scenarios.Maps;

/// <summary>A wheel that a belt runs round.</summary>
/// <param name="X">Of the hub, m.</param>
/// <param name="Y">Of the hub, m.</param>
/// <param name="Radius">m; positive where the belt turns left around the hub, negative where it turns right.</param>
internal readonly record struct Pulley(double X, double Y, double Radius);

/// <summary>A closed line of arcs round pulleys and of the straight tangents between them: hairpins, S-bends and straights with exact radii.</summary>
internal sealed class Belt
{
    /// <summary>Largest turn round one pulley, rad: a hairpin that closes a little beyond the half turn.</summary>
    private const double LargestTurn = 3.8;

    private readonly List<Pulley> _pulleys;
    private readonly Tangent[] _tangents;
    private readonly double[] _turns;

    private Belt(List<Pulley> pulleys, Tangent[] tangents, double[] turns)
    {
        _pulleys = pulleys;
        _tangents = tangents;
        _turns = turns;
        for (var i = 0; i < pulleys.Count; i++) Length += ArcLength(i) + tangents[i].Length;
    }

    /// <summary>m.</summary>
    public double Length { get; }

    /// <summary>The belt round <paramref name="pulleys"/> in this order; null, and the index of one that is in the way, where there is none.</summary>
    public static Belt? TryLay(List<Pulley> pulleys, out int obstacle)
    {
        obstacle = 0;
        var n = pulleys.Count;
        var tangents = new Tangent[n];
        var turns = new double[n];
        for (var i = 0; i < n; i++)
        {
            if (TangentBetween(pulleys[i], pulleys[(i + 1) % n]) is not { } tangent)
            {
                obstacle = i;
                return null;
            }
            tangents[i] = tangent;
        }
        for (var i = 0; i < n; i++)
        {
            turns[i] = Turn(tangents[(i + n - 1) % n], tangents[i], pulleys[i].Radius > 0);
            if (turns[i] <= LargestTurn) continue;
            obstacle = i;
            return null;
        }
        return new(pulleys, tangents, turns);
    }

    /// <summary>Index of the pulley with the largest turn.</summary>
    public int SharpestPulley()
    {
        var sharpest = 0;
        for (var i = 1; i < _turns.Length; i++)
            if (_turns[i] > _turns[sharpest]) sharpest = i;
        return sharpest;
    }

    /// <summary>Points at equal distances along the belt; the first is the middle of the longest tangent.</summary>
    public (double X, double Y)[] Points(int count)
    {
        var longest = 0;
        for (var i = 1; i < _tangents.Length; i++)
            if (_tangents[i].Length > _tangents[longest].Length) longest = i;
        var points = new (double X, double Y)[count];
        var piece = longest;
        double onTangent = _tangents[longest].Length, pieceStart = -onTangent / 2;
        for (var k = 0; k < count; k++)
        {
            var arc = Length * k / count;
            while (arc >= pieceStart + _tangents[piece].Length + ArcLength(Next(piece)))
            {
                pieceStart += _tangents[piece].Length + ArcLength(Next(piece));
                piece = Next(piece);
            }
            points[k] = PointAt(piece, arc - pieceStart);
        }
        return points;
    }

    private double ArcLength(int pulley) => Math.Abs(_pulleys[pulley].Radius) * _turns[pulley];

    private int Next(int i) => i + 1 == _pulleys.Count ? 0 : i + 1;

    /// <summary>A point on tangent <paramref name="piece"/> or, beyond its end, on the arc that follows.</summary>
    private (double X, double Y) PointAt(int piece, double along)
    {
        var tangent = _tangents[piece];
        if (along <= tangent.Length)
        {
            var from = Touch(_pulleys[piece], tangent);
            return (from.X + along * tangent.X, from.Y + along * tangent.Y);
        }
        var pulley = _pulleys[Next(piece)];
        var (sin, cos) = Elementary.SinCos((float)((along - tangent.Length) / pulley.Radius));
        return Touch(pulley, new(tangent.X * cos - tangent.Y * sin, tangent.X * sin + tangent.Y * cos, 0));
    }

    /// <summary>Where a belt in direction of <paramref name="tangent"/> touches a pulley: on its right side if it turns left.</summary>
    private static (double X, double Y) Touch(Pulley pulley, Tangent tangent) => (pulley.X + pulley.Radius * tangent.Y, pulley.Y - pulley.Radius * tangent.X);

    private static Tangent? TangentBetween(Pulley a, Pulley b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y, aside = b.Radius - a.Radius;
        var square = dx * dx + dy * dy;
        if (square <= aside * aside) return null;
        var length = Math.Sqrt(square - aside * aside);
        return new((length * dx + aside * dy) / square, (length * dy - aside * dx) / square, length);
    }

    private static double Turn(Tangent before, Tangent after, bool left)
    {
        double cross = before.X * after.Y - before.Y * after.X, dot = before.X * after.X + before.Y * after.Y;
        double angle = Elementary.Atan2((float)(left ? cross : -cross), (float)dot);
        return angle < 0 ? angle + 2 * Math.PI : angle;
    }

    /// <summary>Direction (length 1) and length of the straight part behind a pulley.</summary>
    private readonly record struct Tangent(double X, double Y, double Length);
}
