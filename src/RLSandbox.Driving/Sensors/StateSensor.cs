using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Sensors;

/// <summary>What a vehicle can do, to scale its state by.</summary>
/// <param name="TopSpeed">m/s.</param>
/// <param name="Steering">Largest front wheel angle, rad.</param>
/// <param name="Acceleration">Largest longitudinal acceleration, m/s².</param>
public readonly record struct StateScales(float TopSpeed, float Steering, float Acceleration);

/// <summary>Tells an agent how its car moves and where the road goes, in numbers of about −1 … 1.</summary>
/// <remarks>
/// The columns are those of <see cref="StateConfig.Features"/>, in that order; <see cref="StateFeature"/> gives each one's formula. Nothing is
/// clipped. Immutable: any number of threads may share one. No allocation.
/// </remarks>
public sealed class StateSensor
{
    private const float SlipScale = 0.5f;                                // rad; tyres are well past their grip there
    private const float SlowestSlip = 1f;                                // m/s
    private const float NarrowestSide = 0.1f;                            // m; where a circuit has no road on one side
    private const float SlowestLook = 2f;                                // m/s; a parked car still sees where the road goes

    private const int Group = 16;                                        // points whose memory is asked for at a time

    private readonly StateConfig _config;
    private readonly StateFeature[] _features;

    /// <summary>A sensor of the features in <paramref name="config"/>.</summary>
    /// <exception cref="ArgumentException">No feature is listed.</exception>
    public StateSensor(StateConfig config)
    {
        if (config.Features.Count == 0) throw new ArgumentException("Expected at least one feature.", nameof(config));
        _config = config;
        _features = [.. config.Features];
        Part = new("state", ElementType.Float32, config.FeatureCount);
    }

    /// <summary><c>state</c>, float32 [D].</summary>
    public ObservationPart Part { get; }

    /// <summary>Fills one row, [D].</summary>
    /// <param name="place">Where <paramref name="pose"/> is on the first circuit.</param>
    /// <exception cref="ArgumentException"><paramref name="target"/> is not D numbers long.</exception>
    internal unsafe void Write(in Pose pose, in Motion motion, in CircuitPosition place, CircuitTable circuits, in StateScales scales, Span<float> target)
    {
        if (target.Length != Part.ElementCount) throw new ArgumentException($"Expected {Part.ElementCount} numbers, got {target.Length}.", nameof(target));
        var targets = default(Eight<nint>);
        fixed (float* row = target)
        {
            ((Span<nint>)targets).Fill((nint)row);
            Write(new([pose], [motion], [place]), default, circuits.Rows([default], 0, 1), scales, targets);
        }
    }

    /// <summary>Fills eight rows.</summary>
    /// <param name="rows">Which of <paramref name="columns"/>; one that occurs twice is written twice.</param>
    /// <param name="targets">Address of each row's first number.</param>
    internal void Write(scoped in StateColumns columns, scoped in Eight<int> rows, scoped in CircuitLanes circuits, in StateScales scales, scoped in Eight<nint> targets)
    {
        var column = 0;
        foreach (var feature in _features)
        {
            if (feature == StateFeature.LookAhead)
            {
                WriteLookAhead(columns, rows, circuits, column, targets);
                column += 2 * _config.LookAheadPoints;
            }
            else
            {
                WriteNumbers(feature, columns, rows, scales, column++, targets);
            }
        }
    }

    private static unsafe void WriteNumbers(StateFeature feature, scoped in StateColumns columns, scoped in Eight<int> rows, in StateScales scales, int column, scoped in Eight<nint> targets)
    {
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            var row = rows[lane];
            ((float*)targets[lane])[column] = Value(feature, columns.Pose[row], columns.Motion[row], columns.Place[row], scales);
        }
    }

    private static float Value(StateFeature feature, in Pose pose, in Motion motion, in CircuitPosition place, in StateScales scales) => feature switch
    {
        StateFeature.Speed => motion.Speed / scales.TopSpeed,
        StateFeature.SlipAngle => Elementary.Atan2(motion.LateralVelocity, MathF.Max(MathF.Abs(motion.Speed), SlowestSlip)) / SlipScale,
        StateFeature.YawRate => motion.YawRate,
        StateFeature.Steering => motion.Steering / scales.Steering,
        StateFeature.Acceleration => motion.Acceleration / scales.Acceleration,
        StateFeature.LateralOffset => place.LateralOffset / MathF.Max(place.LateralOffset >= 0 ? place.LeftWidth : place.RightWidth, NarrowestSide),
        StateFeature.HeadingError => Angle.Difference(pose.Heading, place.Heading) / MathF.PI,
        _ => throw new ArgumentOutOfRangeException(nameof(feature), feature, "Not a feature of one number."),
    };

    [SkipLocalsInit]
    private unsafe void WriteLookAhead(scoped in StateColumns columns, scoped in Eight<int> rows, scoped in CircuitLanes circuits, int column, scoped in Eight<nint> targets)
    {
        var look = columns.Look(rows);
        var spacing = Vector256.Create(_config.LookAheadSpacing) * (_config.SpacingInSeconds ? Vector256.Max(look.Speed, Vector256.Create(SlowestLook)) : Vector256<float>.One);
        var scale = Vector256<float>.One / (spacing * _config.LookAheadPoints);
        var (sin, cos) = Elementary.SinCos(look.Heading);
        Span<ArcLanes> places = stackalloc ArcLanes[Group];
        for (var first = 0; first < _config.LookAheadPoints; first += Group)
        {
            var count = Math.Min(Group, _config.LookAheadPoints - first);
            for (var i = 0; i < count; i++) places[i] = circuits.Find(look.Arc + (first + i + 1) * spacing);
            for (var i = 0; i < count; i++, column += 2)
            {
                var there = circuits.PointAt(places[i]);
                Vector256<float> x = there.X - look.X, y = there.Y - look.Y;
                WritePairs((x * cos + y * sin) * scale, (y * cos - x * sin) * scale, column, targets);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void WritePairs(Vector256<float> forward, Vector256<float> left, int column, scoped in Eight<nint> targets)
    {
        Unsafe.SkipInit(out Eight<float> first);
        Unsafe.SkipInit(out Eight<float> second);
        forward.StoreUnsafe(ref first[0]);
        left.StoreUnsafe(ref second[0]);
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            var target = (float*)targets[lane] + column;
            (target[0], target[1]) = (first[lane], second[lane]);
        }
    }
}

/// <summary>What a state is made from: columns of the vehicles of one chunk.</summary>
internal readonly ref struct StateColumns(ReadOnlySpan<Pose> pose, ReadOnlySpan<Motion> motion, ReadOnlySpan<CircuitPosition> place)
{
    public readonly ReadOnlySpan<Pose> Pose = pose;
    public readonly ReadOnlySpan<Motion> Motion = motion;
    public readonly ReadOnlySpan<CircuitPosition> Place = place;

    /// <summary>From where eight vehicles look ahead, and how fast they are.</summary>
    [SkipLocalsInit]
    public (Vector256<float> X, Vector256<float> Y, Vector256<float> Heading, Vector256<float> Speed, Vector256<float> Arc) Look(in Eight<int> rows)
    {
        Span<Pose> pose = stackalloc Pose[Lanes.Count];
        Unsafe.SkipInit(out Eight<float> speed);
        Unsafe.SkipInit(out Eight<float> arc);
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            var row = rows[lane];
            pose[lane] = Pose[row];
            speed[lane] = Motion[row].Speed;
            arc[lane] = Place[row].Arc;
        }
        return (Lanes.Gather(ref pose[0], 0), Lanes.Gather(ref pose[0], 1), Lanes.Gather(ref pose[0], 2), Vector256.LoadUnsafe(ref speed[0]), Vector256.LoadUnsafe(ref arc[0]));
    }
}
