namespace RLSandbox.Driving.Scenes;

/// <summary>The line that a recorded actor drove along, for a driver that follows it at a speed of its own. Immutable, any number of threads.</summary>
/// <remarks>Places closer than <see cref="Spacing"/> to the one before are left out, so that an actor that waits does not turn on the spot.</remarks>
internal sealed class ActorPath
{
    /// <summary>m from place to place, at least.</summary>
    public const float Spacing = 0.5f;

    private const float Narrow = 1e-3f;                                  // m

    private readonly float[] _x, _y, _heading, _arc;

    /// <summary>The path of a track.</summary>
    public ActorPath(ActorTrack track)
    {
        var kept = new List<ActorState>();
        foreach (var state in track.States)
            if (kept.Count == 0 || Distance(kept[^1], state) >= Spacing) kept.Add(state);
        (_x, _y) = ([.. kept.Select(state => (float)state.X)], [.. kept.Select(state => (float)state.Y)]);
        _heading = [.. kept.Select(state => (float)state.Heading)];
        _arc = new float[kept.Count];
        for (var i = 1; i < _arc.Length; i++) _arc[i] = _arc[i - 1] + (float)Distance(kept[i - 1], kept[i]);
        TopSpeed = Math.Max(1f, kept.Max(state => (float)state.Speed));
    }

    /// <summary>m.</summary>
    public float Length => _arc[^1];

    /// <summary>Highest recorded speed, at least 1 m/s.</summary>
    public float TopSpeed { get; }

    /// <summary>Place and direction at an arc; beyond the end straight on.</summary>
    public Components.Pose At(float arc)
    {
        if (_arc.Length == 1) return new(_x[0], _y[0], _heading[0]);
        var i = Segment(arc);
        float dx = _x[i + 1] - _x[i], dy = _y[i + 1] - _y[i], length = MathF.Max(_arc[i + 1] - _arc[i], Narrow), along = (arc - _arc[i]) / length;
        var turn = Core.Mathematics.Angle.Wrap(_heading[i + 1] - _heading[i]);
        return new(_x[i] + along * dx, _y[i] + along * dy, Core.Mathematics.Angle.Wrap(_heading[i] + Math.Clamp(along, 0, 1) * turn));
    }

    /// <summary>Arc of the place nearest to a point, and how far beside the path the point lies, m.</summary>
    public (float Arc, float Beside) Project(float x, float y)
    {
        var best = (Arc: 0f, Square: float.PositiveInfinity);
        for (var i = 0; i + 1 < _arc.Length; i++)
        {
            float dx = _x[i + 1] - _x[i], dy = _y[i + 1] - _y[i], square = MathF.Max(dx * dx + dy * dy, Narrow * Narrow);
            var along = ((x - _x[i]) * dx + (y - _y[i]) * dy) / square;
            along = Math.Clamp(along, 0, i + 2 == _arc.Length ? float.MaxValue : 1);                   // the last piece goes on straight
            float px = _x[i] + along * dx - x, py = _y[i] + along * dy - y, distance = px * px + py * py;
            if (distance < best.Square) best = (_arc[i] + along * (_arc[i + 1] - _arc[i]), distance);
        }
        return (best.Arc, MathF.Sqrt(best.Square));
    }

    private int Segment(float arc)
    {
        var i = Array.BinarySearch(_arc, arc);
        return Math.Clamp(i >= 0 ? i : ~i - 1, 0, _arc.Length - 2);
    }

    private static double Distance(in ActorState a, in ActorState b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
