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
    /// <param name="place">Where <paramref name="pose"/> is on <paramref name="circuit"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="target"/> is not D numbers long.</exception>
    public void Write(in Pose pose, in Motion motion, in CircuitPosition place, Circuit circuit, in StateScales scales, Span<float> target)
    {
        if (target.Length != Part.ElementCount) throw new ArgumentException($"Expected {Part.ElementCount} numbers, got {target.Length}.", nameof(target));
        var column = 0;
        foreach (var feature in _features)
        {
            if (feature == StateFeature.LookAhead)
            {
                WriteLookAhead(pose, motion.Speed, place.Arc, circuit, target.Slice(column, 2 * _config.LookAheadPoints));
                column += 2 * _config.LookAheadPoints;
            }
            else
            {
                target[column++] = Value(feature, pose, motion, place, scales);
            }
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

    private void WriteLookAhead(in Pose pose, float speed, float arc, Circuit circuit, Span<float> target)
    {
        var spacing = _config.LookAheadSpacing * (_config.SpacingInSeconds ? MathF.Max(speed, SlowestLook) : 1f);
        var scale = 1f / (spacing * _config.LookAheadPoints);
        var (sin, cos) = Elementary.SinCos(pose.Heading);
        for (var point = 0; point < _config.LookAheadPoints; point++)
        {
            var there = circuit.Sample(arc + (point + 1) * spacing);
            float x = there.X - pose.X, y = there.Y - pose.Y;
            target[2 * point] = (x * cos + y * sin) * scale;
            target[2 * point + 1] = (y * cos - x * sin) * scale;
        }
    }
}
