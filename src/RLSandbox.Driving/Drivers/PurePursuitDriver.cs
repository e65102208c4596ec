using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Drivers;

/// <summary>An ordinary good driver: pure pursuit on the centre line, bends at 65 % of the grip, braking in good time.</summary>
/// <remarks>
/// Looks at the curvature over the distance it needs to stop, each call anew, so it needs nothing prepared: up to 110 samples of the centre line at
/// 40 m/s. Speed at a point s metres ahead may be at most sqrt(bend speed² + 2 · braking · s).
/// </remarks>
public sealed class PurePursuitDriver : IDriver
{
    /// <summary>Share of the lateral grip it takes in bends.</summary>
    public const float GripShare = 0.65f;

    private const float BrakingShare = 0.5f;       // of the braking limit
    private const float ReactionSeconds = 0.4f;    // pedal rate and holding time of an action
    private const float SampleSpacing = 2f;        // m; the tightest bends have a radius of 10 m

    /// <inheritdoc/>
    public string Name => "pure-pursuit";

    /// <inheritdoc/>
    public Control Drive(in Pose pose, in Motion motion, Circuit circuit, float arc, in VehicleParameters vehicle)
    {
        var steering = PurePursuit.Steering(pose, circuit, arc + PurePursuit.LookAhead(motion.Speed), vehicle);
        return new(steering, Pedal.Towards(SafeSpeed(motion.Speed, circuit, arc, vehicle), motion.Speed, vehicle));
    }

    /// <summary>Speed from which every bend in sight can still be taken, m/s.</summary>
    public static float SafeSpeed(float speed, Circuit circuit, float arc, in VehicleParameters vehicle)
    {
        var lateral = GripShare * vehicle.LateralLimit(0f);
        var braking = BrakingShare * vehicle.BrakingLimit;
        var reaction = ReactionSeconds * MathF.Abs(speed);
        var sight = reaction + speed * speed / (2f * braking) + SampleSpacing;
        var square = vehicle.TopSpeed * vehicle.TopSpeed;
        for (var ahead = 0f; ahead <= sight; ahead += SampleSpacing)
        {
            var curvature = MathF.Abs(circuit.Sample(arc + ahead).Curvature);
            square = MathF.Min(square, lateral / MathF.Max(curvature, 1e-6f) + 2f * braking * MathF.Max(ahead - reaction, 0f));
        }
        return MathF.Sqrt(square);
    }
}
