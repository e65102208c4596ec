using System.Numerics;
using RLSandbox.Rendering.View;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>Where a vehicle came along: one band without joints, in the colour of its speed, older parts thinner and fainter.</summary>
internal static class TrailShapes
{
    private const float Width = 0.32f, OldestShare = 0.4f;               // m
    private const float Same = 1e-4f;                                    // m²; a standing vehicle leaves one point
    private const int Pieces = 4;                                        // of the curve between two points: seen from behind, a step is long

    /// <summary>Adds the band.</summary>
    /// <param name="trail">Oldest first.</param>
    /// <param name="anchor">World place of (0, 0), m.</param>
    public static void Add(GroundShapes shapes, ReadOnlySpan<TrailPoint> trail, (double X, double Y) anchor)
    {
        var band = Smooth(Distinct(trail, anchor));
        for (var i = 0; i + 1 < band.Count; i++)
        {
            Knot from = band[i], to = band[i + 1];
            Vector2 aside = Across(band, i) * (from.Width / 2), asideThen = Across(band, i + 1) * (to.Width / 2);
            shapes.Line(from.Place + aside, to.Place + asideThen, to.Place - asideThen, from.Place - aside, new(Theme.Speed(to.SpeedShare).WithAlpha((byte)(40 + 200 * to.Age))));
        }
    }

    private static List<Knot> Distinct(ReadOnlySpan<TrailPoint> trail, (double X, double Y) anchor)
    {
        var knots = new List<Knot>(trail.Length);
        for (var i = 0; i < trail.Length; i++)
        {
            var knot = new Knot(new((float)(trail[i].X - anchor.X), (float)(trail[i].Y - anchor.Y)), trail[i].SpeedShare, (i + 1) / (float)trail.Length);
            if (knots.Count == 0 || Vector2.DistanceSquared(knots[^1].Place, knot.Place) > Same) knots.Add(knot);
        }
        return knots;
    }

    /// <summary>Through all of them, each stretch in the direction of its neighbours at its ends (Catmull and Rom 1974).</summary>
    private static List<Knot> Smooth(List<Knot> knots)
    {
        var band = new List<Knot>(Pieces * knots.Count);
        for (var i = 0; i + 1 < knots.Count; i++)
            for (var piece = 0; piece < Pieces; piece++)
                band.Add(Between(knots[Math.Max(i - 1, 0)], knots[i], knots[i + 1], knots[Math.Min(i + 2, knots.Count - 1)], piece / (float)Pieces));
        if (knots.Count > 1) band.Add(knots[^1]);
        return band;
    }

    private static Knot Between(in Knot before, in Knot from, in Knot to, in Knot behind, float share)
    {
        float s = share, s2 = s * s, s3 = s2 * s;
        var place = 0.5f * (2 * from.Place + (to.Place - before.Place) * s + (2 * before.Place - 5 * from.Place + 4 * to.Place - behind.Place) * s2 + (3 * from.Place - before.Place - 3 * to.Place + behind.Place) * s3);
        return new(place, float.Lerp(from.SpeedShare, to.SpeedShare, s), float.Lerp(from.Age, to.Age, s));
    }

    /// <summary>To the left at a knot, so long that both sides of a corner keep their width.</summary>
    private static Vector2 Across(List<Knot> band, int at)
    {
        Vector2 here = band[at].Place, before = at > 0 ? band[at - 1].Place : here, behind = at + 1 < band.Count ? band[at + 1].Place : here;
        if (at == 0) return GroundShapes.Unit(default, behind - here);
        var coming = GroundShapes.Unit(default, here - before);
        return at + 1 < band.Count ? GroundShapes.Mitre(coming, GroundShapes.Unit(default, behind - here)) : coming;
    }

    /// <param name="Age">0 … 1, the newest 1.</param>
    private readonly record struct Knot(Vector2 Place, float SpeedShare, float Age)
    {
        public float Width => TrailShapes.Width * (OldestShare + (1 - OldestShare) * Age);
    }
}
