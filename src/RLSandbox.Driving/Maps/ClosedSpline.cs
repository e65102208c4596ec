namespace RLSandbox.Driving.Maps;

/// <summary>Closed interpolating cubic spline through points of the plane, parametrised by chord length, with continuous second derivative.</summary>
/// <remarks>
/// Span i runs from point i to the next one (the last span returns to point 0); its parameter runs from 0 to the chord <see cref="Chord"/>(i).
/// Double precision, only additions, multiplications, divisions and square roots: the same bits on every machine.
/// Source: de Boor, A Practical Guide to Splines, 1978, ch. IV (periodic end conditions); cyclic system by Sherman and Morrison.
/// </remarks>
internal sealed class ClosedSpline
{
    // Gauss-Legendre, three points on (−1, 1): abscissae 0 and ±√0.6, weights 8/9 and 5/9.
    private const double OuterAbscissa = 0.7745966692414834;
    private const double InnerWeight = 8.0 / 9, OuterWeight = 5.0 / 9;

    private readonly double[] _x, _y, _chord, _bendX, _bendY;

    /// <summary>At least three points; neighbours must differ.</summary>
    public ClosedSpline(double[] x, double[] y)
    {
        var n = x.Length;
        _x = x;
        _y = y;
        _chord = new double[n];
        for (var i = 0; i < n; i++)
        {
            double dx = x[Next(i)] - x[i], dy = y[Next(i)] - y[i];
            _chord[i] = Math.Sqrt(dx * dx + dy * dy);
        }
        _bendX = SecondDerivatives(x);
        _bendY = SecondDerivatives(y);
    }

    /// <summary>Spans, as many as points.</summary>
    public int Count => _x.Length;

    /// <summary>Distance from point <paramref name="span"/> to the next, the length of the span's parameter.</summary>
    public double Chord(int span) => _chord[span];

    /// <summary>Position, first and second derivative by the parameter.</summary>
    public SplineSample Evaluate(int span, double t)
    {
        int next = Next(span);
        double h = _chord[span], a = (h - t) / h, b = t / h;
        double ca = (a * a * a - a) * h * h / 6, cb = (b * b * b - b) * h * h / 6;
        var (dx, dy) = Derivative(span, t);
        return new(
            a * _x[span] + b * _x[next] + ca * _bendX[span] + cb * _bendX[next],
            a * _y[span] + b * _y[next] + ca * _bendY[span] + cb * _bendY[next],
            dx, dy,
            a * _bendX[span] + b * _bendX[next],
            a * _bendY[span] + b * _bendY[next]);
    }

    /// <summary>Metres per unit of the parameter.</summary>
    public double Speed(int span, double t)
    {
        var (dx, dy) = Derivative(span, t);
        return Math.Sqrt(dx * dx + dy * dy);
    }

    /// <summary>Metres along the curve between two parameters of one span (to better than 1e-6 for pieces of 2 m).</summary>
    public double Length(int span, double from, double to)
    {
        double middle = (from + to) / 2, half = (to - from) / 2, aside = OuterAbscissa * half;
        return half * (InnerWeight * Speed(span, middle) + OuterWeight * (Speed(span, middle - aside) + Speed(span, middle + aside)));
    }

    private (double X, double Y) Derivative(int span, double t)
    {
        int next = Next(span);
        double h = _chord[span], a = (h - t) / h, b = t / h;
        double ca = (1 - 3 * a * a) * h / 6, cb = (3 * b * b - 1) * h / 6;
        return (
            (_x[next] - _x[span]) / h + ca * _bendX[span] + cb * _bendX[next],
            (_y[next] - _y[span]) / h + ca * _bendY[span] + cb * _bendY[next]);
    }

    private int Next(int i) => i + 1 == _x.Length ? 0 : i + 1;

    private double[] SecondDerivatives(double[] value)
    {
        var n = value.Length;
        var diagonal = new double[n];
        var right = new double[n];
        for (var i = 0; i < n; i++)
        {
            var before = i == 0 ? n - 1 : i - 1;
            diagonal[i] = 2 * (_chord[before] + _chord[i]);
            right[i] = 6 * ((value[Next(i)] - value[i]) / _chord[i] - (value[i] - value[before]) / _chord[before]);
        }
        return SolveCyclic(diagonal, right);
    }

    /// <summary>Solves the symmetric cyclic tridiagonal system whose off-diagonal element between rows i and i + 1 is chord i.</summary>
    private double[] SolveCyclic(double[] diagonal, double[] right)
    {
        var n = right.Length;
        double corner = _chord[n - 1], gamma = -diagonal[0];
        var changed = (double[])diagonal.Clone();
        changed[0] -= gamma;
        changed[n - 1] -= corner * corner / gamma;
        var solution = SolveTridiagonal(changed, right);
        var unit = new double[n];
        unit[0] = gamma;
        unit[n - 1] = corner;
        var correction = SolveTridiagonal(changed, unit);
        var factor = (solution[0] + corner * solution[n - 1] / gamma) / (1 + correction[0] + corner * correction[n - 1] / gamma);
        for (var i = 0; i < n; i++) solution[i] -= factor * correction[i];
        return solution;
    }

    private double[] SolveTridiagonal(double[] diagonal, double[] right)
    {
        var n = right.Length;
        var pivot = new double[n];
        var solution = new double[n];
        pivot[0] = diagonal[0];
        solution[0] = right[0];
        for (var i = 1; i < n; i++)
        {
            var factor = _chord[i - 1] / pivot[i - 1];
            pivot[i] = diagonal[i] - factor * _chord[i - 1];
            solution[i] = right[i] - factor * solution[i - 1];
        }
        solution[n - 1] /= pivot[n - 1];
        for (var i = n - 2; i >= 0; i--) solution[i] = (solution[i] - _chord[i] * solution[i + 1]) / pivot[i];
        return solution;
    }
}

/// <summary>A point of a <see cref="ClosedSpline"/> with its derivatives by the parameter.</summary>
internal readonly record struct SplineSample(double X, double Y, double Dx, double Dy, double Ddx, double Ddy);
