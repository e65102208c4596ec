using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Drivers;

/// <summary>The fastest speed along a centre line that a share of the grip allows, braking and driving included.</summary>
/// <remarks>
/// Knots about 1 m apart, linear in the square of the speed between them (constant acceleration). Three passes over a closed lap: speed of the bend;
/// backwards, so that braking reaches it; forwards, so that the drive does. In both the tyres' longitudinal share is what the bend leaves
/// (<see cref="VehicleParameters.LateralLimit"/>). Immutable, any number of threads.
/// Source: Kapania, Subosits, Gerdes, "A sequential two-step algorithm for fast generation of vehicle racing trajectories", J. Dynamic Systems 2016,
/// section 3 (three-pass speed profile). Ours differs: a closed lap (each pass goes round twice), load transfer, no grade.
/// </remarks>
public sealed class SpeedProfile
{
    private const int Halvings = 20;               // of the friction limit: finds an acceleration to 1e-5 m/s²

    private readonly float[] _squares;
    private readonly float _spacing;

    private SpeedProfile(float[] squares, float spacing)
    {
        _squares = squares;
        _spacing = spacing;
    }

    /// <summary>Bytes of the table.</summary>
    public long ByteCount => (long)_squares.Length * sizeof(float);

    /// <summary>Seconds of a flying lap at this profile.</summary>
    public float LapSeconds
    {
        get
        {
            var seconds = 0f;
            for (var knot = 0; knot < _squares.Length; knot++)
                seconds += 2f * _spacing / (MathF.Sqrt(_squares[knot]) + MathF.Sqrt(_squares[(knot + 1) % _squares.Length]));
            return seconds;
        }
    }

    /// <summary>The profile of one circuit for one vehicle.</summary>
    /// <param name="gripShare">Share of the friction limit used in every direction, in (0, 1].</param>
    public static SpeedProfile Build(Circuit circuit, in VehicleParameters vehicle, float gripShare)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gripShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(gripShare, 1f);
        var count = Math.Max((int)circuit.Length, 4);
        var spacing = circuit.Length / count;
        var curvature = new float[count];
        var squares = new float[count];
        var lateral = gripShare * vehicle.LateralLimit(0f);
        for (var knot = 0; knot < count; knot++)
        {
            curvature[knot] = MathF.Abs(circuit.Sample(knot * spacing).Curvature);
            squares[knot] = MathF.Min(lateral / MathF.Max(curvature[knot], 1e-6f), vehicle.TopSpeed * vehicle.TopSpeed);
        }
        for (var step = 2 * count; step > 0; step--)
        {
            int knot = step % count, before = (step - 1) % count;
            var braking = Spare(squares[knot] * curvature[knot], -vehicle.BrakingLimit, gripShare, vehicle);
            squares[before] = MathF.Min(squares[before], squares[knot] - 2f * spacing * braking);
        }
        for (var step = 0; step < 2 * count; step++)
        {
            int knot = step % count, next = (step + 1) % count;
            var drive = Spare(squares[knot] * curvature[knot], vehicle.DriveLimit(MathF.Sqrt(squares[knot])), gripShare, vehicle);
            var resistance = vehicle.RollingResistance + vehicle.Drag * squares[knot];
            squares[next] = MathF.Min(squares[next], squares[knot] + 2f * spacing * (drive - resistance));
        }
        return new(squares, spacing);
    }

    /// <summary>Speed at an arc, m/s; any arc is wrapped.</summary>
    public float Speed(float arc) => MathF.Sqrt(Square(arc));

    /// <summary>Longitudinal acceleration the profile plans from <paramref name="arc"/> over the next <paramref name="metres"/>, m/s².</summary>
    public float Acceleration(float arc, float metres) => (Square(arc + metres) - Square(arc)) / (2f * metres);

    /// <summary>The part of a wanted longitudinal acceleration that a bend leaves, m/s²; same sign.</summary>
    private static float Spare(float lateral, float wanted, float gripShare, in VehicleParameters vehicle)
    {
        if (gripShare * vehicle.LateralLimit(wanted / gripShare) >= lateral) return wanted;
        float possible = 0f, tooMuch = 1f;
        for (var i = 0; i < Halvings; i++)
        {
            var middle = 0.5f * (possible + tooMuch);
            if (gripShare * vehicle.LateralLimit(wanted * middle / gripShare) >= lateral) possible = middle;
            else tooMuch = middle;
        }
        return wanted * possible;
    }

    private float Square(float arc)
    {
        var position = arc / _spacing;
        var knot = MathF.Floor(position);
        var along = position - knot;
        var index = (int)knot % _squares.Length;
        if (index < 0) index += _squares.Length;
        var next = index + 1 == _squares.Length ? 0 : index + 1;
        return _squares[index] + along * (_squares[next] - _squares[index]);
    }
}
