namespace RLSandbox.Scenarios.Towns;

/// <summary>Whether pieces of ground overlap. Discs cover more than what is laid, so the answer errs towards yes.</summary>
internal static class GroundCheck
{
    /// <summary>Whether two pieces overlap anywhere but near a joint.</summary>
    /// <param name="joints">Where pieces meet rightly: two discs whose middles both lie near the same one may overlap.</param>
    /// <param name="near">m.</param>
    public static bool Overlap(IReadOnlyList<Disc> some, IReadOnlyList<Disc> others, ReadOnlySpan<Pose> joints, double near)
    {
        foreach (var a in some)
            foreach (var b in others)
            {
                double dx = a.X - b.X, dy = a.Y - b.Y, apart = a.Radius + b.Radius;
                if (dx * dx + dy * dy < apart * apart && !AtJoint(a, b, joints, near)) return true;
            }
        return false;
    }

    private static bool AtJoint(Disc a, Disc b, ReadOnlySpan<Pose> joints, double near)
    {
        foreach (var joint in joints)
            if (IsNear(a, joint, near) && IsNear(b, joint, near)) return true;
        return false;
    }

    private static bool IsNear(Disc disc, Pose joint, double near) => (disc.X - joint.X) * (disc.X - joint.X) + (disc.Y - joint.Y) * (disc.Y - joint.Y) < near * near;
}
