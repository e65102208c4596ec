namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>Latitude and longitude on the WGS 84 ellipsoid as metres east and north of a place.</summary>
/// <remarks>
/// Scale 1 on the meridian of the place; 10 km beside it lengths are 1.2 × 10⁻⁶ too long, 12 mm in 10 km. The series is that of Krüger to the fourth
/// power of the third flattening, exact to a micrometre within 1,000 km (Karney 2011, Transverse Mercator with an accuracy of a few nanometers, eq. 35).
/// </remarks>
internal sealed class TransverseMercator
{
    private const double EquatorRadius = 6378137, Flattening = 1 / 298.257223563, N = Flattening / (2 - Flattening);
    private const double Radius = EquatorRadius / (1 + N) * (1 + N * N / 4 + N * N * N * N / 64);
    private static readonly double[] _series =
    [
        N / 2 - 2.0 / 3 * N * N + 5.0 / 16 * N * N * N + 41.0 / 180 * N * N * N * N,
        13.0 / 48 * N * N - 3.0 / 5 * N * N * N + 557.0 / 1440 * N * N * N * N,
        61.0 / 240 * N * N * N - 103.0 / 140 * N * N * N * N,
        49561.0 / 161280 * N * N * N * N,
    ];

    private readonly double _longitude, _north;

    /// <summary>Around a place, degrees.</summary>
    public TransverseMercator(double latitude, double longitude) => (_longitude, _north) = (longitude, Curved(latitude, 0).North);

    /// <summary>Metres east and north, of degrees less than 80 from the meridian.</summary>
    public (double X, double Y) Project(double latitude, double longitude)
    {
        var (east, north) = Curved(latitude, double.DegreesToRadians(Math.IEEERemainder(longitude - _longitude, 360)));
        return (east, north - _north);
    }

    private static (double East, double North) Curved(double latitude, double east)
    {
        var eccentricity = Math.Sqrt(Flattening * (2 - Flattening));
        var tangent = Math.Tan(double.DegreesToRadians(latitude));
        var secant = Math.Sqrt(1 + tangent * tangent);
        var sigma = Math.Sinh(eccentricity * Math.Atanh(eccentricity * tangent / secant));
        var conformal = tangent * Math.Sqrt(1 + sigma * sigma) - sigma * secant;
        double xi = Math.Atan2(conformal, Math.Cos(east)), eta = Math.Asinh(Math.Sin(east) / Math.Sqrt(conformal * conformal + Math.Cos(east) * Math.Cos(east)));
        double x = eta, y = xi;
        for (var i = 0; i < _series.Length; i++)
        {
            var k = 2 * (i + 1);
            y += _series[i] * Math.Sin(k * xi) * Math.Cosh(k * eta);
            x += _series[i] * Math.Cos(k * xi) * Math.Sinh(k * eta);
        }
        return (Radius * x, Radius * y);
    }
}
