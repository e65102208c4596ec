using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Drivers;

/// <summary>A scripted driver that knows the road and the vehicle: a baseline in tables, an expert in tests, or a cheat that a reward must not pay.</summary>
/// <remarks>
/// A pure function of its arguments: no memory between calls, no allocation, safe on any thread. What it asks for goes through the same limits and
/// rates as a learner's action.
/// </remarks>
public interface IDriver
{
    /// <summary>Name on the command line and in tables.</summary>
    string Name { get; }

    /// <summary>What it asks for now, in SI units.</summary>
    /// <param name="arc">Where the vehicle is along the circuit, m: the arc of its last <see cref="Circuit.Locate(float, float, float)"/>.</param>
    Control Drive(in Pose pose, in Motion motion, Circuit circuit, float arc, in VehicleParameters vehicle);
}
