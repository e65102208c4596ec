using RLSandbox.Core.Configuration;

namespace RLSandbox.Driving.Vehicles;

/// <summary>Section <c>vehicle</c> of a scenario: which model moves the ego vehicles and where they differ from the default car.</summary>
public sealed record VehicleConfig
{
    private static readonly string[] Models = ["dynamic", "kinematic"];
    private static readonly VehicleParameters Car = new();

    /// <summary><c>dynamic</c>: <see cref="DynamicBicycle"/>; <c>kinematic</c>: <see cref="KinematicBicycle"/>.</summary>
    public VehicleModel Model { get; init; } = VehicleModel.Dynamic;

    /// <summary>m/s.</summary>
    public float TopSpeedMps { get; init; } = Car.TopSpeed;

    /// <summary>Friction coefficient between tyre and road.</summary>
    public float Friction { get; init; } = Car.Friction;

    /// <summary>Full drive below the speed where power limits it, m/s².</summary>
    public float DriveMps2 { get; init; } = Car.MaxDrive;

    /// <summary>Full brake where the road allows it, m/s².</summary>
    public float BrakingMps2 { get; init; } = Car.MaxBraking;

    /// <summary>Largest change of the front wheel angle, rad/s.</summary>
    public float SteeringRateRadps { get; init; } = Car.MaxSteeringRate;

    /// <summary>Largest change of the commanded acceleration, m/s³.</summary>
    public float PedalRateMps3 { get; init; } = Car.MaxPedalRate;

    /// <summary>Of the body, metres; only a forward camera sees it.</summary>
    public float HeightMetres { get; init; } = 1.4f;

    /// <summary>Reads section <c>vehicle</c>.</summary>
    public static VehicleConfig Bind(SectionReader reader)
    {
        var car = new VehicleConfig();
        return new()
        {
            Model = reader.Choice("model", Models[(int)car.Model], Models,
                "How the vehicle moves: dynamic slips, slides and spins; kinematic rolls where its wheels point.") == Models[(int)VehicleModel.Kinematic]
                ? VehicleModel.Kinematic : VehicleModel.Dynamic,
            TopSpeedMps = reader.Number("topSpeedMps", car.TopSpeedMps, "Speed at which the drive stops pushing, m/s.", 1f, 120f),
            Friction = reader.Number("friction", car.Friction, "Friction coefficient of tyre and road: dry 0.9, wet 0.6, snow 0.3.", 0.1f, 3f),
            DriveMps2 = reader.Number("driveMps2", car.DriveMps2, "Full drive below 14 m/s; above it falls with 1 / speed, m/s².", 0.5f, 30f),
            BrakingMps2 = reader.Number("brakingMps2", car.BrakingMps2, "Full brake, m/s²; the road gives at most 95 % of friction x 9.81.", 0.5f, 30f),
            SteeringRateRadps = reader.Number("steeringRateRadps", car.SteeringRateRadps, "Largest change of the front wheel angle, rad/s.", 0.05f, 100f),
            PedalRateMps3 = reader.Number("pedalRateMps3", car.PedalRateMps3, "Largest change of the commanded acceleration, m/s^3.", 1f, 10000f),
            HeightMetres = reader.Number("heightMetres", car.HeightMetres, "How tall the cars are that a forward camera sees, metres.", 0.1f, 10f),
        };
    }

    /// <summary>The default car with these differences.</summary>
    public VehicleParameters ToParameters() => Car with
    {
        TopSpeed = TopSpeedMps,
        Friction = Friction,
        MaxDrive = DriveMps2,
        MaxBraking = BrakingMps2,
        MaxSteeringRate = SteeringRateRadps,
        MaxPedalRate = PedalRateMps3,
    };
}

/// <summary>Which equations move a vehicle.</summary>
public enum VehicleModel
{
    /// <summary><see cref="DynamicBicycle"/>.</summary>
    Dynamic = 0,

    /// <summary><see cref="KinematicBicycle"/>.</summary>
    Kinematic = 1,
}
