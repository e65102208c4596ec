using RLSandbox.Driving.Maps;

namespace RLSandbox.Scenarios.Tests.Maps;

/// <summary>Measures a circuit from equally spaced samples alone, the plain way.</summary>
internal sealed class CircuitWalk
{
    private const float StraightCurvature = 1f / 500;
    private const float BendCurvature = 1f / 60;

    private readonly CentreLineSample[] _samples;

    public CircuitWalk(Circuit circuit, float spacing)
    {
        _samples = new CentreLineSample[(int)(circuit.Length / spacing)];
        Spacing = circuit.Length / _samples.Length;
        for (var i = 0; i < _samples.Length; i++) _samples[i] = circuit.Sample(i * Spacing);
    }

    public float Spacing { get; }

    /// <summary>Largest distance between neighbours, the last and the first included.</summary>
    public float LargestStep => Largest((a, b) => Distance(a, b));

    public float LargestWidthStep => Largest((a, b) => Math.Abs(Width(a) - Width(b)));

    public float NarrowestWidth => _samples.Min(Width);

    public float WidestWidth => _samples.Max(Width);

    public float SmallestRadiusOverHalfWidth => _samples.Min(s => 1 / (Math.Abs(s.Curvature) * Math.Max(s.LeftWidth, s.RightWidth)));

    /// <summary>The same with the side that lies inside the bend: the edge folds where this is below 1.</summary>
    public float SmallestInnerRadiusShare => _samples.Min(s => 1 / (Math.Abs(s.Curvature) * (s.Curvature > 0 ? s.LeftWidth : s.RightWidth)));

    public bool TurnsBothWays => _samples.Any(s => s.Curvature > BendCurvature) && _samples.Any(s => s.Curvature < -BendCurvature);

    /// <summary>How often a bend is followed by one to the other side.</summary>
    public int SideChanges
    {
        get
        {
            var sides = _samples.Where(s => Math.Abs(s.Curvature) > BendCurvature).Select(s => Math.Sign(s.Curvature)).ToArray();
            return sides.Where((side, i) => side != sides[(i + 1) % sides.Length]).Count();
        }
    }

    /// <summary>Metres of the longest stretch with radii above 500 m.</summary>
    public float LongestStraight
    {
        get
        {
            int longest = 0, run = 0;
            for (var i = 0; i < 2 * _samples.Length; i++)
            {
                run = Math.Abs(_samples[i % _samples.Length].Curvature) < StraightCurvature ? run + 1 : 0;
                longest = Math.Max(longest, run);
            }
            return longest * Spacing;
        }
    }

    /// <summary>Largest change of heading within some metres, rad.</summary>
    public float LargestTurn(float within)
    {
        var window = (int)(within / Spacing);
        var (sum, largest) = (0f, 0f);
        for (var i = 0; i < _samples.Length + window; i++)
        {
            sum += _samples[i % _samples.Length].Curvature * Spacing;
            if (i >= window) sum -= _samples[i - window].Curvature * Spacing;
            largest = Math.Max(largest, Math.Abs(sum));
        }
        return largest;
    }

    /// <summary>Whether any two samples are this far apart, unless they are so near along the line that a half circle of that diameter joins them.</summary>
    public bool KeepsApart(float distance)
    {
        var neighbours = (int)MathF.Ceiling(MathF.PI / 2 * distance / Spacing);
        for (var i = 0; i < _samples.Length; i++)
            for (var j = i + neighbours; j <= Math.Min(_samples.Length - 1, i + _samples.Length - neighbours);)
            {
                var excess = Distance(_samples[i], _samples[j]) - distance;
                if (excess < 0) return false;
                j += 1 + (int)(excess / (1.01f * Spacing));                  // the distance changes by at most one step per sample
            }
        return true;
    }

    private float Largest(Func<CentreLineSample, CentreLineSample, float> measure)
    {
        var largest = 0f;
        for (var i = 0; i < _samples.Length; i++) largest = Math.Max(largest, measure(_samples[i], _samples[(i + 1) % _samples.Length]));
        return largest;
    }

    private static float Width(CentreLineSample s) => s.LeftWidth + s.RightWidth;

    private static float Distance(CentreLineSample a, CentreLineSample b) => MathF.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
