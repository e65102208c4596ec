using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Drivers;

/// <summary>The table of scripted drivers by name.</summary>
public static class ScriptedDrivers
{
    /// <summary>Every name, drivers that lap first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["pure-pursuit", "grip-90", "parked", "circling", "wrong-way"];

    /// <summary>A driver for one circuit; make one per map at the start, it may prepare tables.</summary>
    /// <exception cref="ArgumentException">No driver has this name.</exception>
    public static IDriver Create(string name, Circuit circuit, in VehicleParameters vehicle) => name switch
    {
        "pure-pursuit" => new PurePursuitDriver(),
        "grip-90" => GripDriver.For(circuit, vehicle),
        "parked" => new ParkedDriver(),
        "circling" => new CirclingDriver(),
        "wrong-way" => new WrongWayDriver(),
        _ => throw new ArgumentException($"No scripted driver is named \"{name}\"; there are {string.Join(", ", Names)}.", nameof(name)),
    };
}
